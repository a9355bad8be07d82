"""What a contract lets a payment on an account earn, by its day.

    rate = rung by age + points by balance, and what tiers by result add
    part = 1 until recall, the tail's share for so many days after, then nothing

Source: own definition, docs/model.md, "An agency's bill".
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from placement.decide.deal.fee_pieces import rung
from placement.decide.deal.fee_terms import AgeWhen, Band
from placement.decide.invoice.contract import BillContract
from placement.decide.invoice.lines import Facts, Held
from placement.decide.invoice.money import UNITS, Exact, exact, rounded, units
from placement.domain.days import start_day
from placement.domain.types import BoolArray, FloatArray, IntArray

Objects = NDArray[np.object_]
"""One thing of a kind for each payment, or None."""


class Reason(StrEnum):
    """Why a line is billed otherwise than the contract lets it."""

    ARITHMETIC = "arithmetic"
    """The commission is not the amount times the rate of the same line."""
    VAT = "vat"
    """VAT on top of a commission that holds it."""
    VAT_NOT_BILLED = "vat_not_billed"
    """A commission without the VAT that the contract adds."""
    DUPLICATE = "duplicate"
    NOT_PAID = "not_paid"
    """The creditor's books show no such payment."""
    AMOUNT = "amount"
    """The creditor's books show another amount."""
    NOT_PLACED = "not_placed"
    BEFORE_PLACEMENT = "before_placement"
    AFTER_RECALL = "after_recall"
    """After recall and the tail."""
    SMALL_BALANCE = "small_balance"
    TAIL = "tail"
    """After recall, in the tail, at another share than it earns."""
    DAY = "day"
    """Right for the day billed, and the creditor's books show another."""
    REVERSAL_KEPT = "reversal_kept"
    """Commission given back which the contract lets the agency keep."""
    RATE = "rate"
    REVERSAL_NOT_GIVEN_BACK = "reversal_not_given_back"
    """A payment was taken back and its commission was not; no line of the bill."""


class Unchecked(StrEnum):
    """What is missing where a line cannot be checked."""

    ACCOUNT = "account"
    ROUNDED = "rounded"
    AMOUNT = "amount"
    COMMISSION = "commission"
    DAY = "day"
    AGE = "age"
    BALANCE = "balance"
    SEVERAL = "several"
    """A sum of payments that the contract lets earn differently."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Earned:
    """What payments earn, but for tiers by result. Arrays have shape (payments,)."""

    rate: Exact
    """Billionths; 0 where `nothing` says why."""
    part: Exact
    """Of it that is earned, billionths."""
    rung: IntArray
    """Place on the ladder by age; -1 where the age is not known."""
    in_tail: BoolArray
    nothing: Objects
    """The reason why nothing is earned, None where something is."""
    lacking: Objects
    """What must be known to say, None where all is."""


def earned(
    account: IntArray,
    day: FloatArray,
    *,
    own: Facts,
    held: Held | None,
    contract: BillContract,
) -> Earned:
    """Return what payments on some days earn.

    Args:
        account: Shape (payments,).
        day: The day of each; NaN where unknown.
        own: What else is said of the accounts, where `held` does not.
        held: The creditor's placements and recalls.
        contract: The contract.
    """
    facts, is_placed = _facts(account, day, own, held)
    after = day - facts.recalled
    is_after = np.nan_to_num(after, nan=0.0) > 0.0
    in_tail = is_after & (after <= contract.tail_days)
    nothing = np.full(len(account), None, dtype=object)
    if contract.minimum_balance > 0.0:
        nothing[facts.balance < np.round(contract.minimum_balance * 100.0)] = Reason.SMALL_BALANCE
    nothing[is_after & ~in_tail] = Reason.AFTER_RECALL
    nothing[day < facts.placed] = Reason.BEFORE_PLACEMENT
    if held is not None and held.is_complete:
        nothing[~is_placed] = Reason.NOT_PLACED
    step, rate, lacking = _rates(day, facts, contract)
    needs_day = ~np.isnan(facts.placed) | ~np.isnan(facts.recalled)
    lacking[np.isnan(day) & needs_day] = Unchecked.DAY
    is_nothing = np.array([reason is not None for reason in nothing], dtype=bool)
    lacking[is_nothing] = None
    tail = units(contract.fees.tail_share)
    return Earned(
        rate=np.where(is_nothing, exact(0), rate),
        part=np.where(in_tail, tail, exact(UNITS)),
        rung=step,
        in_tail=in_tail,
        nothing=nothing,
        lacking=lacking,
    )


def result_bounds(contract: BillContract, placed: int) -> IntArray:
    """Return the cents at which each tier by result begins, with the money placed in cents."""
    starts = units(np.array([band.start for band in contract.fees.by_result]))
    return rounded(starts * placed, UNITS)


def result_extra(bands: tuple[Band, ...], bounds: IntArray, cents: Exact) -> Exact:
    """Return what tiers that hold for the part inside them add up to, cents times billionths.

    Args:
        bands: The tiers.
        bounds: Cents at which each begins.
        cents: Money that came in so far; below 0 it lies in the first tier.
    """
    points = units(np.array([band.rate for band in bands]))
    total = exact(np.zeros(np.shape(cents)))
    for place, point in enumerate(points):
        low = int(bounds[place])
        inside = cents - low if place == 0 else np.maximum(cents - low, 0)
        if place + 1 < len(bounds):
            inside = np.minimum(inside, int(bounds[place + 1]) - low)
        total = total + inside * point
    return total


def _facts(
    account: IntArray, day: FloatArray, own: Facts, held: Held | None
) -> tuple[Facts, BoolArray]:
    if held is None:
        return own, np.ones(len(account), dtype=bool)
    theirs, known = held.at(account, day)

    def first(one: FloatArray, other: FloatArray) -> FloatArray:
        return np.where(np.isnan(one), other, one)

    return (
        Facts(
            # Who is among the creditor's own is placed and recalled when the creditor says.
            placed=np.where(known, theirs.placed, own.placed),
            recalled=np.where(known, theirs.recalled, own.recalled),
            age_days=first(theirs.age_days, own.age_days),
            balance=first(theirs.balance, own.balance),
        ),
        known,
    )


def _rates(
    day: FloatArray, facts: Facts, contract: BillContract
) -> tuple[IntArray, Exact, Objects]:
    """Return the rung by age, the rate by age and balance, and what is not known for it."""
    fees, rungs = contract.fees, contract.rungs
    age = facts.age_days
    lacking = np.full(len(age), None, dtype=object)
    starts = start_day(np.array([band.start for band in rungs]))
    is_flat = len({band.rate for band in rungs}) == 1
    if fees.age_when is AgeWhen.PAID:
        if not is_flat:
            lacking[np.isnan(day) | np.isnan(facts.placed)] = Unchecked.DAY
        age = age + (day - facts.placed)
    # From so many months on is after so many days: 180 days are still below six months.
    step = np.maximum(np.searchsorted(starts, np.nan_to_num(age), side="left") - 1, 0)
    rate = units(np.array([band.rate for band in rungs]))[step]
    if not is_flat:
        lacking[np.isnan(age) & (lacking == None)] = Unchecked.AGE  # noqa: E711
    if fees.by_balance:
        points = rung(fees.by_balance, np.nan_to_num(facts.balance) / 100.0)
        rate = rate + units(points)
    if fees.by_balance or contract.minimum_balance > 0.0:
        lacking[np.isnan(facts.balance)] = Unchecked.BALANCE
    step = np.where(np.isnan(age), 0 if len(rungs) == 1 else -1, step)
    return step.astype(np.int64), rate, lacking
