"""An agency's bill line by line against its contract and the creditor's books.

What a line is billed above what it is due is told step by step, so that the reasons add up:

    billed - amount * rate as billed             arithmetic, or VAT on top
    … - true amount * rate as billed             another amount, no such payment, billed twice
    … - true amount * rate of the contract       rate, tail, recall, day, …

All to the cent. Source: own definition, docs/model.md, "An agency's bill".
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.deal.fee_terms import Vat
from placement.decide.invoice.contract import BillContract
from placement.decide.invoice.earned import (
    Earned,
    Objects,
    Reason,
    Unchecked,
    earned,
    result_bounds,
    result_extra,
)
from placement.decide.invoice.left_over import LeftOver, left_over
from placement.decide.invoice.lines import Held, Lines, Payments, meant_days
from placement.decide.invoice.match import Matched, match
from placement.decide.invoice.money import UNITS, Exact, charge, exact, rounded, units, with_vat
from placement.decide.invoice.steps import Steps
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class BillCheck:
    """What each line was billed and is due, in cents. Arrays have shape (lines,)."""

    billed: IntArray
    due: IntArray
    """Of lines that cannot be checked 0, which counts nowhere."""

    differences: dict[Reason, IntArray]
    """By reason; where a line can be checked they add up to billed - due."""

    unchecked: Objects
    """What is missing, None where a line was checked."""

    day: FloatArray
    """Of the payment, by the creditor's books where they show it."""

    cents: FloatArray
    """Of the payment, likewise; 0 where there was none, or it stands in another line."""

    rate: FloatArray
    """What the contract gives, tail and tiers by result in it."""

    rung: IntArray
    """Place on the ladder by age, -1 where the age is not known."""

    left: LeftOver
    """What the creditor's books show besides."""

    @property
    def checked(self) -> BoolArray:
        """Return which lines were checked."""
        return np.array([what is None for what in self.unchecked], dtype=bool)

    @property
    def total_billed(self) -> int:
        """Return what the lines checked were billed."""
        return int(self.billed[self.checked].sum())

    @property
    def total_due(self) -> int:
        """Return what the contract gives, less what is to be given back."""
        return int(self.due[self.checked].sum() + self.left.not_given_back_due.sum())

    @property
    def total_unchecked(self) -> int:
        """Return what the lines that cannot be checked were billed."""
        return int(self.billed[~self.checked].sum())

    @property
    def by_reason(self) -> dict[Reason, tuple[int, int]]:
        """Return lines and cents of each reason that there is; the cents add up to billed - due."""
        found = {
            reason: (int(np.count_nonzero(cents)), int(cents.sum()))
            for reason, cents in self.differences.items()
            if cents.any()
        }
        if len(self.left.not_given_back):
            count = len(self.left.not_given_back)
            found[Reason.REVERSAL_NOT_GIVEN_BACK] = count, -int(self.left.not_given_back_due.sum())
        return found


