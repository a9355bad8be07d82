"""The yardstick of benchmarks/screen.py for the page Deal zone: a sector on the table, no work.

As app.py beside it: the same widgets, words and charts as the page, in the same order, from two
constant versions that take turns as the quote moves.
"""

import gc
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import streamlit as st

from benchmarks.yardstick.frame import head_alone, panel, rankings
from placement import api
from placement.assume.library import load_library
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import make_lot
from placement.decide.deal.plans_around import PlansAround
from placement.decide.deal.zone import deal_zone
from placement.ui.charts.deal import effort_chart, sides_chart
from placement.ui.deal.tables import chart_rows
from placement.words.deal import at_quote, best_words, bounds_words
from placement.words.numbers import points

QUOTES = (0.25, 0.28)
"""Of the two versions."""

SECTOR, STEP = "bank_card", 0.5
LINES = ("Creditor: net over its best other way", "Agency: profit after fixed cost")
FOLDED = ("Both curves as a table", "What the agency wants, and the ladder")
FOLDED += ("The lot from the agency's desk", "Effective fee: what the contract really costs")


# Streamlit runs this file anew each time; only what it caches itself outlives a run.
@st.cache_resource(show_spinner=False)
def constants() -> list[dict[str, Any]]:
    """Return the two versions of everything the page shows."""
    segments = rankings()[0].ranking.valuation.segments
    plans = PlansAround(segments, load_library())
    offered = api.best_placed(plans.first_values) & np.array(
        [each == SECTOR for each in segments.sector]
    )
    zone = deal_zone(make_lot(segments.take(offered), load_library()))
    versions = []
    for quoted in QUOTES:
        at = lot_curve(zone.lot, np.array([quoted]))
        words = (
            at_quote(zone, at, quoted=quoted, currency="CNY"),
            *bounds_words(zone),
            best_words(zone, at, quoted=quoted, currency="CNY"),
        )
        versions.append(
            {
                "rows": chart_rows(zone, at, quoted=quoted),
                "words": "\n".join(f"- {line}" for line in words),
                "tiles": ["5.5%", points(quoted), "44.1%", "11.1%"],
            }
        )
    return versions


@st.cache_resource(show_spinner=False)
def freeze() -> None:
    """Take the imports and the constants out of the collector's rounds, once."""
    constants()
    gc.collect()
    gc.freeze()


def chosen() -> dict[str, Any]:
    """Draw what lies on the table and its quote; return the version the quote stands on."""
    left, right = st.columns([1, 1.05], vertical_alignment="bottom")
    with left:
        scopes = ["Whole book", "One sector", "One segment"]
        st.segmented_control("On the table", scopes, default=scopes[1], help="Help.")
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Sector", ["Bank cards", "B", "C", "D", "E"])
        st.segmented_control("Accounts", ["Best placed", "All"], default="All", help="Help.")
    st.caption("1,234 accounts in 56 segments, 7,890,123 CNY.")
    wide, narrow = st.columns([4, 1], vertical_alignment="bottom")
    with wide:
        quote = st.slider("Today's quote (%)", 0.0, 100.0, 23.5, STEP, help="Help.")
    with narrow:
        st.number_input("Exactly (%)", 0.0, 100.0, 23.5, 0.1, help="Help.")
    return constants()[round(quote / STEP) % len(QUOTES)]


def show(version: dict[str, Any]) -> None:
    """Draw tiles, words and charts."""
    with st.spinner("Working out both sides…"):
        pass
    titles = ("Agency's floor", "Today's quote", "Creditor's ceiling", "Creditor's best")
    with st.grid(columns="auto", min_column_width=150):
        for title, text in zip(titles, version["tiles"], strict=True):
            st.metric(title, text, border=True, help="Help.")
    st.success("Deal: from 5.5% to 44.1% both sides gain.", icon=":material/handshake:")
    st.info(version["words"], icon=":material/forum:")
    st.vega_lite_chart(
        version["rows"],
        sides_chart(commission="Commission (%)", money="CNY", creditor=LINES[0], agency=LINES[1]),
        key="sides",
    )
    st.subheader("What the commission buys")
    st.vega_lite_chart(
        version["rows"],
        effort_chart(
            commission="Commission (%)", collected="Collected (%)", contacts="Contacts each"
        ),
        key="effort",
    )
    st.caption("At 25.0%: 12.3% of the balance is collected within the term.")
    for name in FOLDED:
        st.expander(name, icon=":material/table:", key=name, on_change="rerun")


freeze()
st.set_page_config(layout="wide")
head_alone("Deal zone")
side, main = st.columns([1, 2.8], gap="medium")
with side:
    panel()
with main:
    show(chosen())
