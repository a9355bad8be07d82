"""Contracts as lots: the same records and the same functions as the deal's.

All bands of all contracts are made one lot first, because that reads the library once, and then
cut into the lots of the contracts; each is the lot that its own bands alone would make.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.deal.business import Business, resolve_business
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Lot, make_lot
from placement.decide.deal.terms_text import LotTerms
from placement.decide.mix.contracts import Contracts
from placement.domain.types import FloatArray, IntArray, Stance
from placement.value.terms import terms_at, terms_of


@dataclass(frozen=True, kw_only=True, eq=False)
class ContractLot:
    """One contract as a lot, with the agency's own numbers for it."""

    lot: Lot
    business: Business

    @property
    def people_per_contact(self) -> FloatArray:
        """People a month who make one contact a month, shape (bands,); letters are bought.

        (cost per contact - letters) / seat cost, as the deal counts people.
        """
        return np.maximum(self._labour / self.business.seat_cost_per_month, 0.0)

    @property
    def _labour(self) -> FloatArray:
        cost = np.broadcast_to(self.lot.contract.cost_per_contact, self.lot.owed.shape)
        return np.asarray(cost - self.business.letter_share * self.business.letter_cost)


def contract_lots(
    contracts: Contracts,
    assumptions: Assumptions,
    *,
    fees: FeeTerms | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> Iterator[ContractLot]:
    """Yield every contract as a lot.

    Args:
        contracts: The contracts; each band's commission is its rung, the library's where none is
            stated.
        assumptions: The numbers in use, none of them drawn.
        fees: What a contract without terms of its own says beyond its commission; by default
            nothing.
        stance: How the agency sets its effort.

    Raises:
        InputError: A sector is not in the library.
    """
    if not len(contracts):
        return
    segments = contracts.segments()
    together = make_lot(segments, assumptions, stance=stance, fixed_cost=0.0)
    business = resolve_business(segments, assumptions)
    stated = contracts.bands.commission
    rungs = np.where(np.isnan(stated), together.contract.commission, stated)
    together = replace(together, contract=replace(together.contract, commission=rungs))
    for position in range(len(contracts)):
        bands = np.flatnonzero(contracts.bands.of == position)
        lag = contracts.payment_lag[position]
        terms = contracts.terms[position] or LotTerms(fees=fees or FeeTerms())
        mine = business.take(bands, size=len(segments))
        yield ContractLot(
            lot=replace(
                _part(together, bands),
                fixed_cost=float(contracts.fixed_cost[position]),
                volume_share=contracts.bands.volume_share[bands],
                fees=terms.fees,
                court=terms.court,
            ),
            business=mine if np.isnan(lag) else replace(mine, commission_lag_months=int(lag)),
        )


def _part(lot: Lot, bands: IntArray) -> Lot:
    """Return the lot of some segments of a lot."""
    size = len(lot.segments)
    return replace(
        lot,
        segments=lot.segments.take(bands),
        terms=terms_of(lot.terms, bands, size=size),
        contract=terms_at(lot.contract, bands, size=size),
        available={option: where[bands] for option, where in lot.available.items()},
        # The creditor's plans are of all segments together, and the agency's side needs none.
        plans=None,
        most_for_lawyers=np.broadcast_to(lot.most_for_lawyers, (size,))[bands],
    )
