"""One account number on several rows: repeats, which count once, and bills, which all count."""

from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.tape.cells import encode
from placement.tape.columns import normalise
from placement.tape.identity import Identity
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.together import Together, ask_whether_one, of_several, put_together

_ROW_NUMBERS = frozenset(
    normalise(name)
    for name in ("序号", "行号", "序", "no", "no.", "index", "row", "row number", "unnamed: 0", "#")
)
"""Headings of columns that number the rows and say nothing of the account."""


def leave_out_repeats(source: Source, ledger: Ledger, identity: Identity) -> None:
    """Leave out rows that repeat a usable one in every cell that was read."""
    shared = identity.shared[ledger.live[identity.shared]]
    if identity.ids is None or not len(shared):
        return
    rows = source.raw.table.take(pa.array(shared))
    same_id = encode(identity.ids.take(pa.array(shared))).codes
    # Rows are alike where a number for all their cells together is.
    alike = same_id.astype(np.int64)
    own = source.match.matched["account_id"]
    for name in rows.column_names:
        if name != own and normalise(name) not in _ROW_NUMBERS:
            codes = encode(rows[name]).codes
            _, alike = np.unique(alike * (int(codes.max()) + 2) + codes, return_inverse=True)
    _, first = np.unique(alike, return_index=True)
    repeat = np.ones(len(shared), dtype=bool)
    repeat[first] = False
    mask = np.zeros(len(source), dtype=bool)
    mask[shared[repeat]] = True
    ledger.leave_out(
        mask,
        "duplicate",
        lambda rows, of: t(
            "{rows} of {of} rows repeat an account exactly; each is counted once.",
            rows=rows,
            of=of,
        ),
        t("Delete the repeated rows to silence this."),
        source.place("account_id", quote=False),
    )


def find_bills(ledger: Ledger, identity: Identity) -> Together:
    """Return the usable rows that still share their account number with another one."""
    shared = identity.shared[ledger.live[identity.shared]]
    if identity.ids is None or not len(shared):
        return Together(shared, shared)
    return of_several(shared, encode(identity.ids.take(pa.array(shared))).codes.astype(np.int64))


def ask_about_bills(source: Source, ledger: Ledger, balance: FloatArray, bills: Together) -> None:
    """Say that accounts have several bills, and ask whether to keep them apart or add them up."""
    said = source.meaning.bills
    place = source.place("account_id", quote=False)
    if said is not None:
        mask = bills.mask(len(source))
        ledger.note(mask, "bills", _say(bills, added=said == "add"), "", place)
        return
    ask_whether_one(
        source, ledger, balance, bills,
        code="bills",
        say=_say(bills, added=False),
        advice=t("Say which; delete rows that are another version of the same debt."),
        place=place,
        question="bills",
        apart=("keep", t("every bill on its own")),
        joined=("add", t("bills of one number added up")),
    )  # fmt: skip


def add_bills(
    source: Source, ledger: Ledger, parts: dict[str, Any], balance: FloatArray, bills: Together
) -> tuple[dict[str, Any], FloatArray]:
    """Return the fields with the bills of each account as one claim; see `put_together`."""

    def say(rows: str, of: str) -> str:
        return t(
            "{rows} of {of} rows are further bills of an account; their money is added to it.",
            rows=rows,
            of=of,
        )

    return put_together(
        source, ledger, parts, balance, bills,
        code="bill_added", say=say, place=source.place("account_id", quote=False),
    )  # fmt: skip


def _say(bills: Together, *, added: bool) -> Any:
    def say(rows: str, of: str) -> str:
        accounts = f"{bills.claims:,}"
        if added:
            return t(
                "{rows} of {of} rows are bills of {accounts} accounts that have several; the bills "
                "of one number are added up.",
                rows=rows,
                of=of,
                accounts=accounts,
            )
        return t(
            "{rows} of {of} rows share their account number with rows that differ from them: "
            "{accounts} accounts of several bills. Each bill is kept on its own.",
            rows=rows,
            of=of,
            accounts=accounts,
        )

    return say
