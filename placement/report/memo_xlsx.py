"""A creditor's memo as a workbook: totals are live formulas over the segments and months."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.decide.timing.stop import begins_with
from placement.decide.totals import TOTALS, Total
from placement.domain.days import months_later
from placement.domain.text import t, with_unit
from placement.domain.types import Component
from placement.report.memo import Memo
from placement.report.memo_case import YEAR, CreditorCase
from placement.report.memo_sheets import (
    FIRST,
    WIDE,
    Column,
    Formula,
    Sheets,
    add_stated,
    cells_of,
    drivers_of,
    findings_of,
    say_decision,
    sources_of,
)
from placement.words.names import lead_names, option_names, sector_name

if TYPE_CHECKING:
    pass

PART = {Total.CASH: "F", Total.FEES: "G", Total.TAX: "H"}
"""Columns of the sheet of segments."""


def creditor_workbook(case: CreditorCase, memo: Memo) -> bytes:
    """Return the workbook.

    Args:
        case: The book's answer.
        memo: Its memo; the first sheet says what it says.
    """
    import xlsxwriter

    buffer, names, made = BytesIO(), _SheetNames(), case.made_with
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheets = Sheets(book)
        say_decision(sheets, names.decision, memo, _figures(case, names))
        sheets.add(
            names.first_moves, _first_moves(case, names), total=dict.fromkeys("CDEFG", "money")
        )
        sheets.add(names.months, _months(case), total=dict.fromkeys("BCDE", "money"))
        sheets.chart(names.months, months=min(YEAR, len(case.calendar.month)))
        sheets.add(names.segments, _segments(case))
        sheets.add(names.drivers, _drivers(case))
        sheets.add(names.sources, sources_of(case.swings, made.assumptions))
        sheets.add(names.findings, findings_of(case.findings, case.currency))
        add_stated(sheets, made)
    return buffer.getvalue()


def _figures(case: CreditorCase, names: "_SheetNames") -> list[tuple[str, Formula, str]]:
    unit, moves = case.currency, len(case.begun)
    cash, fees, tax = case.totals.tolist()
    owed, net = float(case.owed.sum()), float(case.net.sum())
    total = FIRST + moves
    sheet = f"'{names.first_moves}'!"
    year = f"'{names.months}'!B{FIRST}:B{FIRST + min(YEAR, len(case.calendar.month)) - 1}"
    accounts = float(case.accounts.sum())

    def figure(head: str, text: str, value: float) -> tuple[str, Formula, str]:
        return with_unit(head, unit), Formula(text=f"={text}", value=value), "money"

    return [
        (
            t("Accounts"),
            Formula(text=f"=SUM({cells_of('B', moves, sheet=names.first_moves)})", value=accounts),
            "count",
        ),
        figure(t("Balance"), f"{sheet}C{total}", owed),
        figure(t("Cash in"), f"{sheet}D{total}", cash),
        figure(t("Fees and costs"), f"{sheet}E{total}", fees),
        figure(t("Cash after fees and costs"), f"{sheet}D{total}+{sheet}E{total}", cash + fees),
        figure(t("Tax relief"), f"{sheet}F{total}", tax),
        figure(t("Net"), f"{sheet}G{total}", net),
        (
            t("Net ÷ balance"),
            Formula(text=f"={sheet}G{total}/{sheet}C{total}", value=net / owed),
            "share",
        ),
        figure(
            t("Cash in, first 12 months"),
            f"SUM({year})",
            float(case.calendar.coming_in[:YEAR].sum()),
        ),
    ]


class _SheetNames:
    """What the sheets are called in the reader's language; quoted in formulas."""

    def __init__(self) -> None:
        self.decision, self.first_moves = t("Decision"), t("First moves")
        self.months, self.segments = t("Months"), t("Segments")
        self.drivers, self.sources = t("What moves it"), t("Sources")
        self.findings = t("Findings")


