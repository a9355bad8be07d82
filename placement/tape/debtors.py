"""A debtor's several accounts: each a claim of its own, or one claim and one suit."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray
from placement.tape.cells import encode
from placement.tape.identity import Identity
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.together import Together, ask_whether_one, of_several, put_together

_ONE_SUIT = ("sector", "creditor_type", "creditor")
"""What accounts must share to be one claim: nobody sues for two creditors at once."""

ONE_PERSON = ("creditor",)
"""What accounts must share for one number to be one debtor: creditors number for themselves."""


def find_debtors(
    ledger: Ledger,
    identity: Identity,
    parts: dict[str, Any],
    shared: Sequence[str] = _ONE_SUIT,
) -> Together:
    """Return the usable rows of debtors of several accounts that share some fields too.

    By default those of one sector, which one suit can claim.
    """
    at = identity.shared_debtors[ledger.live[identity.shared_debtors]]
    if identity.debtors is None or not len(at):
        return Together(at, at)
    codes = encode(identity.debtors.take(pa.array(at))).codes.astype(np.int64)
    for name in shared:
        part = parts[name]
        codes = codes * (len(part.names) + 1) + part.codes[at] + 1
    _, claim = np.unique(codes, return_inverse=True)
    return of_several(at, claim)


def ask_about_debtors(
    source: Source, ledger: Ledger, balance: FloatArray, debtors: Together
) -> None:
    """Say that debtors hold several accounts, and ask whether each of them is one claim."""
    said, place = source.meaning.debtors, source.place("debtor_id", quote=False)
    if not debtors.claims or said == "together":
        return
    if said == "apart":
        mask = debtors.mask(len(source))
        ledger.note(mask, "debtors_of_several", _say(debtors), "", place)
        return
    ask_whether_one(
        source, ledger, balance, debtors,
        code="debtors_of_several",
        say=_say(debtors),
        advice=t("Say which: one suit costs less than several, and claims all that a debtor owes."),
        place=place,
        question="debtors",
        apart=("apart", t("every account pursued on its own")),
        joined=("together", t("one claim and one suit for all that a debtor owes")),
    )  # fmt: skip


def join_debtors(
    source: Source, ledger: Ledger, parts: dict[str, Any], balance: FloatArray, debtors: Together
) -> tuple[dict[str, Any], FloatArray]:
    """Return the fields with the accounts of each debtor as one claim; see `put_together`."""

    def say(rows: str, of: str) -> str:
        return t(
            "{rows} of {of} rows are further accounts of {debtors} debtors; their money is added "
            "to the debtor's oldest account, as one claim.",
            rows=rows,
            of=of,
            debtors=f"{debtors.claims:,}",
        )

    return put_together(
        source, ledger, parts, balance, debtors,
        code="debtor_added", say=say, place=source.place("debtor_id", quote=False),
    )  # fmt: skip


def numbers_of(source: Source, debtors: Together) -> IntArray:
    """Return a number for each debtor of several accounts, -1 on other rows. Shape (rows,)."""
    number = np.full(len(source), -1, dtype=np.int64)
    number[debtors.positions] = debtors.claim
    return number


def _say(debtors: Together) -> Any:
    most = int(np.bincount(debtors.claim).max())

    def say(rows: str, of: str) -> str:
        return t(
            "{rows} of {of} rows are accounts of {debtors} debtors who hold several, up to {most} "
            "each. Every account is pursued on its own.",
            debtors=f"{debtors.claims:,}",
            rows=rows,
            of=of,
            most=f"{most:,}",
        )

    return say
