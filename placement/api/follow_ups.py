"""The ranking's second column: each option with the best that can follow it."""

from collections.abc import Iterator

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.rank import Ranking
from placement.decide.timing.follow_up import (
    FollowUp,
    follow_up_values,
    no_less_than_alone,
    solves_exactly,
)
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.types import IntArray, Stance

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
    segments = ranking.valuation.segments
    exactly = solves_exactly(len(segments))
    found = [
        follow_up_values(
            build_moves(segments.take(part), assumptions, stance=stance, horizon=horizon),
            exactly=exactly,
        )
        for part in _parts(len(segments))
    ]
    net = no_less_than_alone(np.concatenate(found, axis=1), ranking.net)
    return FollowUp(net=net, is_exact=exactly)


def _parts(size: int) -> Iterator[IntArray]:
    for first in range(0, size, SEGMENTS_AT_A_TIME):
        yield np.arange(first, min(first + SEGMENTS_AT_A_TIME, size))
