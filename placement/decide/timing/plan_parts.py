"""What a plan is worth, by component: its calendar of cash in today's money.

    value of a plan = sum over components and months of cash * v ** month

Source: own definition, docs/model.md, "When to change course".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.calendar.cash import cash_calendar
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES, Plan
from placement.decide.totals import totals_of
from placement.domain.types import Component, FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanParts:
    """A plan for every segment and what it is made of; money per account, in today's money."""

    plans: tuple[Plan, ...]
    parts: FloatArray
    """By component, in the order of `Component`, shape (components, segments)."""

    @cached_property
    def net(self) -> FloatArray:
        """What each plan leaves, shape (segments,)."""
        return np.array([plan.value for plan in self.plans])

    @cached_property
    def totals(self) -> FloatArray:
        """Cash, fees and tax of each plan, shape (totals, segments); they add up to its net."""
        return totals_of(self.parts)

    @cached_property
    def first_move(self) -> IntArray:
        """Position of each plan's first move in `FIRST_MOVES`, shape (segments,)."""
        return np.array([FIRST_MOVES.index(plan.steps[0].action) for plan in self.plans])


def plan_parts(plans: Sequence[Plan], moves: Moves, assumptions: Assumptions) -> FloatArray:
    """Return what plans are worth by component, per account.

    Args:
        plans: A plan for each segment.
        moves: The moves they were made of.
        assumptions: The numbers these were made with.

    Returns:
        In the order of `Component`, shape (components, segments).

    Raises:
        InputError: Plans and segments differ in number.
    """
    size = len(moves.segments)
    calendar = cash_calendar(
        plans,
        replace(moves.segments, accounts=np.ones(size, dtype=np.int64)),
        assumptions,
        stance=moves.agencies.stance,
        horizon=moves.horizon,
        moves=moves,
    )
    discount = np.broadcast_to(moves.terms.market.discount, (size,))
    factors = discount[:, None] ** calendar.month
    return np.asarray((calendar.cash * factors).sum(axis=-1))


def parts_by_first_move(
    found: Sequence[Mapping[str, Plan]], moves: Moves, assumptions: Assumptions
) -> FloatArray:
    """Return what each segment's best plans by first move are worth by component, per account.

    Args:
        found: Each segment's best plan by first move.
        moves: The moves they were made of.
        assumptions: The numbers these were made with.

    Returns:
        Shape (components, first moves, segments) in the order of `FIRST_MOVES`; NaN where no plan
        begins so.
    """
    parts = np.full((len(Component), len(FIRST_MOVES), len(found)), np.nan)
    for row, name in enumerate(FIRST_MOVES):
        begins = np.array([name in plans for plans in found])
        if not begins.any():
            continue
        # All segments at once; whoever may not begin so follows any plan and is left out.
        taken = [plans.get(name) or next(iter(plans.values())) for plans in found]
        parts[:, row] = np.where(begins, plan_parts(taken, moves, assumptions), np.nan)
    return parts
