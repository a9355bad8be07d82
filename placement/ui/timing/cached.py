"""What the Timing page works out once: moves, plans and habits, keyed by digests."""

from collections.abc import Mapping

import numpy as np

from placement import api
from placement.decide.flip_quantities import Flip
from placement.decide.grid import Case
from placement.decide.plan_grid import PlanGrid
from placement.decide.timing.calendar.cash import CashCalendar
from placement.decide.timing.follow_up import BestPlans
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES, AccountPlan, Plan
from placement.decide.timing.policy.rules import Policy
from placement.domain.progress import tell
from placement.domain.types import FloatArray
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.gate.cache import cache_per_workspace

WHOLE_BOOK = -1
"""Stands for all segments where a position is asked for."""


def moves(ranked: api.BookRanking, scenario: Scenario, *, position: int, horizon: int) -> Moves:
    """Return the moves of a segment, or of the whole book.

    Raises:
        InputError: The horizon is out of bounds.
    """
    digest = ranked.key
    if position == WHOLE_BOOK:
        return _book_moves(digest, scenario.digest, horizon, ranked, scenario)
    return _moves(digest, scenario.digest, position, horizon, ranked, scenario)


def quick_plan(
    ranked: api.BookRanking, scenario: Scenario, *, position: int, horizon: int
) -> AccountPlan:
    """Return a segment's plan from the solver for whole books: in an instant, nearly exact.

    First moves other than the plan's own have their value and no steps.
    """
    found = api.plan_book_segments(moves(ranked, scenario, position=position, horizon=horizon))
    values = dict(zip(FIRST_MOVES, found.first_value[:, 0].tolist(), strict=True))
    return AccountPlan(
        plan=found.plans[0],
        first_moves={
            name: Plan(steps=(), value=value) for name, value in values.items() if value == value
        },
    )


def timing(
    ranked: api.BookRanking, scenario: Scenario, *, position: int, horizon: int
) -> api.AccountTiming:
    """Return a segment's exact plan and its value of acting in each month; errors as `moves`."""
    digest = ranked.key
    return _timing(digest, scenario.digest, position, horizon, ranked, scenario)


def first_move_parts(
    ranked: api.BookRanking, scenario: Scenario, *, position: int, horizon: int
) -> Mapping[str, FloatArray]:
    """Return what a segment's exact plans are made of, by first move; errors as `moves`.

    Per account, shape (components,).
    """
    digest = ranked.key
    return _first_move_parts(digest, scenario.digest, position, horizon, ranked, scenario)


def parts_of(
    ranked: api.BookRanking, scenario: Scenario, plan: Plan, *, position: int, horizon: int
) -> FloatArray:
    """Return what one plan of a segment is made of, per account, shape (components,)."""
    here = moves(ranked, scenario, position=position, horizon=horizon)
    found = api.plan_parts([plan], here, cached.assumptions(scenario.digest, scenario))
    return np.asarray(found[:, 0])


def book_plans(ranked: api.BookRanking, scenario: Scenario, *, horizon: int) -> BestPlans:
    """Return a plan for every segment of a book and what each is made of; errors as `moves`."""
    return _book_plans(ranked.key, scenario.digest, horizon, ranked, scenario)


def calendar(ranked: api.BookRanking, scenario: Scenario, *, horizon: int) -> CashCalendar:
    """Return the cash and the accounts of a book under its plans; errors as `moves`."""
    return _calendar(ranked.key, scenario.digest, horizon, ranked, scenario)


def flips(
    ranked: api.BookRanking, scenario: Scenario, *, position: int, horizon: int
) -> tuple[Flip, ...]:
    """Return what changes a segment's first move; arguments and errors as `moves`."""
    return _flips(ranked.key, scenario.digest, position, horizon, ranked, scenario)


def plan_map(case: Case, scenario: Scenario, *, low: float, high: float, age_to: float) -> PlanGrid:
    """Return the best plan over balances from low to high and ages up to the oldest.

    Args:
        case: What all accounts of the map share.
        scenario: The numbers.
        low: Lower edge of the map.
        high: Upper edge.
        age_to: Oldest age.

    Raises:
        PlacementError: The map cannot be worked out.
    """
    return _plan_map(scenario.digest, case, low, high, age_to, scenario)


