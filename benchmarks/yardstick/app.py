"""The yardstick of benchmarks/screen.py: the Options page's widgets, table and chart, no work.

Everything it draws was made once, before the first run, as two constant versions that take turns
as the slider moves. It is tuned as the app is: collector frozen after the imports, a chart whose
specification never changes, the same server settings.
"""

import gc
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streamlit as st

from benchmarks.yardstick.frame import head, panel, rankings, save
from placement.ui.charts.mix import mix_chart
from placement.ui.options.book import ROWS_SHOWN, largest, segment_columns, segment_rows
from placement.ui.options.tables import mix_parts, mix_rows

TITLES = ("Book balance (CNY)", "Net of the best mix (CNY)")
TITLES += ("Gain over one way (CNY)", "Share of the balance")
COLUMNS = segment_columns("CNY")


# Streamlit runs this file anew each time; only what it caches itself outlives a run.
@st.cache_resource(show_spinner=False)
def constants() -> list[dict[str, Any]]:
    """Return the two versions of everything the page shows."""
    versions = []
    for ranked in rankings():
        ranking = ranked.ranking
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
head("Options", ["Whole book", "One segment", "Agency"])
left, main = st.columns([1, 2.8], gap="medium")
with left:
    version = constants()[panel()]
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
    save("segments")
