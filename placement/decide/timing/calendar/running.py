"""The masses of a book's segments between two steps of their plans, and what every step does."""

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.calendar.ledger import Ledger
from placement.decide.timing.calendar.step_terms import StepTerms
from placement.domain.types import BoolArray, Component, FloatArray, IntArray, Segments
from placement.value.terms import Terms


class Running:
    """Where all segments are in their plans; arrays have shape (segments,)."""

    def __init__(
        self, ledger: Ledger, now: Terms, segments: Segments, assumptions: Assumptions
    ) -> None:
        self.ledger = ledger
        debtor, market, size = now.debtor, now.market, (len(segments),)
        self.willing = np.array(np.broadcast_to(debtor.willing, size))
        self.reluctant = np.array(np.broadcast_to(debtor.reluctant, size))
        self.is_open = np.ones(size)
        self.balance, self.paid_value = debtor.balance, debtor.paid_value
        self.fade = np.broadcast_to(debtor.fade_rate, size)
        self.held = np.broadcast_to(market.holding_cost_rate, size) * debtor.balance
        self.deductible = market.months_until_deductible
        self.clock = np.where(
            np.isnan(segments.months_since_demand), segments.age, segments.months_since_demand
        )
        self.limit = float(np.mean(assumptions.number("law.limitation_months")))
        self.plead = float(np.mean(assumptions.number("court.limitation_plead")))
        self.ordered = np.zeros(size, dtype=bool)

    def not_lost(self, rows: IntArray, months: IntArray) -> FloatArray:
        """Return the willing and the reluctant that are left after some months of fading."""
        faded = np.exp(-self.fade[rows] * months)
        return np.asarray((self.willing[rows] + self.reluctant[rows]) * faded)

    def charge_relationship(self, step: StepTerms) -> None:
        """Charge the margin at risk, once, when the step starts."""
        margin = -step.relationship * self.is_open[step.segment]
        self.ledger.add(Component.RELATIONSHIP_COST, step.segment, step.start, margin)

    def hold(self, step: StepTerms, share: FloatArray, where: BoolArray) -> None:
        """Charge the months in which accounts are held, and count them in their stage."""
        rows = step.segment
        month = step.start[:, None] + np.arange(1, share.shape[1] + 1)
        cost = -self.held[rows][:, None] * share
        self.ledger.add(Component.HOLDING_COST, rows, month, cost, where)
        self.ledger.stay(str(step.action[0]), rows, month - 1, share, where)

    def hold_for(self, step: StepTerms, months: IntArray) -> None:
        """Hold all open accounts for some months, as `hold`."""
        k = np.arange(1, max(int(months.max()), 1) + 1)
        share = np.broadcast_to(self.is_open[step.segment][:, None], (len(months), len(k)))
        self.hold(step, share, k <= months[:, None])

    def tick(self, rows: IntArray, months: IntArray, since_demand: FloatArray) -> None:
        """Move the limitation clock; once over, the period stays over."""
        clock = self.clock[rows]
        passes = (clock >= self.limit) | np.isinf(since_demand)
        self.clock[rows] = np.where(passes, clock + months, since_demand)

    def end(self, rows: IntArray, deducted: FloatArray) -> None:
        """End the plans: the tax office is told of all that is left, deducted at a date."""
        self.ledger.settle_tax(rows, np.ones(len(rows)), deducted)
        self.is_open[rows] = 0.0
