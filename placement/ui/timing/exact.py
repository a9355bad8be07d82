"""A segment's plan, quick first and then exact.

The exact solver may take a second; a slider should not wait for it. A page draws the quick answer
at once and asks for the exact one when all else is drawn. Where that is another one, the page is
drawn again with it, so what stands in the end is exact.
"""

import streamlit as st

from placement import api
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, LONGEST, SHORTEST
from placement.decide.timing.plans import AccountPlan
from placement.domain.text import t
from placement.ui import session
from placement.ui.timing import cached as timing_cached
from placement.ui.waiting import waited_for
from placement.words.timing import told

HORIZON = "timing_horizon"
"""Key of the horizon that is chosen on the page Timing."""

_EXACT = "timing_exact"
"""Key of the questions whose exact answer this session has seen."""

REMEMBERED = 100
"""Exact answers a session takes for known; the cache holds more."""

VISIBLE = 1e-7
"""Share of the balance by which a quick answer may miss the exact one unnoticed."""


def chosen_horizon() -> int:
    """Return the horizon of the page Timing, in months, for pages that do not ask for it."""
    return min(max(int(st.session_state.get(HORIZON, DEFAULT_HORIZON)), SHORTEST), LONGEST)


def plan_at_once(ranked: api.BookRanking, position: int, *, horizon: int) -> AccountPlan:
    """Return a segment's plan: the exact one where it is known, else the quick one.

    Raises:
        InputError: The horizon is out of bounds.
    """
    scenario = session.scenario()
    where = {"position": position, "horizon": horizon}
    if _question(ranked, position, horizon) in st.session_state.get(_EXACT, []):
        return timing_cached.timing(ranked, scenario, **where).planned
    return timing_cached.quick_plan(ranked, scenario, **where)


def plan_exactly(
    ranked: api.BookRanking, position: int, shown: AccountPlan, *, horizon: int
) -> api.AccountTiming:
    """Return a segment's exact plan; where another one was shown, draw the page again instead.

    Args:
        ranked: The book.
        position: The segment.
        shown: What `plan_at_once` returned.
        horizon: Months a plan may last.
    """
    exact = timing_at_last(ranked, position, horizon=horizon)
    question = _question(ranked, position, horizon)
    seen = list(st.session_state.get(_EXACT, []))
    if question not in seen:
        st.session_state[_EXACT] = [*seen, question][-REMEMBERED:]
        balance = float(ranked.ranking.valuation.segments.balance[position])
        if _differs(shown, exact.planned, by=VISIBLE * balance):
            st.rerun()
    return exact


def timing_at_last(ranked: api.BookRanking, position: int, *, horizon: int) -> api.AccountTiming:
    """Return a segment's exact plan, saying so while it is made; arguments as `exact_plan`."""
    scenario = session.scenario()
    return waited_for(
        ("timing", *_question(ranked, position, horizon)),
        lambda: timing_cached.timing(ranked, scenario, position=position, horizon=horizon),
        saying=t("Working out the exact plan…"),
    )


def _question(ranked: api.BookRanking, position: int, horizon: int) -> tuple[str, str, int, int]:
    return ranked.key, session.scenario().digest, position, horizon


def _differs(quick: AccountPlan, exact: AccountPlan, *, by: float) -> bool:
    if quick.plan.steps != told(exact).steps or set(quick.first_moves) != set(exact.first_moves):
        return True
    return any(
        abs(plan.value - exact.first_moves[name].value) > by
        for name, plan in quick.first_moves.items()
    )
