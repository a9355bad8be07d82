"""Who pays in the first months of plans: what next month's tape is held against.

The same moves as the plans are valued with, cut off after some months. Nothing is valued here: it
is the calendar's own count of accounts.

Source: own definition, docs/model.md, "When to change course".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.calendar.ledger import PAID, STAGES
from placement.decide.timing.calendar.months import write_down
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import Plan, Step
from placement.domain.types import FloatArray, Option

MAY_BE_CUT = (WAIT, Option.IN_HOUSE.value)
"""Stages that may end at any month; others are taken as a whole."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Payers:
    """Shares of accounts by month, month 1 first; arrays of shape (segments, months)."""

    begun: FloatArray
    """Begin to pay what they settle for, in instalments where these are agreed."""

    enforced: FloatArray
    """A court makes them pay the whole balance at once."""


def payers_of(plans: Sequence[Plan], moves: Moves, *, months: int) -> Payers:
    """Return who pays in the first months of plans.

    Args:
        plans: A plan for each segment.
        moves: The moves of the book, with a horizon of so many months at least.
        months: How far to look.

    Raises:
        ValueError: A plan goes on after its end.
    """
    longest = months + int(moves.agencies.longest) + 1
    cut = [begin_of(plan, months=months) for plan in plans]
    ledger, _ = write_down(cut, moves, months=longest)
    some = slice(1, months + 1)
    paid = np.diff(ledger.accounts[STAGES.index(PAID)], axis=1, prepend=0.0)
    begun = ledger.begun[:, some]
    # What nobody began to pay of his own will was enforced; below that is rounding.
    enforced = np.maximum(paid[:, some] - begun, 0.0)
    return Payers(begun=begun, enforced=np.where(enforced > 1e-15, enforced, 0.0))


def begin_of(plan: Plan, *, months: int) -> Plan:
    """Return the steps of a plan that begin within some months, cut off there where they may be."""
    steps = [
        Step(
            action=step.action,
            start_month=step.start_month,
            months=min(step.months, months - step.start_month)
            if step.action in MAY_BE_CUT
            else step.months,
        )
        for step in plan.steps
        if step.start_month < months
    ]
    return Plan(steps=tuple(steps), value=plan.value)


def plan_of(action: str, *, months: int) -> Plan:
    """Return the plan that does one thing from the cut-off date on, and then lets it rest.

    Args:
        action: An option's name, or `wait`.
        months: Months of it, where it may last as long as one likes.
    """
    rests = action == Option.LAW_LETTER and months > 1
    steps = [Step(action=action, start_month=0, months=1 if rests else months)]
    if rests:
        steps.append(Step(action=WAIT, start_month=1, months=months - 1))
    return Plan(steps=tuple(steps), value=float("nan"))
