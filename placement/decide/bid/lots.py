"""What real lots earn: the lot economics at any commission and any truth about the willing.

Until month T0 the agency works by its estimate: intensity and stopping month are those of the best
effort if the lot were as estimated. Then it has seen what the lot is like and chooses anew: the
best effort for the rest of the term with the debtors who are then left. Onboarding is spent anyway.

    profit(b, X) = V(first effort to month T0, then the best for those who are left; X)
                   - onboarding

Both are found, and paid, under all terms of the lot's contract. A lot that is as estimated teaches
nothing, and the first plan stays.

Source: own definition, docs/model.md, "Bidding".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from placement.decide.bid.payoff import PayoffTable, tabled
from placement.decide.bid.surface import Profit, Surface
from placement.decide.deal.curve import court_income, lot_curve
from placement.decide.deal.lot import Lot
from placement.decide.deal.vary import with_odds
from placement.decide.deal.work import (
    Worked,
    best_of,
    carry_out,
    points_tried,
    terms_in_force,
    work,
)
from placement.domain.types import FloatArray, Stance
from placement.odds.debtor import by_type
from placement.value.contacts import contacts_if_open
from placement.value.effort import choose_effort
from placement.value.interest import ahead

FEW_SEGMENTS = 8
"""Segments up to which a lot is valued afresh for every bid and truth; more take seconds."""

AT_A_TIME = 40_000
"""Commissions, truths and segments that are valued at once; more would fill the memory."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LotPayoff:
    """What lots earn.

    A lot of few segments, or that is as estimated, is valued afresh for every bid; any other is
    read off a surface that is worked out once.
    """

    lots: tuple[Lot, ...]
    learning_months: int
    """T0, months until the agency knows what a lot is like."""

    @cached_property
    def fixed_cost(self) -> FloatArray:
        """Winning and running each contract, shape (lots,)."""
        return np.array([lot.fixed_cost for lot in self.lots])

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return the profits, shape (lots, truths, bids); the loop is over lots."""
        return np.stack(
            [self._lot(place, commission[place], factor[place]) for place in range(len(self.lots))]
        )

    def _lot(self, place: int, commission: FloatArray, factor: FloatArray) -> FloatArray:
        afresh = self._afresh[place]
        if np.all(factor == 1.0) or len(self.lots[place].segments) <= FEW_SEGMENTS:
            return afresh(commission, factor)
        return self._read[place](commission, factor)

    @cached_property
    def _afresh(self) -> tuple[Profit, ...]:
        return tuple(
            partial(lot_profit, lot, learning_months=self.learning_months) for lot in self.lots
        )

    @cached_property
    def _read(self) -> tuple[Surface, ...]:
        return tuple(Surface(profit=afresh) for afresh in self._afresh)


def lot_profit(
    lot: Lot, commission: FloatArray, factor: FloatArray, *, learning_months: int
) -> FloatArray:
    """Return a lot's profit, fixed cost included, in today's money.

    Args:
        lot: The lot.
        commission: Quotes from 0 to 1, shape (bids,).
        factor: True odds over the estimated, shape (truths,).
        learning_months: T0, months in which the work follows the estimate.

    Returns:
        Shape (truths, bids).
    """
    found = np.empty((factor.size, commission.size))
    surprises = np.flatnonzero(factor != 1.0)
    if surprises.size < factor.size:
        found[factor == 1.0] = lot_curve(lot, commission).agency_profit
    if surprises.size:
        plan = work(lot, commission)
        size = max(AT_A_TIME // max(commission.size * len(lot.segments), 1), 1)
        for first in range(0, surprises.size, size):
            rows = surprises[first : first + size]
            profit = _surprised(plan, factor[rows], learning_months).profit
            found[rows] = profit.reshape(rows.size, commission.size)
        found[surprises] += court_income(lot) - lot.fixed_cost
    return found


def _surprised(plan: Worked, factor: FloatArray, learning_months: int) -> Worked:
    """Return the work where the truth is not the estimate that was planned for.

    Quotes of the result are those of the plan, once for each truth.
    """
    lot = _in_truth(plan.lot, factor, quotes=len(plan.points))
    contract = replace(
        plan.contract, commission=np.tile(plan.contract.commission, (factor.size, 1))
    )
    planned = np.tile(plan.intensity, (factor.size, 1, 1))
    if lot.terms.stance is Stance.CONTRACTUAL:
        return carry_out(lot, contract, planned)
    begun = _cut_off(planned, learning_months)
    learnt = carry_out(lot, contract, begun)
    tried = [
        carry_out(lot, contract, begun + _rest(learnt, points, learning_months))
        for points in points_tried(lot.fees)
    ]
    # A minimum of the lot may be reason enough to stop.
    return best_of([*tried, learnt] if lot.fees.minimum_per_lot else tried)


def _in_truth(lot: Lot, factor: FloatArray, *, quotes: int) -> Lot:
    """Return the lot with the debtors there are in each truth, once for each quote."""
    terms = with_odds(lot, np.repeat(factor, quotes)[:, None]).terms
    return replace(lot, terms=terms, plans=None)


def _cut_off(intensity: FloatArray, months: int) -> FloatArray:
    """Return the contacts of the first months."""
    return np.where(np.arange(intensity.shape[-1]) < months, intensity, 0.0)


def _rest(learnt: Worked, points: float, months: int) -> FloatArray:
    """Return the contacts by month of the best effort from a month on, none before.

    Args:
        learnt: The lot as it then is, worked up to that month.
        points: What the result is taken to bring.
        months: T0, the month in which the agency chooses anew.
    """
    lot, contract, ahead_of = learnt.lot, learnt.contract, learnt.paid.shape[-1]
    rest = np.zeros_like(learnt.intensity)
    if months >= ahead_of:
        return rest
    in_force = terms_in_force(lot, contract, np.full(len(contract.commission), points))
    fade = ahead(lot.terms.debtor.fade, ahead_of)
    gone = ((learnt.hazard + fade) * (np.arange(ahead_of) < months)).sum(axis=-1)
    left = np.maximum(learnt.open_before[..., months], _NOBODY)
    easy, hard = by_type(lot.terms.debtor.types, gone.ndim) * np.exp(-gone) / left
    then = replace(
        lot.terms,
        debtor=replace(
            lot.terms.debtor, willing_easy=easy, willing_hard=hard, fade=fade[..., months:]
        ),
    )
    effort = choose_effort(
        then,
        replace(
            in_force,
            months=np.maximum(contract.months - months, 0.0),
            contacts_per_willing=ahead(contract.contacts_per_willing, ahead_of)[..., months:],
            pays=None if in_force.pays is None else in_force.pays[..., months:],
        ),
    )
    rest[..., months:] = contacts_if_open(contract, effort, months=ahead_of - months)
    return rest


def lot_table(
    lots: Sequence[Lot], *, commission: FloatArray, factor: FloatArray, learning_months: int
) -> PayoffTable:
    """Return the lots' profits worked out beforehand; arguments as `tabled`."""
    payoff = LotPayoff(lots=tuple(lots), learning_months=learning_months)
    return tabled(payoff, lots=len(lots), commission=commission, factor=factor)


_NOBODY = 1e-12
"""Share of accounts still open that stands for none."""
