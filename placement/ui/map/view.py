"""The Decision map page: which question it answers, the map itself, and the same as a table."""

from collections.abc import Callable
from typing import NoReturn

import numpy as np
import streamlit as st

from placement import api
from placement.decide.grid import Case, log_steps, whole_decades
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.domain.types import OLDEST_AGE, FloatArray
from placement.ui import restored, session
from placement.ui.charts.decision_map import decision_map_chart
from placement.ui.inputs import export, switch
from placement.ui.made_with import made_with
from placement.ui.map.case import like, of_sector
from placement.ui.map.picture import Extent, Picture
from placement.ui.map.plans import plan_picture
from placement.ui.map.table import option_picture, overview
from placement.ui.uncertainty.draws import asked
from placement.ui.uncertainty.line import show_how_sure
from placement.words.how_sure import in_draws, map_words
from placement.words.markdown import plain
from placement.words.names import move_names
from placement.words.numbers import money

OLDEST = 60.0
"""Months past due up to which the map goes where the book has nothing older."""

DRAWS = {"options": 200, "first_moves": 25}
"""Draws of the map, by what is chosen among."""

OPTION_VIEW, PLAN_VIEW = "option", "plan"


def choose_view() -> str:
    """Draw the switch between the map's two questions and return the chosen one."""
    return switch(
        t("Show"),
        {
            PLAN_VIEW: t("Best to begin with, followed up"),
            OPTION_VIEW: t("Best option, closed when it ends"),
        },
        key="map_view",
        default=PLAN_VIEW,
        help=t(
            "What to do first if the best moves follow it, or the one option that leaves most if "
            "nothing does."
        ),
    )


def show_map(view: str, ranked: api.BookRanking, case: Case) -> None:
    """Draw the map with the book's segments, how to read it, and its table."""
    segments, currency = ranked.ranking.valuation.segments, ranked.book.tape.currency
    here = of_sector(segments, case.sector)
    alike = here & like(segments, case)
    shown = alike if _only_alike(int(alike.sum()), int(here.sum())) else here
    low, high = whole_decades(segments.balance[here])
    whole_years = float(np.ceil(segments.age[here].max(initial=0.0) / 12.0) * 12.0)
    extent = Extent(low=low, high=high, age_to=min(max(OLDEST, whole_years), OLDEST_AGE))
    on_map = extent.holds(segments.balance, segments.age)
    _say_what_lies_outside(int((shown & ~on_map).sum()), extent, currency)
    draw = plan_picture if view == PLAN_VIEW else option_picture
    try:
        picture = draw(ranked, case, extent, np.flatnonzero(shown & on_map))
    except PlacementError as error:
        _explain_and_stop(error)
    balance_edges, _ = log_steps(low, high, len(picture.balance))
    age_edges: FloatArray = np.linspace(0.0, extent.age_to, len(picture.age) + 1)
    st.plotly_chart(
        decision_map_chart(
            picture.best,
            answers=picture.answers,
            balance_edges=balance_edges,
            age_edges=age_edges,
            hover=picture.hover,
            dots=picture.dots,
            balance_title=t("Balance per account ({currency})", currency=currency),
            age_title=t("Months past due"),
        ),
        key=f"decision_map_{view}",
        config={"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d"]},
        alt=picture.alt,
    )
    _how_sure(view, case, extent, currency)
    _how_to_read(picture)
    _table(view, ranked, picture)


def _how_sure(view: str, case: Case, extent: Extent, currency: str) -> None:
    """Draw on how much of the map its colour holds when all numbers move."""
    scenario, numbers = session.scenario(), session.assumptions()
    correlation, seed = asked()
    among: api.Among = "options" if view == OPTION_VIEW else "first_moves"

    def draw(progress: Callable[[float], None]) -> api.Simulation:
        return api.simulate_map(
            case,
            numbers,
            among=among,
            balance_from=extent.low,
            balance_to=extent.high,
            age_to=extent.age_to,
            stance=scenario.stance,
            draws=DRAWS[among],
            seed=seed,
            correlation=correlation,
            progress=progress,
        )

    show_how_sure(
        ("map", among, scenario.digest, case, extent, correlation, seed),
        draw,
        lambda made: sentences(
            [
                in_draws(made.draws.count),
                map_words(made.odds, made.segments, move_names(), currency),
            ]
        ),
    )


def _explain_and_stop(error: PlacementError) -> NoReturn:
    """Say why the map's cells cannot be worked out and end the run."""
    st.warning(t("The map cannot be drawn: {why}", why=plain(str(error))), icon=":material/map:")
    st.info(
        t(
            "Choose another sector above, or look at the balances and dates of this one on "
            "the page Book."
        )
    )
    st.stop()


def _say_what_lies_outside(count: int, extent: Extent, currency: str) -> None:
    if not count:
        return
    st.caption(
        t(
            "Not on the map: {count} of your segments. It goes from {low} to {high} {currency} "
            "per account and to {age} months past due; the page Options shows them all.",
            count=count,
            low=money(extent.low),
            high=money(extent.high),
            currency=currency,
            age=f"{extent.age_to:.0f}",
        )
    )


def _only_alike(alike: int, all_: int) -> bool:
    if not all_:
        st.caption(t("The book has no segment of this sector; the map stands without dots."))
        return True
    restored.flag("map_alike")
    only = st.toggle(
        t("Only segments like this"),
        value=True,
        key="map_alike",
        help=t(
            "Dots are your segments. Off: also those of the sector with another creditor type, "
            "number of placements or flags; their best answer may differ from the map's colour."
        ),
        persist_state="session",
    )
    st.caption(
        t("{alike} of your {all} segments of this sector are like this.", alike=alike, all=all_)
    )
    return only


def _how_to_read(picture: Picture) -> None:
    with st.expander(t("How to read the map"), icon=":material/help:"):
        st.markdown(
            sentences(
                [
                    t(
                        "Every spot is an account: how much it owes (to the right, each step ten "
                        "times as much) and how long it has been overdue (upwards)."
                    ),
                    picture.reads,
                    t(
                        "Best somewhere on this map: {options}.",
                        options=t(", ").join(picture.present),
                    ),
                ]
            )
        )
        st.markdown(
            t(
                "Dots are your segments, at their mean balance and age; the larger the dot, the "
                "more money. A dot's own colour is what is best for it: it can differ from what is "
                "around it, because its principal share and last demand are your book's. Close to "
                "a border two answers are worth about the same; point at a spot to see by how much."
            )
        )
        st.markdown(
            t(
                "The map takes the library's principal share and counts limitation from the due "
                "date. It follows the numbers of the what-if panel and of the page Assumptions."
            )
        )


def _table(view: str, ranked: api.BookRanking, picture: Picture) -> None:
    with st.expander(t("The map as a table"), icon=":material/table:"):
        st.caption(picture.caption)
        st.dataframe(overview(picture), key=f"map_table_{view}", alt=picture.caption)
        export(
            picture.table,
            name="decision_map_of_options" if view == OPTION_VIEW else "decision_map",
            key="map",
            made_with=made_with(ranked),
        )
