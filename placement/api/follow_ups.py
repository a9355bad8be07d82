"""What leads: each option with the best that can follow it, and the best plan of every segment."""

from collections.abc import Iterator, Sequence

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.follow_up import (
    Begun,
    BestPlans,
    FollowUp,
    best_plans_of,
    first_moves_of,
    no_less_than_alone,
    put_together,
    solves_exactly,
)
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, Moves
from placement.decide.timing.plan_parts import PlanParts, parts_by_first_move
from placement.decide.timing.plan_parts import plan_parts as parts_of_plans
from placement.decide.timing.plans import FIRST_MOVES, Plan, book_plans_of
from placement.decide.totals import totals_of
from placement.domain.progress import parts
from placement.domain.types import FloatArray, Stance

SEGMENTS_AT_A_TIME = 500
"""Moves of more segments fall out of the processor's cache: slower, and memory without bound."""

OPTION_MOVES = [FIRST_MOVES.index(option) for option in OPTIONS]
"""Positions of the options among the first moves."""


def follow_up(
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> FollowUp:
    """Return what every open option of every segment is worth when the best follows it.

    Books of a few segments are solved exactly and agree with `plan_account` to the cent.

    Args:
        ranking: The options alone.
        assumptions: The numbers they were valued with.
        stance: The stance they were valued with.
        horizon: Months a plan may last.

    Raises:
        InputError: The horizon is out of bounds.
    """
    exactly = solves_exactly(len(ranking.accounts))
    found: list[dict[str, Plan]] = []
    parts: list[FloatArray] = []
    for moves, here in _searched(ranking, assumptions, stance, horizon, exactly=exactly):
        found += here
        parts.append(parts_by_first_move(here, moves, assumptions))
    best, by_move = book_plans_of(found), np.concatenate(parts, axis=-1)
    values = best.first_value[OPTION_MOVES]
    net = no_less_than_alone(values, ranking.net)
    # Where the option alone counts, so do its parts.
    is_followed = np.nan_to_num(values, nan=-np.inf) >= np.nan_to_num(net, nan=np.inf)
    totals = np.where(is_followed, totals_of(by_move)[:, OPTION_MOVES], ranking.totals)
    lead = [FIRST_MOVES.index(plan.steps[0].action) for plan in best.plans]
    led = PlanParts(plans=best.plans, parts=by_move[:, lead, np.arange(len(lead))])
    return FollowUp(
        net=net,
        totals=totals,
        waiting=best.first_value[FIRST_MOVES.index(WAIT)],
        lead=led,
        horizon=horizon,
        is_exact=exactly,
    )


def begun(
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
    exactly: bool | None = None,
) -> Begun:
    """Return the nets of `follow_up` and what waiting is worth, without what they are made of.

    Arguments and errors as `best_plans`; `follow_up` takes half as long again.
    """
    if exactly is None:
        exactly = solves_exactly(len(ranking.accounts))
    searched = _searched(ranking, assumptions, stance, horizon, exactly=exactly)
    values = book_plans_of([plans for _, here in searched for plans in here]).first_value
    return Begun(
        net=no_less_than_alone(values[OPTION_MOVES], ranking.net),
        waiting=values[FIRST_MOVES.index(WAIT)],
    )


def parts_begun_with(
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> FloatArray:
    """Return what each option with the best that follows it is made of, per account.

    Arguments and errors as `follow_up`.

    Returns:
        Shape (components, options, segments); NaN where an option is not open.
    """
    exactly = solves_exactly(len(ranking.accounts))
    searched = _searched(ranking, assumptions, stance, horizon, exactly=exactly)
    parts = [parts_by_first_move(here, moves, assumptions) for moves, here in searched]
    return np.concatenate(parts, axis=-1)[:, OPTION_MOVES]


def best_plans_and_begun(
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> tuple[BestPlans, FloatArray]:
    """Return what `best_plans` and `parts_begun_with` do, in two thirds of their time.

    Both search from the same moves, and the second begins with the first one's search. What waiting
    and other first moves are worth is as the second has it. Arguments and errors as `follow_up`.
    """
    exactly = solves_exactly(len(ranking.accounts))
    best, begun = [], []
    for moves, here in _searched(ranking, assumptions, stance, horizon, exactly=exactly):
        found, parts = book_plans_of(here), parts_by_first_move(here, moves, assumptions)
        lead = [FIRST_MOVES.index(plan.steps[0].action) for plan in found.plans]
        best.append(
            BestPlans(
                plans=found.plans,
                parts=parts[:, lead, np.arange(len(lead))],
                first_value=found.first_value,
            )
        )
        begun.append(parts[:, OPTION_MOVES])
    return put_together(best), np.concatenate(begun, axis=-1)


def best_plans(
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
    exactly: bool | None = None,
) -> BestPlans:
    """Return every segment's best plan, waiting among its first moves; arguments as `follow_up`.

    A book of few segments exactly, others by the solver for whole books in one search; `follow_up`
    searches again for each first move.

    Args:
        ranking: As `follow_up`, like all others but one.
        assumptions: As there.
        stance: As there.
        horizon: As there.
        exactly: Which solver; a part of a book says what the whole book had.

    Raises:
        InputError: The horizon is out of bounds.
    """
    if exactly is None:
        exactly = solves_exactly(len(ranking.valuation.segments))
    return put_together(
        [
            best_plans_of(moves, assumptions, exactly=exactly)
            for moves in _moves(ranking, assumptions, stance=stance, horizon=horizon)
        ]
    )


def plan_parts(plans: Sequence[Plan], moves: Moves, assumptions: Assumptions) -> FloatArray:
    """Return what plans are worth by component, per account, shape (components, segments).

    Args:
        plans: A plan for each segment.
        moves: The moves they were made of.
        assumptions: The numbers these were made with.

    Raises:
        InputError: Plans and segments differ in number.
    """
    return parts_of_plans(plans, moves, assumptions)


def first_move_parts(
    found: dict[str, Plan], moves: Moves, assumptions: Assumptions
) -> dict[str, FloatArray]:
    """Return what one account's best plans by first move are worth by component, (components,).

    Args:
        found: The plans.
        moves: The account's moves.
        assumptions: The numbers these were made with.
    """
    parts = parts_by_first_move([found], moves, assumptions)
    return {name: parts[:, FIRST_MOVES.index(name), 0] for name in found}


def _searched(
    ranking: Ranking, assumptions: Assumptions, stance: Stance, horizon: int, *, exactly: bool
) -> Iterator[tuple[Moves, Sequence[dict[str, Plan]]]]:
    """Yield some segments' moves at a time with the best plan of each by its first move."""
    for moves in _moves(ranking, assumptions, stance=stance, horizon=horizon):
        yield moves, first_moves_of(moves, exactly=exactly)


def _moves(
    ranking: Ranking, assumptions: Assumptions, *, stance: Stance, horizon: int
) -> Iterator[Moves]:
    segments = ranking.valuation.segments
    for first in parts(range(0, len(segments), SEGMENTS_AT_A_TIME)):
        part = np.arange(first, min(first + SEGMENTS_AT_A_TIME, len(segments)))
        yield build_moves(segments.take(part), assumptions, stance=stance, horizon=horizon)
