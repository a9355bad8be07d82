"""What real lots earn: the lot economics at any commission and any truth about the willing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from placement.decide.bid.payoff import PayoffTable, tabled
from placement.decide.bid.surface import Profit, surface
from placement.decide.deal.lot import Lot, contract_at
from placement.decide.deal.vary import with_odds
from placement.domain.types import FloatArray
from placement.value.agency import place

FEW_SEGMENTS = 8
"""Segments up to which a lot is valued afresh for every bid and truth; more take seconds."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LotPayoff:
    """What lots earn; the agency sets its effort by the truth it then finds.

    An agency learns what a lot is like in the first weeks of work, long before the term ends. A
    lot of few segments, or of one truth, is valued afresh for every bid; any other is read off a
    surface that is worked out once.
    """

    lots: tuple[Lot, ...]

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return the profits, shape (lots, truths, bids); the loop is over lots."""
        ways = self._afresh if factor.shape[-1] == 1 else self._ways
        return np.stack([way(commission[place], factor[place]) for place, way in enumerate(ways)])

    @cached_property
    def _afresh(self) -> tuple[Profit, ...]:
        return tuple(partial(lot_profit, lot) for lot in self.lots)

    @cached_property
    def _ways(self) -> tuple[Profit, ...]:
        return tuple(
            way if len(lot.segments) <= FEW_SEGMENTS else surface(way)
            for lot, way in zip(self.lots, self._afresh, strict=True)
        )


def lot_profit(lot: Lot, commission: FloatArray, factor: FloatArray) -> FloatArray:
    """Return a lot's profit, fixed cost included, in today's money.

    Args:
        lot: The lot.
        commission: Quotes from 0 to 1, shape (bids,).
        factor: True share of willing debtors over the estimated, shape (truths,).

    Returns:
        Shape (truths, bids).
    """
    pairs = np.repeat(factor, commission.size), np.tile(commission, factor.size)
    varied = with_odds(lot, pairs[0][:, None])
    profit = place(varied.terms, contract_at(varied, pairs[1])).agency_profit
    wide = np.broadcast_to(profit, (pairs[0].size, len(lot.segments)))
    return np.asarray((wide @ lot.accounts - lot.fixed_cost).reshape(factor.size, commission.size))


def lot_table(lots: Sequence[Lot], *, commission: FloatArray, factor: FloatArray) -> PayoffTable:
    """Return the lots' profits worked out beforehand; arguments as `tabled`."""
    payoff = LotPayoff(lots=tuple(lots))
    return tabled(payoff, lots=len(lots), commission=commission, factor=factor)
