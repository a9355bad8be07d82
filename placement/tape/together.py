"""Rows that are one claim: put together on the oldest of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.findings import Choice, Severity
from placement.tape.ledger import Ledger, Place
from placement.tape.source import Source


@dataclass(frozen=True, eq=False)
class Together:
    """Rows that share a number with others: bills of an account, accounts of a debtor."""

    positions: IntArray
    """Where they stand in the file. Shape (rows,)."""

    claim: IntArray
    """Number of the claim of each, from 0. Shape (rows,)."""

    @property
    def claims(self) -> int:
        """Return how many claims they are together."""
        return int(self.claim.max(initial=-1)) + 1

    def mask(self, size: int) -> BoolArray:
        """Return which of so many rows they are."""
        mask = np.zeros(size, dtype=bool)
        mask[self.positions] = True
        return mask


def ask_whether_one(
    source: Source,
    ledger: Ledger,
    balance: FloatArray,
    together: Together,
    *,
    code: str,
    say: Callable[[str, str], str],
    advice: str,
    place: Place,
    question: str,
    apart: tuple[str, str],
    joined: tuple[str, str],
) -> None:
    """Ask whether the rows of each claim stay apart, as they are taken, or are one claim.

    Args:
        source: The file.
        ledger: The book.
        balance: Balances. Shape (rows,).
        together: The rows.
        code: The finding's.
        say: What is said of them.
        advice: What to do.
        place: The column that holds their number.
        question: A field of `meaning.Meaning`.
        apart: Its answer that keeps the rows apart, and the words for it.
        joined: The same that joins them.
    """
    accounts, money = int(ledger.live.sum()), float(balance[ledger.live].sum())
    fewer = accounts - len(together.positions) + together.claims
    ledger.doubt(
        together.mask(len(source)),
        code,
        say,
        advice,
        place,
        choices=tuple(
            Choice(
                question=question,
                answer=answer,
                label=label,
                balance=money,
                accounts=count,
                taken=count == accounts,
            )
            for (answer, label), count in ((apart, accounts), (joined, fewer))
        ),
    )


def of_several(positions: IntArray, codes: IntArray) -> Together:
    """Return the rows whose code another row has too.

    Args:
        positions: Where rows stand in the file. Shape (rows,).
        codes: Number of the claim of each, 0 or more. Shape (rows,).
    """
    several = np.bincount(codes) > 1
    number = np.cumsum(several) - 1
    chosen = several[codes]
    return Together(positions[chosen], number[codes[chosen]])


def put_together(
    source: Source,
    ledger: Ledger,
    parts: dict[str, Any],
    balance: FloatArray,
    together: Together,
    *,
    code: str,
    say: Callable[[str, str], str],
    place: Place,
) -> tuple[dict[str, Any], FloatArray]:
    """Return the fields with the rows of each claim added to its oldest one.

    A claim is as old as its oldest row and has been through what that one has; its balance is the
    sum, its last demand the latest, and what holds of one row holds of it.

    Args:
        source: The file.
        ledger: The book; the other rows are left out of it.
        parts: Fields by the names of `Tape`. Shape (rows,).
        balance: Balances. Shape (rows,).
        together: The rows.
        code: Why the other rows are left out.
        say: What is said of them.
        place: The column that holds their number.
    """
    at, claim, claims = together.positions, together.claim, together.claims
    order = np.lexsort((at, -parts["age"][at], claim))
    oldest = at[order[np.searchsorted(claim[order], np.arange(claims))]]
    total = np.bincount(claim, weights=balance[at])
    new = dict(parts)
    owed = np.bincount(claim, weights=balance[at] * parts["principal_share"][at])
    new["principal_share"] = _with(parts["principal_share"], oldest, owed / total)
    since = np.full(claims, np.inf)
    np.fmin.at(since, claim, np.nan_to_num(parts["months_since_demand"][at], nan=np.inf))
    since = np.where(np.isinf(since), np.nan, since)
    new["months_since_demand"] = _with(parts["months_since_demand"], oldest, since)
    for flag in ("disputed", "unreachable", "placed_now"):
        any_of = np.bincount(claim, weights=parts[flag][at]) > 0
        new[flag] = _with(parts[flag], oldest, any_of)
    others = np.zeros(len(source), dtype=bool)
    others[np.setdiff1d(at, oldest)] = True
    ledger.leave_out(others, code, say, "", place, severity=Severity.NOTE)
    # The money of the other rows is in the book, so that it is not what was left out.
    return new, np.where(others, np.nan, _with(balance, oldest, total))


def _with(values: Any, at: IntArray, new: Any) -> Any:
    changed = values.copy()
    changed[at] = new
    return changed
