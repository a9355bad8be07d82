"""What real lots earn: the lot economics at any commission and any truth about the willing.

Until month T0 the agency works by its estimate: intensity and stopping month are those of the best
effort if the lot were as estimated. Then it has seen what the lot is like and chooses anew: the
best effort for the rest of the term with the debtors who are then left. Onboarding is spent anyway.

    profit(b, X) = V(first effort, months 1..T0; X) + v^T0 * open_T0 * V*(rest of the term; X)
                   - onboarding

A lot that is as estimated teaches nothing, and the first plan stays.

Source: own definition, docs/model.md, "Bidding".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from placement.decide.bid.payoff import PayoffTable, tabled
from placement.decide.bid.surface import Profit, Surface
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import Lot, contract_at
from placement.decide.deal.vary import with_odds
from placement.domain.types import FloatArray, Stance
from placement.value.contacts import effort_path
from placement.value.effort import Effort, agency_value, choose_effort
from placement.value.interest import ahead
from placement.value.terms import AgencyTerms, Terms

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
        contract = contract_at(lot, commission)
        plan = choose_effort(lot.terms, contract) if learning_months else None
        size = max(AT_A_TIME // max(commission.size * len(lot.segments), 1), 1)
        for first in range(0, surprises.size, size):
            rows = surprises[first : first + size]
            terms = with_odds(lot, factor[rows, None, None]).terms
            profit = _surprised(terms, contract, plan, learning_months)
            shape = (rows.size, commission.size, len(lot.segments))
            found[rows] = np.broadcast_to(profit, shape) @ lot.accounts - lot.fixed_cost
    return found


def _surprised(terms: Terms, contract: AgencyTerms, plan: Effort | None, months: int) -> FloatArray:
    """Return the profit per account where the truth is not the estimate that was planned for."""
    if plan is None or terms.stance is Stance.CONTRACTUAL:
        return _value(terms, contract, choose_effort(terms, contract))
    term = int(np.max(contract.months))
    profit = _value(terms, _for_months(contract, months), plan)
    return profit + _rest(terms, contract, plan, months, term) if months < term else profit


def _rest(terms: Terms, contract: AgencyTerms, plan: Effort, months: int, term: int) -> FloatArray:
    """Return what the rest of the term is worth today, per account that was placed."""
    path = effort_path(terms, _for_months(contract, months), plan, months=months)
    left = np.maximum(path.open_after, _NOBODY)
    easy, hard = path.willing_after / left
    debtor = replace(
        terms.debtor,
        willing_easy=easy,
        willing_hard=hard,
        fade=ahead(terms.debtor.fade, term)[..., months:],
    )
    rest = replace(
        contract,
        months=np.maximum(contract.months - months, 0.0),
        contacts_per_willing=ahead(contract.contacts_per_willing, term)[..., months:],
        onboarding=np.zeros_like(contract.onboarding),
    )
    then = replace(terms, debtor=debtor)
    worth = _value(then, rest, choose_effort(then, rest))
    return np.asarray(left * terms.market.discount**months * worth)


def _value(terms: Terms, contract: AgencyTerms, effort: Effort) -> FloatArray:
    stop = np.minimum(effort.worked_months, contract.months)
    return agency_value(
        effort.contacts_per_month,
        stop,
        debtor=terms.debtor,
        market=terms.market,
        agency=contract,
    )


def _for_months(contract: AgencyTerms, months: int) -> AgencyTerms:
    """Return the contract as if it ended with these months."""
    return replace(contract, months=np.minimum(contract.months, float(months)))


def lot_table(
    lots: Sequence[Lot], *, commission: FloatArray, factor: FloatArray, learning_months: int
) -> PayoffTable:
    """Return the lots' profits worked out beforehand; arguments as `tabled`."""
    payoff = LotPayoff(lots=tuple(lots), learning_months=learning_months)
    return tabled(payoff, lots=len(lots), commission=commission, factor=factor)


_NOBODY = 1e-12
"""Share of accounts still open that stands for none."""
