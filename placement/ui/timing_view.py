"""The Timing page: its views, what is chosen, and a segment's plan, quick first and then exact."""

import streamlit as st

from placement import api
from placement.decide.rank import Ranking
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, LONGEST, SHORTEST
from placement.decide.timing.plans import AccountPlan
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.ui import session, timing_cached
from placement.ui.options_view_segment import choose_segment
from placement.ui.timing_view_acting import show_acting
from placement.ui.timing_view_book import show_book
from placement.ui.timing_view_flips import show_flips
from placement.ui.timing_view_policy import show_policy
from placement.ui.timing_view_segment import show_first_moves, show_plan

VIEW, HORIZON = "timing_view", "timing_horizon"
"""Keys of the switch between the views and of the horizon."""

SEGMENT_VIEW, POLICY_VIEW, BOOK_VIEW = "segment", "policy", "book"

_EXACT = "timing_exact"
"""Key of the questions whose exact answer this session has seen."""

REMEMBERED = 100
"""Exact answers a session takes for known; the cache holds more."""

VISIBLE = 1e-7
"""Share of the balance by which a quick answer may miss the exact one unnoticed."""


def choose_view() -> str:
    """Draw the switch between the views and return the chosen one."""
    st.session_state.setdefault(VIEW, SEGMENT_VIEW)
    names = {
        SEGMENT_VIEW: t("One segment"),
        POLICY_VIEW: t("Against your own policy"),
        BOOK_VIEW: t("Whole book"),
    }
    return str(
        st.segmented_control(
            t("View"),
            options=list(names),
            format_func=names.__getitem__,
            key=VIEW,
            required=True,
            persist_state="session",
            help=t(
                "The best plan of one segment, the same beside what you usually do with such "
                "accounts, or the plans and the cash of the whole book."
            ),
        )
    )


def show(view: str, ranked: api.BookRanking) -> None:
    """Draw a view; where a number is wrong, say so instead."""
    try:
        if view == BOOK_VIEW:
            left, _ = st.columns([1, 3])
            with left:
                horizon = choose_horizon()
            show_book(ranked, horizon=horizon)
            return
        position, horizon = _choose(ranked.ranking)
        if view == POLICY_VIEW:
            show_policy(ranked, position, horizon=horizon)
        else:
            _show_segment(ranked, position, horizon=horizon)
    except InputError as error:
        st.error(str(error))


def choose_horizon() -> int:
    """Draw the horizon and return it, in months."""
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
                "How far ahead a plan may go, {low} to {high} months. What is still open then is "
                "written off.",
                low=SHORTEST,
                high=LONGEST,
            ),
        )
    )


def _choose(ranking: Ranking) -> tuple[int, int]:
    left, right = st.columns([3, 1])
    with left:
        position = choose_segment(ranking)
    with right:
        return position, choose_horizon()


def _show_segment(ranked: api.BookRanking, position: int, *, horizon: int) -> None:
    """Draw a segment's quick plan at once and work out the exact one below it.

    The exact solver may take a second; a slider should not wait for it. Where the exact answer is
    another one, the page is drawn again with it, so what stands in the end is exact.
    """
    scenario = session.scenario()
    question = (ranked.book.tape.digest, scenario.digest, position, horizon)
    seen: list[object] = st.session_state.setdefault(_EXACT, [])
    is_known = question in seen
    where = {"position": position, "horizon": horizon}
    shown = (
        timing_cached.timing(ranked, scenario, **where).planned
        if is_known
        else timing_cached.quick_plan(ranked, scenario, **where)
    )
    show_plan(ranked, shown, position, horizon=horizon)
    with st.spinner(t("Working out the exact plan…")):
        exact = timing_cached.timing(ranked, scenario, **where)
    if not is_known:
        st.session_state[_EXACT] = [*seen, question][-REMEMBERED:]
        balance = float(ranked.ranking.valuation.segments.balance[position])
        if _differs(shown, exact.planned, by=VISIBLE * balance):
            st.rerun()
    show_first_moves(ranked.ranking, exact.planned, position, currency=ranked.book.tape.currency)
    show_acting(ranked, exact.acting, position)
    show_flips(ranked, position, horizon=horizon, first_move=exact.planned.plan.steps[0].action)


def _differs(quick: AccountPlan, exact: AccountPlan, *, by: float) -> bool:
    if quick.plan.steps != exact.plan.steps or set(quick.first_moves) != set(exact.first_moves):
        return True
    return any(
        abs(plan.value - exact.first_moves[name].value) > by
        for name, plan in quick.first_moves.items()
    )
