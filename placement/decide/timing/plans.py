"""Plans as people read them."""

from dataclasses import dataclass
from itertools import groupby, pairwise

from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.moves.stages import longest_stages
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
    """Months until the next move; 0 where the move ends the plan."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A plan for one account and its value in today's money, tax included."""

    steps: tuple[Step, ...]
    value: float


@dataclass(frozen=True, kw_only=True)
class AccountPlan:
    """When to act on one account."""

    plan: Plan
    first_moves: dict[str, Plan]
    """For every move that is open now, the best plan that begins with it."""

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


def with_long_waits(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps with months of waiting in a row as one step."""
    joined: list[Step] = []
    for step in steps:
        last = joined[-1] if joined else None
        if last and last.action == step.action == WAIT:
            joined[-1] = Step(
                action=WAIT, start_month=last.start_month, months=last.months + step.months
            )
        else:
            joined.append(step)
    return tuple(joined)


def with_long_stages(steps: tuple[Step, ...], moves: Moves, position: int) -> tuple[Step, ...]:
    """Return the steps with in-house stages in a row as few and long as they are worth the same.

    Args:
        steps: The steps of a plan, each in-house stage no longer than the longest.
        moves: The moves it was made from.
        position: The account's segment.
    """
    if not any(one.action == two.action == Option.IN_HOUSE for one, two in pairwise(steps)):
        return steps
    joined: list[Step] = []
    for action, run in groupby(steps, key=lambda step: step.action):
        stages = tuple(run)
        if action != Option.IN_HOUSE or len(stages) == 1:
            joined += stages
            continue
        month = stages[0].start_month
        lengths = [step.months for step in stages]
        for months in longest_stages(moves, position, start_month=month, months=lengths):
            joined.append(Step(action=action, start_month=month, months=months))
            month += months
    return tuple(joined)
