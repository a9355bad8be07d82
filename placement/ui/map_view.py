"""The Decision map page: what the map is of, the map itself, and the same as a table."""

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.decide.grid import Case, DecisionGrid, log_steps, whole_decades
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.domain.types import BoolArray, CreditorType, FloatArray, Segments
from placement.ui import session
from placement.ui.cached import decision_map
from placement.ui.charts.decision_map import decision_map_chart
from placement.ui.inputs import export, plain
from placement.ui.made_with import made_with
from placement.ui.map_view_table import dot_rows, grid_table, hover_texts, overview
from placement.ui.options_view_words import money
from placement.ui.theme import option_names, sector_name

OLDEST = 60.0
"""Months past due up to which the map goes where the book has nothing older."""

OLDEST_OF_ALL = 600.0
"""Months past due up to which anything can be valued; older segments are not on the map."""


def choose_case(segments: Segments) -> Case:
    """Draw the choices that all accounts of the map share and return them."""
    sectors = list(session.assumptions().sectors)
    largest = max(
        set(segments.sector),
        key=lambda sector: float(
            (segments.balance * segments.accounts)[_is(segments, sector)].sum()
        ),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sector = st.selectbox(
            t("Sector"),
            options=sectors,
            index=sectors.index(largest),
            format_func={each: sector_name(each) for each in sectors}.__getitem__,
            key="map_sector",
            persist_state="session",
            width=190,
        )
        types = {
            CreditorType.STATE_OWNED.value: t("State-owned"),
            CreditorType.JOINT_STOCK.value: t("Joint-stock"),
            CreditorType.OTHER.value: t("Other"),
        }
        creditor_type = st.selectbox(
            t("Creditor type"),
            options=list(types),
            index=list(types).index(_usual_type(segments, sector)),
            format_func=types.__getitem__,
            # The usual type differs by sector, so each sector remembers its own choice.
            key=f"map_creditor_{sector}",
            help=t("Moves the commission and, for banks, the tax date."),
            persist_state="session",
            width=150,
        )
        placements = st.selectbox(
            t("Placements so far"),
            options=[0, 1, 2, 3],
            format_func={0: "0", 1: "1", 2: "2", 3: t("{count} or more", count=3)}.__getitem__,
            key="map_placements",
            help=t("How often the accounts were with an agency before."),
            persist_state="session",
            width=140,
        )
        disputed = st.checkbox(
            t("Disputed"),
            key="map_disputed",
            help=t("The debtor contests the claim."),
            persist_state="session",
        )
        unreachable = st.checkbox(
            t("Unreachable"),
            key="map_unreachable",
            help=t("Nobody can reach the debtor."),
            persist_state="session",
        )
    return Case(
        sector=str(sector),
        creditor_type=str(creditor_type),
        placements=int(placements),
        disputed=disputed,
        unreachable=unreachable,
    )


def show_map(ranked: api.BookRanking, case: Case) -> None:
    """Draw the map with the book's segments, how to read it, and its table."""
    segments, currency = ranked.ranking.valuation.segments, ranked.book.tape.currency
    of_sector = _is(segments, case.sector)
    alike = of_sector & _like(segments, case)
    shown = alike if _only_alike(int(alike.sum()), int(of_sector.sum())) else of_sector
    low, high = whole_decades(segments.balance[of_sector])
    whole_years = float(np.ceil(segments.age[of_sector].max(initial=0.0) / 12.0) * 12.0)
    age_to = min(max(OLDEST, whole_years), OLDEST_OF_ALL)
    grid = _grid_or_stop(case, low, high, age_to)
    on_map = (low <= segments.balance) & (segments.balance <= high) & (segments.age <= age_to)
    _say_what_lies_outside(int((shown & ~on_map).sum()), low, high, age_to, currency)
    balance_edges, _ = log_steps(low, high, len(grid.balance))
    age_edges: FloatArray = np.linspace(0.0, age_to, len(grid.age) + 1)
    st.plotly_chart(
        decision_map_chart(
            grid,
            balance_edges=balance_edges,
            age_edges=age_edges,
            hover=hover_texts(grid, currency),
            dots=dot_rows(ranked.ranking, np.flatnonzero(shown & on_map), currency),
            balance_title=t("Balance per account ({currency})", currency=currency),
            age_title=t("Months past due"),
        ),
        key="decision_map",
        config={"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d"]},
        alt=t("Map: best option over balance and months past due; the table below says the same."),
    )
    _how_to_read(grid)
    _table(ranked, grid, currency)


