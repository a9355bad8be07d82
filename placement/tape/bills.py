"""One account number on several rows: repeats, which count once, and bills, which all count."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import encode
from placement.tape.columns import normalise
from placement.tape.findings import Choice, Severity
from placement.tape.identity import Identity
from placement.tape.ledger import Ledger
from placement.tape.source import Source

_ROW_NUMBERS = frozenset(
    normalise(name)
    for name in ("序号", "行号", "序", "no", "no.", "index", "row", "row number", "unnamed: 0", "#")
)
"""Headings of columns that number the rows and say nothing of the account."""


@dataclass(frozen=True, eq=False)
class Bills:
    """Rows that share their account number with others and are no repeats of them."""

    positions: IntArray
    """Where they stand in the file. Shape (bills,)."""

    account: IntArray
    """Number of the account of each, from 0. Shape (bills,)."""

    @property
    def accounts(self) -> int:
        """Return how many accounts have several bills."""
        return int(self.account.max(initial=-1)) + 1


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


def find_bills(ledger: Ledger, identity: Identity) -> Bills:
    """Return the usable rows that still share their account number with another one."""
    shared = identity.shared[ledger.live[identity.shared]]
    if identity.ids is None or not len(shared):
        return Bills(shared, shared)
    codes = encode(identity.ids.take(pa.array(shared))).codes
    several = np.bincount(codes) > 1
    number = np.cumsum(several) - 1
    return Bills(shared[several[codes]], number[codes[several[codes]]])


def ask_about_bills(source: Source, ledger: Ledger, balance: FloatArray, bills: Bills) -> None:
    """Say that accounts have several bills, and ask whether to keep them apart or add them up."""
    said = source.meaning.bills
    mask = np.zeros(len(source), dtype=bool)
    mask[bills.positions] = True
    place = source.place("account_id", quote=False)
    if said is not None:
        ledger.note(mask, "bills", _say(bills, added=said == "add"), "", place)
        return
    accounts, money = int(ledger.live.sum()), float(balance[ledger.live].sum())
    fewer = accounts - len(bills.positions) + bills.accounts
    ledger.doubt(
        mask,
        "bills",
        _say(bills, added=False),
        t("Say which; delete rows that are another version of the same debt."),
        place,
        choices=tuple(
            Choice(
                question="bills",
                answer=answer,
                label=label,
                balance=money,
                accounts=count,
                taken=answer == "keep",
            )
            for answer, label, count in (
                ("keep", t("every bill on its own"), accounts),
                ("add", t("bills of one number added up"), fewer),
            )
        ),
    )


def add_bills(
    source: Source, ledger: Ledger, parts: dict[str, Any], balance: FloatArray, bills: Bills
) -> tuple[dict[str, Any], FloatArray]:
    """Return the fields with the bills of each account added to its oldest one.

    The account is as old as its oldest bill and has been through what that one has; its balance is
    the sum, its last demand the latest, and what holds of one bill holds of it.

    Args:
        source: The file.
        ledger: The book; the other bills are left out of it.
        parts: Fields by the names of `Tape`. Shape (rows,).
        balance: Balances. Shape (rows,).
        bills: The bills.
    """
    at, account = bills.positions, bills.account
    order = np.lexsort((at, -parts["age"][at], account))
    oldest = at[order[np.searchsorted(account[order], np.arange(bills.accounts))]]
    total = np.bincount(account, weights=balance[at])
    new = dict(parts)
    owed = np.bincount(account, weights=balance[at] * parts["principal_share"][at])
    new["principal_share"] = _with(parts["principal_share"], oldest, owed / total)
    since = np.full(bills.accounts, np.inf)
    np.fmin.at(since, account, np.nan_to_num(parts["months_since_demand"][at], nan=np.inf))
    since = np.where(np.isinf(since), np.nan, since)
    new["months_since_demand"] = _with(parts["months_since_demand"], oldest, since)
    for flag in ("disputed", "unreachable", "placed_now"):
        any_of = np.bincount(account, weights=parts[flag][at]) > 0
        new[flag] = _with(parts[flag], oldest, any_of)
    others = np.zeros(len(source), dtype=bool)
    others[np.setdiff1d(at, oldest)] = True
    _leave_out_added(source, ledger, others)
    # The money of the other bills is in the book, so that it is not what was left out.
    return new, np.where(others, np.nan, _with(balance, oldest, total))


def _leave_out_added(source: Source, ledger: Ledger, others: BoolArray) -> None:
    ledger.leave_out(
        others,
        "bill_added",
        lambda rows, of: t(
            "{rows} of {of} rows are further bills of an account; their money is added to it.",
            rows=rows,
            of=of,
        ),
        "",
        source.place("account_id", quote=False),
        severity=Severity.NOTE,
    )


def _say(bills: Bills, *, added: bool) -> Any:
    def say(rows: str, of: str) -> str:
        accounts = f"{bills.accounts:,}"
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


def _with(values: Any, at: IntArray, new: Any) -> Any:
    changed = values.copy()
    changed[at] = new
    return changed
