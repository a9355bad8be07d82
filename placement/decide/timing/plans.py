"""Plans as people read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.moves.masses import WAIT
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option

FIRST_MOVES = (WAIT, *(option.value for option in Option))
"""Names of the moves a plan may begin with, in the order of every array over first moves."""

PLACEMENTS = tuple(option.value for option in AGENCY_OPTIONS)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One move of a plan."""

    action: str
    """An option's name, or `wait`."""
    start_month: int
    months: int
    """Months until the next move; 0 where the move ends the plan. A plan whose last step lasts to
    the horizon keeps the claim."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan for one account and its value in today's money, tax included."""

    steps: tuple[Step, ...]
    value: float


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A step that people are not told."""

    step: Step
    gain: float
    """What the plan is worth more with it, per account."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What people are told of a plan."""

    plan: Plan
    """The plan without its slivers, and what that is worth."""
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, kw_only=True)
class PlannedAgency:
    """A placement of a plan as its agency sees it; money per account placed, when it starts."""

    number: int
    start_month: int
    contacts_per_month: float
    worked_months: float
    profit: float
    """Its own realised profit, onboarding included."""
    collected: float
    """Cash collected in the term, not discounted, per account placed."""
    liquidation: float
    """Cash collected as a share of the balance placed."""
    collected_per_seat_month: float | None
    """Cash that a collector brings in a month of work; None where nobody works."""


SAME_EFFORT = 1e-7
"""Contacts a month by which an effort may miss the masses and count as fitting."""


@dataclass(frozen=True, kw_only=True)
class Convergence:
    """How agencies' efforts came to fit what a plan leaves them."""

    rounds: int
    misfit: float
    """Contacts a month by which the last efforts missed the masses of the last plan; 0 if they
    fit to the last digit."""
    is_exact: bool = True
    """Whether the search for the plan under the last efforts looked everywhere."""

    @property
    def is_reached(self) -> bool:
        """Return whether the efforts fit the masses."""
        return self.misfit <= SAME_EFFORT


@dataclass(frozen=True, kw_only=True)
class AccountPlan:
    """When to act on one account."""

    plan: Plan
    first_moves: dict[str, Plan]
    """For every move that is open now, the best plan that begins with it."""
    told: Told | None = None
    """The plan as people read it, where it was worked out."""
    agencies: tuple[PlannedAgency, ...] = ()
    """What the agencies of the plan do and earn."""
    convergence: Convergence | None = None
    """How the agencies' efforts came to fit the plan, where that was looked at."""

    @property
    def value_of_waiting(self) -> float | None:
        """Value of waiting a month over the best other first move; None if one is missing."""
        others = [plan.value for name, plan in self.first_moves.items() if name != WAIT]
        if WAIT not in self.first_moves or not others:
            return None
        return self.first_moves[WAIT].value - max(others)


@dataclass(frozen=True, kw_only=True, eq=False)
class BookPlans:
    """A plan for every segment of a book; money per account."""

    plans: tuple[Plan, ...]
    first_value: FloatArray
    """Best value by first move, shape (first moves, segments) in `FIRST_MOVES`; NaN if not open."""


def book_plans_of(found: Sequence[Mapping[str, Plan]]) -> BookPlans:
    """Return the plan of each segment that is worth most, and the best value by first move.

    Args:
        found: Each segment's best plan by first move.
    """
    nothing = float("nan")
    return BookPlans(
        plans=tuple(max(plans.values(), key=lambda plan: plan.value) for plans in found),
        first_value=np.array(
            [
                [plans[name].value if name in plans else nothing for plans in found]
                for name in FIRST_MOVES
            ]
        ),
    )


def as_people_read(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps with months of waiting or of in-house work in a row as one step.

    A plan that keeps the claim at the horizon ends by waiting; where something else ran until
    then, that is its last step.
    """
    joined: list[Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        if last and last.action == step.action and step.action in (WAIT, Option.IN_HOUSE):
            joined[-1] = Step(
                action=last.action, start_month=last.start_month, months=last.months + step.months
            )
        else:
            joined.append(step)
    if len(joined) > 1 and joined[-1].action == WAIT and joined[-1].months == 0:
        joined.pop()
    return tuple(joined)


def keeps_the_claim(plan: Plan, *, horizon: int) -> bool:
    """Return whether a plan ends by stopping work and keeping the claim: waiting without end."""
    last = plan.steps[-1]
    return last.action == WAIT and last.start_month + last.months >= horizon
