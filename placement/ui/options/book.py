"""The table of segments on the Options page; a row opens its segment."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from placement import api
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.plan_parts import PlanParts
from placement.decide.timing.stop import begins_with
from placement.domain.text import sentences, t
from placement.domain.types import IntArray, Segments
from placement.report.tables import segment_table
from placement.ui import restored
from placement.ui.inputs import export
from placement.ui.language import in_readers_language
from placement.ui.made_with import made_with
from placement.ui.net import NET, net_columns, net_frame
from placement.ui.tables import (
    answer_first,
    answer_width,
    move_width,
    row_height,
    segment_column,
    segments_called,
    table_height,
)
from placement.ui.timing.exact import chosen_horizon
from placement.words.names import lead_names, option_names, sector_name

ROWS_SHOWN = 200
"""Rows of a table beside sliders; more would make every move wait."""

VIEW, SEGMENT_VIEW = "options_view", "segment"
"""Key of the switch between the views, and its value for one segment."""

SEGMENT = "options_segment"
"""Key of the chosen segment, a position in the book's segments."""


def amount(label: str, help: str | None = None, *, width: int | None = None) -> ColumnConfig:
    """Return the settings of a column of money."""
    return st.column_config.NumberColumn(label, format="localized", help=help, width=width)


def segments_table(ranked: api.BookRanking, plans: PlanParts) -> None:
    """Draw the segments with what leads each and its best option alone, and their files."""
    currency, horizon = ranked.book.tape.currency, chosen_horizon()
    st.subheader(t("Segments"))
    chosen = choose_sector(ranked.ranking)
    positions = largest(ranked.ranking.valuation.segments, sector=chosen)
    shown = positions[:ROWS_SHOWN]
    st.caption(
        sentences([how_many(len(shown), len(positions)), t("Select a row to open the segment.")])
    )
    called = segments_called(ranked.ranking.valuation.segments, positions)[:ROWS_SHOWN]
    rows = segment_rows(ranked.ranking, plans, shown, horizon=horizon, called=called)
    tall = row_height(called, rows["begin_with"])
    st.dataframe(
        rows,
        hide_index=True,
        key="options_table",
        height=table_height(len(called), each=tall),
        row_height=tall,
        column_order=answer_first(rows, "segment", "begin_with", NET),
        placeholder="\N{EN DASH}",
        column_config=segment_columns(currency),
        on_select=in_readers_language(_opener(shown.tolist())),
        selection_mode="single-row",
        alt=t("Segments with balance, age, what to begin with, cash, fees, tax and net."),
    )
    export(
        lambda: segment_table(ranked.ranking, plans).iloc[positions],
        name="segments",
        key="options_segments",
        made_with=made_with(ranked),
    )


def choose_sector(ranking: Ranking) -> str:
    """Draw the choice of a sector of the book and return it; "" is all of them."""
    sectors = sorted(set(ranking.valuation.segments.sector))
    names = {"": t("All sectors"), **{each: sector_name(each) for each in sectors}}
    restored.choice("options_sector", names)
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
            all=f"{all_:,}",
        )
    return t("Segments shown: {all}, the largest first.", all=f"{all_:,}")


def largest(segments: Segments, *, sector: str = "") -> IntArray:
    """Return the positions of a sector's segments, or of all, the largest balance first."""
    order: IntArray = np.argsort(-segments.balance * segments.accounts, kind="stable")
    if not sector:
        return order
    of_sector = np.array([each == sector for each in segments.sector], dtype=bool)
    return np.asarray(order[of_sector[order]])


def segment_rows(
    ranking: Ranking, plans: PlanParts, positions: IntArray, *, horizon: int, called: list[str]
) -> pd.DataFrame:
    """Return the rows of some segments as the screen shows them: names, whole currency units.

    Args:
        ranking: The ranked book.
        plans: The best plan of each of its segments.
        positions: Of the segments to show.
        horizon: Months a plan may last.
        called: What each of them is called.
    """
    segments, names = ranking.valuation.segments, list(option_names().values())
    accounts, moves = segments.accounts[positions], lead_names()
    nets = ranking.net[:, positions] * accounts
    begun = [begins_with(plans.plans[i], horizon=horizon) for i in positions.tolist()]
    # Made in one go: beside a slider, every column that is set later costs a millisecond.
    return pd.DataFrame(
        {
            "segment": called,
            "begin_with": [moves[name] for name in begun],
            **net_frame(plans.totals[:, positions] * accounts),
            "accounts": accounts,
            "balance": np.round(segments.balance[positions] * accounts),
            "months_past_due": segments.age[positions],
            "best": [names[i] for i in ranking.best[positions].tolist()],
            **net_frame(ranking.best_totals[:, positions] * accounts, "alone_{}"),
            "lead_over_second": np.round(ranking.lead[positions] * accounts),
            **{f"net_{o.value}": np.round(nets[row]) for row, o in enumerate(OPTIONS)},
        }
    )


def segment_columns(currency: str) -> dict[str, ColumnConfig | str]:
    """Return how the columns of `segment_rows` are called and written."""
    number = st.column_config.NumberColumn
    return {
        "segment": segment_column(),
        "begin_with": st.column_config.TextColumn(
            t("Begin with"),
            width=move_width(),
            help=t("What the best plan of the segment begins with."),
        ),
        **net_columns(currency, help=t("Of the whole segment, followed up."), width=answer_width()),
        "accounts": number(t("Accounts"), format="localized"),
        "balance": amount(t("Balance ({currency})", currency=currency)),
        "months_past_due": number(t("Months past due"), format="%.1f"),
        "best": st.column_config.TextColumn(
            t("Best option, closed when it ends"), help=t("If nothing follows it.")
        ),
        **net_columns(
            currency,
            "alone_{}",
            said=t("{name}, closed when it ends"),
            help=t("Of the whole segment, if nothing follows."),
        ),
        "lead_over_second": amount(
            t("Lead over the second ({currency})", currency=currency),
            help=t(
                "What the best option leaves more than the next best, both closed at their end."
            ),
        ),
        **{
            f"net_{option.value}": amount(
                t("{option}, closed when it ends ({currency})", option=name, currency=currency),
                help=t("Net recovery of the whole segment; empty where the option is not open."),
            )
            for option, name in option_names().items()
        },
    }


def _opener(positions: list[int]) -> Callable[[], None]:
    def opened() -> None:
        rows = st.session_state["options_table"].selection.rows
        if rows and rows[0] < len(positions):
            st.session_state[SEGMENT] = positions[rows[0]]
            st.session_state[VIEW] = SEGMENT_VIEW

    return opened
