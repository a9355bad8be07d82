"""What stands around a table: dates in the lines above its headings and in the file's name."""

import datetime as dt
import re
from collections.abc import Iterable

from placement.tape.spelling import narrow

_YEARS = (2000, 2100)

_DAY = re.compile(
    r"(?<!\d)(20\d{2})\s*(?:年|-|/|\.|_)\s*(1[0-2]|0?[1-9])\s*(?:月|-|/|\.|_)\s*"
    r"(3[01]|[12]\d|0?[1-9])(?!\d)\s*日?"
)
_COMPACT_DAY = re.compile(
    r"(?<!\d)(20\d{2})(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9])(?:\d{4}|\d{6})?(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(20\d{2})\s*(?:年|-|/|\.|_)\s*(1[0-2]|0?[1-9])(?!\d)\s*月?")
_COMPACT_MONTH = re.compile(r"(?<!\d)(20\d{2})(1[0-2]|0[1-9])(?!\d)")
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = "|".join(_MONTH_NAMES)
_DAY_IN_WORDS = re.compile(
    rf"(?<!\d)(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\s*({_NAMES})[a-z]*\.?,?\s*(20\d{{2}})"
)
_WORDS_FIRST = re.compile(
    rf"({_NAMES})[a-z]*\.?\s*(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s*(20\d{{2}})"
)
_GERMAN_DAY = re.compile(r"(?<!\d)(3[01]|[12]\d|0?[1-9])\.(1[0-2]|0?[1-9])\.(20\d{2})(?!\d)")
_SLASHES = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(20\d{2})(?!\d)")
_PRINTED = re.compile(r"打印|导出|下载|制表|生成|print|export|generat|download")
"""What follows is the day on which the file was made, not the one it is of."""

_AS_OF = re.compile(
    r"\bstand\b|截至|截止|数据日期|数据时点|统计日期|基准日|报表日期|快照|as\s*(?:of|at)|cut-?\s*off|snapshot"
)


def date_in_titles(titles: Iterable[str]) -> dt.date | None:
    """Return the cut-off date that the lines above the headings name; None if they name none.

    A line that says 截至 or "as of" goes before others, and the end of a period before its start.
    """
    lines = [narrow(line) for line in titles]
    said = [line[found.end() :] for line in lines if (found := _AS_OF.search(line))]
    told = [_PRINTED.split(line)[0] for line in (*said, *lines)]
    return _latest(told[: len(said)]) or _latest(told[len(said) :]) or _latest(lines)


def date_in_name(filename: str) -> dt.date | None:
    """Return the date in a file's name, the last day of a month; None if there is none."""
    return _latest([narrow(filename.rpartition(".")[0] or filename)])


def _latest(lines: Iterable[str]) -> dt.date | None:
    """Return the latest day in some lines, else the last day of the latest month in them."""
    texts = list(lines)
    days = [day for text in texts for day in _days(text)]
    return max(days or [day for text in texts for day in _month_ends(text)], default=None)


def _days(text: str) -> list[dt.date]:
    numbers = [found for form in (_DAY, _COMPACT_DAY) for found in form.findall(text)]
    numbers += [(year, _number_of(name), day) for day, name, year in _DAY_IN_WORDS.findall(text)]
    numbers += [(year, _number_of(name), day) for name, day, year in _WORDS_FIRST.findall(text)]
    numbers += [(year, month, day) for day, month, year in _GERMAN_DAY.findall(text)]
    for first, second, year in _SLASHES.findall(text):
        # Where no number is above 12 nobody can say which one is the day.
        if int(first) > 12 >= int(second):
            numbers.append((year, second, first))
        elif int(second) > 12 >= int(first):
            numbers.append((year, first, second))
    found = [_valid(int(year), int(month), int(day)) for year, month, day in numbers]
    return [day for day in found if day is not None]


def _month_ends(text: str) -> list[dt.date]:
    months = [found for form in (_MONTH, _COMPACT_MONTH) for found in form.findall(text)]
    return [_end_of(int(year), int(month)) for year, month in months]


def _end_of(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _number_of(name: str) -> int:
    return _MONTH_NAMES.index(name) + 1


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if _YEARS[0] <= year < _YEARS[1] else None
    except ValueError:
        return None
