"""What real lots earn: the lot economics at any commission and any truth about the willing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.bid.payoff import PayoffTable
from placement.decide.deal.lot import Lot, contract_at
from placement.decide.deal.vary import with_odds
from placement.domain.types import FloatArray
from placement.value.agency import place


@dataclass(frozen=True, kw_only=True, eq=False)
class LotPayoff:
    """Lots valued afresh for every bid; the agency sets its effort by the truth it then finds.

    An agency learns what a lot is like in the first weeks of work, long before the term ends.
    """

    lots: tuple[Lot, ...]

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return the profits, shape (lots, truths, bids); the loop is over lots."""
        return np.stack(
            [
                lot_profit(lot, commission[position], factor[position])
                for position, lot in enumerate(self.lots)
            ]
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
    """Return the lots' profits worked out beforehand, for many questions about the same lots.

    Args:
        lots: The lots.
        commission: Rising in equal steps, shape (commissions,).
        factor: Rising in equal ratios, shape (factors,).
    """
    return PayoffTable(
        commission=commission,
        factor=factor,
        profit=np.stack([lot_profit(lot, commission, factor) for lot in lots]),
    )
