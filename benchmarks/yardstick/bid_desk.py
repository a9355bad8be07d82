"""The yardstick of benchmarks/screen.py for the page Bid desk: a lot a sector, no work.

As app.py beside it: the same widgets, tables and charts as the page, in the same order, from two
constant versions that take turns as the rivals' mean moves.
"""

import gc
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pandas as pd
import streamlit as st

from benchmarks.yardstick.frame import head_alone, rankings, save
from placement import api
from placement.report.bid_answer import bid_answer
from placement.scenario.scenario import Scenario
from placement.ui.bid import cached as bid_cached
from placement.ui.bid.lot import curve_rows, moved_rows, rules_table
from placement.ui.bid.lots import table_of
from placement.ui.bid.view import screen_columns, screen_rows, sheet_of
from placement.ui.charts.bid import bid_chart, moved_chart, win_chart
from placement.words.numbers import money

SHIFTS = (0.0, 0.03)
"""Of the two versions."""

TITLES = ("Bid for", "Expected profit (CNY)", "Give or take (CNY)", "Lots won on average")
TITLES += ("Curse ignored costs (CNY)",)
LINES = ("Expected profit", "As it looks if the curse is ignored")
MONEY = "Expected profit (CNY)"


# Streamlit runs this file anew each time; only what it caches itself outlives a run.
@st.cache_resource(show_spinner=False)
def constants() -> list[dict[str, Any]]:
    """Return the two versions of everything the page shows."""
    rows, _ = api.lots_of_book(rankings()[0].segmentation, api.LotsBy.SECTOR)
    versions = []
    for shift in SHIFTS:
        asked = bid_cached.Asked(
            question=api.BidQuestion(number=4, shift=shift, sd=0.03, error=0.15),
            scenario=Scenario(),
            target_margin=None,
        )
        sheet = sheet_of(rows, asked, exact=True)
        place = max(range(len(rows)), key=lambda at: sheet.lines[at].value("expected_profit"))
        desk = sheet.lines[place].desk
        moved = bid_cached.moved(rows[place], asked)
        same = {"exact": desk.found}
        total = money(sheet.total.expected_profit)
        versions.append(
            {
                "lots": table_of(rows),
                "names": [row.lot for row in rows],
                "tiles": ["3 of 5 lots", total, "123,456", "2.5", "1,234"],
                "sheet": screen_rows(sheet.lines),
                "curve": curve_rows(desk, ours=LINES[0], naive=LINES[1]),
                "reason": sheet.lines[place].reason,
                "numbers": moved_rows(moved.numbers, moved.by_number, now=4, **same),
                "means": moved_rows(moved.means, moved.by_mean, now=moved.mean, **same),
                "rules": rules_table(bid_answer(bid_cached.full(rows[place], asked))),
            }
        )
    return versions


@st.cache_resource(show_spinner=False)
def freeze() -> None:
    """Take the imports and the constants out of the collector's rounds, once."""
    constants()
    gc.collect()
    gc.freeze()


def lots(table: pd.DataFrame) -> None:
    """Draw the lots and the past results, folded."""
    sources = ["A lot a sector", "By sector and age", "My own list"]
    st.segmented_control("Lots", sources, default=sources[0], help="Help.")
    with st.expander("The lots, to change", icon=":material/table:"):
        st.data_editor(table, key="lots", hide_index=True, num_rows="dynamic")
        st.caption("A lot is valued at its mean account, so 1,234 accounts are in no lot.")
        st.download_button("Download this list", data=b"", key="list", on_click="ignore")
    with st.expander("Past results of rivals", icon=":material/history:"):
        st.file_uploader("Upload past results", key="past", help="Help.")
        st.download_button("Template", data=b"", key="template", on_click="ignore")


def ask() -> dict[str, Any]:
    """Draw the panel and return the version that its slider stands on."""
    with st.expander("Tender and rivals", expanded=True, icon=":material/tune:"):
        st.markdown("**The tender**")
        ways = ["Lowest commission", "Points"]
        st.segmented_control("Who wins", ways, default=ways[0], help="Help.")
        st.number_input("Winners", 1, 20, 1, 1, help="Help.")
        st.checkbox("The tender names a ceiling", help="Help.")
        st.number_input("Cost of bidding for a lot", 0.0, step=500.0, help="Help.")
        st.markdown("**The rivals**")
        known = ["Known", "Uncertain"]
        st.segmented_control("How many rivals", known, default=known[0], help="Help.")
        st.slider("Rivals who bid", 0, 20, 4)
        bids = ["Around today's", "Typed"]
        st.segmented_control("What rivals bid", bids, default=bids[0], help="Help.")
        label = "Rivals' mean, points above today's commission (%)"
        mean = st.slider(label, -20.0, 20.0, 0.0, 0.5)
        st.slider("Rivals' spread (%)", 0.0, 20.0, 3.0, 0.25, help="Help.")
        st.markdown("**Our own side**")
        st.slider("Error of our estimate (%)", 0.0, 100.0, 15.0, 1.0, help="Help.")
        st.slider("What rivals know of the lot (%)", 0.0, 100.0, 50.0, 5.0, help="Help.")
        st.checkbox("Want a profit of our own choice", help="Help.")
    return constants()[round(mean / 0.5) % len(SHIFTS)]


def top(version: dict[str, Any]) -> None:
    """Draw what a slider has to redraw at once."""
    with st.grid(columns="auto", min_column_width=190):
        for title, text in zip(TITLES, version["tiles"], strict=True):
            st.metric(title, text, border=True, help="Help.")
    st.subheader("What to bid for each lot")
    st.dataframe(
        version["sheet"], hide_index=True, key="sheet", column_config=screen_columns("CNY")
    )
    st.subheader("One lot")
    st.selectbox("Lot", version["names"])
    st.success(version["reason"])
    chart = bid_chart(ours=LINES[0], naive=LINES[1], commission="Own bid", money=MONEY)
    st.vega_lite_chart(version["curve"], chart, key="curve")
    chart = win_chart(commission="Own bid", chance="Chance to win")
    st.vega_lite_chart(version["curve"], chart, key="win")
    st.caption("Naive bid 14.56%: it seems to promise 292,891 CNY and earns 214,445.")


def rest(version: dict[str, Any]) -> None:
    """Draw what the page draws once it has the exact bids."""
    st.subheader("If the rivals are others")
    for where, key, percent in zip(st.columns(2), ("numbers", "means"), (False, True), strict=True):
        with where:
            chart = moved_chart(x=key, bid="Best bid", money=MONEY, percent=percent)
            st.vega_lite_chart(version[key], chart, key=key)
    with st.expander("The same as tables", icon=":material/table:"):
        st.dataframe(version["numbers"], hide_index=True, key="numbers_table")
        st.dataframe(version["means"], hide_index=True, key="means_table")
    st.subheader("Beside other rules")
    st.dataframe(version["rules"], hide_index=True, key="rules")
    save("rules")
    st.subheader("To take along")
    st.download_button("Download the bid memo (one page)", data=b"", key="memo", on_click="ignore")
    save("bids")


freeze()
st.set_page_config(layout="wide")
head_alone("Bid desk")
side, main = st.columns([1, 2.8], gap="medium")
with main:
    lots(constants()[0]["lots"])
with side:
    chosen = ask()
with main:
    top(chosen)
    rest(chosen)
