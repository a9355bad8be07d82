"""Overdue stages, ranges and ages in words: `M3`, `M6+`, `31-60天`, `6-12个月`, `1年3个月`.

A band is read as its middle. One without an end is taken to reach to twice its start.
"""

import math
import re
from dataclasses import dataclass

import numpy as np

from placement.domain.days import DAYS_PER_MONTH, DAYS_PER_STAGE, DAYS_PER_YEAR
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import Codes
from placement.tape.numbers import EMPTY
from placement.tape.numerals import number_in_words
from placement.tape.spelling import narrow

_UNITS = {
    **dict.fromkeys(("d", "day", "days", "dpd", "天", "日"), 1.0),
    **dict.fromkeys(("m", "mo", "month", "months", "个月", "月", "期"), DAYS_PER_MONTH),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years", "年"), DAYS_PER_YEAR),
}
"""Days in one of each unit."""

_NUMBER = r"(\d+(?:\.\d+)?)"
_UNIT = "(" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")?"
_TO = r"(?:[-~–—−]{1,2}|至|到|to)"
_NUMBER_OF_STAGE = re.compile(r"(\d|1\d|2[0-4])(?:\.0)?(\+)?")
_STAGE = re.compile(r"(?:m|bucket)(\d{1,2})")
_STAGE_AND_ON = re.compile(r"(?:m|bucket)(\d{1,2})(\+|以上|及以上)")
_STAGES = re.compile(rf"m(\d{{1,2}}){_TO}m(\d{{1,2}})")
_PARTS = re.compile(f"(?:{_NUMBER}({'|'.join(sorted(_UNITS, key=len, reverse=True))}))+")
_PART = re.compile(f"{_NUMBER}({'|'.join(sorted(_UNITS, key=len, reverse=True))})")
_RANGE = re.compile(
    f"{_NUMBER}{_UNIT}(?:{_TO}|及?以上(?:{_TO}|,|不足)?){_NUMBER}{_UNIT}(?:及?以下|及?以内)?"
)
_AND_ON = (
    # The sign may stand before the unit too, as in 120+ days.
    re.compile(f"{_NUMBER}{_UNIT}(?:\\+|以上|及以上|andover|ormore)"),
    re.compile(f"{_NUMBER}\\+{_UNIT}"),
    re.compile(f"(?:>|>=|≥|over|morethan|超过|大于){_NUMBER}{_UNIT}"),
)
_BARE = re.compile(
    rf"{_NUMBER}{_TO}{_NUMBER}|{_NUMBER}(?:\+|以上|及以上|andover|ormore)|"
    rf"(?:>|>=|≥|over|morethan|超过|大于|<|<=|≤|under|upto|within|不超过|小于){_NUMBER}|"
    rf"{_NUMBER}(?:以内|以下|内|orless)"
)
"""A range whose numbers have no unit of their own."""

_BEFORE = re.compile("^(?:已逾期|逾期|已欠费|欠费|拖欠|账龄|超期|pastdue|overdue)+[::]?")
_WITH = re.compile(r"\((?:不?包?含)[^()]*\)")
_HALVES = (
    (re.compile("个半月"), ".5个月"),
    (re.compile("半个月"), "0.5个月"),
    (re.compile(r"(?<=\d年)半(?!年)"), "6个月"),
    (re.compile("半年"), "6个月"),
)
_YEARS_AND_MONTHS = re.compile(r"(\d+)年(\d+)个?月")
_NAMED_STAGE = re.compile(r"(m\d{1,2}(?:\+|及?以上)?)(?:档|期|阶段|段|:.*|\([^()]*\))+")
"""A stage that also says its days: M1(1-30天), M3:61-90, M2档."""

_LONGEST = 200
"""Signs of a text that may be an age; to look for ages in a longer one never ends."""

