"""The cut-off date: the day on which a tape is looked at, never silently today."""

import datetime as dt

import numpy as np

from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.tape.cells import Numbers
from placement.tape.dates import day_number, day_of
from placement.tape.findings import Finding, Severity
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.times import TRACE_FIELDS


def cut_off(
    source: Source,
    ledger: Ledger,
    columns: dict[str, Numbers],
    *,
    as_of: dt.date | None,
    today: dt.date | None,
) -> dt.date | None:
    """Return the cut-off date: the given one, else the file's, else the latest trace.

    Traces are last payments and last demands. None if the file has no such date.
    """
    if as_of is not None:
        return as_of
    if (own := columns.get("as_of")) is not None and (day := _own_date(source, ledger, own)):
        return day
    every = [columns[f].values for f in TRACE_FIELDS if f in columns]
    days = np.concatenate([d[ledger.accounts & ~np.isnan(d)] for d in every] or [np.empty(0)])
    if today is not None:
        days = days[days <= day_number(today)]
    if not len(days):
        return None
    day = day_of(days.max())
    ledger.add(_derived_note(day, days))
    return day


def _own_date(source: Source, ledger: Ledger, own: Numbers) -> dt.date | None:
    days, counts = np.unique(
        own.values[ledger.accounts & ~np.isnan(own.values)], return_counts=True
    )
    if not len(days):
        return None
    day = float(days[counts.argmax()])
    ledger.warn(
        ledger.accounts & ~np.isnan(own.values) & (own.values != day),
        "as_of_several",
        lambda rows, of: t(
            "{rows} of {of} rows have another cut-off date than {day}, the most common; "
            "a tape has one.",
            rows=rows,
            of=of,
            day=day_of(day),
        ),
        t("Split the file by cut-off date if the difference matters."),
        source.place("as_of"),
    )
    return day_of(day)


def _derived_note(day: dt.date, days: FloatArray) -> Finding:
    # One mistyped year would make every account older.
    far = np.count_nonzero(days > day_number(day) - 366) < 0.01 * len(days)
    return Finding(
        code="as_of_doubtful" if far else "as_of_derived",
        severity=Severity.WARNING if far else Severity.NOTE,
        column="as_of",
        message=t("The cut-off date is {day}, the latest payment or demand in the file.", day=day)
        + (t(" Nearly all others are over a year earlier.") if far else ""),
        advice=t("Give the cut-off date if this is not it."),
    )
