"""What may come in from a book's accounts within some months, under plans and draws of the odds.

The plans' own calendar says who pays; here it is asked in many draws of the numbers at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.decide.timing.calendar.payers import payers_of
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.plans import Plan
from placement.domain.types import FloatArray, Segments, Stance
from placement.risk.luck import Outcomes, outcomes_of

ROWS_AT_A_TIME = 20_000
"""Draws times segments followed at once: some hundred megabytes."""

Ways = Sequence[Sequence[Plan]]
"""Plans for every segment, for each of several ways of treating them."""


def outcomes_under(
    segments: Segments, ways: Ways, assumptions: Assumptions, *, stance: Stance, months: int
) -> list[Outcomes]:
    """Return what may come in from an account of each segment, for each way of treating them.

    Args:
        segments: The book, or rows of it that name the draw that values each.
        ways: A plan for every segment, for each way.
        assumptions: The numbers.
        stance: How agencies set their effort.
        months: From the cut-off date on.

    Returns:
        One for each way, arrays of shape (segments, outcomes).
    """
    moves = build_moves(segments, assumptions, stance=stance, horizon=months)
    lookup = Lookup(segments, assumptions)
    settlement, instalments, breakage = (
        lookup.scalar(f"debtor.{name}")
        for name in ("settlement_share", "instalment_months", "instalment_breakage")
    )
    found = []
    for plans in ways:
        payers = payers_of(plans, moves, months=months)
        found.append(
            outcomes_of(
                payers.begun,
                payers.enforced,
                settlement=settlement,
                instalments=instalments,
                breakage=breakage,
            )
        )
    return found


def outcomes_in_draws(
    segments: Segments,
    ways: Ways,
    numbers: Callable[[int, int], Assumptions],
    *,
    draws: int,
    stance: Stance,
    months: int,
    progress: Callable[[float], None] | None = None,
) -> list[Outcomes]:
    """Return the same in draws of the numbers, arrays of shape (draws, segments, outcomes).

    Args:
        segments: The book.
        ways: As in `outcomes_under`.
        numbers: Gives the numbers of some draws, from the first to before the last.
        draws: How many.
        stance: How agencies set their effort.
        months: From the cut-off date on.
        progress: Called with the share done.
    """
    size = len(segments)
    at_a_time = max(ROWS_AT_A_TIME // size, 1)
    chances: list[list[FloatArray]] = [[] for _ in ways]
    values: list[list[FloatArray]] = [[] for _ in ways]
    for first in range(0, draws, at_a_time):
        last = min(first + at_a_time, draws)
        pair = np.arange((last - first) * size)
        rows = replace(segments.take(pair % size), draw=pair // size)
        repeated = [list(plans) * (last - first) for plans in ways]
        found = outcomes_under(rows, repeated, numbers(first, last), stance=stance, months=months)
        for place, one in enumerate(found):
            chances[place].append(one.chance.reshape(last - first, size, -1))
            values[place].append(one.value.reshape(last - first, size, -1))
        if progress:
            progress(last / draws)
    return [
        Outcomes(chance=np.concatenate(chance), value=np.concatenate(value))
        for chance, value in zip(chances, values, strict=True)
    ]


def willing_shares(segments: Segments, assumptions: Assumptions, *, stance: Stance) -> FloatArray:
    """Return the willing share of every segment at the cut-off date, shape (segments,)."""
    moves = build_moves(segments, assumptions, stance=stance, horizon=1)
    return np.asarray(moves.masses[:2].sum(axis=0))


def without_the_willing(assumptions: Assumptions) -> Assumptions:
    """Return the numbers as one draw in which nobody is willing; all else stands.

    What debtors bring is linear in the willing where agencies work as they do, so what is left is
    the part that does not hang on them: that of the reluctant.
    """
    return replace(assumptions, drawn={"what_if.odds_factor": np.zeros((1, 1))})
