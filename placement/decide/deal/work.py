"""A lot at work under its contract: effort, payments and fee, at any quoted commission.

With a fee f(paid) the agency's own value per account is

    sum over k of v**k * [ fee of month k / (1 + VAT) - kappa * i * open_(k-1) ] - onboarding

and its effort is of the highest such value: terms that pay less for one more payment make it work
less. Tiers by result and a minimum for the lot depend on all accounts together, so efforts are
found for the points of every tier, and for none at all where a minimum is paid anyway; the agency
takes those that leave it most under what the contract then really pays.

Arrays have shape (quotes, segments, months), without what is said to be missing; month 1 is first,
months after recall in which payments still earn included. Money is per account placed.

Source: own definition, docs/model.md, "Both sides of the commission".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from placement.decide.deal.fee_pieces import (
    result_points,
    rung,
    top_up,
    vat_in,
    vat_kept,
    with_direct,
    with_late_fees,
    with_rank,
    with_reversals,
)
from placement.decide.deal.fee_terms import AgeWhen, FeeTerms
from placement.decide.deal.lot import Lot, contract_at
from placement.domain.types import FloatArray, Stance
from placement.odds.debtor import follow, pay_hazard
from placement.value.contacts import contacts_if_open
from placement.value.effort import Effort, choose_effort
from placement.value.interest import ahead
from placement.value.terms import AgencyTerms
from placement.value.timeline import while_running


class FeeRule(StrEnum):
    """The rules of a contract, in the order in which they are applied."""

    AGE = "age"
    BALANCE = "balance"
    PLACEMENT = "placement"
    RESULT = "result"
    RANK = "rank"
    LATE_FEES = "late_fees"
    LAW_CAP = "law_cap"
    DIRECT = "direct_payments"
    REVERSALS = "reversals"
    TAIL = "tail"
    MINIMUM_ACCOUNT = "minimum_per_account"
    RECALL = "recall_fee"
    MINIMUM_LOT = "minimum_per_lot"
    VAT = "vat"


@dataclass(frozen=True, kw_only=True, eq=False)
class Worked:
    """What a lot's agency does at each quote, and who pays."""

    lot: Lot
    contract: AgencyTerms
    """At the quotes; its commission is the headline of each segment."""
    intensity: FloatArray
    """Contacts to an account that is still open, by month."""
    points: FloatArray
    """Points by result, shape (quotes,)."""
    paid: FloatArray
    """Share of accounts placed that pay in the month."""
    open_before: FloatArray
    hazard: FloatArray
    """At which easy and hard debtors pay, types first."""

    @cached_property
    def effort(self) -> Effort:
        """The intensity of the first month and the months worked, where one intensity is kept."""
        return Effort(
            contacts_per_month=self.intensity[..., 0],
            worked_months=np.asarray((self.intensity > 0.0).sum(axis=-1), dtype=float),
        )

    @cached_property
    def months(self) -> FloatArray:
        """Months 1, 2 ... of the longest term and its tail, shape (months,)."""
        return np.arange(1.0, self.paid.shape[-1] + 1.0)

    @cached_property
    def term(self) -> FloatArray:
        """Length of the placement, shape (segments,)."""
        return np.broadcast_to(self.contract.months, self.lot.owed.shape)

    @cached_property
    def in_term(self) -> FloatArray:
        """1 in months of the term, shape (segments, months)."""
        return while_running(self.months, self.term)

    @cached_property
    def in_tail(self) -> FloatArray:
        """1 in months after it in which payments still earn, shape (segments, months)."""
        return while_running(self.months, self.term + self.lot.fees.tail_months) - self.in_term

    @cached_property
    def today(self) -> FloatArray:
        """v ** k, shape (segments, months)."""
        return (
            np.broadcast_to(self.lot.terms.market.discount, self.lot.owed.shape)[:, None]
            ** self.months
        )

    @cached_property
    def at_end(self) -> FloatArray:
        """Value today of 1 when the term ends, shape (segments,)."""
        return np.asarray(
            np.broadcast_to(self.lot.terms.market.discount, self.lot.owed.shape) ** self.term
        )

    @cached_property
    def collected(self) -> FloatArray:
        """Cash by month within the term."""
        return np.asarray(self.lot.terms.debtor.paid_value[..., None] * self.paid * self.in_term)

    @cached_property
    def payers(self) -> FloatArray:
        """Share of accounts that pay within the term, shape (quotes, segments)."""
        return np.asarray((self.paid * self.in_term).sum(axis=-1))

    @cached_property
    def contacts(self) -> FloatArray:
        """Contacts per account placed, by month."""
        return np.asarray(self.intensity * self.open_before)

    @cached_property
    def rate(self) -> FloatArray:
        """Commission on a payment once every rule that sets it has been applied."""
        *_, (_, rate) = self.rates()
        return rate

    def rates(self) -> Iterator[tuple[FeeRule, FloatArray]]:
        """Yield the commission on a payment after each rule that sets it."""
        return rates(self.lot, self.contract.commission, self.points, self.months)

    def commission(self, rate: FloatArray, *, tail: bool = True) -> FloatArray:
        """Return the commission by month at a rate, that of payments after recall included."""
        value = self.lot.terms.debtor.paid_value[..., None]
        earns = self.in_term + (self.lot.fees.tail_share * self.in_tail if tail else 0.0)
        return np.asarray(rate * value * self.paid * earns)

    @cached_property
    def topped_up(self) -> FloatArray:
        """What lifts every account to the minimum when the term ends, shape (quotes, segments)."""
        least = self.lot.fees.minimum_per_account
        if not least:
            return np.zeros_like(self.payers)
        short = top_up(self.rate, payment=_payment(self.lot)[:, None], minimum=least)
        lifted = (short * self.paid * self.in_term).sum(axis=-1)
        return np.asarray(lifted + (1.0 - self.payers) * least)

    @cached_property
    def recalled(self) -> FloatArray:
        """Fees for accounts that go back open when the term ends, shape (quotes, segments)."""
        return np.asarray(self.lot.fees.recall_fee * (1.0 - self.payers))

    @cached_property
    def missing(self) -> FloatArray:
        """What lifts the lot's fees to their minimum, today, for the lot, shape (quotes,)."""
        least = self.lot.fees.minimum_per_lot
        if not least:
            return np.zeros(self.paid.shape[0])
        fees = self.commission(self.rate).sum(axis=-1) + self.topped_up + self.recalled
        settled = float(self.at_end.min())
        return np.asarray(settled * np.maximum(least - fees @ self.lot.accounts, 0.0))

    @cached_property
    def fee_by_month(self) -> FloatArray:
        """Fee as the agency quotes it by month, all but the minimum of the lot."""
        ends = self.months == self.term[:, None]
        return np.asarray(
            self.commission(self.rate) + ends * (self.topped_up + self.recalled)[..., None]
        )

    @cached_property
    def paid_per_quoted(self) -> float:
        """What is paid, VAT in it, per unit of fee quoted."""
        vat = float(np.max(self.lot.terms.market.vat_rate))
        return float(vat_in(vat=self.lot.fees.vat, vat_rate=vat))

    @cached_property
    def borne(self) -> float:
        """What the creditor bears per unit of fee quoted, VAT that he gets back taken off."""
        vat = float(np.max(self.lot.terms.market.vat_rate))
        kept = vat_kept(vat_rate=vat, credit_share=self.lot.fees.vat_credit_share)
        return self.paid_per_quoted * float(kept)

    @cached_property
    def earned(self) -> float:
        """What the agency keeps per unit of fee quoted, VAT passed on."""
        return self.paid_per_quoted / (1.0 + float(np.max(self.lot.terms.market.vat_rate)))

    @cached_property
    def fee(self) -> FloatArray:
        """Fee as quoted, today, for the lot, shape (quotes,)."""
        return np.asarray((self.fee_by_month * self.today).sum(axis=-1) @ self.lot.accounts) + (
            self.missing
        )

    @cached_property
    def cost(self) -> FloatArray:
        """The agency's contacts and onboarding, today, shape (quotes, segments)."""
        spent = (self.contract.cost_per_contact[..., None] * self.contacts * self.today).sum(
            axis=-1
        )
        return np.asarray(spent + self.contract.onboarding)

    @cached_property
    def profit(self) -> FloatArray:
        """The agency's profit on the lot before its fixed cost, today, shape (quotes,)."""
        return np.asarray(self.earned * self.fee - self.cost @ self.lot.accounts)


