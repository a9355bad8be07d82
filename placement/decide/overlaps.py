"""Accounts, and debtors, that two agencies hold at the same time.

Two placements overlap where each begins before the other ends:

    since = later of both beginnings < until = earlier of both ends

Who hands over and takes over on one day does not overlap. A placement without a beginning reaches
back as far as lists do, one without an end goes on. Placements of one account with one agency that
touch are one.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray

MOST_PAIRS = 3_000_000
"""Pairs of placements that are compared; more is one account on thousands of rows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedRows:
    """Placements of several lists. Arrays have shape (rows,); -1 is no number."""

    account: IntArray
    debtor: IntArray
    agency: IntArray
    placed: FloatArray
    """Day; NaN where the list does not say, as the next."""
    recalled: FloatArray
    balance: FloatArray
    """Cents."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Overlaps:
    """Pairs of placements. Arrays have shape (pairs,), the pairs in the order of their rows."""

    first: IntArray
    """Row of one."""
    second: IntArray
    """Row of the other, which stands below it."""
    since: FloatArray
    """Day from which both hold it; -inf where no list says."""
    until: FloatArray
    """Day on which one gives it back; inf where none does."""

    def __len__(self) -> int:
        return len(self.first)


def account_overlaps(rows: PlacedRows) -> Overlaps:
    """Return which accounts two agencies hold at the same time, a pair of agencies once a time.

    Raises:
        InputError: One account stands on so many rows that it is none.
    """
    return _overlaps(rows, rows.account, rows.account >= 0)


def debtor_overlaps(rows: PlacedRows) -> Overlaps:
    """Return which debtors two agencies ask at the same time about accounts that differ.

    Raises:
        InputError: One debtor stands on so many rows that it is none.
    """
    found = _overlaps(rows, rows.debtor, (rows.debtor >= 0) & (rows.account >= 0))
    other = rows.account[found.first] != rows.account[found.second]
    return Overlaps(
        first=found.first[other],
        second=found.second[other],
        since=found.since[other],
        until=found.until[other],
    )


def money_concerned(rows: PlacedRows, found: Overlaps) -> int:
    """Return the balances of the accounts in some pairs in cents, the largest of each once."""
    if not len(found):
        return 0
    either = np.concatenate([found.first, found.second])
    table = pd.DataFrame({"account": rows.account[either], "balance": rows.balance[either]})
    return int(table.groupby("account")["balance"].max().fillna(0.0).sum())


def _overlaps(rows: PlacedRows, key: IntArray, usable: BoolArray) -> Overlaps:
    begins = np.where(np.isnan(rows.placed), -np.inf, rows.placed)
    ends = np.where(np.isnan(rows.recalled), np.inf, rows.recalled)
    candidates = _with_two_agencies(key, rows.agency, np.flatnonzero(usable & (begins < ends)))
    merged = _merged(key, rows.account, rows.agency, begins, ends, candidates)
    _refuse_too_many(merged["key"].to_numpy())
    pairs = merged.merge(merged, on="key", suffixes=("", "_other"))
    since = np.maximum(pairs["begins"], pairs["begins_other"])
    until = np.minimum(pairs["ends"], pairs["ends_other"])
    holds = (
        (pairs["row"] < pairs["row_other"])
        & (pairs["agency"] != pairs["agency_other"])
        & (since < until)
    )
    chosen = pairs.assign(since=since, until=until)[holds].sort_values(["row", "row_other"])
    return Overlaps(
        first=chosen["row"].to_numpy(dtype=np.int64),
        second=chosen["row_other"].to_numpy(dtype=np.int64),
        since=chosen["since"].to_numpy(dtype=np.float64),
        until=chosen["until"].to_numpy(dtype=np.float64),
    )


def _with_two_agencies(key: IntArray, agency: IntArray, places: IntArray) -> IntArray:
    """Return the places whose key more than one agency holds."""
    if not len(places):
        return places
    keys = key[places]
    size = int(keys.max()) + 1
    least = np.full(size, np.iinfo(np.int64).max)
    most = np.full(size, -1, dtype=np.int64)
    np.minimum.at(least, keys, agency[places])
    np.maximum.at(most, keys, agency[places])
    return np.asarray(places[(least != most)[keys]])


def _merged(
    key: IntArray,
    account: IntArray,
    agency: IntArray,
    begins: FloatArray,
    ends: FloatArray,
    places: IntArray,
) -> pd.DataFrame:
    """Return placements of one account with one agency that touch as one, by their first row."""
    table = pd.DataFrame(
        {
            "key": key[places],
            "account": account[places],
            "agency": agency[places],
            "begins": begins[places],
            "ends": ends[places],
            "row": places,
        }
    ).sort_values(["key", "account", "agency", "begins", "row"], ignore_index=True)
    own = ["key", "account", "agency"]
    reached = table.groupby(own)["ends"].cummax()
    before = reached.groupby([table[name] for name in own]).shift()
    starts = before.isna() | (table["begins"] > before)
    return table.groupby(starts.cumsum().rename("run"), as_index=False).agg(
        key=("key", "first"),
        agency=("agency", "first"),
        begins=("begins", "min"),
        ends=("ends", "max"),
        row=("row", "min"),
    )


def _refuse_too_many(keys: IntArray) -> None:
    counts = np.bincount(keys).astype(float) if len(keys) else np.zeros(1)
    if float((counts**2).sum()) > MOST_PAIRS:
        raise InputError(
            t(
                "One account or debtor stands on {most} rows with several agencies; a number on "
                "so many rows is none. Map the column of account numbers with --column.",
                most=f"{int(counts.max()):,}",
            )
        )
