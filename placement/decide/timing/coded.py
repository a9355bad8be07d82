"""Many plans as arrays: what the solver for books finds, and what `walk` follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES, Step
from placement.domain.types import IntArray, Option

JOINED = np.array([name in (WAIT, Option.IN_HOUSE) for name in FIRST_MOVES])
"""Whether months of a move in a row are one step, by its position in `FIRST_MOVES`."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CodedPlans:
    """Plans whose steps lie behind each other in arrays of shape (steps,)."""

    begins: IntArray
    """Where each plan's steps begin, and where the last one's end, shape (plans + 1,)."""
    action: IntArray
    """Position in `FIRST_MOVES`."""
    start: IntArray
    months: IntArray

    def __len__(self) -> int:
        return len(self.begins) - 1

    @cached_property
    def plan_of_step(self) -> IntArray:
        """Whose step each is."""
        return np.repeat(np.arange(len(self)), np.diff(self.begins))

    def steps(self, plan: int) -> tuple[Step, ...]:
        """Return the steps of one plan."""
        part = slice(int(self.begins[plan]), int(self.begins[plan + 1]))
        rows = zip(
            self.action[part].tolist(), self.start[part].tolist(), self.months[part].tolist(),
            strict=True,
        )  # fmt: skip
        return tuple(
            Step(action=FIRST_MOVES[action], start_month=start, months=months)
            for action, start, months in rows
        )


def coded(plans: Sequence[Sequence[Step]]) -> CodedPlans:
    """Return plans as arrays."""
    code = {name: position for position, name in enumerate(FIRST_MOVES)}
    rows = [(code[step.action], step.start_month, step.months) for steps in plans for step in steps]
    action, start, months = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    begins = np.cumsum([0, *(len(steps) for steps in plans)])
    return CodedPlans(begins=begins, action=action, start=start, months=months)


def in_order(plan: IntArray, action: IntArray, start: IntArray, months: IntArray) -> CodedPlans:
    """Return plans as people read them, from steps that are in order by plan; as `as_people_read`.

    Months of waiting or of in-house work in a row are one step, and a plan that keeps the claim at
    the horizon ends with what ran until then.

    Args:
        plan: Whose step each is, from 0 on, each with one step at least; as the rest (steps,).
        action: Position in `FIRST_MOVES`.
        start: The month in which it starts.
        months: How long it lasts.
    """
    order = np.argsort(plan, kind="stable")
    plan, action, start, months = plan[order], action[order], start[order], months[order]
    is_new = np.append(True, (plan[1:] != plan[:-1]) | (action[1:] != action[:-1]))
    first = np.flatnonzero(is_new | ~JOINED[action])
    months = np.add.reduceat(months, first)
    plan, action, start = plan[first], action[first], start[first]
    is_last, is_alone = (
        np.append(plan[1:] != plan[:-1], True),
        np.append(True, plan[1:] != plan[:-1]),
    )
    keeps = is_last & ~is_alone & (action == FIRST_MOVES.index(WAIT)) & (months == 0)
    plan, action, start, months = (part[~keeps] for part in (plan, action, start, months))
    begins = np.searchsorted(plan, np.arange(int(plan[-1]) + 2))
    return CodedPlans(begins=begins, action=action, start=start, months=months)
