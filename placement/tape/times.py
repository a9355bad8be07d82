"""Columns of dates and ages, each in one unit, with what cannot be read named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placement.domain.text import day_text, t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.age_units import DAYS_IN, days_in_field, unit_of
from placement.tape.cells import Codes, Numbers, is_text
from placement.tape.dates import date_readings, day_of, is_open_date, read_dates, tells_order
from placement.tape.decimals import days_decimal
from placement.tape.fields import AGE_FIELDS
from placement.tape.findings import Choice
from placement.tape.ledger import Ledger
from placement.tape.numbers import read_numbers
from placement.tape.source import Source
from placement.tape.stages import as_stages, read_words

COUNTED_FIELDS = ("days_past_due", "months_past_due")
"""Ages that are numbers in the file."""

TRACE_FIELDS = ("last_payment_date", "last_demand_date")
"""Things that have happened, so the cut-off date is not before the latest of them."""

UNREADABLE = ("date_unreadable", "age_unreadable", "age_is_date")
"""Codes of what is said of cells that could not be read, the reason why ages are missing."""

_DATES = ("due_date", *TRACE_FIELDS, "limitation_date", "as_of")


@dataclass(frozen=True, eq=False)
class Bands(Numbers):
    """A column of ages some of which are stages or ranges. All arrays have shape (rows,)."""

    low: FloatArray
    high: FloatArray
    """Days from which and up to which each account can be past due; NaN where nothing says."""


def read_time(source: Source, ledger: Ledger) -> dict[str, Numbers]:
    """Read all columns of dates and ages the file has and report what cannot be read.

    Returns:
        Our field → months for `months_past_due`, days for `days_past_due` and `stage`, days since
        1970-01-01 for dates.
    """
    columns: dict[str, Numbers] = {}
    order = order_of_dates(source)
    for field in (*AGE_FIELDS, *TRACE_FIELDS, "limitation_date", "as_of"):
        if not source.has(field):
            continue
        columns[field] = _read(source, ledger, field, order, columns)
        open_dates = _ask_for_order(source, ledger, field, columns[field])
        if field in _DATES:
            _warn_months(source, ledger, field, columns[field].repaired)
            _warn_another_order(source, ledger, field)
        ledger.warn(
            columns[field].unreadable & ledger.accounts & ~open_dates & ~ledger.waiting,
            "date_unreadable" if field in _DATES else "age_unreadable",
            lambda rows, of: t(
                "{rows} of {of} cells are no date or number of the kind expected; "
                "they are taken as empty.",
                rows=rows,
                of=of,
            ),
            t("Write dates as 2024-01-31, ages as plain numbers, stages as M3 or 61-90天."),
            source.place(field),
        )
    return columns


def days_in(field: str, columns: dict[str, Numbers]) -> FloatArray:
    """Return the ages of a column that `read_time` read, in days. Shape (rows,)."""
    values = columns[field].values
    return np.round(values * days_in_field(field), 6) if field == "months_past_due" else values


def read_days(source: Source, field: str) -> Numbers:
    """Read a column of dates as days since 1970-01-01, in the order that the file shows."""
    return read_dates(source.cells(field), order=order_of_dates(source))


def order_of_dates(source: Source) -> str | None:
    """Return how dates like 03/04/2024 are meant: the user's word, else what one file shows."""
    if (said := source.meaning.dates) is not None:
        return said
    texts = (
        name
        for field in _DATES
        if source.has(field) and is_text(source.cells(field))
        for name in source.codes(field).names
    )
    return tells_order(texts)


def order_choices(text: str) -> tuple[Choice, ...]:
    """Return the days that a date could be, to choose from."""
    return tuple(
        Choice(
            question="dates",
            answer=order,
            label=t("{text} is {day}", text=text, day=day_text(day_of(day))),
        )
        for order, day in date_readings(text).items()
    )


def _ask_for_order(source: Source, ledger: Ledger, field: str, read: Numbers) -> BoolArray:
    """Ask for the order of day and month where nothing tells it; return which cells wait for it."""
    nothing = np.zeros(len(source), dtype=bool)
    if field not in _DATES or not read.unreadable.any() or not is_text(source.cells(field)):
        return nothing
    found = source.codes(field)
    are_open = [is_open_date(name) for name in found.names]
    waiting = found.where_any(are_open) & read.unreadable & ledger.accounts
    if not waiting.any():
        return nothing
    if field == "due_date":
        ledger.wait(waiting)
    # The date that can be read in most ways shows all of them.
    example = max(
        (found.names[code] for code in np.unique(found.codes[waiting])),
        key=lambda name: len(date_readings(name)),
    )
    ledger.doubt(
        waiting,
        "dates_open",
        lambda rows, of: _why_open(rows, of, several=_contradict(found.names)),
        t("Say which, as in --dates day-first."),
        source.place(field),
        choices=order_choices(example),
    )
    return waiting


