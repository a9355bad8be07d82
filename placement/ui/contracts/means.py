"""The page Contracts: what seats, cash and hours are worth, how far they go, and when."""

import streamlit as st

from placement.decide.mix.choose import Mix
from placement.decide.mix.hiring import HiringPlan
from placement.decide.mix.overbooking import DRAWS, Exceeded
from placement.decide.mix.prices import Frontier, Gains
from placement.domain.text import t
from placement.report.made_with import MadeWith
from placement.tape.money import DEFAULT_CURRENCY
from placement.ui.charts.contracts import frontier_chart, hiring_chart, use_chart
from placement.ui.contracts.tables import (
    capacities_table,
    frontier_rows,
    frontier_table,
    hiring_table,
    use_rows,
)
from placement.ui.contracts.words import (
    exceeded_words,
    gain_lines,
    hire_words,
    how_many_words,
)
from placement.ui.inputs import as_percent, export, plain
from placement.ui.options.book import amount


def show_gains(mix: Mix, gains: Gains, *, hire: float | None) -> None:
    """Draw what one more seat is worth, whether to hire, and what more cash would bring."""
    lines = [hire_words(mix, gains, hire=hire), *gain_lines(gains)]
    st.info("\n".join(f"- {plain(line)}" for line in lines), icon=":material/person_add:")


def show_use(mix: Mix, exceeded: tuple[Exceeded, ...], made: MadeWith) -> None:
    """Draw how much of each capacity is used, and how often it would be exceeded."""
    st.subheader(t("How far the means go"))
    table = capacities_table(mix, exceeded)
    st.vega_lite_chart(
        use_rows(table),
        use_chart(
            used=t("Used (% of what is there)"),
            amount=t("Used"),
            high=t("95 % of draws stay within (%)"),
        ),
        key="contracts_use",
        alt=t("A bar for each capacity: how much of it is used."),
    )
    st.caption(
        t(
            "Bars: use as the chosen rule counts it; orange: nothing is left. Diamonds: 95 % of "
            "{draws} simulated draws of wins and losses stay within.",
            draws=f"{DRAWS:,}",
        )
        + " "
        + exceeded_words(table)
    )
    with st.expander(
        t("The means as a table"),
        icon=":material/table:",
        key="contracts_means_open",
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        number = st.column_config.NumberColumn
        st.dataframe(
            table.assign(exceeded=table["exceeded"].map(as_percent)),
            hide_index=True,
            key="contracts_capacities",
            column_config={
                "capacity": st.column_config.TextColumn(t("Capacity"), pinned=True),
                "available": number(t("There"), format="localized"),
                "used": number(t("Used if all bids are won"), format="%.1f"),
                "expected": number(t("Used on average"), format="%.1f"),
                "counted": number(t("Counted by the rule"), format="%.1f"),
                "exceeded": number(t("Exceeded (% of draws)"), format="%.1f"),
                "within_95": number(t("95 % of draws within"), format="%.1f"),
                "mean_excess": number(t("Missing then, on average"), format="%.1f"),
            },
            alt=t("Every capacity with its use and how often it is exceeded."),
        )
        export(lambda: table, name="capacities", key="contracts_capacities", made_with=made)


def show_hiring(plan: HiringPlan, mix: Mix, made: MadeWith) -> None:
    """Draw the seats needed by month."""
    if not len(plan.full):
        return
    st.subheader(t("Seats needed by month"))
    table = hiring_table(plan, seats=mix.capacities.seats)
    st.vega_lite_chart(
        table.assign(full=plan.full, expected=plan.expected, there=mix.capacities.seats),
        hiring_chart(
            month=t("Month from now"),
            seats=t("Seats"),
            full=t("If every bid is won"),
            expected=t("On average"),
            there=t("Seats there are"),
        ),
        key="contracts_hiring",
        alt=t("Bars of seats needed in each month, and the number there are."),
    )
    st.caption(
        t(
            "Fewer every month, as accounts pay or are given up: what is above the bars is free "
            "for later contracts. Give later starts in the table to plan for them."
        )
    )
    with st.expander(
        t("The months as a table"),
        icon=":material/table:",
        key="contracts_hiring_open",
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        number = st.column_config.NumberColumn
        st.dataframe(
            table,
            hide_index=True,
            key="contracts_hiring_table",
            column_config={
                "month": number(t("Month"), format="%d"),
                "seats": number(t("Seats if every bid is won"), format="%.1f"),
                "expected_seats": number(t("Seats on average"), format="%.1f"),
                "change": number(t("Hire or set free"), format="%+.1f"),
                "free": number(t("Seats left"), format="%.1f"),
            },
            alt=t("Seats needed in each month."),
        )
        export(lambda: table, name="hiring", key="contracts_hiring_table", made_with=made)


def show_frontier(
    frontier: Frontier, *, today: float, tried: float, hire: float | None, made: MadeWith
) -> None:
    """Draw profit against seats."""
    st.subheader(t("Profit against seats"))
    st.vega_lite_chart(
        frontier_rows(frontier, today=today, tried=tried),
        frontier_chart(
            seats=t("Seats"),
            profit=t("Expected profit ({currency})", currency=DEFAULT_CURRENCY),
            contracts=t("Contracts taken"),
        ),
        key="contracts_frontier",
        alt=t("A line of the best profit over the number of seats, with today's seats marked."),
    )
    if words := how_many_words(frontier, seats=today, hire=hire):
        st.caption(plain(words))
    table = frontier_table(frontier)
    with st.expander(
        t("Profit against seats as a table"),
        icon=":material/table:",
        key="contracts_frontier_open",
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        number = st.column_config.NumberColumn
        st.dataframe(
            table.round({"profit": 0, "bound": 0, "profit_per_further_seat": 0}),
            hide_index=True,
            key="contracts_frontier_table",
            column_config={
                "seats": number(t("Seats"), format="%.4g"),
                "profit": amount(t("Expected profit ({currency})", currency=DEFAULT_CURRENCY)),
                "bound": amount(
                    t("No mix earns more than ({currency})", currency=DEFAULT_CURRENCY)
                ),
                "contracts": number(t("Contracts taken"), format="%d"),
                "profit_per_further_seat": amount(
                    t("Each further seat brought ({currency})", currency=DEFAULT_CURRENCY)
                ),
            },
            alt=t("Best profit at numbers of seats."),
        )
        export(
            lambda: table, name="profit_by_seats", key="contracts_frontier_table", made_with=made
        )