def comparison(
    ranked: api.BookRanking,
    scenario: Scenario,
    policy: Policy,
    *,
    position: int,
    horizon: int,
    best: tuple[Plan, ...],
    spoken: str,
) -> api.PolicyComparison:
    """Return what a policy does with a segment, or with the whole book, beside the best plans.

    Args:
        ranked: The book.
        scenario: The numbers.
        policy: The habit.
        position: The segment, or `WHOLE_BOOK`.
        horizon: Months a plan may last.
        best: The best plan of each segment.
        spoken: Language of this run; notes are texts, so each language has its own.
    """
    digest = f"{ranked.key}:{spoken}"
    return _comparison(
        digest, scenario.digest, repr(policy), position, horizon, ranked, scenario, policy, best
    )


@cache_per_workspace(max_entries=16)
def _moves(
    book_digest: str,
    scenario_digest: str,
    position: int,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> Moves:
    return api.timing_moves(
        _ranked.ranking.valuation.segments.take(np.array([position])),
        cached.assumptions(scenario_digest, _scenario),
        stance=_scenario.stance,
        horizon=horizon,
    )


# Few, because the moves of a whole book take tens of megabytes.
@cache_per_workspace(max_entries=2)
def _book_moves(
    book_digest: str,
    scenario_digest: str,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> Moves:
    return api.timing_moves(
        _ranked.ranking.valuation.segments,
        cached.assumptions(scenario_digest, _scenario),
        stance=_scenario.stance,
        horizon=horizon,
    )


@cache_per_workspace(max_entries=128)
def _timing(
    book_digest: str,
    scenario_digest: str,
    position: int,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> api.AccountTiming:
    return api.account_timing(moves(_ranked, _scenario, position=position, horizon=horizon))


@cache_per_workspace(max_entries=16)
def _book_plans(
    book_digest: str,
    scenario_digest: str,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> BestPlans:
    # Without the cache of moves: those of a whole book are large, and its plans are all we need.
    return api.best_plans(
        _ranked.ranking,
        cached.assumptions(scenario_digest, _scenario),
        stance=_scenario.stance,
        horizon=horizon,
    )


@cache_per_workspace(max_entries=128)
def _first_move_parts(
    book_digest: str,
    scenario_digest: str,
    position: int,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> dict[str, FloatArray]:
    planned = timing(_ranked, _scenario, position=position, horizon=horizon).planned
    return api.first_move_parts(
        planned.first_moves,
        moves(_ranked, _scenario, position=position, horizon=horizon),
        cached.assumptions(scenario_digest, _scenario),
    )


@cache_per_workspace(max_entries=128)
def _flips(
    book_digest: str,
    scenario_digest: str,
    position: int,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> tuple[Flip, ...]:
    return api.first_move_flips(
        _ranked.ranking.valuation.segments.take(np.array([position])),
        cached.assumptions(scenario_digest, _scenario),
        stance=_scenario.stance,
        horizon=horizon,
        progress=tell,
    )


@cache_per_workspace(max_entries=16)
def _plan_map(
    scenario_digest: str, case: Case, low: float, high: float, age_to: float, _scenario: Scenario
) -> PlanGrid:
    return api.plan_map(
        case,
        cached.assumptions(scenario_digest, _scenario),
        balance_from=low,
        balance_to=high,
        age_to=age_to,
        stance=_scenario.stance,
        progress=tell,
    )


@cache_per_workspace(max_entries=4)
def _calendar(
    book_digest: str,
    scenario_digest: str,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
) -> CashCalendar:
    return api.calendar_of_plans(
        book_plans(_ranked, _scenario, horizon=horizon).plans,
        _ranked.ranking.valuation.segments,
        cached.assumptions(scenario_digest, _scenario),
        stance=_scenario.stance,
        horizon=horizon,
    )


@cache_per_workspace(max_entries=32)
def _comparison(
    book_digest: str,
    scenario_digest: str,
    policy_text: str,
    position: int,
    horizon: int,
    _ranked: api.BookRanking,
    _scenario: Scenario,
    _policy: Policy,
    _best: tuple[Plan, ...],
) -> api.PolicyComparison:
    all_moves = moves(_ranked, _scenario, position=position, horizon=horizon)
    return api.policy_comparison(all_moves, _policy, best=_best)
