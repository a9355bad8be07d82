"""The yardstick of benchmarks/screen.py for the page Timing: one segment's view, no work.

As app.py beside it: the same widgets, tables and charts as the page, in the same order, from two
constant versions.
"""

import gc
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import streamlit as st

from benchmarks.yardstick.frame import FACTORS, head, numbers, panel, rankings, save
from placement import api
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plans import FIRST_MOVES
from placement.decide.totals import totals_of
from placement.ui.charts.ranking import marked_bars_chart
from placement.ui.charts.timing import acting_chart, timeline_chart
from placement.ui.net import net_columns, net_tiles
from placement.ui.options.book import amount, largest
from placement.ui.options.follow_up import what_leads
from placement.ui.timing.acting import acting_table
from placement.ui.timing.tables import (
    first_move_rows,
    first_move_table,
    lags_of,
    plan_table,
    timeline_rows,
    with_names,
)
from placement.words.names import move_names

HEADINGS = ("value", "behind_best", "per_account")


# Streamlit runs this file anew each time; only what it caches itself outlives a run.
@st.cache_resource(show_spinner=False)
def constants() -> list[dict[str, Any]]:
    """Return the two versions of everything the page shows."""
    versions = []
    for factor, ranked in zip(FACTORS, rankings(), strict=True):
        ranking = ranked.ranking
        segments = ranking.valuation.segments
        position = int(largest(segments)[0])
        moves = api.timing_moves(segments.take(np.array([position])), numbers(factor))
        found = api.account_timing(moves)
        planned, accounts = found.planned, int(ranking.accounts[position])
        acting = acting_table(found.acting, accounts=accounts, alone=False)
        lines = [name for name in FIRST_MOVES if name in set(acting["first_move"])]
        acting = with_names(acting, "first_move")
        parts = api.first_move_parts(planned.first_moves, moves, numbers(factor))
        totals = {name: totals_of(part) for name, part in parts.items()}
        table = first_move_table(
            planned, totals, accounts=accounts, shut={}, horizon=DEFAULT_HORIZON
        )
        versions.append(
            {
                "segments": [segments.label[i] for i in largest(segments).tolist()],
                "net": accounts * totals[planned.plan.steps[0].action],
                "words": what_leads(planned, horizon=DEFAULT_HORIZON),
                "timeline": timeline_rows(
                    planned.plan,
                    lags=lags_of(ranking.valuation, position),
                    horizon=DEFAULT_HORIZON,
                ),
                "plan": with_names(
                    plan_table(planned.plan, as_of=None, horizon=DEFAULT_HORIZON), "action"
                ),
                "bars": first_move_rows(
                    planned, ranking.net[:, position], accounts=accounts, horizon=DEFAULT_HORIZON
                ),
                "table": with_names(table.round(0), "first_move"),
                "acting": acting,
                "moves": lines,
                "wide": acting.pivot_table(
                    index="month", columns="first_move", values="value", sort=False
                ).round(),
            }
        )
    return versions


@st.cache_resource(show_spinner=False)
def freeze() -> None:
    """Take the imports and the constants out of the collector's rounds, once."""
    constants()
    gc.collect()
    gc.freeze()


def top(version: dict[str, Any]) -> None:
    """Draw what a slider has to redraw at once."""
    wide, narrow = st.columns([3, 1])
    wide.selectbox("Segment, the largest first; type to search", version["segments"])
    narrow.number_input("Horizon (months)", 1, 120, 60, 6, help="Help.")
    st.info(version["words"], icon=":material/event_upcoming:")
    net_tiles(version["net"], balance=1.0, currency="CNY")
    st.caption("A part of the balance comes in as cash, another is left of it after costs.")
    with st.grid(columns="auto", min_column_width=230):
        for title in ("Gain over one option (CNY)", "Value per account (CNY)", "Waiting (CNY)"):
            st.metric(title, "1,234", border=True, help="Help.")
    st.caption("Limitation: 30.0 of 36 months are left; each contact starts the period anew.")
    st.subheader("The plan in time")
    st.vega_lite_chart(
        version["timeline"], timeline_chart(month="Months", lasts="How long"), key="timeline"
    )
    st.caption("A bar is work or waiting; a diamond is a move that ends the plan.")
    with st.expander("The plan as a table", icon=":material/table:"):
        st.dataframe(version["plan"], hide_index=True, key="plan")
        save("plan")
    st.subheader("Act now or wait")
    st.markdown("A month lost costs 1,234 CNY (0.1% of the balance): that much less is left.")
    st.subheader("Best plan by first move")
    st.vega_lite_chart(
        version["bars"],
        marked_bars_chart(rows=len(FIRST_MOVES), value="Value (CNY)", mark="Closed (CNY)"),
        key="bars",
    )
    st.caption("The grey mark is what an option leaves alone, closed when it ends.")


def rest(version: dict[str, Any]) -> None:
    """Draw what the page draws once it has the exact plan."""
    with st.spinner("Working out the exact plan…"):
        pass
    st.dataframe(
        version["table"],
        hide_index=True,
        key="moves",
        placeholder="–",
        column_config={
            "first_move": st.column_config.TextColumn("First move", pinned=True),
            **net_columns("CNY"),
            **{name: amount(name, help="Help.") for name in HEADINGS},
            "plan": st.column_config.TextColumn("Plan, or why not open", width=520),
        },
    )
    save("moves")
    st.subheader("Value of acting in each month")
    ways = ["With the best that can follow", "The move alone"]
    st.segmented_control("Count", ways, default=ways[0], help="Help.")
    chart = acting_chart(version["moves"], move_names(), month="Month", value="Value (CNY)")
    st.vega_lite_chart(version["acting"], chart, key="acting")
    st.caption("A line that falls says that each month of delay costs.")
    with st.expander("The months as a table", icon=":material/table:"):
        st.dataframe(version["wide"], key="months", placeholder="–")
        save("acting")
    st.subheader("What would change the first move")
    st.caption("The balance, commission, odds of payment or buyer's price. Takes some seconds.")
    st.button("Work it out", icon=":material/search:")


freeze()
st.set_page_config(layout="wide")
head("Timing", ["One segment", "Against your own policy", "Whole book"])
left, main = st.columns([1, 2.8], gap="medium")
with left:
    chosen = constants()[panel()]
with main:
    top(chosen)
    rest(chosen)
