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

_EPOCH = dt.date(1970, 1, 1)
_SPREADSHEET_EPOCH = dt.date(1899, 12, 30)
_SPREADSHEET_SERIALS = (20_000, 80_000)
"""Day numbers that can be a date of a spreadsheet: 1954 to 2119."""

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}.*)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: \d{1,2}:\d{2}.*)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)"
_DAY_MONTH = re.compile(rf"(?i)(?P<day>\d{{1,2}})[-/. ]+{_MONTH}[-/., ]+(?P<year>\d{{4}})")
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


def read_dates(column: Column, *, day_first: bool | None = None) -> Numbers:
    """Read a column of dates as days since 1970-01-01.

    Understands dates of the file's own type, year first with - / . or 年月日, 20240131,
    spreadsheet day numbers, months in words, and day and month first where a day above 12 tells
    which.

    Args:
        column: Cells of any type.
        day_first: How 03/04/2024 is meant; None lets the column itself tell.
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
            codes,
        )
    texts = encode(as_text(column))
    if day_first is None:
        day_first = tells_day_first(texts.names)
    days = [parse_date(name, day_first=day_first) for name in texts.names]
    return _by_distinct(
        [*days, None], [*(n.lower() in EMPTY for n in texts.names), True], texts.codes
    )


def parse_date(text: str, *, day_first: bool | None = None) -> float | None:
    """Return the day a person wrote, in days since 1970-01-01, or None if it is none.

    Args:
        text: The cell.
        day_first: How to read 03/04/2024; None does not read it.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _valid(*(int(part) for part in found.groups()))
    if found := _YEAR_LAST.fullmatch(text):
        one, two, year = (int(part) for part in found.groups())
        if one > 12 or two > 12 or one == two:
            # The cell itself tells, or it makes no difference.
            day_first = one > 12
        if day_first is None:
            return None
        return _valid(year, two, one) if day_first else _valid(year, one, two)
    if (found := _DAY_MONTH.fullmatch(text)) or (found := _MONTH_DAY.fullmatch(text)):
        month = _MONTHS.index(found["month"][:3].casefold()) + 1
        return _valid(int(found["year"]), month, int(found["day"]))
    try:
        return _from_number(float(text))
    except ValueError:
        return None


def tells_day_first(names: Iterable[str]) -> bool | None:
    """Return whether dates are written day before month; None if nothing tells, or two do."""
    parts = [found.groups() for name in names if (found := _year_last(name))]
    day_first = any(int(one) > 12 for one, *_ in parts)
    month_first = any(int(two) > 12 for _, two, _ in parts)
    return None if day_first == month_first else day_first


def is_open_date(name: str) -> bool:
    """Return whether a text is a date whose day and month could change places."""
    found = _year_last(name)
    if found is None:
        return False
    one, two = int(found[1]), int(found[2])
    return one <= 12 and two <= 12 and one != two


def _year_last(name: str) -> "re.Match[str] | None":
    return _YEAR_LAST.fullmatch(unicodedata.normalize("NFKC", name).strip())


def _from_number(value: float) -> float | None:
    if not math.isfinite(value):
        return None
    whole = int(value)
    if _SPREADSHEET_SERIALS[0] <= whole <= _SPREADSHEET_SERIALS[1]:
        return float(whole + day_number(_SPREADSHEET_EPOCH))
    return _valid(whole // 10_000, whole // 100 % 100, whole % 100)


def _valid(year: int, month: int, day: int) -> float | None:
    if not 1900 <= year <= 2200:
        return None
    try:
        return float(day_number(dt.date(year, month, day)))
    except ValueError:
        return None


def _by_distinct(
    days: list[float | None], empty: list[bool], codes: "NDArray[np.integer]"
) -> Numbers:
    values = np.array([math.nan if day is None else day for day in days], dtype=np.float64)[codes]
    unreadable = np.isnan(values) & ~np.array(empty, dtype=bool)[codes]
    return Numbers(values, unreadable, np.zeros(len(values), dtype=bool))
