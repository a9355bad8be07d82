"""Every number that values a book: what `resolve_terms` reads from the library for each segment.

All arrays have shape (segments,), or (draws, segments) where an assumption was drawn. Numbers that
change from month to month have months as one more axis, the last; past its end the last month's
number goes on. Money is per account.
"""

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from placement.domain.types import FloatArray, IntArray, Option, Stance
from placement.odds.debtor import Masses
from placement.value.procedure import Procedure


@dataclass(frozen=True, kw_only=True, eq=False)
class DebtorTerms:
    """The claim and the odds at the cut-off date."""

    balance: FloatArray
    principal_share: FloatArray
    age: FloatArray
    willing_easy: FloatArray
    """After ageing, dispute, reach and all that the account has been through, as the next two."""
    willing_hard: FloatArray
    reluctant: FloatArray
    fade: FloatArray
    """Rate at which willing and reluctant debtors turn lost, shape (..., segments, months)."""
    self_cure_rate: FloatArray
    settlement_share: FloatArray
    instalment_factor: FloatArray

    @property
    def willing(self) -> FloatArray:
        """All who pay when asked, easy and hard."""
        return np.asarray(self.willing_easy + self.willing_hard)

    @property
    def not_lost(self) -> FloatArray:
        """All who may still pay, the willing and the reluctant."""
        return np.asarray(self.willing_easy + self.willing_hard + self.reluctant)

    @property
    def types(self) -> FloatArray:
        """Easy and hard debtors on one axis, the first."""
        return np.stack(np.broadcast_arrays(self.willing_easy, self.willing_hard))

    @property
    def masses(self) -> Masses:
        """The hidden types at the cut-off date."""
        types = self.types
        return Masses(
            willing=types,
            reluctant=np.asarray(self.reluctant),
            open=np.ones(np.broadcast_shapes(types.shape[1:], np.shape(self.reluctant))),
        )

    @property
    def paid_value(self) -> FloatArray:
        """What a paying account brings: balance * settlement share * instalment factor."""
        return self.balance * self.settlement_share * self.instalment_factor


@dataclass(frozen=True, kw_only=True, eq=False)
class MarketTerms:
    """Money, tax and holding."""

    discount_per_month: FloatArray
    vat_rate: FloatArray
    tax_rate: FloatArray
    months_until_deductible: FloatArray
    holding_cost_rate: FloatArray

    @property
    def discount(self) -> FloatArray:
        """Value today of 1 a month from now, v."""
        return np.asarray(1.0 / (1.0 + self.discount_per_month))


@dataclass(frozen=True, kw_only=True, eq=False)
class InHouseTerms:
    """Collecting with the creditor's own people."""

    months: FloatArray
    contacts_per_month: FloatArray
    contacts_per_willing: FloatArray
    """Contacts that an easy and a hard debtor needs, shape (2, ..., segments, months)."""
    cost_per_contact: FloatArray
    complaint_cost_per_contact: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyTerms:
    """One placement with an agency: the contract and the agency's own cost."""

    months: FloatArray
    contacts_per_willing: FloatArray
    """Contacts that an easy and a hard debtor needs, shape (2, ..., segments, months)."""
    cost_per_contact: FloatArray
    onboarding: FloatArray
    commission: FloatArray
    placement_fee: FloatArray
    complaint_cost_per_contact: FloatArray
    relationship_cost: FloatArray
    """Per debtor who is not lost: what this adds to the margin at risk so far."""
    contract_contacts_per_month: FloatArray
    """Intensity where the contract fixes it (contractual stance)."""
    max_contacts_per_month: FloatArray
    """The most that a collector's caseload and the conduct rules allow."""
    pays: FloatArray | None = None
    """What one payment brings the agency after VAT where the contract says more than a commission,
    shape (..., segments, months), months after the term included; None is
    `commission * paid_value / (1 + VAT)` in the term."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LetterTerms:
    """A law firm's letter."""

    cost: FloatArray
    willing_response: FloatArray
    """At this age and after the letters so far, as the next."""
    reluctant_response: FloatArray
    commission: FloatArray
    """After the lawyers' cap."""
    relationship_cost: FloatArray
    """Per debtor who is not lost: what this adds to the margin at risk so far."""


