"""A creditor's memo as a workbook: totals are live formulas over the segments and months.

Every formula carries its value, so that a viewer that does not calculate shows it too.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.assume.said import said, status_names
from placement.assume.units import UNITS
from placement.decide.timing.stop import begins_with
from placement.decide.totals import TOTALS, Total
from placement.domain.days import months_later
from placement.domain.text import pt, t, with_unit
from placement.domain.types import Component
from placement.report.files import harmless, stated_sheets
from placement.report.headings import in_readers_language
from placement.report.memo import Memo
from placement.report.memo_case import YEAR, CreditorCase
from placement.report.memo_parts import swing_name, value_range_unit
from placement.report.memo_picture import ABOVE, BELOW
from placement.tape.findings import Severity
from placement.words.assumptions import area_name, number_name
from placement.words.names import lead_names, option_names, sector_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FIRST = 2
"""Row of a sheet, counted from 1, below its headings."""

WIDTH, WIDE, TEXT_WIDTH = 15, 44, 110
"""Characters of a column of numbers, of names, of sentences."""

PART = {Total.CASH: "F", Total.FEES: "G", Total.TAX: "H"}
"""Columns of the sheet of segments."""


@dataclass(frozen=True, kw_only=True)
class Formula:
    """What a spreadsheet works out, and what comes out."""

    text: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet."""

    head: str
    cells: Sequence[object]
    form: str = "text"
    """`text`, `count`, `money`, `share`, or `number`."""
    wide: int = WIDTH


def creditor_workbook(case: CreditorCase, memo: Memo) -> bytes:
    """Return the workbook.

    Args:
        case: The book's answer.
        memo: Its memo; the first sheet says what it says.
    """
    import xlsxwriter

    buffer, names, made = BytesIO(), _SheetNames(), case.made_with
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheets = _Sheets(book)
        _decision(sheets, names, case, memo)
        sheets.add(
            names.first_moves, _first_moves(case, names), total=dict.fromkeys("CDEFG", "money")
        )
        sheets.add(names.months, _months(case), total=dict.fromkeys("BCDE", "money"))
        sheets.chart(names.months, months=min(YEAR, len(case.calendar.month)))
        sheets.add(names.segments, _segments(case))
        sheets.add(names.drivers, _drivers(case))
        sheets.add(names.sources, _sources(case))
        sheets.add(names.findings, _findings(case))
        for name, own in stated_sheets(made).items():
            table = in_readers_language(own)
            sheets.add(
                name,
                [
                    Column(head=str(head), cells=table[head].tolist(), form="any", wide=WIDE)
                    for head in table.columns
                ],
            )
    return buffer.getvalue()


class _Sheets:
    """Writes sheets, all alike."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.made: dict[str, Worksheet] = {}
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#e6ecf3"}
        )
        forms = {"text": "@", "count": "#,##0", "money": "#,##0.00", "share": "0.0%",
                 "number": "0.######", "any": "General"}  # fmt: skip
        self.forms = {name: book.add_format({"num_format": form}) for name, form in forms.items()}
        self.sums = {
            name: book.add_format({"num_format": forms[name], "bold": True, "top": 1})
            for name in ("text", "count", "money")
        }

    def add(
        self, name: str, columns: Sequence[Column], *, total: Mapping[str, str] | None = None
    ) -> None:
        """Write a sheet of columns.

        Args:
            name: Of the sheet.
            columns: Of equal length.
            total: Columns that the last row adds up, by letter, and how they are written.
        """
        sheet = self.made[name] = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.wide)
            sheet.write_string(0, at, harmless(column.head), self.head)
            for row, cell in enumerate(column.cells, start=1):
                self.write(sheet, row, at, cell, self.forms[column.form])
        rows = len(columns[0].cells)
        if total and rows:
            sheet.write_string(rows + 1, 0, t("Total"), self.sums["text"])
            for letter, form in total.items():
                cells = columns[ord(letter) - ord("A")].cells
                added = Formula(
                    text=f"=SUM({_cells(letter, rows)})", value=sum(map(_value_of, cells))
                )
                self.write(sheet, rows + 1, ord(letter) - ord("A"), added, self.sums[form])

    def write(self, sheet: "Worksheet", row: int, at: int, cell: object, form: Any) -> None:
        """Write a cell: a formula with its value, a number, or a text that is never a formula."""
        if isinstance(cell, Formula):
            sheet.write_formula(row, at, cell.text, form, cell.value)
        elif isinstance(cell, str):
            sheet.write_string(row, at, harmless(cell), form)
        elif isinstance(cell, int | float) and math.isfinite(cell):
            sheet.write_number(row, at, float(cell), form)
        else:
            sheet.write_blank(row, at, None, form)

    def chart(self, name: str, *, months: int) -> None:
        """Draw cash in and out of the first months beside their sheet."""
        chart = self.book.add_chart({"type": "column", "subtype": "stacked"})
        for at, colour in ((1, ABOVE), (2, BELOW)):
            chart.add_series(
                {
                    "name": [name, 0, at],
                    "categories": [name, 1, 0, months, 0],
                    "values": [name, 1, at, months, at],
                    "fill": {"color": colour},
                }
            )
        chart.set_legend({"position": "bottom"})
        chart.set_x_axis({"label_position": "low"})
        chart.set_title({"name": t("Cash by month, the first 12 months")})
        self.made[name].insert_chart("H2", chart, {"x_scale": 1.6, "y_scale": 1.2})


def _decision(sheets: _Sheets, names: "_SheetNames", case: CreditorCase, memo: Memo) -> None:
    """Write the first sheet: what the memo says, and its figures as formulas."""
    sheet = sheets.book.add_worksheet(names.decision)
    sheet.set_column(0, 0, TEXT_WIDTH)
    sheet.set_column(1, 1, 24)
    bold = sheets.book.add_format({"bold": True, "text_wrap": True, "font_size": 12})
    wrapped = sheets.book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for line, form in [(memo.title, bold), *((each, wrapped) for each in memo.meta)]:
        sheet.write_string(row, 0, harmless(line), form)
        row += 1
    for at, line in enumerate(memo.answer):
        sheet.write_string(row, 0, harmless(line), wrapped if at else bold)
        row += 1
    row += 1
    for head, cell, form in _figures(case, names):
        sheet.write_string(row, 0, head)
        sheets.write(sheet, row, 1, cell, sheets.forms[form])
        row += 1
    row += 1
    for section in memo.sections:
        for text, form in [
            (section.title, bold),
            *((each, wrapped) for each in (*section.said, *section.points, *section.notes)),
        ]:
            sheet.write_string(row, 0, harmless(text), form)
            row += 1
    sheet.write_string(row, 0, harmless(memo.foot), wrapped)


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
            Formula(text=f"=SUM({_cells('B', moves, sheet=names.first_moves)})", value=accounts),
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


def _value_of(cell: object) -> float:
    return cell.value if isinstance(cell, Formula) else float(str(cell))


class _SheetNames:
    """What the sheets are called in the reader's language; quoted in formulas."""

    def __init__(self) -> None:
        self.decision, self.first_moves = t("Decision"), t("First moves")
        self.months, self.segments = t("Months"), t("Segments")
        self.drivers, self.sources = t("What moves it"), t("Sources")
        self.findings = t("Findings")


