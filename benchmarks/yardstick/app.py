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

from benchmarks.yardstick.frame import FACTORS, head, numbers, panel, rankings, save
from placement import api
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.ui.bars import net_titles
from placement.ui.charts.mix import begin_chart, mix_chart
from placement.ui.net import net_tiles
from placement.ui.options.book import ROWS_SHOWN, largest, segment_columns, segment_rows
from placement.ui.options.mix import begin_rows, mix_parts, mix_rows
from placement.ui.tables import segments_called

COLUMNS = segment_columns("CNY")
NETS = net_titles("CNY")


# Streamlit runs this file anew each time; only what it caches itself outlives a run.
@st.cache_resource(show_spinner=False)
def constants() -> list[dict[str, Any]]:
    """Return the two versions of everything the page shows."""
    versions = []
    for factor, ranked in zip(FACTORS, rankings(), strict=True):
        ranking = ranked.ranking
        plans = api.best_plans(ranking, numbers(factor))
        positions = largest(ranking.valuation.segments)[:ROWS_SHOWN]
        versions.append(
            {
                "lead": plans.totals @ ranking.accounts,
                "alone": ranking.best_mix_totals,
                "begin": begin_rows(plans, ranking.accounts, horizon=DEFAULT_HORIZON),
                "bars": mix_rows(ranking),
                "parts": mix_parts(ranking, plans, horizon=DEFAULT_HORIZON),
                "table": segment_rows(
                    ranking,
                    plans,
                    positions,
                    horizon=DEFAULT_HORIZON,
                    called=segments_called(ranking.valuation.segments, positions),
                ),
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
    st.subheader("Begun with the best and followed up")
    net_tiles(version["lead"], balance=1.0, currency="CNY", before=version["alone"])
    st.caption("Accounts in segments owe so much. A part of the balance comes in as cash.")
    st.vega_lite_chart(version["begin"], begin_chart(titles=NETS), key="begin")
    st.caption("Net recovery by what comes first.")
    with st.expander("What the book is begun with"):
        st.dataframe(version["parts"], hide_index=True, key="parts")
    st.subheader("Closed when they end: each segment its best option, or all the same way")
    net_tiles(version["alone"], balance=1.0, currency="CNY", before=version["lead"])
    st.vega_lite_chart(version["bars"], mix_chart(titles=NETS), key="mix")
    st.caption("Each segment its best option leaves more than the best single way.")
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
