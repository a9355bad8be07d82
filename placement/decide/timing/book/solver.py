"""The solver for whole books: the best plan of every segment at once, to a small gap.

Backward, the value of a state is kept as one linear piece (`backward`); forward, one plan is
followed for every first move at its real masses (`forward`), and the best of them is the
segment's. Every value is that of a real plan, so it is a lower bound; benchmarks/timing.py prints
how far below the exact solver it lies. Where the limitation clock upsets what the pieces promised,
the exact solver takes the segment over.
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.backward import work_backward
from placement.decide.timing.book.forward import WAIT_CHOICE, Choices, Forward
from placement.decide.timing.book.numbers import BLOCKED, ENDS, arrange
from placement.decide.timing.book.rows import lay_out
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES, BookPlans, Plan, Step
from placement.domain.types import FloatArray, IntArray

BROKEN_PROMISE = 1e-9
"""Share of the balance by which a plan may miss what its pieces promised, for rounding."""

WAIT_MOVE = FIRST_MOVES.index(WAIT)

NEVER = 0.5 * BLOCKED
"""Below this a move is not open."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Followed:
    """Plans followed to their ends, shape (plans,); steps in the order they were taken."""

    value: FloatArray
    steps: tuple[tuple[IntArray, IntArray, IntArray, IntArray], ...]
    """Plan, move, start month and months of each step."""


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
    forward = Forward(moves, numbers, work_backward(moves, numbers, rows), rows)
    choices = forward.weigh(forward.start())
    choice, segment = _first_choices(forward, choices)
    followed = _follow(forward, choices, choice, segment)
    name = followed.steps[0][1]
    value = np.full((len(FIRST_MOVES), len(moves.segments)), np.nan)
    value[name, segment] = followed.value
    found = np.full(value.shape, -1)
    found[name, segment] = np.arange(len(segment))
    best = np.nanargmax(value, axis=0)
    plans = _read(followed, found[best, np.arange(len(best))])
    missed = choices.worth.max(axis=0) - np.nanmax(value, axis=0)
    for position in np.flatnonzero(missed > BROKEN_PROMISE * moves.segments.balance):
        plan = ExactSolver(moves, int(position)).plan()
        plans[position] = plan
        value[FIRST_MOVES.index(plan.steps[0].action), position] = plan.value
    return BookPlans(plans=tuple(plans), first_value=value)


def _first_choices(forward: Forward, choices: Choices) -> tuple[IntArray, IntArray]:
    """Return the most promising choice for each first move, and its segment."""
    worth = choices.worth.copy()
    # Of in-house stages only the most promising length is followed.
    stages = worth[WAIT_CHOICE + 1 : forward.placing]
    stages[np.arange(len(stages))[:, None] != stages.argmax(axis=0)] = -np.inf
    choice, segment = np.nonzero(worth > NEVER)
    return choice, segment


def _follow(forward: Forward, choices: Choices, choice: IntArray, column: IntArray) -> _Followed:
    """Follow plans that begin with the given choices to their ends."""
    plan = np.arange(len(choice))
    value = np.zeros(len(choice))
    steps = []
    while True:
        value[plan] += choices.reward[choice, column]
        after, paid = forward.drift(forward.take(choices, choice, column), choice == WAIT_CHOICE)
        value[plan] += paid
        here = choices.at.take(column)
        steps.append((plan, forward.name(choice, here), here.month, after.month - here.month))
        goes_on = choice >= len(ENDS)
        if not goes_on.any():
            return _Followed(value=value, steps=tuple(steps))
        plan = plan[goes_on]
        choices = forward.weigh(after.take(goes_on))
        choice, column = choices.worth.argmax(axis=0), np.arange(len(plan))


def _read(followed: _Followed, wanted: IntArray) -> list[Plan]:
    """Return the wanted plans as people read them."""
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
        Plan(steps=tuple(taken), value=value)
        for taken, value in zip(steps, followed.value[wanted].tolist(), strict=True)
    ]