def work(lot: Lot, quotes: FloatArray) -> Worked:
    """Return what a lot's agency does at each quoted commission, shape (quotes,)."""
    contract = contract_at(lot, np.asarray(quotes, dtype=float))

    def effort_for(points: float) -> Worked:
        in_force = terms_in_force(lot, contract, np.full(len(contract.commission), points))
        return work_as(lot, contract, choose_effort(lot.terms, in_force))

    tried = [effort_for(points) for points in points_tried(lot.fees)]
    if lot.fees.minimum_per_lot and lot.terms.stance is Stance.PROFIT_SEEKING:
        tried.append(carry_out(lot, contract, np.zeros(1)))
    return best_of(tried)


def work_as(lot: Lot, contract: AgencyTerms, effort: Effort) -> Worked:
    """Return the lot worked with an effort, whoever chose it.

    Args:
        lot: The lot.
        contract: Its contract, with quotes as the leading axis.
        effort: Intensity and months worked, shape (quotes, segments).
    """
    months = months_ahead(lot, contract)
    return carry_out(lot, contract, contacts_if_open(contract, effort, months=months))


def carry_out(lot: Lot, contract: AgencyTerms, intensity: FloatArray) -> Worked:
    """Return what contacts by month lead to, and the points that the result brings.

    Args:
        lot: The lot; debtors may have the quotes as their leading axis.
        contract: Its contract, with quotes as the leading axis.
        intensity: Contacts to an open account, shape (quotes, segments, `months_ahead`) or less.
    """
    months = months_ahead(lot, contract)
    shape = (len(contract.commission), len(lot.segments), months)
    debtor, intensity = lot.terms.debtor, np.broadcast_to(intensity, shape)
    hazard = pay_hazard(
        intensity,
        contacts_per_willing=ahead(contract.contacts_per_willing, months),
        self_cure_rate=debtor.self_cure_rate[..., None],
    )
    path = follow(debtor.types, hazard=hazard, fade=ahead(debtor.fade, months))
    found = Worked(
        lot=lot,
        contract=contract,
        intensity=intensity,
        points=np.zeros(shape[0]),
        paid=np.broadcast_to(path.paid, shape),
        open_before=np.broadcast_to(path.open_before, shape),
        hazard=np.broadcast_to(hazard, (2, *shape)),
    )
    if not lot.fees.by_result:
        return found
    brought = (found.payers * debtor.paid_value) @ lot.accounts / lot.owed.sum()
    marginal = lot.fees.result_marginal
    points = [result_points(lot.fees.by_result, part, marginal=marginal) for part in brought]
    return replace(found, points=np.array(points))


