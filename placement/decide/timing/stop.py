"""Where a plan stops working an account and keeps the claim.

Plans are worked out up to a horizon, so at its end something has to stand: a wait that runs into
it, or a write-off. Neither is a thing to do on that day. What they say is: from the month in which
nothing more is done, stop working the account and keep the claim, for whoever still pays.
"""

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.plans import FIRST_MOVES, Plan, Step
from placement.domain.types import Option

STOP = "stop"
"""Name of the end of all work where people read it; in a plan it is a wait that nothing follows."""

LEADS = (*FIRST_MOVES, STOP)
"""What a plan can be said to begin with."""


def steps_worked(plan: Plan, *, horizon: int) -> tuple[Step, ...]:
    """Return a plan's steps without those that only carry it to the end of the horizon."""
    if not _runs_out(plan, horizon):
        return plan.steps
    steps = list(plan.steps)
    if steps[-1].action == Option.WRITE_OFF:
        steps.pop()
    while steps and steps[-1].action == WAIT:
        steps.pop()
    return tuple(steps)


def stops_in(plan: Plan, *, horizon: int) -> int | None:
    """Return the month from which a plan keeps the claim unworked; None where it ends otherwise."""
    if not _runs_out(plan, horizon):
        return None
    worked = steps_worked(plan, horizon=horizon)
    return worked[-1].start_month + worked[-1].months if worked else 0


def begins_with(plan: Plan, *, horizon: int) -> str:
    """Return what a plan begins with, one of `LEADS`."""
    return STOP if stops_in(plan, horizon=horizon) == 0 else plan.steps[0].action


def steps_said(plan: Plan, *, horizon: int) -> tuple[Step, ...]:
    """Return a plan's steps as people are told them: the end of all work is a step of its own."""
    worked, stop = steps_worked(plan, horizon=horizon), stops_in(plan, horizon=horizon)
    return worked if stop is None else (*worked, Step(action=STOP, start_month=stop, months=0))


def _runs_out(plan: Plan, horizon: int) -> bool:
    """Return whether nothing but the horizon ends a plan."""
    last = plan.steps[-1]
    if last.months or last.action == WAIT:
        return last.start_month + last.months >= horizon
    # A write-off today is one, however short the horizon.
    return last.action == Option.WRITE_OFF and 0 < last.start_month >= horizon
