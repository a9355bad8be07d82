"""An agency owner's memo as a workbook: totals are live formulas over the lots and months."""

from io import BytesIO

import numpy as np

from placement.domain.days import months_later
from placement.domain.text import pt, t, with_unit
from placement.report.memo import Memo
from placement.report.memo_agency import AgencyCase, agency_cash, spread
from placement.report.memo_case import YEAR, day_of
from placement.report.memo_sheets import (
    FIRST,
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
from placement.words.names import sector_name

ANSWER, ACCOUNTS, BALANCE, PROFIT, PEOPLE = "B", "C", "D", "H", "L"
"""Columns of the sheet of lots that the figures of the first sheet add up."""


def agency_workbook(case: AgencyCase, memo: Memo) -> bytes:
    """Return the workbook.

    Args:
        case: The book's lots.
        memo: Its memo; the first sheet says what it says.
    """
    import xlsxwriter

    buffer, made = BytesIO(), case.made_with
    lots, months = t("Lots"), t("Months")
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheets = Sheets(book)
        say_decision(sheets, t("Decision"), memo, _figures(case, lots))
        sheets.add(lots, _lots(case))
        if case.bid_for:
            columns = _months(case)
            sheets.add(months, columns, total=dict.fromkeys("BCD", "money"))
            sheets.chart(months, months=min(YEAR, len(columns[0].cells)))
        sheets.add(
            t("What moves it"),
            drivers_of(
                case.swings,
                made.assumptions,
                ends=(t("Profit at its low end"), t("Profit at its high end")),
                currency=case.currency,
            ),
        )
        sheets.add(t("Sources"), sources_of(case.swings, made.assumptions))
        sheets.add(t("Findings"), findings_of(case.findings, case.currency))
        add_stated(sheets, made)
    return buffer.getvalue()


def _figures(case: AgencyCase, sheet: str) -> list[tuple[str, Formula, str]]:
    """Return what the lots to bid for come to, over the sheet of lots."""
    unit, size, lots = case.currency, len(case.lots), case.bid_for

    def figure(head: str, column: str, value: float, form: str) -> tuple[str, Formula, str]:
        answers, cells = (cells_of(each, size, sheet=sheet) for each in (ANSWER, column))
        return head, Formula(text=f'=SUMIF({answers},"{_bid()}",{cells})', value=value), form

    return [
        figure(t("Accounts"), ACCOUNTS, sum(lot.accounts for lot in lots), "count"),
        figure(with_unit(t("Balance"), unit), BALANCE, sum(lot.owed for lot in lots), "money"),
        figure(with_unit(t("Profit"), unit), PROFIT, sum(lot.profit for lot in lots), "money"),
        figure(
            t("People at most"),
            PEOPLE,
            sum(lot.deal.economics.peak_seats for lot in lots),
            "number",
        ),
    ]


def _bid() -> str:
    return pt("answer for a lot", "Bid")


def _lots(case: AgencyCase) -> list[Column]:
    unit, lots = case.currency, case.lots
    bounds = [lot.deal.zone.bounds for lot in lots]
    low, high, loss = zip(*(spread([lot]) for lot in lots), strict=True)
    leave = pt("answer for a lot", "Leave")
    money = [
        (t("Profit"), [lot.profit for lot in lots]),
        (t("5 % of the draws lie below"), low),
        (t("95 % of the draws lie below"), high),
    ]
    return [
        Column(head=t("Lot"), cells=[sector_name(lot.sector) for lot in lots], wide=24),
        Column(head=t("Answer"), cells=[_bid() if lot.pays else leave for lot in lots]),
        Column(head=t("Accounts"), cells=[lot.accounts for lot in lots], form="count"),
        Column(head=with_unit(t("Balance"), unit), cells=[x.owed for x in lots], form="money"),
        Column(head=t("Commission in use"), cells=[x.deal.quoted for x in lots], form="share"),
        Column(head=t("Your floor"), cells=[each.floor for each in bounds], form="share"),
        Column(head=t("Creditor's ceiling"), cells=[x.ceiling for x in bounds], form="share"),
        *(Column(head=with_unit(head, unit), cells=list(x), form="money") for head, x in money),
        Column(head=t("Draws that lose money"), cells=list(loss), form="share"),
        Column(
            head=t("People at most"),
            cells=[lot.deal.economics.peak_seats for lot in lots],
            form="number",
        ),
        Column(
            head=with_unit(t("Money out at most"), unit),
            cells=[-lot.deal.economics.cash.deepest for lot in lots],
            form="money",
        ),
    ]


def _months(case: AgencyCase) -> list[Column]:
    unit, as_of = case.currency, case.made_with.as_of
    coming, net = agency_cash(case.bid_for)
    rows = range(FIRST, FIRST + len(net))
    ends = [
        str(months_later(as_of, month)) if as_of else day_of(as_of, month)
        for month in range(len(net))
    ]
    sums = [
        (t("Net"), [f"=SUM(B{row}:C{row})" for row in rows], net),
        (t("Net so far"), [f"=SUM(D${FIRST}:D{row})" for row in rows], np.cumsum(net)),
    ]
    return [
        Column(head=t("Month to"), cells=ends),
        Column(head=with_unit(t("Commission less VAT"), unit), cells=coming.tolist(), form="money"),
        Column(head=with_unit(t("Costs"), unit), cells=(net - coming).tolist(), form="money"),
        *(
            Column(
                head=with_unit(head, unit),
                cells=[
                    Formula(text=text, value=float(value))
                    for text, value in zip(texts, values, strict=True)
                ],
                form="money",
            )
            for head, texts, values in sums
        ),
    ]
