"""What each account's plan says to do now, and what comes next.

An account takes the first step of its segment's best plan, which is what `rank` and the page
Options lead with; its next step, and the month of it, is the second. An account that an agency has
now takes no step before it is back: then comes the first step of its plan that is not waiting.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import Plan, Step, as_people_read
from placement.decide.timing.stop import STOP, steps_said
from placement.domain.types import BoolArray, FloatArray

WITH_AGENCY = "placed_now"
"""The list of accounts that an agency has now."""

NOTHING = ""
"""What comes next where nothing does."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Actions:
    """What is done with each segment; shape (segments,)."""

    now: tuple[str, ...]
    """An option's name, `wait`, `stop`, or `WITH_AGENCY`."""

    then: tuple[str, ...]
    """The step after it, `NOTHING` where it is the last; for accounts with an agency the step
    for which they are recalled."""

    in_months: FloatArray
    """Months from the cut-off date until that step; NaN where there is none."""


def actions_of(plans: Sequence[Plan], placed_now: BoolArray, *, horizon: int) -> Actions:
    """Return what each segment's plan says to do now and next.

    Args:
        plans: The best plan of each segment.
        placed_now: Whether an agency has its accounts, shape (segments,).
        horizon: Months that plans may last.
    """
    told = [
        _placed(steps) if placed else _free(steps)
        for steps, placed in zip(
            (as_people_read(steps_said(plan, horizon=horizon)) for plan in plans),
            placed_now.tolist(),
            strict=True,
        )
    ]
    return Actions(
        now=tuple(now for now, _, _ in told),
        then=tuple(then for _, then, _ in told),
        in_months=np.array([month for _, _, month in told], dtype=float),
    )


def _free(steps: tuple[Step, ...]) -> tuple[str, str, float]:
    first = steps[0].action
    if len(steps) < 2:
        return first, NOTHING, float("nan")
    return first, steps[1].action, float(steps[1].start_month)


def _placed(steps: tuple[Step, ...]) -> tuple[str, str, float]:
    for step in steps:
        if step.action == STOP:
            break
        if step.action != WAIT:
            return WITH_AGENCY, step.action, float(step.start_month)
    return WITH_AGENCY, NOTHING, float("nan")