def check(
    lines: Lines,
    contract: BillContract,
    *,
    payments: Payments | None = None,
    held: Held | None = None,
    vat_rate: float,
) -> BillCheck:
    """Return what a bill should have been.

    Args:
        lines: The bill.
        contract: The contract.
        payments: The creditor's books; without them the bill's payments are believed.
        held: What the creditor placed and recalled; without it the bill is believed.
        vat_rate: VAT on commissions.

    Raises:
        InputError: Tiers by result have nothing that they are shares of.
    """
    paired = match(lines, payments, nets_reversals=contract.fees.reversals_clawed_back)
    day, cents = _true(lines, payments, paired)
    books = _positive(lines, payments)
    day_meant, _ = meant_days(lines.account, cents, day, books)
    by_contract = earned(
        lines.account, day_meant, own=lines.own, held=held, contract=contract
    )  # fmt: skip
    vat = _vat(lines, contract, vat_rate)
    billed, is_priced = _billed(lines, vat)
    gone = paired.repeated | ((paired.payment < 0) & (payments is not None))
    unchecked = _unchecked(lines, is_priced, by_contract, gone)
    if payments is not None:
        mixed = _earn_differently(lines, payments, paired, books, held, contract)
        is_open = np.array([what is None for what in unchecked], dtype=bool)
        unchecked[mixed & is_open] = Unchecked.SEVERAL
    is_checked = np.array([what is None for what in unchecked], dtype=bool)
    kept = (cents < 0.0) & (not contract.fees.reversals_clawed_back)
    counts = is_checked & ~gone & ~kept
    amount = np.where(counts, np.nan_to_num(cents), 0.0).astype(np.int64)
    extra = _extra(contract, held, by_contract, amount, day)
    due = _due(amount, by_contract, extra, vat)
    steps = Steps(lines=lines, billed=billed, vat=vat, vat_rate=vat_rate, contract=contract)
    differences = steps.attribute(
        due=due,
        net=_due(amount, by_contract, extra, exact(np.zeros(len(lines)))),
        amount=np.where(gone, 0.0, np.nan_to_num(cents)).astype(np.int64),
        paired=paired,
        by_contract=by_contract,
        kept=kept,
        other_day=_as_billed(lines, contract, held, books, amount, extra, vat),
        is_checked=is_checked,
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        each = extra.astype(np.float64) / np.where(amount == 0, np.nan, amount)
    rate = (by_contract.rate.astype(np.float64) + np.nan_to_num(each)) / UNITS
    return BillCheck(
        billed=billed,
        due=np.where(is_checked, due, 0),
        differences=differences,
        unchecked=unchecked,
        day=day,
        cents=np.where(gone, 0.0, cents),
        rate=rate * by_contract.part.astype(np.float64) / UNITS,
        rung=by_contract.rung,
        left=LeftOver.none()
        if payments is None
        else left_over(lines, payments, paired, books, held, contract, vat_rate),
    )


def _true(
    lines: Lines, payments: Payments | None, paired: Matched
) -> tuple[FloatArray, FloatArray]:
    """Return day and amount of each line's payment, the creditor's where there is one."""
    if payments is None or not len(payments):
        return lines.day, lines.cents
    place = np.maximum(paired.payment, 0)
    is_theirs = paired.payment >= 0
    return (
        np.where(is_theirs, payments.day[place], lines.day),
        np.where(is_theirs & ~paired.together, payments.cents[place], lines.cents),
    )


def _earn_differently(
    lines: Lines,
    payments: Payments,
    paired: Matched,
    books: Payments,
    held: Held | None,
    contract: BillContract,
) -> BoolArray:
    """Return the lines that are sums of payments of which not all earn alike. Shape (lines,)."""
    line, payment = paired.part_line, paired.part_payment
    mixed = np.zeros(len(lines), dtype=bool)
    if not len(line):
        return mixed
    cents = payments.cents[payment].astype(np.float64)
    meant, _ = meant_days(lines.account[line], cents, payments.day[payment], books)
    each = earned(
        lines.account[line], meant, own=lines.own.take(line), held=held, contract=contract
    )  # fmt: skip
    # Parts of one line stand together, so a change within it is seen between neighbours.
    alike = (each.rate[1:] == each.rate[:-1]) & (each.part[1:] == each.part[:-1])
    alike &= each.nothing[1:] == each.nothing[:-1]
    mixed[line[1:][(line[1:] == line[:-1]) & ~alike.astype(bool)]] = True
    return mixed


def _positive(lines: Lines, payments: Payments | None) -> Payments:
    """Return the payments that reversals may take back."""
    if payments is None:
        known = (lines.cents > 0.0) & ~np.isnan(lines.day)
        return Payments(
            account=lines.account[known],
            day=lines.day[known],
            cents=lines.cents[known].astype(np.int64),
        )
    return payments.take((payments.cents > 0) & ~np.isnan(payments.day))


def _vat(lines: Lines, contract: BillContract, vat_rate: float) -> Exact:
    """Return the VAT that is billed with each line, billionths; 0 where the commission holds it."""
    if contract.fees.vat is Vat.INCLUDED:
        return exact(np.zeros(len(lines)))
    beside = ~np.isnan(lines.vat)
    return np.where(beside | contract.bill_holds_vat, units(vat_rate), exact(0))


def _billed(lines: Lines, vat: Exact) -> tuple[IntArray, BoolArray]:
    """Return what each line charges, and which lines charge anything that can be read."""
    has_amount = ~np.isnan(lines.cents) & ~np.isnan(lines.rate)
    from_rate = charge(
        np.where(has_amount, lines.cents, 0.0).astype(np.int64), units(lines.rate), vat=vat
    )
    stated = np.nan_to_num(lines.commission).astype(np.int64)
    beside = np.where(vat > 0, np.nan_to_num(lines.vat), 0.0).astype(np.int64)
    is_stated = ~np.isnan(lines.commission)
    return np.where(is_stated, stated + beside, from_rate), is_stated | has_amount


def _unchecked(lines: Lines, is_priced: BoolArray, by_contract: Earned, gone: BoolArray) -> Objects:
    what: Objects = np.array(by_contract.lacking, dtype=object)
    what[gone] = None
    what[np.isnan(lines.cents)] = Unchecked.AMOUNT
    what[~is_priced] = Unchecked.COMMISSION
    what[lines.account < 0] = Unchecked.ACCOUNT
    return np.asarray(what)


def _extra(
    contract: BillContract,
    held: Held | None,
    by_contract: Earned,
    amount: IntArray,
    day: FloatArray,
) -> Exact:
    """Return what tiers by result add to each line, cents times billionths, before the tail."""
    bands = contract.fees.by_result
    nothing = np.array([reason is not None for reason in by_contract.nothing], dtype=bool)
    counts = np.where(nothing, 0, amount)
    if not bands:
        return exact(np.zeros(len(amount)))
    bounds = result_bounds(contract, _placed(contract, held))
    before = round(contract.collected_before * 100)
    if not contract.fees.result_marginal:
        reached = np.searchsorted(bounds, before + counts.sum(), side="right") - 1
        return np.asarray(exact(counts) * int(units(bands[max(int(reached), 0)].rate)))
    # In the order in which the money came; what stands earlier in the bill first on one day.
    order = np.argsort(np.nan_to_num(day, nan=np.inf), kind="stable")
    after = before + np.cumsum(counts[order])
    sums = result_extra(bands, bounds, exact(np.concatenate([[before], after])))
    extra = exact(np.zeros(len(amount)))
    extra[order] = np.diff(sums)
    return extra


def _placed(contract: BillContract, held: Held | None) -> int:
    """Return the money placed, in cents."""
    if contract.placed is not None:
        return round(contract.placed * 100)
    total = float(np.nansum(held.facts.balance)) if held is not None and held.is_complete else 0.0
    if total <= 0.0:
        raise InputError(
            t(
                "contract: by_result needs the money placed. Add it as in placed = 5000000, or "
                "give the list of placements with their balances."
            )
        )
    return int(total)


def _due(amount: IntArray, by_contract: Earned, extra: Exact, vat: Exact) -> IntArray:
    exactly = (exact(amount) * by_contract.rate + extra) * by_contract.part
    return with_vat(rounded(exactly, UNITS * UNITS), vat)


def _as_billed(
    lines: Lines,
    contract: BillContract,
    held: Held | None,
    books: Payments,
    amount: IntArray,
    extra: Exact,
    vat: Exact,
) -> IntArray:
    """Return what would be due if each payment were of the day billed."""
    meant, _ = meant_days(lines.account, lines.cents, lines.day, books)
    then = earned(lines.account, meant, own=lines.own, held=held, contract=contract)
    return _due(amount, then, extra, vat)