def terms_in_force(lot: Lot, contract: AgencyTerms, points: FloatArray) -> AgencyTerms:
    """Return the contract with what a payment brings the agency under all its terms.

    In the term a payment also saves the minimum and the recall fee, due when the term ends.

    Args:
        lot: The lot.
        contract: Its contract, with quotes as the leading axis.
        points: What the result adds, shape (quotes,).
    """
    if lot.fees.is_plain:
        return contract
    held = carry_out(lot, contract, np.zeros(1))
    *_, (_, rate) = rates(lot, contract.commission, points, held.months)
    due = lot.fees.minimum_per_account + lot.fees.recall_fee
    short = top_up(rate, payment=_payment(lot)[:, None], minimum=lot.fees.minimum_per_account)
    value = lot.terms.debtor.paid_value[..., None]
    # Due at the end of the term, in money of the month of the payment.
    later = held.at_end[:, None] / held.today
    in_term = rate * value + (short - due) * later
    tail = lot.fees.tail_share * rate * value
    pays = held.earned * (in_term * held.in_term + tail * held.in_tail)
    return replace(contract, pays=np.asarray(pays))


def months_ahead(lot: Lot, contract: AgencyTerms) -> int:
    """Return the months in which payments may earn: the longest term and its tail."""
    return int(np.max(contract.months)) + lot.fees.tail_months


