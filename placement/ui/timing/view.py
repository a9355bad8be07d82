"""The Timing page: its views, what is chosen, and one segment."""

import streamlit as st

from placement import api
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, LONGEST, SHORTEST
from placement.domain.errors import InputError
from placement.domain.text import sentences, t
from placement.domain.types import Segments
from placement.ui import restored, session
from placement.ui.inputs import switch
from placement.ui.options.segment import ONLY, choose_segment
from placement.ui.options.view import or_stop, rankings_or_stop
from placement.ui.timing.acting import show_acting
from placement.ui.timing.agencies import show_agencies
from placement.ui.timing.book import show_book
from placement.ui.timing.exact import HORIZON, plan_at_once, plan_exactly
from placement.ui.timing.flips import show_flips
from placement.ui.timing.policy import show_policy
from placement.ui.timing.segment import show_first_moves, show_plan
from placement.ui.uncertainty.cached import FIRST_OF_MOVES
from placement.ui.uncertainty.words import first_moves_in_one_sentence

VIEW = "timing_view"
"""Key of the switch between the views."""

SEGMENT_VIEW, POLICY_VIEW, BOOK_VIEW = "segment", "policy", "book"


def choose_view() -> str:
    """Draw the switch between the views and return the chosen one."""
    return switch(
        t("View"),
        {
            SEGMENT_VIEW: t("One segment"),
            POLICY_VIEW: t("Against your own policy"),
            BOOK_VIEW: t("Whole book"),
        },
        key=VIEW,
        default=SEGMENT_VIEW,
        help=t(
            "The best plan of one segment, the same beside what you usually do with such "
            "accounts, or the plans and the cash of the whole book."
        ),
    )


def show(view: str, book: api.Book) -> None:
    """Draw a view; where a number is wrong, say so instead."""
    try:
        if view == BOOK_VIEW:
            ranked, _ = rankings_or_stop(book)
            left, _ = st.columns([1, 3])
            with left:
                horizon = choose_horizon()
            show_book(ranked, horizon=horizon)
            return
        place, horizon = _choose(session.segments(book))
        ranked = or_stop(lambda: session.segment_ranking(book, place))
        if view == POLICY_VIEW:
            show_policy(ranked, ONLY, horizon=horizon)
        else:
            _show_segment(ranked, ONLY, horizon=horizon)
    except InputError as error:
        st.error(str(error))


def choose_horizon() -> int:
    """Draw the horizon and return it, in months."""
    restored.number(HORIZON, low=SHORTEST, high=LONGEST)
    st.session_state.setdefault(HORIZON, DEFAULT_HORIZON)
    return int(
        st.number_input(
            t("Horizon (months)"),
            min_value=SHORTEST,
            max_value=LONGEST,
            step=6,
            key=HORIZON,
            persist_state="session",
            help=t(
                "How far ahead a plan looks, {low} to {high} months. It is no date at which "
                "anything is done: a claim that is still open then is kept.",
                low=SHORTEST,
                high=LONGEST,
            ),
        )
    )


def _choose(segments: Segments) -> tuple[int, int]:
    left, right = st.columns([3, 1])
    with left:
        position = choose_segment(segments)
    with right:
        return position, choose_horizon()


def _show_segment(ranked: api.BookRanking, position: int, *, horizon: int) -> None:
    """Draw a segment's plan at once, and below it what has to wait for the exact one."""
    shown = plan_at_once(ranked, position, horizon=horizon)
    sure = st.container()
    show_plan(ranked, shown, position, horizon=horizon)
    exact = plan_exactly(ranked, position, shown, horizon=horizon)
    show_first_moves(ranked, exact.planned, position, horizon=horizon)
    show_agencies(ranked, exact.planned.agencies, position)
    show_acting(ranked, exact.acting, position)
    first_move = exact.planned.plan.steps[0].action
    show_flips(ranked, position, horizon=horizon, first_move=first_move)
    # Each draw is a plan, so this comes when all else is drawn.
    with sure:
        said = first_moves_in_one_sentence(ranked, session.scenario(), position, leads=first_move)
        st.caption(
            sentences(
                [
                    t("How sure, in {draws} draws:", draws=FIRST_OF_MOVES),
                    said,
                    t("More on the page Uncertainty."),
                ]
            )
        )
