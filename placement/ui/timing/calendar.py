"""The book's calendar under its plans: cash by month and accounts by stage."""

import numpy as np
import pandas as pd
import streamlit as st

from placement.decide.timing.calendar.cash import CashCalendar
from placement.decide.timing.calendar.ledger import CLOSED, COMPONENTS, PAID, STAGES
from placement.decide.timing.moves.masses import WAIT
from placement.domain.text import pt, sentences, t, with_unit
from placement.domain.types import Component, FloatArray
from placement.ui.charts.timing import CASH_COLOURS, STAGE_COLOURS, months_chart
from placement.ui.inputs import export
from placement.words.names import component_names, move_names
from placement.words.numbers import money


def show_calendar(calendar: CashCalendar, *, currency: str, horizon: int) -> None:
    """Draw the cash by month and the accounts by stage, each with its table."""
    _cash(calendar, currency)
    _accounts(calendar, horizon)


def cash_table(calendar: CashCalendar) -> pd.DataFrame:
    """Return one row per month: each component of the book's cash, their sum and the running sum.

    Money is not discounted; costs are negative.
    """
    cash: FloatArray = calendar.cash.sum(axis=1)
    net = cash.sum(axis=0)
    return pd.DataFrame(
        {
            "month": calendar.month,
            **{part.value: cash[row] for row, part in enumerate(COMPONENTS)},
            "net": net,
            "net_so_far": np.cumsum(net),
        }
    )


def stage_table(calendar: CashCalendar, *, horizon: int) -> pd.DataFrame:
    """Return one row per month: the book's accounts in each stage.

    Only as far as the plans look: what they keep open then is not closed, whatever the books of
    the model say.
    """
    accounts: FloatArray = calendar.accounts.sum(axis=1)[:, :horizon]
    return pd.DataFrame(
        {
            "month": calendar.month[:horizon],
            **{name: accounts[row] for row, name in enumerate(STAGES)},
        }
    )


def stacked(table: pd.DataFrame, names: dict[str, str], *, net: str | None = None) -> pd.DataFrame:
    """Return chart rows of a table by month: one per part and month in which it is not zero.

    Args:
        table: One row per month.
        names: Columns to stack, and what each is called.
        net: Column drawn as a line, if any; it stands on the first row of each month.
    """
    values = table[list(names)].to_numpy()
    month, part = np.nonzero(np.abs(values) > SMALLEST)
    rows = pd.DataFrame(
        {
            "part": np.array(list(names.values()), dtype=object)[part],
            "order": part,
            "month": table["month"].to_numpy()[month],
            "value": values[month, part],
        }
    )
    if net is None:
        return rows
    is_first = np.diff(month, prepend=-1) > 0
    return rows.assign(net=np.where(is_first, table[net].to_numpy()[month], np.nan))


SMALLEST = 0.005
"""Money or accounts below which a bar is left out."""


def stage_names() -> dict[str, str]:
    """Return what each stage is called in the reader's language."""
    names = {**move_names(), WAIT: t("Kept, not worked")}
    return {**names, CLOSED: t("Closed"), PAID: pt("what became of a debt", "Paid")}


def _cash(calendar: CashCalendar, currency: str) -> None:
    st.subheader(t("Cash by month"))
    table, names = cash_table(calendar), component_names()
    st.vega_lite_chart(
        stacked(table, {part.value: names[part] for part in COMPONENTS}, net="net"),
        months_chart(
            [(names[part], CASH_COLOURS[part]) for part in COMPONENTS],
            month=t("Months from today"),
            value=t("Cash ({currency})", currency=currency),
            net=t("Net of the month ({currency})", currency=currency),
        ),
        key="timing_cash",
        alt=t("Bars: the book's cash in and out by month under its plans; line: net."),
    )
    low = float(table["net_so_far"].min())
    st.caption(
        sentences(
            [
                t(
                    "All segments under their plans, not discounted; costs below the line, the "
                    "net of each month as a line. Tax falls when it counts: costs in their "
                    "month, the loss at its tax date."
                ),
                t(
                    "At its lowest the running sum is {amount} {currency}: that much has to be "
                    "advanced.",
                    amount=money(low),
                    currency=currency,
                )
                if low < 0
                else t("The running sum is never below zero: nothing has to be advanced."),
            ]
        )
    )
    with st.expander(t("The cash as a table"), icon=":material/table:"):
        number = st.column_config.NumberColumn
        st.dataframe(
            table.round(),
            hide_index=True,
            key="timing_cash_table",
            column_config={
                "month": number(t("Month")),
                **{
                    part.value: number(with_unit(names[part], currency), format="localized")
                    for part in Component
                },
                "net": number(t("Net ({currency})", currency=currency), format="localized"),
                "net_so_far": number(
                    t("Net so far ({currency})", currency=currency), format="localized"
                ),
            },
            alt=t("The book's cash by month and component."),
        )
        export(lambda: table, name="cash_calendar", key="timing_cash")


def _accounts(calendar: CashCalendar, horizon: int) -> None:
    st.subheader(t("Accounts by stage"))
    table, names = stage_table(calendar, horizon=horizon), stage_names()
    st.vega_lite_chart(
        stacked(table, names),
        months_chart(
            [(name, STAGE_COLOURS[stage]) for stage, name in names.items()],
            month=t("Months from today"),
            value=t("Accounts"),
        ),
        key="timing_stages",
        alt=t("Bars: how many accounts are in each stage at the end of each month."),
    )
    st.caption(
        t("Accounts expected in each stage at the end of each month, after that month's cash.")
    )
    with st.expander(t("The accounts as a table"), icon=":material/table:"):
        number = st.column_config.NumberColumn
        st.dataframe(
            table.round(1),
            hide_index=True,
            key="timing_stage_table",
            column_config={
                "month": number(t("Month")),
                **{stage: number(name, format="localized") for stage, name in names.items()},
            },
            alt=t("Accounts by month and stage."),
        )
        export(lambda: table, name="accounts_by_stage", key="timing_stages")
