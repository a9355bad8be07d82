"""What a plan is worth, by component: its calendar of cash in today's money.

    value of a plan = sum over components and months of cash * v ** month

Source: own definition, docs/model.md, "When to change course".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.calendar.cash import CashCalendar, cash_calendar
from placement.decide.timing.plans import FIRST_MOVES, Plan
from placement.decide.totals import totals_of
from placement.domain.types import FloatArray, IntArray, Segments, Stance
from placement.value.options import Valuation


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanParts:
    """Plans and what each is made of; money per account, in today's money."""

    plans: tuple[Plan, ...]
    parts: FloatArray
    """By component, in the order of `Component`, shape (components, plans)."""

    @cached_property
    def net(self) -> FloatArray:
        """What each plan leaves, shape (plans,)."""
        return np.array([plan.value for plan in self.plans])

    @cached_property
    def totals(self) -> FloatArray:
        """Cash, fees and tax of each plan, shape (totals, plans); they add up to its net."""
        return totals_of(self.parts)

    @cached_property
    def first_move(self) -> IntArray:
        """Position of each plan's first move in `FIRST_MOVES`, shape (plans,)."""
        return np.array([FIRST_MOVES.index(plan.steps[0].action) for plan in self.plans])


def plan_parts(
    plans: Sequence[Plan],
    valuation: Valuation,
    assumptions: Assumptions,
    *,
    stance: Stance,
    horizon: int,
    rows: IntArray | None = None,
) -> PlanParts:
    """Return what plans are worth by component.

    Args:
        plans: The plans.
        valuation: The options of their book, for its segments and the discount.
        assumptions: The numbers the plans were made with.
        stance: The stance they were made with.
        horizon: Months a plan may last.
        rows: Segment of each plan; by default the plans are one for each segment.

    Raises:
        InputError: Plans and segments differ in number.
    """
    segments = valuation.segments if rows is None else valuation.segments.take(rows)
    calendar = cash_calendar(
        plans, _one_account_each(segments), assumptions, stance=stance, horizon=horizon
    )
    discount = np.broadcast_to(valuation.terms.market.discount, (len(valuation.segments),))
    parts = present_parts(calendar, discount if rows is None else discount[rows])
    return PlanParts(plans=tuple(plans), parts=parts)


def present_parts(calendar: CashCalendar, discount: FloatArray) -> FloatArray:
    """Return a calendar's cash in today's money, shape (components, segments).

    Args:
        calendar: The months of every segment.
        discount: Value today of 1 a month from now, shape (segments,).
    """
    factors = discount[:, None] ** calendar.month
    return np.asarray((calendar.cash * factors).sum(axis=-1))


def _one_account_each(segments: Segments) -> Segments:
    return replace(segments, accounts=np.ones(len(segments), dtype=np.int64))
