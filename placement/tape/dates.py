"""Dates in cells, as days since 1970-01-01, and the months between them."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from placement.domain.days import months_of
from placement.domain.types import FloatArray
from placement.tape.cells import Column, Numbers, as_text, encode
from placement.tape.numbers import EMPTY, read_numbers

ORDERS = ("day-first", "month-first", "year-first")
"""Orders of day, month and year; the last is of years of two digits."""

_EPOCH = dt.date(1970, 1, 1)
_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
_SPREADSHEET_SERIALS = (20_000, 80_000)
"""Day numbers that can be a date of a spreadsheet: 1954 to 2119."""

_FIRST_MONTH, _LAST_MONTH = 190_001, 220_012
"""Numbers that can be a month, as 202503."""

_LONGEST_MONTH = len("September 2025")

_CENTURY_TURNS = 69
"""Years of two digits are of 1969 to 2068."""

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}.*)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})(?: \d{1,2}:\d{2}.*)?")
_YEAR_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})(?:\.0)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mae": 3, "apr": 4,
    "avr": 4, "may": 5, "mai": 5, "juin": 6, "jun": 6, "juil": 7, "jul": 7, "aug": 8, "aoû": 8,
    "aou": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12, "déc": 12,
}  # fmt: skip
"""How months begin in English, German and French."""
_MONTH = f"(?P<month>(?:{'|'.join(_MONTHS)})[a-zäéû]*)"
_DAY_MONTH = re.compile(rf"(?i)(?P<day>\d{{1,2}})[-/. ]+{_MONTH}[-/., ]+(?P<year>\d{{4}}|\d{{2}})")
_NAMED_MONTH = re.compile(rf"(?i){_MONTH}[-/., ]+(?P<year>\d{{4}})")
_MONTH_DAY = re.compile(rf"(?i){_MONTH}\.? +(?P<day>\d{{1,2}}),? +(?P<year>\d{{4}})")


def months_between(earlier: "FloatArray | float", later: "FloatArray | float") -> FloatArray:
    """Return months from one day to another: their days as `days.months_of` counts them.

    Args:
        earlier: Days since 1970-01-01.
        later: The same, of an equal or broadcasting shape.

    Returns:
        Months, negative where `later` comes first; NaN where a day is unknown.
    """
    return months_of(np.subtract(later, earlier))


def day_number(day: dt.date) -> int:
    """Return days from 1970-01-01 to a date."""
    return (day - _EPOCH).days


def day_of(number: float) -> dt.date:
    """Return the date that is so many days after 1970-01-01."""
    return _EPOCH + dt.timedelta(days=int(number))


def read_dates(column: Column, *, order: str | None = None) -> Numbers:
    """Read a column of dates as days since 1970-01-01.

    Understands dates of the file's own type, year first with - / . or 年月日, 20240131,
    spreadsheet day numbers, months in words, and day and month first where a day above 12 tells
    which. A month alone is its last day, and counts as repaired.

    Args:
        column: Cells of any type.
        order: How 03/04/2024 is meant, an answer of `Meaning.dates`; None lets the column tell.
    """
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = pc.local_timestamp(column)
        kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        values = column.cast(pa.date32(), safe=False).cast(pa.int32()).cast(pa.float64()).to_numpy()
        nothing = np.zeros(len(values), dtype=bool)
        return Numbers(values, nothing, nothing)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        numbers = read_numbers(column)
        distinct, codes = np.unique(numbers.values, return_inverse=True)
        return _by_distinct(
            [_from_number(value) for value in distinct.tolist()],
            [math.isnan(value) for value in distinct.tolist()],
            [_month_in_number(value) is not None for value in distinct.tolist()],
            codes,
        )
    texts = encode(as_text(column))
    if order is None:
        order = tells_order(texts.names)
    return _by_distinct(
        [*(parse_date(name, order=order) for name in texts.names), None],
        [*(name.lower() in EMPTY for name in texts.names), True],
        [*(_month_end(_plain(name)) is not None for name in texts.names), False],
        texts.codes,
    )


def parse_date(text: str, *, order: str | None = None) -> float | None:
    """Return the day a person wrote, in days since 1970-01-01, or None if it is none.

    Args:
        text: The cell.
        order: How to read 03/04/2024, an answer of `Meaning.dates`; None does not read it. A cell
            that can be read in one way only is read in that way, whatever is said.
    """
    text = _plain(text)
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _valid(*(int(part) for part in found.groups()))
    if _YEAR_LAST.fullmatch(text):
        days = date_readings(text)
        return next(iter(days.values())) if len(set(days.values())) == 1 else days.get(order or "")
    if (found := _DAY_MONTH.fullmatch(text)) or (found := _MONTH_DAY.fullmatch(text)):
        year = int(found["year"])
        year = _full_year(year) if len(found["year"]) == 2 else year
        return _valid(year, _month_named(found["month"]), int(found["day"]))
    if (end := _month_end(text)) is not None:
        return end
    try:
        return _from_number(float(text))
    except ValueError:
        return None


def date_readings(text: str) -> dict[str, float]:
    """Return the days that a date such as 03/04/2024 could be, by the order that makes it so.

    Nothing where the text is no such date. A year of two digits may stand first too, but hardly
    with points: 31.12.24 is the last day of 2024.
    """
    found = _YEAR_LAST.fullmatch(_plain(text))
    if found is None:
        return {}
    one, two, last = int(found[1]), int(found[3]), int(found[4])
    year = _full_year(last) if len(found[4]) == 2 else last
    days = {"day-first": _valid(year, two, one), "month-first": _valid(year, one, two)}
    if len(found[4]) == 2 and (found[2] != "." or set(days.values()) == {None}):
        days["year-first"] = _valid(_full_year(one), two, last)
    return {order: day for order, day in days.items() if day is not None}


def tells_order(names: Iterable[str]) -> str | None:
    """Return in which order day, month and year are written; None if nothing tells, or two do."""
    fitting = set(ORDERS)
    for name in names:
        if days := date_readings(name):
            fitting &= days.keys()
    return fitting.pop() if len(fitting) == 1 else None


def is_open_date(name: str) -> bool:
    """Return whether a text is a date that could be several days by its order alone."""
    return len(set(date_readings(name).values())) > 1


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _from_number(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    whole = int(value)
    if _SPREADSHEET_SERIALS[0] <= whole <= _SPREADSHEET_SERIALS[1]:
        return float(whole + day_number(_SPREADSHEET_EPOCH))
    if (end := _month_in_number(value)) is not None:
        return end
    return _valid(whole // 10_000, whole // 100 % 100, whole % 100)


def _month_in_number(value: float) -> float | None:
    """Return the last day of a month written as 202503; None if it is none."""
    if not _FIRST_MONTH <= value <= _LAST_MONTH:
        return None
    return _end_of(int(value) // 100, int(value) % 100)


def _month_end(text: str) -> float | None:
    """Return the last day of a month, 2025-03 or Mar 2025; None if the text is none."""
    if len(text) > _LONGEST_MONTH:
        return None
    if found := _YEAR_MONTH.fullmatch(text):
        return _end_of(int(found[1] or found[3]), int(found[2] or found[4]))
    if found := _MONTH_YEAR.fullmatch(text):
        return _end_of(int(found[2]), int(found[1]))
    if found := _NAMED_MONTH.fullmatch(text):
        return _end_of(int(found["year"]), _month_named(found["month"]))
    return None


def _end_of(year: int, month: int) -> float | None:
    first = _valid(year + month // 12, month % 12 + 1, 1) if 1 <= month <= 12 else None
    return None if first is None else first - 1.0


def _month_named(name: str) -> int:
    plain = name.casefold()
    return next(number for begins, number in _MONTHS.items() if plain.startswith(begins))


def _full_year(last_digits: int) -> int:
    return last_digits + (2000 if last_digits < _CENTURY_TURNS else 1900)


def _valid(year: int, month: int, day: int) -> float | None:
    if not 1900 <= year <= 2200:
        return None
    try:
        return float(day_number(dt.date(year, month, day)))
    except ValueError:
        return None


def _by_distinct(
    days: list[float | None],
    empty: list[bool],
    months: list[bool],
    codes: "NDArray[np.integer]",
) -> Numbers:
    values = np.array([math.nan if day is None else day for day in days], dtype=np.float64)[codes]
    unreadable = np.isnan(values) & ~np.array(empty, dtype=bool)[codes]
    return Numbers(values, unreadable, np.array(months, dtype=bool)[codes])
