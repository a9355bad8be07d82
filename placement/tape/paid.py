"""What was paid beside what was owed at first: whether the one is still to be taken off the other.

欠款金额 8,000 · 已收回金额 8,000       owed: 8,000, or nothing
"""

import re
from dataclasses import replace

import numpy as np

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.amounts import Amounts
from placement.tape.findings import Choice
from placement.tape.ledger import Ledger
from placement.tape.source import Source

_STILL_OWED = re.compile(
    r"剩|余|未|尚|结欠|当前|最新|remain|outstanding|unpaid|balance|current|still|rest",
    re.IGNORECASE,
)
"""Headings of amounts from which payments are off already."""

_NEARLY_ALL = 0.99
"""Share of the rows in which no more was paid than owed, where payments are taken off unasked."""


def take_off_paid(source: Source, ledger: Ledger, amounts: Amounts) -> Amounts:
    """Return the amounts with what was paid taken off, and ask whether that is right.

    Nothing is done where the heading says that the amount is what is still owed. Where payments
    are above the amounts, they are off already.
    """
    if amounts.paid is None or _STILL_OWED.search(source.called("balance")):
        return amounts
    paid = np.nan_to_num(amounts.paid.values)
    if not (paid > 0.0).any():
        # A ledger writes what came in below zero.
        paid = np.abs(paid)
    gross = amounts.balance.values
    asked = ledger.live & (paid > 0.0) & ~np.isnan(gross)
    if not asked.any():
        return amounts
    fits = float((paid[asked] <= gross[asked] + 0.01).mean())
    said = source.meaning.paid
    is_off = said == "deducted" if said else fits < _NEARLY_ALL
    net = gross - np.where(ledger.live, np.maximum(paid, 0.0), 0.0)
    net = np.where(np.abs(net) < 0.005, 0.0, net)
    _say(source, ledger, asked, gross, net, is_off=is_off)
    if is_off:
        return amounts
    ledger.revalue(net)
    return replace(amounts, balance=replace(amounts.balance, values=net))


def _say(
    source: Source,
    ledger: Ledger,
    asked: BoolArray,
    gross: FloatArray,
    net: FloatArray,
    *,
    is_off: bool,
) -> None:
    owed, paid = source.called("balance"), source.called("paid")

    def say(rows: str, of: str) -> str:
        if is_off:
            return t(
                "{rows} of {of} rows have something paid ({paid}); it is taken to be off the "
                "amount already ({owed}).",
                rows=rows,
                of=of,
                paid=paid,
                owed=owed,
            )
        return t(
            "{rows} of {of} rows have something paid ({paid}); it is taken off the amount "
            "({owed}), and what is left is owed.",
            rows=rows,
            of=of,
            paid=paid,
            owed=owed,
        )

    place = source.place("paid")
    if source.meaning.paid is not None:
        ledger.note(asked, "paid", say, "", place)
        return
    ledger.doubt(
        asked,
        "paid",
        say,
        t("Say which; the column of what is still owed would settle it."),
        place,
        choices=tuple(
            Choice(
                question="paid",
                answer=answer,
                label=label,
                balance=float(values[ledger.live & (values > 0.0)].sum()),
                accounts=int((ledger.live & (values > 0.0)).sum()),
                taken=is_off == (answer == "deducted"),
            )
            for answer, label, values in (
                ("to-deduct", t("what was paid is still to be taken off"), net),
                ("deducted", t("the amount is what is still owed"), gross),
            )
        ),
    )
