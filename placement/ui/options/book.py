"""The table of segments on the Options page; a row opens its segment."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from placement import api
from placement.decide.rank import OPTIONS, Ranking
from placement.domain.text import t
from placement.domain.types import IntArray
from placement.report.tables import segment_table
from placement.tape.labels import name_label
from placement.ui.inputs import export
from placement.ui.language import in_readers_language
from placement.ui.made_with import made_with
from placement.ui.theme import option_names, sector_name

ROWS_SHOWN = 200
"""Rows of a table beside sliders; more would make every move wait."""

VIEW, SEGMENT_VIEW = "options_view", "segment"
"""Key of the switch between the views, and its value for one segment."""

SEGMENT = "options_segment"
"""Key of the chosen segment, a position in the book's segments."""


def amount(label: str, help: str | None = None) -> ColumnConfig:
    """Return the settings of a column of money."""
    return st.column_config.NumberColumn(label, format="localized", help=help)


def segments_table(ranked: api.BookRanking) -> None:
    """Draw the segments with the net of every option, the largest first, and their files."""
    currency = ranked.book.tape.currency
    st.subheader(t("Segments"))
    chosen = choose_sector(ranked.ranking)
    positions = largest(ranked.ranking, sector=chosen)
    shown = positions[:ROWS_SHOWN]
    st.caption(f"{how_many(len(shown), len(positions))} {t('Select a row to open the segment.')}")
    st.dataframe(
        segment_rows(ranked.ranking, shown, sector=chosen),
        hide_index=True,
        key="options_table",
        height=380,
        placeholder="\N{EN DASH}",
        column_config=segment_columns(currency),
        on_select=in_readers_language(_opener(shown.tolist())),
        selection_mode="single-row",
        alt=t("Segments with balance, age, best option and the net recovery of every option."),
    )
    export(
        lambda: segment_table(ranked.ranking).iloc[positions],
        name="segments",
        key="options_segments",
        made_with=made_with(ranked),
    )


def choose_sector(ranking: Ranking) -> str:
    """Draw the choice of a sector of the book and return it; "" is all of them."""
    sectors = sorted(set(ranking.valuation.segments.sector))
    names = {"": t("All sectors"), **{each: sector_name(each) for each in sectors}}
    # Another book may not have the sector that the choice remembers.
    if st.session_state.get("options_sector", "") not in names:
        st.session_state["options_sector"] = ""
    return str(
        st.selectbox(
            t("Sector"),
            options=list(names),
            format_func=names.__getitem__,
            key="options_sector",
            persist_state="session",
        )
    )


def how_many(shown: int, all_: int) -> str:
    """Return how many rows a table shows, and where the others are if it shows not all."""
    if shown < all_:
        return t(
            "The {shown} largest of {all} segments; the files hold them all.",
            shown=shown,
            all=all_,
        )
    return t("Segments shown: {all}, the largest first.", all=all_)


def label_within(label: str, sector: str) -> str:
    """Return a segment's label without its sector, where the reader chose that sector."""
    return label.removeprefix(f"{name_label(sector)} · ") if sector else label


def largest(ranking: Ranking, *, sector: str = "") -> IntArray:
    """Return the positions of a sector's segments, or of all, the largest balance first."""
    segments = ranking.valuation.segments
    order: IntArray = np.argsort(-segments.balance * segments.accounts, kind="stable")
    if not sector:
        return order
    of_sector = np.array([each == sector for each in segments.sector], dtype=bool)
    return np.asarray(order[of_sector[order]])


def segment_rows(ranking: Ranking, positions: IntArray, *, sector: str = "") -> pd.DataFrame:
    """Return the rows of some segments as the screen shows them: names, whole currency units.

    Args:
        ranking: The ranked book.
        positions: Of the segments to show.
        sector: The one they all belong to, left out of their labels; "" where there are several.
    """
    segments, names = ranking.valuation.segments, list(option_names().values())
    accounts = segments.accounts[positions]
    nets = np.where(ranking.available, ranking.net, np.nan)[:, positions] * accounts
    # Made in one go: beside a slider, every column that is set later costs a millisecond.
    return pd.DataFrame(
        {
            "segment": [label_within(segments.label[i], sector) for i in positions.tolist()],
            "accounts": accounts,
            "balance": np.round(segments.balance[positions] * accounts),
            "months_past_due": segments.age[positions],
            "best": [names[i] for i in ranking.best[positions].tolist()],
            "net": np.round(ranking.best_net[positions] * accounts),
            "lead_over_second": np.round(ranking.lead[positions] * accounts),
            **{f"net_{o.value}": np.round(nets[row]) for row, o in enumerate(OPTIONS)},
        }
    )


def segment_columns(currency: str) -> dict[str, ColumnConfig | str]:
    """Return how the columns of `segment_rows` are called and written."""
    number = st.column_config.NumberColumn
    names = option_names()
    return {
        "segment": st.column_config.TextColumn(t("Segment"), width=320, pinned=True),
        "accounts": number(t("Accounts"), format="localized"),
        "balance": amount(t("Balance ({currency})", currency=currency)),
        "months_past_due": number(t("Months past due"), format="%.1f"),
        "best": t("Best option"),
        "net": amount(t("Net of the best ({currency})", currency=currency)),
        "lead_over_second": amount(
            t("Lead over the second ({currency})", currency=currency),
            help=t("What the best option leaves more than the next best."),
        ),
        **{
            f"net_{option.value}": amount(
                t("{option} ({currency})", option=names[option], currency=currency),
                help=t("Net recovery of the whole segment; empty where the option is not open."),
            )
            for option in OPTIONS
        },
    }


def _opener(positions: list[int]) -> Callable[[], None]:
    def opened() -> None:
        rows = st.session_state["options_table"].selection.rows
        if rows and rows[0] < len(positions):
            st.session_state[SEGMENT] = positions[rows[0]]
            st.session_state[VIEW] = SEGMENT_VIEW

    return opened
