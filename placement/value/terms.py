"""Every number that values a book, resolved from the library for each segment.

All arrays have shape (segments,), or (draws, segments) where an assumption was drawn.
Money is per account.
"""

from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.assume.lookup import Lookup
from placement.assume.tables import log_linear
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option, Segments, Stance
from placement.odds.debtor import contacts_per_willing_from_average, instalment_factor
from placement.value.legal_fees import acceptance_fee, capped_lawyer_share, payment_order_fee
from placement.value.procedure import Procedure, court_months, is_time_barred, procedure_of


@dataclass(frozen=True, kw_only=True, eq=False)
class DebtorTerms:
    """The claim and the odds at the cut-off date."""

    balance: FloatArray
    principal_share: FloatArray
    age: FloatArray
    willing: FloatArray
    """After ageing, dispute, reach and earlier placements."""
    reluctant: FloatArray
    fade_rate: FloatArray
    self_cure_rate: FloatArray
    settlement_share: FloatArray
    instalment_factor: FloatArray

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
    cost_per_contact: FloatArray
    complaint_cost_per_contact: FloatArray
    relationship_cost: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyTerms:
    """One placement with an agency: the contract and the agency's own cost."""

    months: FloatArray
    contacts_per_willing: FloatArray
    cost_per_contact: FloatArray
    onboarding: FloatArray
    commission: FloatArray
    placement_fee: FloatArray
    complaint_cost_per_contact: FloatArray
    relationship_cost: FloatArray
    contract_contacts_per_month: FloatArray
    """Intensity where the contract fixes it (contractual stance)."""
    max_contacts_per_month: FloatArray
    """The most the conduct rules allow."""


@dataclass(frozen=True, kw_only=True, eq=False)
class LetterTerms:
    """A law firm's letter."""

    cost: FloatArray
    willing_response: FloatArray
    reluctant_response: FloatArray
    commission: FloatArray
    """After the lawyers' cap."""
    relationship_cost: FloatArray


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
    served: FloatArray
    objection: FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class SaleTerms:
    """Selling the claim."""

    price: FloatArray
    """Share of the balance."""
    lag_months: FloatArray
    cost: FloatArray
    relationship_cost: FloatArray


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
    procedure: tuple[Procedure, ...]
    time_barred: FloatArray
    counter_performance: FloatArray
    """1 where the creditor itself still owes something, which bars a payment order."""


Part = TypeVar("Part", DebtorTerms, MarketTerms, AgencyTerms)


def resolve_terms(segments: Segments, assumptions: Assumptions, *, stance: Stance) -> Terms:
    """Return all terms for the segments.

    Raises:
        InputError: A sector is not in the library.
    """
    lookup = Lookup(segments, assumptions)
    debtor = _debtor(segments, lookup)
    letter_commission = lookup.scalar("law_letter.commission")
    return Terms(
        stance=stance,
        debtor=debtor,
        market=_market(segments, lookup, debtor),
        in_house=InHouseTerms(
            months=lookup.scalar("in_house.months"),
            contacts_per_month=lookup.scalar("in_house.contacts_per_month"),
            contacts_per_willing=lookup.by_age("in_house.contacts_per_willing"),
            cost_per_contact=_cost_per_contact(lookup, "in_house"),
            complaint_cost_per_contact=lookup.scalar("in_house.complaint_cost_per_contact"),
            relationship_cost=_relationship(lookup, debtor, "in_house"),
        ),
        agency=_agencies(lookup, debtor),
        letter=LetterTerms(
            cost=lookup.scalar("law_letter.cost"),
            willing_response=lookup.scalar("law_letter.willing_response"),
            reluctant_response=lookup.scalar("law_letter.reluctant_response"),
            commission=capped_lawyer_share(
                letter_commission, realised=debtor.balance, assumptions=assumptions
            ),
            relationship_cost=_relationship(lookup, debtor, "law_letter"),
        ),
        payment_order=_payment_order(lookup, debtor, assumptions),
        lawsuit=_lawsuit(segments, lookup, debtor, assumptions),
        sale=SaleTerms(
            price=lookup.by_age("sale.price"),
            lag_months=lookup.scalar("sale.lag_months"),
            cost=lookup.scalar("sale.cost"),
            relationship_cost=_relationship(lookup, debtor, "sale"),
        ),
        write_off_relationship_cost=_relationship(lookup, debtor, "write_off"),
        procedure=procedure_of(segments, assumptions),
        time_barred=is_time_barred(segments, assumptions).astype(float),
        counter_performance=lookup.scalar("payment_order.counter_performance"),
    )


