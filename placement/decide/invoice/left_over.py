"""What the creditor's books show in the months of a bill and the bill does not.

Payments that it leaves out are in the creditor's favour. Payments that were taken back, and whose
commission it does not give back, are billed too high. One that takes back what was never billed
cancels it.
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.deal.fee_terms import Vat
from placement.decide.invoice.contract import BillContract
from placement.decide.invoice.earned import earned
from placement.decide.invoice.lines import (
    Facts,
    Held,
    Lines,
    Payments,
    latest_before,
    meant_days,
)
from placement.decide.invoice.match import Matched, months_of
from placement.decide.invoice.money import charge, exact, units
from placement.domain.types import FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class LeftOver:
    """Payments that no line of the bill is about."""

    not_given_back: Payments
    """Taken back, while the bill gives back nothing of it."""

    not_given_back_due: IntArray
    """Commission due on them in cents, below 0. Shape (payments,)."""

    not_billed: Payments
    """They earn commission and are not in the bill; in the creditor's favour."""

    not_billed_due: IntArray

    without_payment: Payments
    """Taken back, while nobody shows what was paid before; they count nowhere."""

    @classmethod
    def none(cls) -> "LeftOver":
        """Return nothing."""
        nothing = np.empty(0, dtype=np.int64)
        none = Payments(account=nothing, day=np.empty(0), cents=nothing)
        return cls(
            not_given_back=none,
            not_given_back_due=nothing,
            not_billed=none,
            not_billed_due=nothing,
            without_payment=none,
        )


def left_over(
    lines: Lines,
    payments: Payments,
    paired: Matched,
    books: Payments,
    held: Held | None,
    contract: BillContract,
    vat_rate: float,
) -> LeftOver:
    """Return what the creditor's books show in the months of the bill and the bill does not."""
    months = months_of(payments.day)
    spanned = months_of(lines.day[~np.isnan(lines.day)])
    if not len(spanned):
        return LeftOver.none()
    in_span = (months >= spanned.min()) & (months <= spanned.max())
    is_ours = np.isin(payments.account, lines.account)
    if held is not None:
        is_ours |= np.isin(payments.account, held.account)
    left = np.flatnonzero(paired.free & in_span & is_ours & (payments.account >= 0))
    rest = payments.take(left)
    cents = rest.cents.astype(np.float64)
    meant, has_one = meant_days(rest.account, cents, rest.day, books)
    own = _first_own(lines, rest.account)
    theirs = earned(rest.account, meant, own=own, held=held, contract=contract)
    lacking = np.array([what is not None for what in theirs.lacking], dtype=bool)
    # Tiers by result hang on the whole lot; what a payment adds to them is not told here.
    rate = units(vat_rate) if contract.bill_holds_vat or (~np.isnan(lines.vat)).any() else exact(0)
    vat = rate if contract.fees.vat is Vat.ADDED else exact(0)
    due = np.where(
        lacking, 0, charge(rest.cents, theirs.rate, part=theirs.part, vat=vat)
    ).astype(np.int64)  # fmt: skip
    # The commission on what was never billed need not be given back.
    unbilled_before = latest_before(
        rest.account, meant, among=rest.account[cents > 0], days=rest.day[cents > 0]
    )
    takes_unbilled = has_one & (unbilled_before == meant)
    backs = (cents < 0.0) & contract.fees.reversals_clawed_back
    given = backs & has_one & ~takes_unbilled & (due < 0)
    missing = ((cents > 0.0) | (backs & takes_unbilled)) & (due != 0)
    lost = backs & ~has_one
    return LeftOver(
        not_given_back=rest.take(given),
        not_given_back_due=due[given],
        not_billed=rest.take(missing),
        not_billed_due=due[missing],
        without_payment=rest.take(lost),
    )


def _first_own(lines: Lines, account: IntArray) -> Facts:
    """Return what the bill says of accounts, by the first of their lines."""
    known, first = np.unique(lines.account, return_index=True)
    place = np.minimum(np.searchsorted(known, account), max(len(known) - 1, 0))
    facts = lines.own.take(first[place])
    here = known[place] == account

    def only(values: FloatArray) -> FloatArray:
        return np.where(here, values, np.nan)

    return Facts(
        placed=only(facts.placed),
        recalled=only(facts.recalled),
        age_days=only(facts.age_days),
        balance=only(facts.balance),
    )
