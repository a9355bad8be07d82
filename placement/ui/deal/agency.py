"""The same lot from the agency's desk: people, money, break-evens, cash by month."""

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd
import streamlit as st

from placement.decide.deal.agency_economics import AgencyEconomics
from placement.decide.deal.curve import lot_curve
from placement.domain.text import sentences, t, with_unit
from placement.domain.types import Component
from placement.report.made_with import MadeWith
from placement.ui.charts.timing import CASH_COLOURS as OF_CREDITORS
from placement.ui.charts.timing import months_chart
from placement.ui.deal.tables import cash_table
from placement.ui.formula import how_it_comes_about
from placement.ui.inputs import export
from placement.ui.tiles import tiles
from placement.ui.timing.calendar import stacked
from placement.words.deal_formulas import (
    break_even_formula,
    break_even_liquidation_formula,
    seat_formula,
)
from placement.words.formulas import Formula
from placement.words.glossary import meaning
from placement.words.numbers import NONE, cents, money, points, whole

CASH_COLOURS = {
    "commission": OF_CREDITORS[Component.COLLECTED],
    "contacts": OF_CREDITORS[Component.OPERATING_COST],
    "onboarding": OF_CREDITORS[Component.HOLDING_COST],
    "fixed": OF_CREDITORS[Component.LEGAL_COST],
    "court_fees": OF_CREDITORS[Component.FEES_REFUNDED],
}
"""Of the parts of the agency's cash; what they have in common with a creditor's looks the same."""