def _debtor(segments: Segments, lookup: Lookup) -> DebtorTerms:
    reluctant = lookup.by_age("debtor.reluctant_share")
    willing = (
        lookup.by_age("debtor.willing_share")
        * lookup.scalar("debtor.earlier_placement_factor") ** segments.placements
        * np.where(segments.disputed, 1.0 - lookup.scalar("debtor.dispute_loss"), 1.0)
        * np.where(segments.unreachable, lookup.scalar("debtor.unreachable_factor"), 1.0)
        * lookup.shared("what_if.odds_factor")
    )
    monthly = _monthly_discount(lookup)
    return DebtorTerms(
        balance=segments.balance,
        principal_share=np.where(
            np.isnan(segments.principal_share),
            lookup.by_age("debtor.principal_share"),
            segments.principal_share,
        ),
        age=segments.age,
        willing=np.minimum(willing, 1.0 - reluctant),
        reluctant=reluctant,
        fade_rate=lookup.scalar("debtor.fade_rate"),
        self_cure_rate=lookup.scalar("debtor.self_cure_rate"),
        settlement_share=lookup.scalar("debtor.settlement_share"),
        instalment_factor=instalment_factor(
            months=lookup.scalar("debtor.instalment_months"),
            breakage=lookup.scalar("debtor.instalment_breakage"),
            discount=1.0 / (1.0 + monthly),
        ),
    )


def _monthly_discount(lookup: Lookup) -> FloatArray:
    return np.asarray((1.0 + lookup.shared("market.discount_rate_per_year")) ** (1 / 12) - 1.0)


def _market(segments: Segments, lookup: Lookup, debtor: DebtorTerms) -> MarketTerms:
    small = np.maximum(
        lookup.shared("tax.small_claim"),
        lookup.shared("tax.small_claim_share_of_revenue") * lookup.shared("tax.revenue_per_year"),
    )
    after = np.where(
        debtor.balance <= small,
        lookup.scalar("tax.deductible_after_small"),
        lookup.scalar("tax.deductible_after"),
    )
    return MarketTerms(
        discount_per_month=_monthly_discount(lookup),
        vat_rate=lookup.shared("tax.vat_rate"),
        tax_rate=lookup.shared("tax.income_tax_rate"),
        months_until_deductible=np.maximum(after - segments.age, 0.0),
        holding_cost_rate=lookup.scalar("debtor.holding_cost_rate"),
    )


def _cost_per_contact(lookup: Lookup, who: str) -> FloatArray:
    seat = lookup.scalar(f"{who}.seat_cost_per_month")
    contacts = lookup.scalar(f"{who}.contacts_per_seat_month")
    return np.asarray(seat / contacts * lookup.shared("what_if.contact_cost_factor"))


def _relationship(lookup: Lookup, debtor: DebtorTerms, option: str) -> FloatArray:
    return np.asarray(debtor.balance * lookup.by_age(f"relationship.{option}"))


