"""A file that holds the book as it stood on several days: one of them is the book."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray
from placement.tape.cells import as_text, encode
from placement.tape.columns import normalise
from placement.tape.dates import day_number, day_of
from placement.tape.identity import clean_numbers
from placement.tape.ledger import Ledger, Place
from placement.tape.source import Source
from placement.tape.times import read_days
from placement.tape.titles import date_in_text, month_before

_MONTHS = frozenset(
    ("月份", "统计月份", "数据月份", "报告月份", "报表月份", "快照月份", "month", "reportingmonth",
     "reportmonth", "snapshotmonth", "period", "reportingperiod")
)  # fmt: skip
"""Headings of columns that may hold the month of a snapshot."""

_MOST_MONTHS = 240

_AGAIN = 0.2
"""Share of the accounts of a month that are there again, from which sheets are snapshots."""

_LONELY = 0.01
"""A latest day on a smaller share of the rows than this is more likely a slip than a snapshot."""


def leave_out_older(
    source: Source, ledger: Ledger, *, as_of: dt.date | None, today: dt.date | None
) -> str | None:
    """Leave out the rows of all snapshots but one, the latest; rows without a date stay.

    Returns:
        The column that tells them apart where it is none of the matched ones.

    Args:
        source: The file.
        ledger: The book.
        as_of: The cut-off date that was given; the latest snapshot up to it is the book.
        today: Later days are slips.
    """
    if source.meaning.snapshots == "all":
        return None
    days, column = _days(source, as_of or today)
    if days is None:
        return None
    known = ledger.accounts & ~np.isnan(days)
    found, counts = np.unique(days[known], return_counts=True)
    if len(found) < 2:
        return None
    day = _book_of(found, counts, as_of=as_of, today=today)
    older = known & (days != day)
    severity, choices = ledger.asked(
        "snapshots",
        (
            ("latest", t("only the latest"), ledger.accounts & ~older),
            ("all", t("every row"), ledger.accounts),
        ),
        taken="latest",
        said=source.meaning.snapshots,
    )
    ledger.set_aside(
        older,
        "snapshot_other",
        lambda rows, of: t(
            "The file holds {count} snapshots; that of {day} is the book, and {rows} of {of} rows "
            "of the others are left out.",
            count=len(found),
            day=day_of(day),
            rows=rows,
            of=of,
        ),
        t("Give the cut-off date for an earlier one, or say that every row is an account."),
        source.place("as_of") if source.has("as_of") else Place(column=column or ""),
        severity=severity,
        choices=choices,
    )
    return column


def _days(source: Source, near: dt.date | None) -> tuple[FloatArray | None, str | None]:
    """Return the day of each row's snapshot, shape (rows,), and the unmatched column it is from.

    Both are None where the file holds one snapshot.
    """
    if source.has("as_of"):
        return np.asarray(read_days(source, "as_of").values), None
    if source.has("account_id"):
        columns = [None, *_months(source)]
        for column in columns:
            days = _of_sheets(source, near) if column is None else _of_months(source, column)
            if days is not None and _are_there_again(source, days):
                return days, column
    return None, None


def _of_sheets(source: Source, near: dt.date | None) -> FloatArray | None:
    """Return the day that each row's sheet is called by; None where not every one has its own.

    Args:
        source: The file.
        near: A day that the months of sheets without a year lie before, or in its month.
    """
    named = [date_in_text(name) for name, _ in source.raw.sheets]
    if None in named and near is not None:
        named = [month_before(name, near) for name, _ in source.raw.sheets]
    days = [day_number(day) for day in named if day is not None]
    if len(set(days)) < max(len(named), 2):
        return None
    return np.repeat(np.array(days, dtype=float), [count for _, count in source.raw.sheets])


def _months(source: Source) -> list[str]:
    return [name for name in source.match.unmatched if normalise(name) in _MONTHS]


def _of_months(source: Source, heading: str) -> FloatArray | None:
    """Return the last day of the month in a column, 2025-10; None where it holds other texts."""
    found = encode(as_text(source.raw.table[heading]))
    if len(found.names) > _MOST_MONTHS:
        return None
    days = [date_in_text(name) for name in found.names]
    numbers = [np.nan if day is None else float(day_number(day)) for day in days]
    return None if np.isnan(numbers).all() else np.array([*numbers, np.nan])[found.codes]


def _are_there_again(source: Source, days: FloatArray) -> bool:
    """Return whether accounts of the first day stand on the last one too.

    Else a sheet or a month holds what came in with it, and all of them are the book.
    """
    earliest, latest = np.nanmin(days), np.nanmax(days)
    if earliest == latest:
        return False
    first, last = np.flatnonzero(days == earliest), np.flatnonzero(days == latest)
    ids = clean_numbers(source.cells("account_id"))
    known = pc.is_in(ids.take(pa.array(first)), ids.take(pa.array(last)), skip_nulls=True)
    again = pc.sum(known).as_py() or 0
    return bool(again >= _AGAIN * min(len(first), len(last)))


def _book_of(
    days: FloatArray, counts: IntArray, *, as_of: dt.date | None, today: dt.date | None
) -> float:
    """Return the day of the latest snapshot that can be one."""
    last = as_of or today
    if last is not None and (days <= day_number(last)).any():
        upto = days <= day_number(last)
        days, counts = days[upto], counts[upto]
    if counts[-1] < _LONELY * counts.max():
        return float(days[counts.argmax()])
    return float(days[-1])
