"""The cash calendar: what a book's plans bring in and cost, month by month.

The same moves as the plans were valued with, written out by month instead of added up: the
calendar, discounted, is the plans' value. Source: own definition, docs/model.md, "When to change
course".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.calendar.ledger import COMPONENTS, STAGES
from placement.decide.timing.calendar.months import write_down
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, Moves
from placement.decide.timing.plans import Plan
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import Component, FloatArray, IntArray, Segments, Stance

AFTER_HORIZON = 24
"""Months shown after the horizon, in which courts and tax dates follow."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CashCalendar:
    """Money and accounts of every segment by month; each segment's total, not discounted.

    Month 0 is the cut-off date; the cash of month k is paid at its end. Accounts are counted at
    the end of month k, after its cash. What a debtor pays in instalments counts as its value in
    the month the first one comes, as everywhere in the model.
    """

    month: IntArray
    """0..horizon + 24, and further if cash falls later, shape (months,)."""
    cash: FloatArray
    """Money in the order of `COMPONENTS`, costs negative, shape (components, segments, months)."""
    accounts: FloatArray
    """Accounts in the order of `STAGES`, shape (stages, segments, months)."""
    value: FloatArray
    """The cash in today's money, shape (segments,): the plan's value times the accounts."""

    def of(self, component: Component) -> FloatArray:
        """Return a component's cash of the whole book, shape (months,)."""
        return np.asarray(self.cash[COMPONENTS.index(component)].sum(axis=0))

    def in_stage(self, stage: str) -> FloatArray:
        """Return the book's accounts in one of `STAGES`, shape (months,)."""
        return np.asarray(self.accounts[STAGES.index(stage)].sum(axis=0))

    @property
    def coming_in(self) -> FloatArray:
        """The book's positive components before tax, shape (months,)."""
        return np.asarray(np.maximum(self._before_tax, 0.0).sum(axis=(0, 1)))

    @property
    def going_out(self) -> FloatArray:
        """The book's costs before tax, negative, shape (months,)."""
        return np.asarray(np.minimum(self._before_tax, 0.0).sum(axis=(0, 1)))

    @property
    def net(self) -> FloatArray:
        """All components of the book, tax included, shape (months,)."""
        return np.asarray(self.cash.sum(axis=(0, 1)))

    @property
    def _before_tax(self) -> FloatArray:
        return np.delete(self.cash, COMPONENTS.index(Component.TAX), axis=0)


def cash_calendar(
    plans: Sequence[Plan],
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
    moves: Moves | None = None,
) -> CashCalendar:
    """Return the cash and the accounts of a book under its plans.

        value of a segment = sum_k v ** k * (all components of month k)

    Args:
        plans: A plan for each segment.
        segments: The book.
        assumptions: The numbers the plans were made with.
        stance: The agencies' stance they were made with.
        horizon: Months a plan may last.
        moves: The moves the plans were made of, where they are at hand.

    Raises:
        InputError: Plans and segments differ in number.
    """
    if len(plans) != len(segments):
        raise InputError(
            t(
                "A calendar needs one plan for each segment; got {plans} plans for {segments} "
                "segments. Plan the whole book first.",
                plans=len(plans),
                segments=len(segments),
            )
        )
    known = moves or build_moves(segments, assumptions, stance=stance, horizon=horizon)
    ledger, discount = write_down(plans, known, months=known.horizon + AFTER_HORIZON + 1)
    month = np.arange(ledger.cash.shape[-1])
    number = segments.accounts.astype(float)
    cash = ledger.cash * number[:, None]
    return CashCalendar(
        month=month,
        cash=cash,
        accounts=ledger.accounts * number[:, None],
        value=np.asarray((cash.sum(axis=0) * discount[:, None] ** month).sum(axis=1)),
    )