_NO_AGE = "?"
_AFTER = re.compile("(?:逾期|pastdue|overdue)$")
_NOT_DUE = frozenset(
    {"m0", "正常", "未逾期", "无逾期", "不逾期", "未到期", "current", "notoverdue", "notpastdue",
     "notdue", "c", "0"}
)  # fmt: skip
_WORDS = re.compile("[零〇一二两三四五六七八九十百]+")
_DATE = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:t?\d{1,2}:\d{2}.*)?|"
    r"\d{1,2}/\d{1,2}/\d{2,4}|"
    r"(?:\d{1,2}-)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d{1,4}|"
    r"\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:-\d{2,4})?"
)
_AND_LESS = (
    re.compile(f"{_NUMBER}{_UNIT}(?:以内|以下|内|orless)"),
    re.compile(f"(?:<|<=|≤|under|upto|within|不超过|小于){_NUMBER}{_UNIT}"),
)


@dataclass(frozen=True, kw_only=True)
class Band:
    """A stage or range, in days past due."""

    low: float
    high: float
    """Twice the start where the band has no end."""

    endless: bool = False

    @property
    def middle(self) -> float:
        """Return the age that stands for the band."""
        return (self.low + self.high) / 2.0

    @property
    def end(self) -> float:
        """Return the most days that an account of the band can be past due."""
        return math.inf if self.endless else self.high


def band_of(text: str, *, days_per_number: float | None = None) -> Band | None:
    """Return the stage or range that a text names; None if it names neither.

    Args:
        text: The cell.
        days_per_number: Days that a bare number counts, from the column's own unit; None where
            the column has none, so that a range must name its own.
    """
    plain = _plain(text)
    if plain in _NOT_DUE:
        return Band(low=0.0, high=0.0)
    return _stage(plain) or _range(plain, days_per_number)


def band_days(text: str, *, days_per_number: float | None = None) -> float | None:
    """Return the middle age of a stage or range in days past due; arguments as `band_of`.

    M3 = day 61 to 90 = 75.5        6-12 months = 9 months        M6+ = day 181 to 360 = 270.5
    M0, 正常 and "current" = 0
    """
    band = band_of(text, days_per_number=days_per_number)
    return None if band is None else band.middle


def exact_days(text: str) -> float | None:
    """Return an age that names its units, 1年3个月 or 120 days, in days; None if it is none."""
    plain = _plain(text)
    if not _PARTS.fullmatch(plain):
        return None
    return sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(plain))


def bare_numbers(text: str) -> tuple[float, ...]:
    """Return the numbers of a range that has no unit of its own, such as 31-60 or 90+."""
    found = _BARE.fullmatch(_plain(text))
    return tuple(float(number) for number in found.groups() if number) if found else ()


def is_date(text: str) -> bool:
    """Return whether a text is a date, as the 6月12日 a spreadsheet makes of the range 6-12."""
    return _DATE.fullmatch(re.sub(r"\s+", "", narrow(text))) is not None


def _plain(text: str) -> str:
    """Return a text without spaces, what says that it is an age, and numbers in words."""
    if len(text) > _LONGEST:
        return _NO_AGE
    plain = re.sub(r"\s+", "", narrow(text))
    if plain in _NOT_DUE:
        return plain
    plain = _WITH.sub("", _AFTER.sub("", _BEFORE.sub("", plain)))
    if named := _NAMED_STAGE.fullmatch(plain):
        return named[1]
    plain = _WORDS.sub(lambda found: str(number_in_words(found[0])), plain)
    for half, months in _HALVES:
        plain = half.sub(months, plain)
    return _YEARS_AND_MONTHS.sub(lambda found: f"{12 * int(found[1]) + int(found[2])}个月", plain)


@dataclass(frozen=True, eq=False)
class Words:
    """Ages written as words. All arrays have shape (rows,)."""

    days: FloatArray
    """Days past due; NaN where a text is no age."""

    low: FloatArray
    high: FloatArray
    """Days from which and up to which an account can be past due; both the age where it is exact,
    and infinite where there is no end."""

    is_middle: BoolArray
    """The age is the middle of a stage or range, which is a guess."""

    is_date: BoolArray
    """The text is a date."""

    is_other: BoolArray
    """The text is neither an age nor a date nor a sign for an empty cell."""