def _why_open(rows: str, of: str, *, several: bool) -> str:
    if several:
        return t(
            "{rows} of {of} dates could have their day and month either way, and the others in "
            "the column are of several orders; they are not read before it is said.",
            rows=rows,
            of=of,
        )
    return t(
        "{rows} of {of} dates could have their day and month either way, because no day is "
        "above 12 that would tell them apart; they are not read before it is said.",
        rows=rows,
        of=of,
    )


def _contradict(names: Sequence[str]) -> bool:
    """Return whether some dates can only be of one order and others only of another."""
    orders = {next(iter(days)) for n in names if len(days := date_readings(n)) == 1}
    return len(orders) > 1


def _warn_months(source: Source, ledger: Ledger, field: str, months: BoolArray) -> None:
    ledger.warn(
        months & ledger.accounts,
        "date_is_month",
        lambda rows, of: t(
            "{rows} of {of} dates are months; the last day of each is taken.", rows=rows, of=of
        ),
        t("Give the day if you have it."),
        source.place(field),
    )


def _warn_another_order(source: Source, ledger: Ledger, field: str) -> None:
    """Say which dates cannot be of the order that the user names."""
    said = source.meaning.dates
    if said is None or not is_text(source.cells(field)):
        return
    found = source.codes(field)
    other = [bool(days) and said not in days for days in map(date_readings, found.names)]
    ledger.warn(
        found.where_any(other) & ledger.accounts,
        "dates_of_another_order",
        lambda rows, of: t(
            "{rows} of {of} dates cannot be {order}; they are read the only way they can be.",
            rows=rows,
            of=of,
            order=said,
        ),
        t("Check the dates: those that can be read either way may be of the other order too."),
        source.place(field),
    )


def _read(
    source: Source, ledger: Ledger, field: str, order: str | None, before: Mapping[str, Numbers]
) -> Numbers:
    """Read a column of dates or ages; `before` holds those already read."""
    if field in _DATES:
        return read_dates(source.cells(field), order=order)
    cells, own = source.cells(field), days_in_field(field)
    if field == "stage":
        nothing = np.zeros(len(source), dtype=bool)
        numbers = Numbers(np.full(len(source), np.nan), nothing, nothing)
    else:
        decimal = days_decimal(cells) if field == "days_past_due" else "point"
        numbers = read_numbers(cells, units=(), decimal=decimal)
    days = before["days_past_due"].values if "days_past_due" in before else None
    unit = unit_of(source, ledger, field, numbers.values, days=days)
    days_per_number = None if unit is None else DAYS_IN[unit]
    if days_per_number is not None and days_per_number != own:
        numbers = replace(numbers, values=numbers.values * days_per_number / own)
    if field != "stage" and not (numbers.unreadable.any() and is_text(cells)):
        return numbers
    return _with_words(source, ledger, field, numbers, days_per_number)


def _with_words(
    source: Source, ledger: Ledger, field: str, numbers: Numbers, days_per_number: float | None
) -> Numbers:
    """Return a column's ages with those in words, 1年3个月, and those of stages and ranges."""
    found = source.codes(field)
    texts = as_stages(found.names) if field == "stage" else found.names
    words = read_words(Codes(found.codes, texts), days_per_number=days_per_number)
    dates = words.is_date & np.isnan(numbers.values)
    _warn_dates(source, ledger, field, dates)
    understood = np.isnan(numbers.values) & ~np.isnan(words.days)
    if field != "stage":
        warn_middle(source, ledger, field, understood & words.is_middle)
    own = numbers.values * days_in_field(field)
    return Bands(
        np.where(understood, words.days / days_in_field(field), numbers.values),
        words.is_other & np.isnan(numbers.values),
        numbers.repaired | understood,
        low=np.where(understood, words.low, own),
        high=np.where(understood, words.high, own),
    )


def _warn_dates(source: Source, ledger: Ledger, field: str, dates: BoolArray) -> None:
    ledger.warn(
        dates & ledger.accounts,
        "age_is_date",
        lambda rows, of: t(
            "{rows} of {of} ages are dates: a spreadsheet makes 6月12日 of the range 6-12; they "
            "are taken as empty.",
            rows=rows,
            of=of,
        ),
        t("Type the range again as text, as in 6-12个月, or map the column to due_date."),
        source.place(field),
    )


def warn_middle(source: Source, ledger: Ledger, field: str, bands: BoolArray) -> None:
    """Say of which rows the middle of a stage or range is the age."""
    if not bands.any():
        return
    ledger.warn(
        bands & ledger.accounts,
        "age_from_band",
        lambda rows, of: t(
            "{rows} of {of} ages are stages or ranges; the middle of each is taken, M3 as 75.5 "
            "days, and one without an end as if it reached to twice its start.",
            rows=rows,
            of=of,
        ),
        t("Give days past due if you have them."),
        replace(source.place(field), words=source.codes(field)),
    )
