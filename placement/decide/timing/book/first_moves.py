"""The best plan that begins with each move, for whole books, also where the move is not the best.

The pieces of `backward` compete at masses near which good plans are: those after in-house work
all along. A plan that begins with a poor move is elsewhere: whoever waits first has more willing
debtors than whoever works. So for each kind of first move the probes begin again with the masses
that it leaves, once with in-house work from there on and once without, and both passes are made
again. What comes out is still the value of a real plan, so the highest counts.
benchmarks/timing.py prints how far below the exact solver it lies.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from placement.decide.timing.book.backward import probes, work_backward
from placement.decide.timing.book.followed import (
    BROKEN_PROMISE,
    Followed,
    first_choices,
    follow_plans,
)
from placement.decide.timing.book.forward import WAIT_CHOICE, Choices, Forward
from placement.decide.timing.book.numbers import arrange
from placement.decide.timing.book.rows import lay_out
from placement.decide.timing.book.standing import Standing
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import FloatArray


def first_move_values(moves: Moves) -> FloatArray:
    """Return what the best plan found that begins with each move is worth, per account.

    Args:
        moves: The moves of the book.

    Returns:
        Lower bounds, shape (first moves, segments) in `FIRST_MOVES`; NaN where a move is not open.
    """
    value = np.full((len(FIRST_MOVES), len(moves.segments)), np.nan)
    promised = value.copy()
    for found in _searches(moves):
        at = found.first_move, found.segment
        value[at] = np.fmax(value[at], found.value)
        promised[at] = np.fmax(promised[at], found.promised)
    missed = np.nan_to_num(promised - value).max(axis=0)
    # A broken promise upsets no value found, but a better plan may have been passed over for it.
    for position in np.flatnonzero(missed > BROKEN_PROMISE * moves.segments.balance):
        for name, plan in ExactSolver(moves, int(position)).first_moves().items():
            value[FIRST_MOVES.index(name), position] = plan.value
    return value


def _searches(moves: Moves) -> Iterator[Followed]:
    """Yield plans for all first moves at the usual probes, then for each kind at its own."""
    rows = lay_out(moves)
    numbers = arrange(moves, barred=moves.months_since_demand >= moves.limitation_months)

    def search(after: Standing | None, *, works: bool) -> tuple[Forward, Choices]:
        masses = probes(moves, rows, after=after, works=works)
        pieces = work_backward(moves, numbers, rows, masses=masses)
        forward = Forward(moves, numbers, pieces, rows)
        return forward, forward.weigh(forward.start())

    forward, choices = search(None, works=True)
    choice, segment = first_choices(forward, choices)
    yield follow_plans(forward, choices, choice, segment)
    for first, last in _kinds(forward):
        begins = (first <= choice) & (choice < last)
        if not begins.any():
            continue
        # Segments that may not begin so keep any choice: what they find is left out below.
        taken = choices.worth.argmax(axis=0)
        taken[segment[begins]] = choice[begins]
        after = forward.take(choices, taken, np.arange(len(taken)))
        for works in (True, False):
            again, weighed = search(after, works=works)
            chosen, of = first_choices(again, weighed)
            same = (first <= chosen) & (chosen < last)
            yield follow_plans(again, weighed, chosen[same], of[same])


def _kinds(forward: Forward) -> tuple[tuple[int, int], ...]:
    """Return kinds of choices that lead on: the first of each, and the first after it."""
    placing = forward.placing
    starts = (WAIT_CHOICE, WAIT_CHOICE + 1, placing, placing + 1, placing + 2, placing + 3)
    return tuple(pairwise(starts))