def _agencies(lookup: Lookup, debtor: DebtorTerms) -> dict[Option, AgencyTerms]:
    """Return the contract of each placement; later ones are dearer and harder to work."""
    first = AgencyTerms(
        months=lookup.scalar("agency.months"),
        contacts_per_willing=_agency_contacts_per_willing(lookup),
        cost_per_contact=_cost_per_contact(lookup, "agency"),
        onboarding=lookup.scalar("agency.onboarding"),
        commission=lookup.by_age_and_creditor("agency.commission")
        + lookup.shared("what_if.commission_points"),
        placement_fee=lookup.scalar("agency.placement_fee"),
        complaint_cost_per_contact=lookup.scalar("agency.complaint_cost_per_contact"),
        relationship_cost=_relationship(lookup, debtor, "agency"),
        contract_contacts_per_month=lookup.scalar("agency.contract_contacts_per_month"),
        max_contacts_per_month=lookup.shared("conduct.max_contacts_per_month"),
    )
    dearer = lookup.scalar("agency.commission_per_earlier_placement")
    harder = lookup.scalar("agency.later_placement_factor")
    return {
        option: replace(
            first,
            commission=np.clip(first.commission + earlier * dearer, 0.0, 1.0),
            contacts_per_willing=first.contacts_per_willing * harder**earlier,
        )
        for earlier, option in enumerate(AGENCY_OPTIONS)
    }


def _agency_contacts_per_willing(lookup: Lookup) -> FloatArray:
    """Solve each age's contacts per willing debtor from the contacts per success people quote."""
    shares = {s: (at, w) for s, at, w in lookup.table_at_points("debtor.willing_share")}
    tables = {}
    for sector, ages, average in lookup.table_at_points("agency.contacts_per_success"):
        points, willing = shares[sector]
        left = lookup.shared(f"{sector}.agency.willing_left_at_end")
        tables[sector] = (
            ages,
            contacts_per_willing_from_average(
                average,
                willing=log_linear(ages, points=points, values=willing),
                left_at_end=left,
            ),
        )
    return lookup.spread(tables)


def _payment_order(lookup: Lookup, debtor: DebtorTerms, assumptions: Assumptions) -> CourtTerms:
    served = lookup.scalar("payment_order.served")
    objection = lookup.scalar("payment_order.objection")
    nothing = np.zeros_like(debtor.balance)
    return CourtTerms(
        fee=payment_order_fee(debtor.balance, assumptions),
        case_cost=nothing,
        lawyer_share=nothing,
        success=np.asarray(served * (1.0 - objection)),
        yield_share=lookup.scalar("payment_order.yield"),
        refund=lookup.shared("court.refund"),
        months=lookup.shared("court.months.payment_order"),
        relationship_cost=_relationship(lookup, debtor, "payment_order"),
        served=served,
        objection=objection,
    )


def _lawsuit(
    segments: Segments, lookup: Lookup, debtor: DebtorTerms, assumptions: Assumptions
) -> CourtTerms:
    procedure = procedure_of(segments, assumptions)
    ordinary = np.array([p is Procedure.ORDINARY for p in procedure])
    win = np.where(
        segments.disputed, lookup.scalar("lawsuit.win_disputed"), lookup.scalar("lawsuit.win")
    )
    barred = is_time_barred(segments, assumptions)
    return CourtTerms(
        fee=acceptance_fee(debtor.balance, assumptions)
        * np.where(ordinary, 1.0, lookup.shared("law.summary_fee_share")),
        case_cost=lookup.scalar("lawsuit.case_cost"),
        lawyer_share=capped_lawyer_share(
            lookup.scalar("lawsuit.lawyer_share"), realised=debtor.balance, assumptions=assumptions
        ),
        success=np.asarray(
            win * np.where(barred, 1.0 - lookup.shared("court.limitation_plead"), 1.0)
        ),
        yield_share=lookup.scalar("lawsuit.yield"),
        refund=lookup.shared("court.refund"),
        months=court_months(segments, assumptions),
        relationship_cost=_relationship(lookup, debtor, "lawsuit"),
        served=np.ones_like(debtor.balance),
        objection=np.zeros_like(debtor.balance),
    )


def terms_at(part: Part, position: int, *, size: int) -> Part:
    """Return a part of the terms for one segment of a book of the given size."""
    return replace(
        part,
        **{
            field.name: value[..., position : position + 1]
            for field in fields(part)
            if np.ndim(value := getattr(part, field.name)) and np.shape(value)[-1] == size
        },
    )
