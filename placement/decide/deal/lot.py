"""A lot: accounts placed under one contract, seen from both sides at any commission.

The valuation of a placement is the one truth; commissions go in as its draw axis. An agency
leaves accounts that do not pay their way idle; their onboarding is paid all the same.
Source: own definition, docs/model.md, "Both sides of the commission".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    Component,
    FloatArray,
    Option,
    Segments,
    Stance,
)
from placement.value.agency import Placement, place
from placement.value.cashflow import present_value
from placement.value.contacts import contacts_by_month
from placement.value.options import SINGLE, value_options
from placement.value.resolve import fade_ahead, next_contract
from placement.value.terms import AgencyTerms, Terms
from placement.value.timeline import from_month_one

LONGEST_TERM = 24
"""Months ahead that a lot knows, so that its term may be moved; as far as practice goes."""


class Ladder(StrEnum):
    """How one quoted commission becomes the commission of each segment."""

    SCALED = "scaled"
    """Each rung times quote / mean rung, as a tender's single discount on the ladder does."""
    SHIFTED = "shifted"
    """Each rung plus (quote - mean rung), in points."""
    FLAT = "flat"
    """The quote itself everywhere."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Lot:
    """Segments placed together, each under the contract of its next placement."""

    segments: Segments
    terms: Terms
    contract: AgencyTerms
    available: Mapping[Option, BoolArray]
    """Where each option that is no placement is open, shape (segments,)."""
    fixed_cost: float
    """Winning and running the contract, for the whole lot, in today's money."""
    ladder: Ladder = Ladder.SCALED
    left_out: int = 0
    """Accounts that were given but can have no further placement."""

    @property
    def accounts(self) -> FloatArray:
        """Accounts of each segment, shape (segments,)."""
        return self.segments.accounts.astype(float)

    @cached_property
    def owed(self) -> FloatArray:
        """Balance of each segment in all, shape (segments,)."""
        return np.asarray(self.segments.balance * self.accounts)

    @cached_property
    def quoted(self) -> float:
        """Today's commission: the contract's rungs, weighted by balance."""
        rungs = np.broadcast_to(self.contract.commission, self.owed.shape)
        return float(rungs @ self.owed / self.owed.sum())


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
    """Net recovery of placing the lot, tax included."""
    agency_profit: FloatArray
    """`agency_revenue` less `agency_cost`."""
    gross_collected: FloatArray
    agency_revenue: FloatArray
    """Commission after VAT."""
    agency_cost: FloatArray
    """Contacts, onboarding and the fixed cost."""
    contacts: FloatArray
    """Number of contacts made, undiscounted."""


def make_lot(
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    fixed_cost: float | None = None,
    ladder: Ladder = Ladder.SCALED,
) -> Lot:
    """Return the lot of these segments; those without a further placement are left out.

    Args:
        segments: The accounts on offer.
        assumptions: The numbers in use, none of them drawn.
        stance: How the agency sets its effort.
        fixed_cost: Winning and running the contract; by default the library's, and the dearest
            sector's where the one contract covers several.
        ladder: How one quote becomes each segment's commission.

    Raises:
        InputError: No segment can be placed again, or a sector is not in the library.
    """
    can_be_placed = segments.placements < len(AGENCY_OPTIONS)
    offered = segments.take(can_be_placed)
    if not len(offered) or not offered.accounts.sum():
        raise InputError(
            t(
                "A lot needs accounts with fewer than {most} placements so far; none is left. "
                "Choose other accounts.",
                most=len(AGENCY_OPTIONS),
            )
        )
    valuation = value_options(offered, assumptions, stance=stance)
    if fixed_cost is None:
        fixed_cost = max(
            float(assumptions.number(f"{sector}.agency.contract_fixed_cost"))
            for sector in set(offered.sector)
        )
    debtor = replace(
        valuation.terms.debtor, fade=fade_ahead(offered, assumptions, months=LONGEST_TERM)
    )
    return Lot(
        segments=offered,
        terms=replace(valuation.terms, debtor=debtor),
        contract=next_contract(offered, assumptions, stance=stance, months=LONGEST_TERM),
        available={option: valuation.available[option] for option in SINGLE},
        fixed_cost=fixed_cost,
        ladder=ladder,
        left_out=int(segments.accounts[~can_be_placed].sum()),
    )


def segment_commissions(lot: Lot, quotes: FloatArray) -> FloatArray:
    """Return each segment's commission at each quote, from 0 to 1.

        scaled: rung * quote / mean        shifted: rung + quote - mean        flat: quote

    Args:
        lot: The lot; the mean is that of its rungs weighted by balance, `Lot.quoted`.
        quotes: Shape (commissions,).

    Returns:
        Shape (commissions, segments). At `Lot.quoted` a ladder is the contract's own.
    """
    rungs = np.broadcast_to(lot.contract.commission, lot.owed.shape)
    wide = np.asarray(quotes, dtype=float)[:, None]
    # A single rung is the quote itself, to the last digit.
    if lot.ladder is Ladder.FLAT or lot.quoted <= 0.0 or np.ptp(rungs) == 0.0:
        rates = np.broadcast_to(wide, (wide.size, rungs.size))
    elif lot.ladder is Ladder.SHIFTED:
        rates = rungs + (wide - lot.quoted)
    else:
        rates = rungs * (wide / lot.quoted)
    return np.asarray(np.clip(rates, 0.0, 1.0), dtype=float)


def contract_at(lot: Lot, quotes: FloatArray) -> AgencyTerms:
    """Return the lot's contract with the quotes as its leading axis."""
    return replace(lot.contract, commission=segment_commissions(lot, quotes))


def lot_curve(lot: Lot, commissions: FloatArray) -> LotCurve:
    """Return the lot from both sides at each quoted commission.

    Args:
        lot: The lot.
        commissions: Quotes from 0 to 1, shape (commissions,).
    """
    contract = contract_at(lot, commissions)
    return curve_of(lot, np.asarray(commissions, dtype=float), contract, place(lot.terms, contract))


def curve_of(
    lot: Lot, commissions: FloatArray, contract: AgencyTerms, placed: Placement
) -> LotCurve:
    """Return the curve of a placement that was valued before."""
    shape = (commissions.size, len(lot.segments))

    def total(per_account: FloatArray) -> FloatArray:
        return np.asarray(np.broadcast_to(per_account, shape) @ lot.accounts, dtype=float)

    contacts = contacts_by_month(lot.terms, contract, placed.effort)
    spent = present_value(
        from_month_one(contract.cost_per_contact[..., None] * contacts, contract.onboarding),
        discount=lot.terms.market.discount,
    )
    paid = -placed.creditor.present[Component.COMMISSION]
    profit = total(placed.agency_profit) - lot.fixed_cost
    return LotCurve(
        commission=commissions,
        liquidation=np.asarray(
            np.broadcast_to(placed.liquidation, shape) @ lot.owed / lot.owed.sum()
        ),
        payers=np.asarray(total(placed.payers) / lot.accounts.sum()),
        creditor_net=total(placed.creditor.net),
        agency_profit=profit,
        gross_collected=total(placed.creditor.present[Component.COLLECTED]),
        agency_revenue=total(paid / (1.0 + lot.terms.market.vat_rate)),
        agency_cost=total(spent) + lot.fixed_cost,
        contacts=total(contacts.sum(axis=-1)),
    )
