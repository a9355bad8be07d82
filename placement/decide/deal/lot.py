"""A lot: accounts placed under one contract, seen from both sides at any commission.

The valuation of a placement is the one truth; commissions go in as its draw axis. An agency
leaves accounts that do not pay their way idle; their onboarding is paid all the same.
Source: own definition, docs/model.md, "Both sides of the commission".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.deal.fee_terms import FeeTerms, check_share
from placement.decide.deal.plans_around import PlansAround
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import (
    AGENCY_OPTIONS,
    BoolArray,
    FloatArray,
    Option,
    Segments,
    Stance,
)
from placement.value.legal_fees import capped_lawyer_share
from placement.value.options import SINGLE, value_options
from placement.value.resolve import fade_ahead, next_contract
from placement.value.terms import AgencyTerms, Terms

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


@dataclass(frozen=True, kw_only=True)
class CourtWork:
    """Court work that the agency does beside collecting; what the suit brings is not the lot's."""

    share: float = 0.0
    """Share of accounts whose court fee the agency lays out when the placement starts."""
    income: float = 0.0
    """Paid to the agency for each of these when the court is done, VAT in it."""


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
    fees: FeeTerms = field(default_factory=FeeTerms)
    """What the contract says beyond its commission."""
    volume_share: float | FloatArray = 1.0
    """Share of the accounts that one agency gets, one or one of each segment."""
    court: CourtWork = field(default_factory=CourtWork)
    plans: PlansAround | None = None
    """What the creditor can do before and after the placement; None closes every option."""
    most_for_lawyers: FloatArray = field(default_factory=lambda: np.ones(1))
    """Most that a law firm may charge, as a share of a payment, shape (segments,)."""

    @property
    def accounts(self) -> FloatArray:
        """Accounts of each segment that are placed, shape (segments,)."""
        return np.asarray(self.segments.accounts * self.volume_share, dtype=float)

    @cached_property
    def owed(self) -> FloatArray:
        """Balance of each segment in all, shape (segments,)."""
        return np.asarray(self.segments.balance * self.accounts)

    @cached_property
    def quoted(self) -> float:
        """Today's commission: the contract's rungs, weighted by balance."""
        rungs = np.broadcast_to(self.contract.commission, self.owed.shape)
        return float(rungs @ self.owed / self.owed.sum())


def make_lot(
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    fixed_cost: float | None = None,
    ladder: Ladder = Ladder.SCALED,
    fees: FeeTerms | None = None,
    volume_share: float = 1.0,
    court: CourtWork | None = None,
) -> Lot:
    """Return the lot of these segments; those without a further placement are left out.

    Args:
        segments: The accounts on offer.
        assumptions: The numbers in use, none of them drawn.
        stance: How the agency sets its effort.
        fixed_cost: Winning and running the contract; by default the library's, and the dearest
            sector's where the one contract covers several.
        ladder: How one quote becomes each segment's commission.
        fees: What the contract says beyond its commission; by default nothing.
        volume_share: Share of the accounts that one agency gets, above 0 to 1.
        court: Court work that the agency does beside; by default none.

    Raises:
        InputError: No segment can be placed again, a sector is not in the library, or a share is
            none.
    """
    check_share("volume_share", volume_share)
    if volume_share <= 0.0:
        raise InputError(
            t("volume_share must be above 0; got {x:g}. Leave the lot out.", x=volume_share)
        )
    can_be_placed = segments.placements < len(AGENCY_OPTIONS)
    # A lot begins when its accounts are handed over, and nobody has them then.
    offered = segments.take(can_be_placed)
    offered = replace(offered, placed_now=np.zeros(len(offered), dtype=bool))
    if not len(offered) or not offered.accounts.sum():
        raise InputError(
            t(
                "A lot needs accounts with fewer than {most} placements so far; none is left. "
                "Choose other accounts.",
                most=len(AGENCY_OPTIONS),
            )
        )
    _check_minimum(offered, fees)
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
        fees=fees or FeeTerms(),
        volume_share=volume_share,
        court=court or CourtWork(),
        plans=PlansAround(offered, assumptions, stance=stance),
        most_for_lawyers=capped_lawyer_share(
            np.ones(len(offered)),
            realised=offered.balance * valuation.terms.debtor.settlement_share,
            assumptions=assumptions,
        ),
    )


def _check_minimum(segments: Segments, fees: FeeTerms | None) -> None:
    """Raise InputError where the least fee of an account is more than accounts owe."""
    least = fees.minimum_per_account if fees is not None else 0.0
    most = float(segments.balance.max())
    if least > most:
        raise InputError(
            t(
                "minimum_per_account of {least:,.2f} is more than any account of the lot owes, "
                "{most:,.2f}: no creditor signs that. Correct one of them.",
                least=least,
                most=most,
            )
        )


def require_a_quote_counts(lot: Lot) -> None:
    """Raise InputError where the contract's own ladder takes the place of any quote."""
    if lot.fees.by_age:
        raise InputError(
            t(
                "A ladder by age in the terms (by_age, 账龄阶梯) takes the place of the "
                "commission, so that every bid is the same. Give each age band a row with its own "
                "commission (佣金率) instead: a bid moves them in proportion."
            )
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
