"""A file that holds the book as it stood on several days: one of them is the book."""

import datetime as dt

import numpy as np

from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray
from placement.tape.dates import day_number, day_of
from placement.tape.findings import Severity
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.times import read_days

_LONELY = 0.01
"""A latest day on a smaller share of the rows than this is more likely a slip than a snapshot."""


def leave_out_older(
    source: Source, ledger: Ledger, *, as_of: dt.date | None, today: dt.date | None
) -> None:
    """Leave out the rows of all snapshots but one, the latest; rows without a date stay.

    Args:
        source: The file.
        ledger: The book.
        as_of: The cut-off date that was given; the latest snapshot up to it is the book.
        today: Later days are slips.
    """
    if not source.has("as_of") or source.meaning.snapshots == "all":
        return
    days = read_days(source, "as_of").values
    known = ledger.accounts & ~np.isnan(days)
    found, counts = np.unique(days[known], return_counts=True)
    if len(found) < 2:
        return
    day = _book_of(found, counts, as_of=as_of, today=today)
    older = known & (days != day)
    said = source.meaning.snapshots is not None
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
        source.place("as_of"),
        severity=Severity.NOTE if said else Severity.DOUBT,
        choices=()
        if said
        else ledger.readings(
            "snapshots",
            (
                ("latest", t("only the latest"), ledger.accounts & ~older),
                ("all", t("every row"), ledger.accounts),
            ),
            taken="latest",
        ),
    )


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