def _segments(case: CreditorCase) -> list[Column]:
    segments, unit, names = case.ranking.valuation.segments, case.currency, lead_names()
    begun = [names[begins_with(plan, horizon=case.horizon)] for plan in case.plans.plans]
    totals = case.plans.totals * case.accounts
    rows = range(FIRST, FIRST + len(begun))
    called = list(option_names().values())
    nets = totals.sum(axis=0)
    return [
        Column(head=t("Segment"), cells=segments.label, wide=WIDE),
        Column(head=t("Sector"), cells=[sector_name(each) for each in segments.sector]),
        Column(head=t("Begin with"), cells=begun, wide=24),
        Column(head=t("Accounts"), cells=case.accounts.tolist(), form="count"),
        Column(head=with_unit(t("Balance"), unit), cells=case.owed.tolist(), form="money"),
        *(
            Column(head=with_unit(head, unit), cells=totals[row].tolist(), form="money")
            for row, head in enumerate((t("Cash in"), t("Fees and costs"), t("Tax relief")))
        ),
        Column(
            head=with_unit(t("Net"), unit),
            cells=[
                Formula(text=f"=SUM(F{row}:H{row})", value=float(net))
                for row, net in zip(rows, nets, strict=True)
            ],
            form="money",
        ),
        Column(
            head=t("Net ÷ balance"),
            cells=[
                Formula(text=f"=I{row}/E{row}", value=float(net / owed))
                for row, net, owed in zip(rows, nets, case.owed, strict=True)
            ],
            form="share",
        ),
        Column(head=t("Months past due"), cells=segments.age.tolist(), form="number"),
        Column(
            head=t("Best option, closed when it ends"),
            cells=[called[at] for at in case.ranking.best.tolist()],
            wide=24,
        ),
        Column(
            head=with_unit(t("It leaves"), unit),
            cells=(case.ranking.best_net * case.accounts).tolist(),
            form="money",
        ),
    ]


def _first_moves(case: CreditorCase, sheets: _SheetNames) -> list[Column]:
    names, unit, size = lead_names(), case.currency, len(case.accounts)
    totals = case.plans.totals * case.accounts
    begun, key = list(case.begun.items()), cells_of("C", size, sheet=sheets.segments)

    def sums(column: str, values: Any) -> list[Formula]:
        cells = cells_of(column, size, sheet=sheets.segments)
        return [
            Formula(
                text=f"=SUMIF({key},$A{FIRST + at},{cells})",
                value=float(values[chosen].sum()),
            )
            for at, (_, chosen) in enumerate(begun)
        ]

    heads = (t("Cash in"), t("Fees and costs"), t("Tax relief"))
    return [
        Column(head=t("Begin with"), cells=[names[name] for name, _ in begun], wide=30),
        Column(head=t("Accounts"), cells=sums("D", case.accounts), form="count"),
        Column(head=with_unit(t("Balance"), unit), cells=sums("E", case.owed), form="money"),
        *(
            Column(head=with_unit(head, unit), cells=sums(PART[total], totals[row]), form="money")
            for row, (head, total) in enumerate(zip(heads, TOTALS, strict=True))
        ),
        Column(
            head=with_unit(t("Net"), unit),
            cells=[
                Formula(
                    text=f"=SUM(D{FIRST + at}:F{FIRST + at})",
                    value=float(totals[:, chosen].sum()),
                )
                for at, (_, chosen) in enumerate(begun)
            ],
            form="money",
        ),
        Column(
            head=t("Net ÷ balance"),
            cells=[
                Formula(
                    text=f"=G{FIRST + at}/C{FIRST + at}",
                    value=float(totals[:, chosen].sum() / case.owed[chosen].sum()),
                )
                for at, (_, chosen) in enumerate(begun)
            ],
            form="share",
        ),
    ]


def _months(case: CreditorCase) -> list[Column]:
    calendar, unit = case.calendar, case.currency
    parts = (calendar.coming_in, calendar.going_out, calendar.of(Component.TAX))
    heads = (t("Cash in"), t("Fees and costs"), t("Tax"))
    rows = range(FIRST, FIRST + len(calendar.month))
    so_far = np.cumsum(calendar.net)
    return [
        Column(head=t("Month to"), cells=_ends_of_months(case)),
        *(
            Column(head=with_unit(head, unit), cells=part.tolist(), form="money")
            for head, part in zip(heads, parts, strict=True)
        ),
        Column(
            head=with_unit(t("Net"), unit),
            cells=[
                Formula(text=f"=SUM(B{row}:D{row})", value=float(net))
                for row, net in zip(rows, calendar.net, strict=True)
            ],
            form="money",
        ),
        Column(
            head=with_unit(t("Net so far"), unit),
            cells=[
                Formula(text=f"=SUM(E${FIRST}:E{row})", value=float(net))
                for row, net in zip(rows, so_far, strict=True)
            ],
            form="money",
        ),
    ]


def _ends_of_months(case: CreditorCase) -> list[str]:
    """Return them as cells hold days in every language."""
    as_of, months = case.made_with.as_of, (case.calendar.month + 1).tolist()
    return [str(months_later(as_of, month)) if as_of else case.day(month) for month in months]


def _drivers(case: CreditorCase) -> list[Column]:
    owed = float(case.owed.sum())
    changed = np.array([swing.changed for swing in case.swings]).reshape(-1, 2) / owed
    return [
        *drivers_of(
            case.swings,
            case.made_with.assumptions,
            ends=(t("Low end leaves"), t("High end leaves")),
            currency=case.currency,
        ),
        *(
            Column(head=head, cells=changed[:, at].tolist(), form="share")
            for at, head in enumerate(
                (t("Low end changes, % of balance"), t("High end changes, % of balance"))
            )
        ),
    ]