def _cells(column: str, rows: int, *, sheet: str = "") -> str:
    """Return a whole column below its heading, as a formula names it."""
    where = f"'{sheet}'!" if sheet else ""
    return f"{where}${column}${FIRST}:${column}${FIRST + rows - 1}"


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
    begun, key = list(case.begun.items()), _cells("C", size, sheet=sheets.segments)

    def sums(column: str, values: Any) -> list[Formula]:
        return [
            Formula(
                text=f"=SUMIF({key},$A{FIRST + at},{_cells(column, size, sheet=sheets.segments)})",
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
    unit, owed = case.currency, float(case.owed.sum())
    facts = [value_range_unit(swing, case.made_with.assumptions) for swing in case.swings]
    nets = np.array([swing.net for swing in case.swings]).reshape(-1, 2)
    changed = np.array([swing.changed for swing in case.swings]).reshape(-1, 2) / owed
    return [
        Column(head=t("Number"), cells=[swing_name(swing) for swing in case.swings], wide=WIDE),
        *(
            Column(head=head, cells=[fact[at] for fact in facts], wide=22)
            for at, head in enumerate((t("Value"), t("Range"), t("Unit")))
        ),
        *(
            Column(head=with_unit(head, unit), cells=nets[:, at].tolist(), form="money")
            for at, head in enumerate((t("Low end leaves"), t("High end leaves")))
        ),
        *(
            Column(head=head, cells=changed[:, at].tolist(), form="share")
            for at, head in enumerate(
                (t("Low end changes, % of balance"), t("High end changes, % of balance"))
            )
        ),
    ]


def _sources(case: CreditorCase) -> list[Column]:
    """Return every number that the answer hangs on, with where it comes from."""
    statuses = status_names()
    paths = list(dict.fromkeys(path for swing in case.swings for path in swing.paths))
    found = [case.made_with.assumptions.entries[path] for path in paths]
    return [
        Column(head=t("Area"), cells=[area_name(path.split(".", 1)[0]) for path in paths], wide=20),
        Column(head=t("Number"), cells=[number_name(path) for path in paths], wide=WIDE),
        *(
            Column(head=head, cells=[getattr(each, name) for each in found], form="number")
            for name, head in (("value", t("Value")), ("low", t("Low")), ("high", t("High")))
        ),
        Column(head=t("Unit"), cells=[t(UNITS[each.unit].label) for each in found], wide=22),
        Column(head=t("Status"), cells=[statuses[each.status] for each in found]),
        Column(head=t("Source"), cells=[said(each.source) for each in found], wide=TEXT_WIDTH),
        Column(head=t("As of"), cells=[each.as_of or "" for each in found]),
        Column(head=t("Path"), cells=paths, wide=WIDE),
    ]


def _findings(case: CreditorCase) -> list[Column]:
    found = case.findings
    severities = {
        Severity.ERROR: t("Left out"),
        Severity.DOUBT: t("In doubt"),
        Severity.WARNING: t("Repaired or guessed"),
        Severity.NOTE: pt("a finding of no harm", "Note"),
    }
    return [
        Column(head=t("What it did"), cells=[severities[each.severity] for each in found]),
        Column(head=t("Column"), cells=[each.column for each in found], wide=24),
        Column(head=t("Rows"), cells=[each.rows for each in found], form="count"),
        Column(
            head=with_unit(t("Balance"), case.currency),
            cells=[each.money for each in found],
            form="money",
        ),
        Column(head=t("Finding"), cells=[each.message for each in found], wide=TEXT_WIDTH),
    ]