def show_agency_side(
    found: AgencyEconomics,
    *,
    break_even: Callable[[], float | None],
    currency: str,
    made: MadeWith,
) -> None:
    """Draw the agency's side, folded at first.

    Args:
        found: The lot under today's quote.
        break_even: Returns the lowest quote without a loss.
        currency: Unit of the money.
        made: The numbers behind it.
    """
    with st.expander(
        t("The lot from the agency's desk"),
        icon=":material/support_agent:",
        key="deal_agency_open",
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        lowest = break_even()
        _tiles(found, lowest, currency=currency)
        how_it_comes_about(_formulas(found, lowest), key="deal_agency_tiles")
        if not found.staffing.adds_up:
            st.warning(
                t(
                    "Visits and letters alone cost more than all contacts are put at. Lower their "
                    "shares, or raise the cost per contact, on the page Assumptions."
                )
            )
        _cash(found, currency=currency, made=made)
        _economics(found, lowest, currency=currency, made=made)


def economics_table(found: AgencyEconomics, break_even: float | None) -> pd.DataFrame:
    """Return every number of the agency's side, with the names of the command's answer."""
    work, cash, curve = found.staffing, found.cash, found.curve
    values: dict[str, float | None] = {
        "profit": found.profit,
        "margin": found.margin,
        "revenue": float(curve.agency_revenue[0]),
        "cost": float(curve.agency_cost[0]),
        "vat": found.vat,
        "onboarding": found.onboarding,
        "fixed_cost": found.lot.fixed_cost,
        "contacts": work.contacts,
        "calls": work.calls,
        "letters": work.letters,
        "visits": work.visits,
        "call_cost": work.call_cost,
        "letter_cost": work.letter_cost,
        "visit_cost": work.visit_cost,
        "seat_months": work.seat_months,
        "peak_seats": found.peak_seats,
        "profit_per_seat_month": found.profit_per_seat_month,
        "break_even_liquidation": found.break_even_liquidation,
        "break_even_commission": break_even,
        "deepest_cash": cash.deepest,
        "financing_cost": cash.financing_cost,
    }
    return pd.DataFrame({"name": list(values), "value": list(values.values())})


def economics_names(currency: str) -> dict[str, str]:
    """Return what each number of the agency's side is called, with its unit."""
    in_money = {
        "profit": t("Profit after fixed cost"),
        "revenue": t("Commission after VAT"),
        "cost": t("All costs"),
        "vat": t("VAT in the commission, passed on"),
        "onboarding": t("Taking the accounts on"),
        "fixed_cost": t("Fixed cost of the contract, as entered"),
        "call_cost": t("Cost of calls"),
        "letter_cost": t("Cost of letters"),
        "visit_cost": t("Cost of visits"),
        "profit_per_seat_month": t("Profit per seat-month"),
        "deepest_cash": t("Most money out at once"),
        "financing_cost": t("Interest on the money out"),
    }
    others = {
        "margin": t("Profit as a share of revenue (%)"),
        "contacts": t("Contacts"),
        "calls": t("Calls and messages"),
        "letters": t("Letters"),
        "visits": t("Visits, two people each"),
        "seat_months": t("People at work (seat-months)"),
        "peak_seats": t("People in the busiest month"),
        "break_even_liquidation": t("Break-even liquidation (% of balance)"),
        "break_even_commission": t("Break-even commission (%)"),
    }
    return {**{key: with_unit(name, currency) for key, name in in_money.items()}, **others}


SHARES = ("margin", "break_even_liquidation", "break_even_commission")


def _tiles(found: AgencyEconomics, break_even: float | None, *, currency: str) -> None:
    per_seat, cash = found.profit_per_seat_month, found.cash
    with tiles():
        st.metric(
            t("Per seat-month ({currency})", currency=currency),
            NONE if per_seat is None else money(per_seat),
            help=t("Profit after fixed cost. A seat-month is one person at work for a month."),
        )
        st.metric(
            t("People at peak"),
            f"{found.peak_seats:.1f}",
            help=t(
                "In the busiest month; {months} seat-months in all.",
                months=f"{found.staffing.seat_months:.1f}",
            ),
        )
        st.metric(
            t("Break-even liquidation"),
            _of_balance(found.break_even_liquidation),
            help=t(
                "What must be collected to pay for today's work; expected is {expected}.",
                expected=points(float(found.curve.liquidation[0])),
            ),
        )
        st.metric(
            t("Break-even commission"),
            points(break_even),
            help=meaning("break_even_commission"),
        )
        back = cash.paid_back_month
        st.metric(
            t("Most money out ({currency})", currency=currency),
            money(cash.deepest),
            help=sentences(
                [
                    t(
                        "In month {month}: the working capital the lot needs.",
                        month=cash.deepest_month,
                    ),
                    t("It does not come back.")
                    if back is None
                    else t("All of it is back in month {month}.", month=back),
                ]
            ),
        )


def _of_balance(needed: float | None) -> str:
    """Return what has to come in; more than there is comes from nobody."""
    if needed is None or needed <= 1.0:
        return points(needed)
    return t("over {share}", share=points(1.0, decimals=0))


def _formulas(found: AgencyEconomics, break_even: float | None) -> Iterator[Formula | None]:
    yield seat_formula(found)
    yield break_even_liquidation_formula(found)
    if break_even is not None:
        at = lot_curve(found.lot, np.array([break_even]))
        yield break_even_formula(at, fixed_cost=found.lot.fixed_cost)


def _cash(found: AgencyEconomics, *, currency: str, made: MadeWith) -> None:
    st.markdown(f"**{t('Cash by month')}**")
    table = cash_table(found.cash)
    names = {
        "commission": t("Commission after VAT"),
        "contacts": t("Contacts"),
        "onboarding": t("Taking accounts on"),
        "fixed": t("Fixed cost"),
        "court_fees": t("Court fees laid out"),
    }
    shown = {part: name for part, name in names.items() if (table[part] != 0.0).any()}
    st.vega_lite_chart(
        stacked(table, shown, net="cumulative"),
        months_chart(
            [(name, CASH_COLOURS[part]) for part, name in shown.items()],
            month=t("Months from placement"),
            value=t("Cash ({currency})", currency=currency),
            net=t("So far ({currency})", currency=currency),
        ),
        key="deal_cash",
        alt=t("Bars: the agency's cash by month; a line: what came in less what went out so far."),
    )
    st.caption(
        t(
            "The line is all that came in less all that went out; its deepest point is {deepest} "
            "{currency} in month {month}. Not discounted.",
            deepest=money(found.cash.deepest),
            currency=currency,
            month=found.cash.deepest_month,
        )
    )
    export(lambda: table, name="agency_cash", key="deal_cash", made_with=made)


def _economics(
    found: AgencyEconomics, break_even: float | None, *, currency: str, made: MadeWith
) -> None:
    table, names = economics_table(found, break_even), economics_names(currency)

    def said(name: str, value: float | None) -> str:
        if value is None or value != value:
            return NONE
        if name in SHARES:
            return points(value, decimals=2).rstrip("%")
        counted = ("contacts", "calls", "letters", "visits")
        if name in ("seat_months", "peak_seats"):
            return f"{value:.2f}"
        return whole(value) if name in counted else cents(value)

    st.dataframe(
        pd.DataFrame(
            {
                "name": [names[name] for name in table["name"]],
                "value": [said(*row) for row in zip(table["name"], table["value"], strict=True)],
            }
        ),
        hide_index=True,
        key="deal_economics",
        column_config={
            "name": st.column_config.TextColumn(t("Number")),
            "value": st.column_config.TextColumn(t("Value"), alignment="right"),
        },
        height="content",
        alt=t("Work, revenue, costs and break-evens of the lot for the agency."),
    )
    export(lambda: table, name="agency_lot", key="deal_economics", made_with=made)
