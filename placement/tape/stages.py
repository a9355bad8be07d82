"""Overdue stages and ranges as ages: `M3`, `M6+`, `31-60天`, `6-12个月`, `1年以上`.

A band is read as its middle. One without an end is taken to reach to twice its start.
"""

import re
import unicodedata

import numpy as np

from placement.domain.days import DAYS_PER_MONTH, DAYS_PER_STAGE, DAYS_PER_YEAR
from placement.tape.cells import Codes, Numbers

_UNITS = {
    **dict.fromkeys(("d", "day", "days", "天", "日"), 1.0),
    **dict.fromkeys(("m", "month", "months", "个月", "月", "期"), DAYS_PER_MONTH),
    **dict.fromkeys(("y", "year", "years", "年"), DAYS_PER_YEAR),
}
"""Days in one of each unit."""

_NUMBER = r"(\d+(?:\.\d+)?)"
_UNIT = "(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")?"
_TO = r"(?:-|~|–|—|至|到|to)"
_STAGE = re.compile(r"m(\d{1,2})")
_STAGE_AND_ON = re.compile(r"m(\d{1,2})(\+|以上|及以上)")
_STAGES = re.compile(rf"m(\d{{1,2}}){_TO}m(\d{{1,2}})")
_RANGE = re.compile(f"{_NUMBER}{_UNIT}{_TO}{_NUMBER}{_UNIT}")
_AND_ON = (
    re.compile(f"{_NUMBER}{_UNIT}(?:\\+|以上|及以上|andover|ormore)"),
    re.compile(f"(?:>|>=|≥|over|morethan|超过|大于){_NUMBER}{_UNIT}"),
)
_AND_LESS = (
    re.compile(f"{_NUMBER}{_UNIT}(?:以内|以下|内|orless)"),
    re.compile(f"(?:<|<=|≤|under|upto|within|不超过|小于){_NUMBER}{_UNIT}"),
)


def band_days(text: str, *, days_per_number: float | None = None) -> float | None:
    """Return the middle age of a stage or range in days past due; None if the text is neither.

        M3 = day 61 to 90 = 75.5        6-12 months = 9 months        M6+ = day 181 to 360 = 270.5

    Args:
        text: The cell.
        days_per_number: Days that a bare number counts, from the column's own unit; None where
            the column has none, so that a range must name its own.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())
    return _stage(plain) or _range(plain, days_per_number)


def read_bands(column: Codes, *, days_per_number: float | None = None) -> Numbers:
    """Read a column of stages and ranges as days past due, NaN where a cell is neither.

    A cell counts as repaired where it was read, because the middle of a band is a guess.
    """
    found = [band_days(name, days_per_number=days_per_number) for name in column.names]
    table = np.array([np.nan if days is None else days for days in found] + [np.nan])
    values = table[column.codes]
    return Numbers(values, (column.codes >= 0) & np.isnan(values), ~np.isnan(values))


def _stage(text: str) -> float | None:
    if found := _STAGE.fullmatch(text):
        return _middle_of_stages(int(found[1]), int(found[1]))
    if found := _STAGES.fullmatch(text):
        return _middle_of_stages(int(found[1]), int(found[2]))
    if found := _STAGE_AND_ON.fullmatch(text):
        # M6+ begins after M6; 及以上, "and above", counts the stage itself.
        before = int(found[1]) - (found[2] == "及以上")
        return _middle_of_stages(before + 1, max(2 * before, 1)) if before >= 0 else None
    return None


def _middle_of_stages(first: int, last: int) -> float | None:
    """Return the middle of stages in days; None for M0, which is not past due."""
    if not 0 < first <= last:
        return None
    return (DAYS_PER_STAGE * (first - 1) + 1.0 + DAYS_PER_STAGE * last) / 2.0


def _range(text: str, days_per_number: float | None) -> float | None:
    if found := _RANGE.fullmatch(text):
        high_unit = _days_per(found[4], days_per_number)
        low_unit = _days_per(found[2], high_unit)
        return _middle(_days(found[1], low_unit), _days(found[3], high_unit))
    for form in _AND_ON:
        if found := form.fullmatch(text):
            start = _days(found[1], _days_per(found[2], days_per_number))
            return _middle(start, None if start is None else 2.0 * start)
    for form in _AND_LESS:
        if found := form.fullmatch(text):
            return _middle(0.0, _days(found[1], _days_per(found[2], days_per_number)))
    return None


def _days_per(unit: str | None, otherwise: float | None) -> float | None:
    return _UNITS[unit] if unit else otherwise


def _days(number: str, days_per: float | None) -> float | None:
    return None if days_per is None else float(number) * days_per


def _middle(low: float | None, high: float | None) -> float | None:
    if low is None or high is None or not low < high:
        return None
    return (low + high) / 2.0
