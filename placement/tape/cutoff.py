"""The cut-off date: the day on which a tape is looked at, never silently today."""

import datetime as dt

import numpy as np

from placement.domain.text import day_text, t
from placement.domain.types import FloatArray
from placement.tape.cells import Numbers
from placement.tape.dates import day_number, day_of
from placement.tape.findings import Finding, Severity
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.times import TRACE_FIELDS, order_choices, order_of_dates
from placement.tape.titles import date_in_name, date_in_titles


def cut_off(
    source: Source,
    ledger: Ledger,
    columns: dict[str, Numbers],
    *,
    as_of: dt.date | None,
    today: dt.date | None,
) -> dt.date | None:
    """Return the cut-off date: the given one, else the rows', else a title's, else the file
    name's, else the latest trace.

    Traces are last payments and last demands, and a file's name is not believed where it is older
    than they are. None if there is no such date.
    """
    if as_of is not None:
        return as_of
    if (own := columns.get("as_of")) is not None and (day := _own_date(source, ledger, own)):
        return day
    every = [columns[f].values for f in TRACE_FIELDS if f in columns]
    days = np.concatenate([d[ledger.accounts & ~np.isnan(d)] for d in every] or [np.empty(0)])
    if today is not None:
        days = days[days <= day_number(today)]
    latest = day_of(days.max()) if len(days) else None
    if (titled := date_in_titles(source.raw.titles, order=order_of_dates(source))) is not None:
        if titled.day is None:
            ledger.add(_title_question(titled.text))
            if "due_date" in columns:
                ledger.wait(~np.isnan(columns["due_date"].values))
        else:
            ledger.add(_title_note(titled.day, latest, printed=titled.printed))
        return titled.day
    day = _named_day(source)
    if day is not None and day >= (latest or day) and not _is_after(day, today):
        ledger.add(_name_note(day, source.raw.packed_in or source.raw.filename))
        return day
    if latest is not None:
        ledger.add(_derived_note(latest, days))
    return latest


def is_named(source: Source) -> bool:
    """Return whether a title or the file's name has a date."""
    return date_in_titles(source.raw.titles) is not None or _named_day(source) is not None


def _named_day(source: Source) -> dt.date | None:
    """Return the date in the file's name, else in that of the archive it was in."""
    raw = source.raw
    return date_in_name(raw.filename) or date_in_name(raw.packed_in)


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
            day=day_text(day_of(day)),
        ),
        t("Split the file by cut-off date if the difference matters."),
        source.place("as_of"),
    )
    return day_of(day)


def _is_after(day: dt.date, today: dt.date | None) -> bool:
    return today is not None and day > today


def _title_note(day: dt.date, latest: dt.date | None, *, printed: bool) -> Finding:
    early = latest is not None and latest > day
    says = (
        t(
            "The cut-off date is {day}, on which the file was printed or exported.",
            day=day_text(day),
        )
        if printed
        else t("The cut-off date is {day}, as a line above the headings says.", day=day_text(day))
    )
    return Finding(
        code="as_of_in_title",
        severity=Severity.WARNING if early or printed else Severity.NOTE,
        column="as_of",
        message=says
        + (t(" The file has payments or demands up to {latest}.", latest=latest) if early else ""),
        advice=t("Give the cut-off date if this is not it."),
    )


def _title_question(text: str) -> Finding:
    return Finding(
        code="as_of_open",
        severity=Severity.DOUBT,
        column="as_of",
        message=t(
            "The cut-off date in a line above the headings, {text}, could have its day and month "
            "either way; no age is counted from it before it is said.",
            text=text,
        ),
        advice=t("Say which, or give the cut-off date."),
        choices=order_choices(text),
    )


def _name_note(day: dt.date, filename: str) -> Finding:
    return Finding(
        code="as_of_in_name",
        severity=Severity.NOTE,
        column="as_of",
        message=t(
            "The cut-off date is {day}, as the file is named {file}.",
            day=day_text(day),
            file=filename,
        ),
        advice=t("Give the cut-off date if this is not it."),
    )


def _derived_note(day: dt.date, days: FloatArray) -> Finding:
    # One mistyped year would make every account older.
    far = np.count_nonzero(days > day_number(day) - 366) < 0.01 * len(days)
    return Finding(
        code="as_of_doubtful" if far else "as_of_derived",
        severity=Severity.WARNING if far else Severity.NOTE,
        column="as_of",
        message=t(
            "The cut-off date is {day}, the latest payment or demand in the file.",
            day=day_text(day),
        )
        + (t(" Nearly all others are over a year earlier.") if far else ""),
        advice=t("Give the cut-off date if this is not it."),
    )