@dataclass(frozen=True, kw_only=True, eq=False)
class CourtTerms:
    """A payment order or a lawsuit."""

    fee: FloatArray
    case_cost: FloatArray
    lawyer_share: FloatArray
    success: FloatArray
    """Chance that the order stands, or that the suit is won after dispute and limitation."""
    yield_share: FloatArray
    """Share of the debtors who are not lost whom enforcement makes pay."""
    refund: FloatArray
    months: FloatArray
    relationship_cost: FloatArray
    """Per debtor who is not lost: what this adds to the margin at risk so far."""
    served: FloatArray
    objection: FloatArray
    """After limitation."""
    settle_willing: FloatArray
    """Share of the willing who settle or pay once a suit is filed; 0 for payment orders."""
    settle_reluctant: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class SaleTerms:
    """Selling the claim."""

    quoted_price: FloatArray
    """What buyers pay for packs of this age, share of the balance."""
    price_per_willing: FloatArray
    """What they pay per willing debtor in them, and eta times that per reluctant one."""
    reluctant_weight: FloatArray
    """Eta: what a reluctant debtor is worth to a buyer, a willing one being 1."""
    price: FloatArray
    """For this account, after what is left of it."""
    lag_months: FloatArray
    cost: FloatArray
    relationship_cost: FloatArray
    """Per debtor who is not lost: what this adds to the margin at risk so far."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Terms:
    """Everything `value` needs about a book under one set of assumptions."""

    stance: Stance
    debtor: DebtorTerms
    market: MarketTerms
    in_house: InHouseTerms
    agency: dict[Option, AgencyTerms]
    letter: LetterTerms
    payment_order: CourtTerms
    lawsuit: CourtTerms
    sale: SaleTerms
    write_off_relationship_cost: FloatArray
    """Per debtor who is not lost."""
    write_off_from: FloatArray
    """Months past due from which a write-off is allowed."""
    sale_from: FloatArray
    """Months past due from which a sale is allowed."""
    procedure: tuple[Procedure, ...]
    time_barred: FloatArray
    counter_performance: FloatArray
    """1 where the creditor itself still owes something, which bars a payment order."""


Part = TypeVar(
    "Part",
    DebtorTerms,
    MarketTerms,
    InHouseTerms,
    AgencyTerms,
    LetterTerms,
    CourtTerms,
    SaleTerms,
)

BY_MONTH = {"fade", "contacts_per_willing", "pays"}
"""Fields whose last axis is months, so that segments are on the one before."""


def terms_at(part: Part, position: "int | IntArray", *, size: int) -> Part:
    """Return a part of the terms for one segment, or some, of a book of the given size."""
    chosen = slice(position, position + 1) if isinstance(position, int) else position
    found = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if value is None:
            continue
        if field.name in BY_MONTH:
            found[field.name] = value[..., chosen, :]
        elif np.ndim(value) and np.shape(value)[-1] == size:
            found[field.name] = value[..., chosen]
    return replace(part, **found)


def terms_of(terms: Terms, positions: IntArray, *, size: int) -> Terms:
    """Return the terms of some segments of a book of the given size."""

    def cut(value: Any) -> object:
        match value:
            case np.ndarray():
                return np.broadcast_to(value, (size,))[positions]
            case dict():
                return {name: cut(part) for name, part in value.items()}
            case tuple():
                return tuple(value[position] for position in positions)
            case Stance():
                return value
            case _:
                return terms_at(value, positions, size=size)

    parts: dict[str, Any] = {field.name: cut(getattr(terms, field.name)) for field in fields(terms)}
    return Terms(**parts)
