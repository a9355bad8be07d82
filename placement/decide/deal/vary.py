"""The same lot with one thing changed: what could open a deal, or what an estimate may miss."""

from dataclasses import replace

import numpy as np

from placement.decide.deal.lot import Lot
from placement.domain.types import FloatArray


def with_accounts(lot: Lot, factor: float) -> Lot:
    """Return a lot of the same mix with this many times the accounts, rounded up."""
    accounts = np.ceil(lot.segments.accounts * factor - 1e-9).astype(np.int64)
    return replace(lot, segments=replace(lot.segments, accounts=accounts))


def with_fixed_cost(lot: Lot, fixed_cost: float) -> Lot:
    """Return the lot with another cost of winning and running the contract."""
    return replace(lot, fixed_cost=fixed_cost)


def with_contact_cost(lot: Lot, factor: float) -> Lot:
    """Return the lot with the agency's cost per contact multiplied; the creditor's own stays."""
    cost = lot.contract.cost_per_contact * factor
    return replace(lot, contract=replace(lot.contract, cost_per_contact=cost))


def with_odds(lot: Lot, factor: float | FloatArray) -> Lot:
    """Return the lot with the share of willing debtors multiplied, for every option alike.

    The willing and the reluctant stay at most all debtors, and a buyer pays for what there is.
    """
    debtor, sale = lot.terms.debtor, lot.terms.sale
    willing = debtor.willing
    most = (1.0 - debtor.reluctant) / np.where(willing > 0.0, willing, 1.0)
    scale = np.minimum(factor, most)
    changed = replace(
        debtor, willing_easy=debtor.willing_easy * scale, willing_hard=debtor.willing_hard * scale
    )
    worth = changed.willing + sale.reluctant_weight * changed.reluctant
    priced = replace(sale, price=np.asarray(sale.price_per_willing * worth))
    return replace(
        lot,
        terms=replace(lot.terms, debtor=changed, sale=priced),
        plans=lot.plans and lot.plans.with_odds(factor),
    )


def with_term(lot: Lot, months: int) -> Lot:
    """Return the lot with another length of the placement, the same for every segment."""
    term = np.full_like(lot.owed, float(months))
    return replace(lot, contract=replace(lot.contract, months=term))