def points_tried(fees: FeeTerms) -> tuple[float, ...]:
    """Return the points by result that efforts are found for."""
    return tuple(sorted({band.rate for band in fees.by_result})) or (0.0,)


def best_of(tried: Sequence[Worked]) -> Worked:
    """Return, at each quote, what leaves the agency most; the first where several do."""
    if len(tried) == 1:
        return tried[0]
    chosen = np.argmax([one.profit for one in tried], axis=0)
    quote = np.arange(len(chosen))

    def pick(name: str, axis: int = 0) -> FloatArray:
        together = np.stack([np.moveaxis(getattr(one, name), axis, 0) for one in tried])
        return np.moveaxis(together[chosen, quote], 0, axis)

    return replace(
        tried[0],
        intensity=pick("intensity"),
        points=pick("points"),
        paid=pick("paid"),
        open_before=pick("open_before"),
        hazard=pick("hazard", axis=1),
    )


def rates(
    lot: Lot, headline: FloatArray, points: FloatArray, months: FloatArray
) -> Iterator[tuple[FeeRule, FloatArray]]:
    """Yield the commission on a payment after each rule that sets it.

    Args:
        lot: The lot.
        headline: Commission quoted for each segment, shape (quotes, segments).
        points: What the result adds, shape (quotes,).
        months: Months in which cash comes, shape (months,).
    """
    fees, segments = lot.fees, lot.segments
    rate = np.broadcast_to(np.asarray(headline)[..., None], (*np.shape(headline), len(months)))
    if fees.by_age:
        by_placement = fees.age_when is AgeWhen.PLACED
        age = segments.age[:, None] + (0.0 if by_placement else months)
        rate = np.broadcast_to(rung(fees.by_age, age), rate.shape)
    yield FeeRule.AGE, rate
    if fees.by_balance:
        rate = rate + rung(fees.by_balance, segments.balance)[:, None]
    yield FeeRule.BALANCE, rate
    if fees.by_placement:
        number = np.asarray(segments.placements, dtype=float) + 1.0
        rate = rate + rung(fees.by_placement, number)[:, None]
    yield FeeRule.PLACEMENT, rate
    if fees.by_result:
        rate = rate + points[:, None, None]
    yield FeeRule.RESULT, rate
    rate = with_rank(rate, fees.bonuses)
    yield FeeRule.RANK, rate
    rate = with_late_fees(rate, share=fees.late_fee_share, late_rate=fees.late_fee_rate)
    yield FeeRule.LATE_FEES, rate
    if fees.lawyers_act:
        rate = np.minimum(rate, lot.most_for_lawyers[:, None])
    yield FeeRule.LAW_CAP, rate
    rate = with_direct(rate, share=fees.direct_share, earns=fees.direct_earns)
    yield FeeRule.DIRECT, rate
    yield (
        FeeRule.REVERSALS,
        with_reversals(rate, share=fees.reversal_share, clawed_back=fees.reversals_clawed_back),
    )


def _payment(lot: Lot) -> FloatArray:
    """Return what a debtor who pays pays in all, shape (segments,)."""
    debtor = lot.terms.debtor
    return np.broadcast_to(debtor.balance * debtor.settlement_share, lot.owed.shape)
