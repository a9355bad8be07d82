"""Follows the most promising plan of every first move to its end."""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.forward import WAIT_CHOICE, Choices, Forward
from placement.decide.timing.book.numbers import BLOCKED, ENDS
from placement.domain.types import FloatArray, IntArray

NEVER = 0.5 * BLOCKED
"""Below this a move is not open."""

BROKEN_PROMISE = 1e-9
"""Share of the balance by which a plan may miss what its pieces promised, for rounding; where the
limitation clock upsets more, the exact solver takes the segment over."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Followed:
    """Plans followed to their ends, arrays of shape (plans,); money per account."""

    segment: IntArray
    promised: FloatArray
    """What the pieces said it is worth."""
    value: FloatArray
    """What it is worth, the limitation clock included."""
    steps: tuple[tuple[IntArray, IntArray, IntArray, IntArray], ...]
    """Plan, move, start month and months of each step, in the order they were taken."""

    @property
    def first_move(self) -> IntArray:
        """Position of each plan's first move in `FIRST_MOVES`."""
        return self.steps[0][1]


def first_choices(forward: Forward, choices: Choices) -> tuple[IntArray, IntArray]:
    """Return the most promising choice for each first move, and its segment."""
    worth = choices.worth.copy()
    # Of in-house stages only the most promising length is followed.
    stages = worth[WAIT_CHOICE + 1 : forward.placing]
    stages[np.arange(len(stages))[:, None] != stages.argmax(axis=0)] = -np.inf
    choice, segment = np.nonzero(worth > NEVER)
    return choice, segment


def follow_plans(
    forward: Forward, choices: Choices, choice: IntArray, segment: IntArray
) -> Followed:
    """Follow plans that begin with the given choices of the given segments to their ends."""
    column, promised = segment, choices.worth[choice, segment]
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
            return Followed(segment=segment, promised=promised, value=value, steps=tuple(steps))
        plan = plan[goes_on]
        choices = forward.weigh(after.take(goes_on))
        choice, column = choices.worth.argmax(axis=0), np.arange(len(plan))
