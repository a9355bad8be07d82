"""A lot from both sides at each quoted commission, with the contract's terms in force."""

from dataclasses import dataclass

import numpy as np

from placement.decide.deal.lot import Lot
from placement.decide.deal.work import Worked, work
from placement.domain.types import Component, FloatArray
from placement.odds.debtor import by_type
from placement.value.settle import holding_cost, settle
from placement.value.timeline import from_month_one


@dataclass(frozen=True, kw_only=True, eq=False)
class LotCurve:
    """A lot at each commission; arrays of shape (commissions,), money for the whole lot.

    Money is in today's money; costs are positive.
    """

    commission: FloatArray
    liquidation: FloatArray
    """Cash collected within the term as a share of the balance, self-cures included."""
    payers: FloatArray
    """Share of accounts that pay within the term, self-cures included."""
    creditor_net: FloatArray
    """Net recovery of placing the lot and closing what is left, tax included."""
    creditor_value: FloatArray
    """Net recovery of beginning with the placement and following it up."""
    agency_profit: FloatArray
    """`agency_revenue` less `agency_cost`."""
    gross_collected: FloatArray
    fee: FloatArray
    """What the creditor bears of it, VAT that he gets back taken off."""
    agency_revenue: FloatArray
    """Fee after VAT, and what court work brings."""
    agency_cost: FloatArray
    """Contacts, onboarding and the fixed cost."""
    contacts: FloatArray
    """Number of contacts made, undiscounted."""


def lot_curve(lot: Lot, commissions: FloatArray) -> LotCurve:
    """Return the lot from both sides at each quoted commission.

    Args:
        lot: The lot.
        commissions: Quotes from 0 to 1, shape (commissions,).
    """
    return curve_of(lot, np.asarray(commissions, dtype=float), work(lot, commissions))


def curve_of(lot: Lot, commissions: FloatArray, worked: Worked) -> LotCurve:
    """Return the curve of a lot that was worked before."""
    collected = (worked.collected * worked.today).sum(axis=-1) @ lot.accounts
    cash = worked.collected.sum(axis=-1) @ lot.accounts
    net = creditor_net(worked) @ lot.accounts - _kept_of_costs(lot) * worked.borne * worked.missing
    more = np.zeros_like(net)
    if lot.plans is not None:
        more = lot.plans.after(masses_after(worked), worked.term) @ lot.accounts
    revenue, cost = _agency_side(lot, worked)
    return LotCurve(
        commission=commissions,
        liquidation=np.asarray(cash / lot.owed.sum()),
        payers=np.asarray(worked.payers @ lot.accounts / lot.accounts.sum()),
        creditor_net=np.asarray(net),
        creditor_value=np.asarray(net + more),
        agency_profit=np.asarray(revenue - cost),
        gross_collected=np.asarray(collected),
        fee=np.asarray(worked.borne * worked.fee),
        agency_revenue=np.asarray(revenue),
        agency_cost=np.asarray(cost),
        contacts=np.asarray(worked.contacts.sum(axis=-1) @ lot.accounts),
    )


def agency_profit(lot: Lot, commissions: FloatArray) -> FloatArray:
    """Return the agency's profit at each quote, as on the curve, with no plan made around it.

    Args:
        lot: The lot.
        commissions: Quotes from 0 to 1, shape (commissions,).
    """
    revenue, cost = _agency_side(lot, work(lot, commissions))
    return np.asarray(revenue - cost)


def _agency_side(lot: Lot, worked: Worked) -> tuple[FloatArray, FloatArray]:
    """Return the agency's revenue and cost for the whole lot, shape (quotes,) each."""
    revenue = worked.earned * worked.fee + court_income(lot)
    return revenue, worked.cost @ lot.accounts + lot.fixed_cost


def creditor_net(worked: Worked) -> FloatArray:
    """Return the net of placing and closing per account, shape (quotes, segments).

    The minimum of the lot is for all accounts together and not in it.
    """
    lot, agency = worked.lot, worked.contract
    complaints = agency.complaint_cost_per_contact[..., None] * worked.contacts
    amounts = {
        Component.COLLECTED: from_month_one(worked.collected),
        Component.COMMISSION: from_month_one(-worked.borne * worked.fee_by_month),
        Component.OPERATING_COST: from_month_one(-complaints, -agency.placement_fee),
        Component.HOLDING_COST: from_month_one(
            holding_cost(worked.open_before * worked.in_term, lot.terms)
        ),
    }
    return settle(amounts, lot.terms, relationship_cost=agency.relationship_cost).net


def masses_after(worked: Worked) -> FloatArray:
    """Return easy, hard, reluctant and open accounts when the placement ends.

    Returns:
        Shape (4, quotes, segments), shares of the accounts placed.
    """
    debtor, runs = worked.lot.terms.debtor, worked.in_term
    fade = debtor.fade[..., : runs.shape[-1]]
    if fade.shape[-1] < runs.shape[-1]:
        more = runs.shape[-1] - fade.shape[-1]
        fade = np.concatenate([fade, np.repeat(fade[..., -1:], more, axis=-1)], axis=-1)
    kept = np.exp(-((worked.hazard + fade) * runs).sum(axis=-1))
    faded = np.exp(-(fade * runs).sum(axis=-1))
    types = by_type(debtor.types, kept.ndim)
    shape = kept.shape[1:]
    return np.stack(
        [
            types[0] * kept[0],
            types[1] * kept[1],
            np.broadcast_to(debtor.reluctant * faded, shape),
            1.0 - worked.payers,
        ]
    )


def court_income(lot: Lot) -> float:
    """Return what court work brings the agency after VAT, today."""
    suit, market = lot.terms.lawsuit, lot.terms.market
    when = np.broadcast_to(market.discount**suit.months, lot.owed.shape)
    paid = lot.court.share * lot.court.income * float(when @ lot.accounts)
    return paid / (1.0 + float(np.max(market.vat_rate)))


def _kept_of_costs(lot: Lot) -> float:
    """Return what is left of a cost of the lot after the tax it saves, by balance."""
    tax = np.broadcast_to(lot.terms.market.tax_rate, lot.owed.shape)
    return 1.0 - float(tax @ lot.owed / lot.owed.sum())
