"""What leads: each option with the best that can follow it, and the best plan of every segment."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.rank import OPTIONS, Ranking
from placement.decide.timing.follow_up import (
    FollowUp,
    follow_up_plans,
    no_less_than_alone,
    solves_exactly,
)
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plan_parts import PlanParts
from placement.decide.timing.plan_parts import plan_parts as parts_of_plans
from placement.decide.timing.plans import FIRST_MOVES, BookPlans, Plan, book_plans_of
from placement.decide.totals import TOTALS
from placement.domain.types import FloatArray, IntArray, Stance

SEGMENTS_AT_A_TIME = 500
"""Moves of more segments fall out of the processor's cache: slower, and memory without bound."""


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
    exactly = solves_exactly(len(ranking.valuation.segments))
    found = _plans(ranking, assumptions, stance=stance, horizon=horizon)
    best = book_plans_of(found)
    values = best.first_value[[FIRST_MOVES.index(option) for option in OPTIONS]]
    net = no_less_than_alone(values, ranking.net)
    # Where the option alone counts, so do its parts.
    is_followed = np.nan_to_num(values, nan=-np.inf) >= np.nan_to_num(net, nan=np.inf)
    followed = _totals(found, ranking, assumptions, stance=stance, horizon=horizon)
    return FollowUp(
        net=net,
        totals=np.where(is_followed, followed, ranking.totals),
        lead=plan_parts(best.plans, ranking, assumptions, stance=stance, horizon=horizon),
        horizon=horizon,
        is_exact=exactly,
    )


def best_plans(
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> BookPlans:
    """Return every segment's best plan, waiting among its first moves; arguments as `follow_up`.

    Raises:
        InputError: The horizon is out of bounds.
    """
    return book_plans_of(_plans(ranking, assumptions, stance=stance, horizon=horizon))


def plan_parts(
    plans: Sequence[Plan],
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
    rows: IntArray | None = None,
) -> PlanParts:
    """Return what plans are worth by component, per account.

    Args:
        plans: The plans.
        ranking: The book they are for.
        assumptions: The numbers they were made with.
        stance: The stance they were made with.
        horizon: Months a plan may last.
        rows: Segment of each plan; by default there is one for each segment.

    Raises:
        InputError: Plans and segments differ in number.
    """
    return parts_of_plans(
        plans, ranking.valuation, assumptions, stance=stance, horizon=horizon, rows=rows
    )


def _plans(
    ranking: Ranking, assumptions: Assumptions, *, stance: Stance, horizon: int
) -> list[dict[str, Plan]]:
    """Return each segment's best plan by first move."""
    segments = ranking.valuation.segments
    found: list[dict[str, Plan]] = []
    for part in _parts(len(segments)):
        moves = build_moves(segments.take(part), assumptions, stance=stance, horizon=horizon)
        found += follow_up_plans(moves, exactly=solves_exactly(len(segments)))
    return found


def _totals(
    found: Sequence[Mapping[str, Plan]],
    ranking: Ranking,
    assumptions: Assumptions,
    *,
    stance: Stance,
    horizon: int,
) -> FloatArray:
    """Return the totals of the plans by option, shape (totals, options, segments)."""
    totals = np.full((len(TOTALS), len(OPTIONS), len(found)), np.nan)
    begun = [
        (row, position, plans[option])
        for position, plans in enumerate(found)
        for row, option in enumerate(OPTIONS)
        if option in plans
    ]
    option, segment = (
        np.array([each[place] for each in begun], dtype=np.int64) for place in (0, 1)
    )
    for part in _parts(len(begun)):
        plans = [begun[place][2] for place in part.tolist()]
        parts = plan_parts(
            plans, ranking, assumptions, stance=stance, horizon=horizon, rows=segment[part]
        )
        totals[:, option[part], segment[part]] = parts.totals
    return totals


def _parts(size: int) -> Iterator[IntArray]:
    for first in range(0, size, SEGMENTS_AT_A_TIME):
        yield np.arange(first, min(first + SEGMENTS_AT_A_TIME, size))