def read_words(column: Codes, *, days_per_number: float | None = None) -> Words:
    """Read a column of ages in words, of stages and of ranges; arguments as `band_of`."""
    dates = [is_date(name) for name in column.names]
    exact = [
        None if a_date else exact_days(name)
        for name, a_date in zip(column.names, dates, strict=True)
    ]
    bands = [
        band_of(name, days_per_number=days_per_number) if days is None and not a_date else None
        for name, days, a_date in zip(column.names, exact, dates, strict=True)
    ]
    spans = [
        (days, days, days) if band is None else (band.middle, band.low, band.end)
        for days, band in zip(exact, bands, strict=True)
    ]
    other = [
        days is None and not a_date and name.lower() not in EMPTY
        for name, (days, *_), a_date in zip(column.names, spans, dates, strict=True)
    ]
    # None becomes NaN; the last row is that of empty cells.
    table = np.array([*spans, (None, None, None)], dtype=np.float64)
    days, low, high = table[column.codes].T
    return Words(
        days=days,
        low=low,
        high=high,
        is_middle=column.where_any([band is not None and band.high > 0 for band in bands]),
        is_date=column.where_any(dates),
        is_other=column.where_any(other),
    )


def as_stages(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts of a column of stages with the letter that bare numbers lack: 3 is M3.

    Beside ranges such as 6-12 a bare 12+ is a range too.
    """
    if any(len(bare_numbers(text)) == 2 for text in texts):
        return texts
    found = [_NUMBER_OF_STAGE.fullmatch(narrow(text).strip()) for text in texts]
    return tuple(
        f"M{each[1]}{each[2] or ''}" if each else text
        for each, text in zip(found, texts, strict=True)
    )


def _stage(text: str) -> Band | None:
    if found := _STAGE.fullmatch(text):
        return _stages(int(found[1]), int(found[1]))
    if found := _STAGES.fullmatch(text):
        return _stages(int(found[1]), int(found[2]))
    if found := _STAGE_AND_ON.fullmatch(text):
        # M6+ begins after M6; 及以上, "and above", counts the stage itself.
        before = int(found[1]) - (found[2] == "及以上")
        return _stages(before + 1, max(2 * before, 1), endless=True) if before >= 0 else None
    return None


def _stages(first: int, last: int, *, endless: bool = False) -> Band | None:
    """Return the days of stages; None where they are in no order."""
    if not 0 < first <= last:
        return None
    low, high = DAYS_PER_STAGE * (first - 1) + 1.0, DAYS_PER_STAGE * last
    return Band(low=low, high=high, endless=endless)


def _range(text: str, days_per_number: float | None) -> Band | None:
    if found := _RANGE.fullmatch(text):
        high_unit = _days_per(found[4], days_per_number)
        low_unit = _days_per(found[2], high_unit)
        return _band(_days(found[1], low_unit), _days(found[3], high_unit))
    for form in _AND_ON:
        if found := form.fullmatch(text):
            start = _days(found[1], _days_per(found[2], days_per_number))
            return _band(start, None if start is None else 2.0 * start, endless=True)
    for form in _AND_LESS:
        if found := form.fullmatch(text):
            return _band(0.0, _days(found[1], _days_per(found[2], days_per_number)))
    return None


def _days_per(unit: str | None, otherwise: float | None) -> float | None:
    return _UNITS[unit] if unit else otherwise


def _days(number: str, days_per: float | None) -> float | None:
    return None if days_per is None else float(number) * days_per


def _band(low: float | None, high: float | None, *, endless: bool = False) -> Band | None:
    if low is None or high is None or not low < high:
        return None
    return Band(low=low, high=high, endless=endless)
