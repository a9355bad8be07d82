"""A bill against its contract: the same as plain loops with `Decimal`, and each planted fault."""

from collections import Counter

import numpy as np

from placement.decide.invoice.check import BillCheck, check
from placement.decide.invoice.earned import Reason
from tests.decide.invoice import made
from tests.decide.invoice.naive import Naive

VAT = 0.06


def compared(seed: int) -> tuple[BillCheck, Counter]:
    """Check one random bill both ways, and return what there was to find."""
    rng = np.random.default_rng(seed)
    plain, contract = made.contract(rng)
    bill = made.bill(rng, plain["by_age"][0][1])
    payments = made.payments(rng, bill) if rng.random() < 0.7 else None
    held = made.held(rng) if rng.random() < 0.6 else None
    loops = Naive(bill, plain, payments, held, VAT)
    slow = loops.answer()
    fast = check(
        made.lines_of(bill),
        contract,
        payments=None if payments is None else made.payments_of(payments),
        held=None if held is None else made.held_rows(held),
        vat_rate=VAT,
    )
    assert fast.unchecked.tolist() == slow.unchecked, seed
    assert fast.billed.tolist() == slow.billed, seed
    assert fast.due.tolist() == slow.due, seed
    for number, reasons in enumerate(slow.differences):
        quick = {str(r): int(c[number]) for r, c in fast.differences.items() if c[number]}
        assert quick == reasons, (seed, number)
    if payments is not None:
        books = made.payments_of(payments)
        for theirs, due, found in (
            (fast.left.not_given_back, fast.left.not_given_back_due, slow.not_given_back),
            (fast.left.not_billed, fast.left.not_billed_due, slow.not_billed),
        ):
            quick = list(
                zip(theirs.account.tolist(), theirs.day.tolist(), due.tolist(), strict=True)
            )
            named = [(int(books.account[n]), float(books.day[n]), cents) for n, cents in found]
            assert sorted(quick) == sorted(named), seed
        assert len(fast.left.without_payment) == slow.without_payment, seed
    found = Counter(str(reason) for reason in fast.by_reason)
    found.update(f"unchecked {what}" for what in slow.unchecked if what)
    found["sums"] += len(loops.several)
    found["not billed"] += len(slow.not_billed)
    found["without payment"] += slow.without_payment
    return fast, found


def test_the_same_as_plain_loops_to_the_cent_on_hundreds_of_bills() -> None:
    met: Counter = Counter()
    for seed in range(400):
        found, reasons = compared(seed)
        met += reasons
        assert sum(cents for _, cents in found.by_reason.values()) == (
            found.total_billed - found.total_due
        ), seed
    # A rule that no bill meets would be compared with nothing.
    assert all(met[str(reason)] >= 1 for reason in Reason), met
    assert met["not billed"] > 20
    assert met["without payment"] > 5
    assert met["sums"] > 50
    assert met["unchecked several"] > 0