def _grid_or_stop(case: Case, low: float, high: float, age_to: float) -> DecisionGrid:
    """Return the map's cells; where they cannot be worked out, say why and end the run."""
    scenario = session.scenario()
    try:
        return decision_map(scenario.digest, case, low, high, age_to, scenario)
    except PlacementError as error:
        st.warning(
            t("The map cannot be drawn: {why}", why=plain(str(error))), icon=":material/map:"
        )
        st.info(
            t(
                "Choose another sector above, or look at the balances and dates of this one on "
                "the page Book."
            )
        )
        st.stop()


def _say_what_lies_outside(
    count: int, low: float, high: float, age_to: float, currency: str
) -> None:
    if not count:
        return
    st.caption(
        t(
            "Not on the map: {count} of your segments. It goes from {low} to {high} {currency} "
            "per account and to {age} months past due; the page Options shows them all.",
            count=count,
            low=money(low),
            high=money(high),
            currency=currency,
            age=f"{age_to:.0f}",
        )
    )


def _only_alike(alike: int, all_: int) -> bool:
    if not all_:
        st.caption(t("The book has no segment of this sector; the map stands without dots."))
        return True
    only = st.toggle(
        t("Only segments like this"),
        value=True,
        key="map_alike",
        help=t(
            "Dots are your segments. Off: also those of the sector with another creditor type, "
            "number of placements or flags; their best option may differ from the map's colour."
        ),
        persist_state="session",
    )
    st.caption(
        t("{alike} of your {all} segments of this sector are like this.", alike=alike, all=all_)
    )
    return only


def _how_to_read(grid: DecisionGrid) -> None:
    names = option_names()
    present = ", ".join(names[api.option_name(position)] for position in grid.present)
    with st.expander(t("How to read the map"), icon=":material/help:"):
        st.markdown(
            t(
                "Every spot is an account: how much it owes (to the right, each step ten times "
                "as much) and how long it has been overdue (upwards). The colour is the option "
                "that leaves most after costs, commission and tax, if you choose today. Best "
                "somewhere on this map: {options}.",
                options=present,
            )
        )
        st.markdown(
            t(
                "Dots are your segments, at their mean balance and age; the larger the dot, the "
                "more money. A dot's own colour is its best option: it can differ from what is "
                "around it, because its principal share and last demand are your book's. Close to "
                "a border two options are worth about the same; point at a spot to see by how much."
            )
        )
        st.markdown(
            t(
                "The map takes the library's principal share and counts limitation from the due "
                "date. It follows the numbers of the what-if panel and of the page Assumptions."
            )
        )


def _table(ranked: api.BookRanking, grid: DecisionGrid, currency: str) -> None:
    with st.expander(t("The map as a table"), icon=":material/table:"):
        st.caption(
            t(
                "Best option by months past due (down) and balance per account in {currency} "
                "(across). The files hold every spot with the net of each option.",
                currency=currency,
            )
        )
        st.dataframe(
            overview(grid),
            key="map_table",
            alt=t("Best option by months past due and balance per account."),
        )
        export(
            lambda: grid_table(grid), name="decision_map", key="map", made_with=made_with(ranked)
        )


def _usual_type(segments: Segments, sector: str) -> str:
    """Return the creditor type with the most accounts of the sector in the book."""
    here = _is(segments, sector)
    if not here.any():
        return api.default_creditor_type(sector)
    kinds = pd.Series(segments.accounts[here]).groupby(
        np.array(segments.creditor_type, dtype=object)[here]
    )
    return str(kinds.sum().idxmax())


def _is(segments: Segments, sector: str) -> BoolArray:
    return np.array([each == sector for each in segments.sector], dtype=bool)


def _like(segments: Segments, case: Case) -> BoolArray:
    kinds = np.array([kind == case.creditor_type for kind in segments.creditor_type], dtype=bool)
    placed = np.minimum(segments.placements, 3) == case.placements
    flags = (segments.disputed == case.disputed) & (segments.unreachable == case.unreachable)
    return np.asarray(kinds & placed & flags)
