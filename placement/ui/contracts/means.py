"""The page Contracts: what people, cash and hours are worth, how far they go, and when."""

import streamlit as st

from placement.decide.mix.choose import Mix
from placement.decide.mix.hiring import CashPlan, HiringPlan
from placement.decide.mix.overbooking import DRAWS, Exceeded
from placement.decide.mix.prices import Frontier, Gains
from placement.domain.text import pt, sentences, t
from placement.report.made_with import MadeWith
from placement.tape.currency import DEFAULT_CURRENCY
from placement.ui.charts.contracts import cash_chart, frontier_chart, people_chart, use_chart
from placement.ui.contracts.tables import (
    capacities_table,
    cash_points,
    cash_table,
    frontier_rows,
    frontier_table,
    people_table,
    use_rows,
)
from placement.ui.inputs import export
from placement.ui.options.book import amount
from placement.words.contracts import (
    cash_words,
    exceeded_words,
    gain_lines,
    hire_words,
    how_many_words,
)
from placement.words.headlines import best_people, lowest_cash
from placement.words.markdown import plain
from placement.words.numbers import as_percent


def show_gains(mix: Mix, gains: Gains) -> None:
    """Draw what more people are worth, whether to hire, and what more cash would bring."""
    lines = [hire_words(mix, gains), *gain_lines(gains)]
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
        sentences(
            [
                t(
                    "Bars: use as the chosen rule counts it; orange: nothing is left. Diamonds: "
                    "95 % of {draws} simulated draws of wins and losses stay within.",
                    draws=f"{DRAWS:,}",
                ),
                exceeded_words(table),
            ]
        )
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
            table.drop(columns="kind").assign(exceeded=table["exceeded"].map(as_percent)),
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


def show_people(plan: HiringPlan, made: MadeWith) -> None:
    """Draw people by month: paid and needed."""
    if not len(plan.paid):
        return
    st.subheader(t("People by month"))
    table = people_table(plan)
    st.vega_lite_chart(
        table[["month", "needed", "expected", "paid", "hired", "left"]],
        people_chart(
            month=t("Month from now"),
            people=t("People"),
            needed=t("Needed as the rule counts bids"),
            expected=t("Needed on average"),
            paid=pt("people on wages", "Paid"),
        ),
        key="contracts_people",
        alt=t("Bars of people needed in each month, and a line of those who are paid."),
    )
    st.caption(
        t(
            "What is paid above the bars is idle: {share} of all months on average over wins and "
            "losses. Fewer are needed every month, as accounts pay or are given up. Give later "
            "starts in the table to plan for them.",
            share=f"{plan.idle_share:.1%}",
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
            key="contracts_people_table",
            column_config={
                "month": number(t("Month"), format="%d"),
                "paid": number(pt("people on wages", "Paid"), format="%.1f"),
                "productive": number(t("Of use, newcomers in part"), format="%.1f"),
                "needed": number(t("Needed by the rule"), format="%.1f"),
                "needed_if_all_won": number(t("Needed if every bid is won"), format="%.1f"),
                "expected": number(t("Needed on average"), format="%.1f"),
                "idle": number(t("Idle"), format="%.1f"),
                "hired": number(t("Hired"), format="%.1f"),
                "left": number(t("Let go"), format="%.1f"),
            },
            alt=t("People in each month."),
        )
        export(lambda: table, name="people", key="contracts_people_table", made_with=made)


def show_cash(plan: CashPlan, *, limited: bool, made: MadeWith) -> None:
    """Draw cash by month with its lowest point."""
    st.subheader(lowest_cash(plan.lowest_month, plan.lowest, currency=DEFAULT_CURRENCY))
    st.vega_lite_chart(
        cash_points(plan),
        cash_chart(
            month=t("End of month, 0 is today"),
            cash=t("Cash left ({currency})", currency=DEFAULT_CURRENCY),
            full=t("If every bid is won"),
            expected=t("On average"),
        ),
        key="contracts_cash_chart",
        alt=t("Lines of the cash that is left at the end of each month, its lowest point marked."),
    )
    text = (
        t("Wages, onboarding and fixed costs go out first, commission comes with its lag.")
        if limited
        else t("Cash is not limited, so the line starts at 0 and shows what would be needed.")
    )
    st.caption(plain(sentences([cash_words(plan), text])))
    with st.expander(
        t("Cash as a table"),
        icon=":material/table:",
        key="contracts_cash_open",
        on_change="rerun",
    ) as folded:
        if not folded.open:
            return
        table = cash_table(plan)
        st.dataframe(
            table.round(),
            hide_index=True,
            key="contracts_cash_table",
            column_config={
                "month": st.column_config.NumberColumn(t("Month"), format="%d"),
                "cash": amount(t("If every bid is won ({currency})", currency=DEFAULT_CURRENCY)),
                "expected": amount(t("On average ({currency})", currency=DEFAULT_CURRENCY)),
            },
            alt=t("Cash at the end of each month."),
        )
        export(lambda: table, name="cash", key="contracts_cash_table", made_with=made)


def show_frontier(
    frontier: Frontier, *, today: float, tried: float, hire: float, made: MadeWith
) -> None:
    """Draw profit against people."""
    most = int(frontier.profit.argmax())
    st.subheader(
        best_people(
            float(frontier.seats[most]), float(frontier.profit[most]), currency=DEFAULT_CURRENCY
        )
    )
    st.vega_lite_chart(
        frontier_rows(frontier, today=today, tried=tried),
        frontier_chart(
            seats=t("People"),
            profit=t("Expected profit ({currency})", currency=DEFAULT_CURRENCY),
            contracts=t("Contracts taken"),
        ),
        key="contracts_frontier",
        alt=t("A line of the best profit over the number of people, with today's marked."),
    )
    st.caption(plain(how_many_words(frontier, seats=today, hire=hire)))
    table = frontier_table(frontier)
    with st.expander(
        t("Profit against people as a table"),
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
                "seats": number(t("People"), format="%.4g"),
                "profit": amount(t("Expected profit ({currency})", currency=DEFAULT_CURRENCY)),
                "bound": amount(
                    t("No mix earns more than ({currency})", currency=DEFAULT_CURRENCY)
                ),
                "contracts": number(t("Contracts taken"), format="%d"),
                "profit_per_further_seat": amount(
                    t("Each further person brought ({currency})", currency=DEFAULT_CURRENCY)
                ),
            },
            alt=t("Best profit at numbers of people."),
        )
        export(
            lambda: table, name="profit_by_seats", key="contracts_frontier_table", made_with=made
        )
