"""The yardstick of benchmarks/screen.py: the Options page's widgets, table and chart, no work.

Everything it draws was made once, before the first run, as two constant versions that take turns
as the slider moves. It is tuned as the app is: collector frozen after the imports, a chart whose
specification never changes, the same server settings.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streamlit as st

from placement import api
from placement.assume.library import load_library
from placement.ui.charts.mix import mix_chart
from placement.ui.options_view_book import ROWS_SHOWN, largest, segment_columns, segment_rows
from placement.ui.options_view_tables import mix_parts, mix_rows

FACTORS = (1.0, 0.8)
TITLES = ("Book balance (CNY)", "Net of the best mix (CNY)")
TITLES += ("Gain over one way (CNY)", "Share of the balance")
COLUMNS = segment_columns("CNY")


# Streamlit runs this file anew each time; only what it caches itself outlives a run.
@st.cache_resource(show_spinner=False)
def constants() -> list[dict[str, Any]]:
    """Return the two versions of everything the page shows."""
    file = Path(os.environ["SCREEN_BOOK"])
    book = api.rank_tape(file)
    versions = []
    for factor in FACTORS:
        numbers = load_library().with_values({"what_if.odds_factor": factor})
        ranking = api.rank_segments(book.segmentation.segments, numbers)
        bars = mix_rows(ranking)
        versions.append(
            {
                "bars": bars,
                "parts": mix_parts(ranking),
                "table": segment_rows(ranking, largest(ranking)[:ROWS_SHOWN]),
                "tiles": ["1,234,567", bars["label"][0], "234,567", "12.3%"],
            }
        )
    return versions


@st.cache_resource(show_spinner=False)
def freeze() -> None:
    """Take the imports and the constants out of the collector's rounds, once."""
    constants()
    gc.collect()
    gc.freeze()


freeze()
st.set_page_config(layout="wide")
with st.sidebar:
    st.segmented_control("Language · 语言", ["English", "中文"], default="English")
st.title("Options")
st.segmented_control("View", ["Whole book", "One segment", "Agency"], default="Whole book")
panel, main = st.columns([1, 2.8], gap="medium")
with panel, st.expander("What if", expanded=True, icon=":material/tune:"):
    st.slider("Agency commission, points added (%)", -15.0, 30.0, 0.0, 1.0, help="Help.")
    odds = st.slider("Odds of payment (× factor)", 0.2, 2.0, 1.0, 0.05, help="Help.")
    st.slider("Cost per contact (× factor)", 0.2, 3.0, 1.0, 0.05, help="Help.")
    st.slider("Discount rate per year (%)", 0.0, 40.0, 6.0, 0.5, help="Help.")
    st.slider("Income tax rate (%)", 0.0, 40.0, 25.0, 1.0, help="Help.")
    st.radio("Agencies' stance", ["Own profit", "By contract"], help="Help.")
    with st.container(horizontal=True, gap="xsmall"):
        for label in ("Undo", "Redo", "Reset"):
            st.button(label)
    st.caption("Different from the library:\n- Odds of payment (× factor)")
version = constants()[round(odds / 0.05) % 2]
with main:
    with st.grid(columns="auto", min_column_width=190):
        for title, text in zip(TITLES, version["tiles"], strict=True):
            st.metric(title, text, delta="-1,234", border=True, help="Help.")
    st.subheader("Everything the same way, or each segment its best way")
    st.vega_lite_chart(version["bars"], mix_chart(value="Net recovery (CNY)"), key="mix")
    st.caption("Net recovery is what is left after costs, commission and tax.")
    with st.expander("What the best mix is made of"):
        st.dataframe(version["parts"], hide_index=True, key="parts")
    st.subheader("Segments")
    st.selectbox("Sector", ["All sectors", "A", "B", "C", "D", "E"])
    st.caption("The largest segments.")
    st.dataframe(
        version["table"],
        hide_index=True,
        key="table",
        height=380,
        placeholder="–",
        column_config=COLUMNS,
        on_select="rerun",
        selection_mode="single-row",
    )
    with st.container(horizontal=True):
        st.download_button("Download CSV", data=b"", file_name="a.csv", on_click="ignore")
        st.download_button("Download XLSX", data=b"", file_name="a.xlsx", on_click="ignore")
