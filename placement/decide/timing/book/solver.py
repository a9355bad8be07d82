"""The solver for whole books: the best plan of every segment at once, to a small gap.

Backward, the value of a state is kept as one linear piece (`backward`); forward, one plan is
followed for every first move at its real masses (`forward`), and the best of them is the
segment's. Every value is that of a real plan, so it is a lower bound; benchmarks/timing.py prints
how far below the exact solver it lies. Where the limitation clock upsets what the pieces promised,
the exact solver takes the segment over.
"""

import numpy as np

from placement.decide.timing.book.backward import probes, work_backward
from placement.decide.timing.book.followed import (
    BROKEN_PROMISE,
    Followed,
    first_choices,
    follow_plans,
)
from placement.decide.timing.book.forward import Forward
from placement.decide.timing.book.numbers import arrange
from placement.decide.timing.book.rows import lay_out
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES, BookPlans, Plan, Step, with_long_stages
from placement.domain.types import IntArray

WAIT_MOVE = FIRST_MOVES.index(WAIT)


def plan_book(moves: Moves) -> BookPlans:
    """Return a plan for every segment.

    Args:
        moves: The moves of the book.

    Returns:
        Plans with their exact values, limitation clock included, and the best value found by
        first move: lower bounds.
    """
    rows = lay_out(moves)
    numbers = arrange(moves, barred=moves.months_since_demand >= moves.limitation_months)
    pieces = work_backward(moves, numbers, rows, masses=probes(moves, rows))
    forward = Forward(moves, numbers, pieces, rows)
    choices = forward.weigh(forward.start())
    followed = follow_plans(forward, choices, *first_choices(forward, choices))
    name, segment = followed.first_move, followed.segment
    value = np.full((len(FIRST_MOVES), len(moves.segments)), np.nan)
    value[name, segment] = followed.value
    found = np.full(value.shape, -1)
    found[name, segment] = np.arange(len(segment))
    best = np.nanargmax(value, axis=0)
    plans = _read(moves, followed, found[best, np.arange(len(best))])
    missed = choices.worth.max(axis=0) - np.nanmax(value, axis=0)
    for position in np.flatnonzero(missed > BROKEN_PROMISE * moves.segments.balance):
        plan = ExactSolver(moves, int(position)).plan()
        plans[position] = plan
        value[FIRST_MOVES.index(plan.steps[0].action), position] = plan.value
    return BookPlans(plans=tuple(plans), first_value=value)


def _read(moves: Moves, followed: Followed, wanted: IntArray) -> list[Plan]:
    """Return the wanted plans, one per segment, as people read them."""
    place = np.full(len(followed.value), -1)
    place[wanted] = np.arange(len(wanted))
    columns = [np.concatenate(part) for part in zip(*followed.steps, strict=True)]
    columns[0] = place[columns[0]]
    order = np.argsort(columns[0], kind="stable")
    order = order[np.searchsorted(columns[0][order], 0) :]
    plan, move, start, months = (column[order] for column in columns)
    goes_on = np.zeros(len(plan), dtype=bool)
    goes_on[1:] = (plan[1:] == plan[:-1]) & (move[1:] == move[:-1]) & (move[1:] == WAIT_MOVE)
    begins = np.flatnonzero(~goes_on)
    months = np.add.reduceat(months, begins)
    steps: list[list[Step]] = [[] for _ in wanted]
    rows = zip(
        *(c.tolist() for c in (plan[begins], move[begins], start[begins], months)), strict=True
    )
    for at, action, month, length in rows:
        steps[at].append(Step(action=FIRST_MOVES[action], start_month=month, months=length))
    return [
        Plan(steps=with_long_stages(tuple(taken), moves, position), value=value)
        for position, (taken, value) in enumerate(
            zip(steps, followed.value[wanted].tolist(), strict=True)
        )
    ]
