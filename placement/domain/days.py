"""Days and months: the one rule between them, and from which day on a step by age holds."""

import datetime as dt
from calendar import monthrange

import numpy as np

from placement.domain.types import BoolArray, FloatArray

DAYS_PER_YEAR = 365.0
"""Twelve months are 365 days: every change between days and months uses it."""

DAYS_PER_MONTH = DAYS_PER_YEAR / 12.0

DAYS_PER_STAGE = 30.0
"""Days of one overdue stage: M1 is day 1 to 30, M2 day 31 to 60, M6 day 151 to 180."""

_DECIMALS = 6
"""Days are compared to a millionth, so that 90 days come back from months as 90 days."""


def months_of(days: FloatArray | float) -> FloatArray:
    """Return days as months, `days * 12 / 365`, any shape; infinite if none holds them."""
    with np.errstate(over="ignore"):
        return np.asarray(np.multiply(days, 12.0) / DAYS_PER_YEAR, dtype=np.float64)


def days_of(months: FloatArray | float) -> FloatArray:
    """Return months as days, `months * 365 / 12`, to a millionth of a day, any shape."""
    return np.round(np.multiply(months, DAYS_PER_YEAR) / 12.0, _DECIMALS)


def months_later(day: dt.date, months: int) -> dt.date:
    """Return the day so many calendar months later; of a shorter month without it, the last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def start_day(months: FloatArray | float) -> FloatArray:
    """Return the day after which what holds "from N months on" holds, any shape.

        30 N             for N < 12, the last day of the stage before: M4 begins after day 90
        365 N / 12       from N = 12 on

    Source: own definition. Contracts of card issuers count stages of 30 days below a year and
    calendar years above.
    """
    below = np.round(np.multiply(months, DAYS_PER_STAGE), _DECIMALS)
    return np.where(np.less(months, 12.0), below, days_of(months))


def has_reached(age: FloatArray, months: FloatArray | float) -> BoolArray:
    """Return whether what holds "from N months on" holds at an age: 91 days for 3, 366 for 12.

    Args:
        age: Months past due.
        months: N, of an equal or broadcasting shape.
    """
    return np.asarray(days_of(age) > start_day(months))
