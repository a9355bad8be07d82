"""What stands around a table: dates in the lines above its headings and in the file's name."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placement.tape.dates import date_readings, day_of
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
    rf"(?<!\d)(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\.?\s*({_NAMES})[a-z]*\.?,?\s*(20\d{{2}})"
)
_WORDS_FIRST = re.compile(
    rf"({_NAMES})[a-z]*\.?\s*(3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?,?\s*(20\d{{2}})"
)
_YEAR_LAST = re.compile(r"(?<![\d./-])\d{1,2}[-/.]\d{1,2}[-/.]20\d{2}(?!\d)")
_SHORT_YEAR_LAST = re.compile(r"(?<![\d./-])\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(?![\d./-])")
_LABEL = re.compile(
    r"(?P<as_of>截至|截止|数据日期|数据时点|统计日期|统计时点|基准日|报表日期|报告日期|快照|"
    r"as\s*(?:of|at|on)\b|cut-?\s*off|snapshot|reporting\s*date|\bstand\b|\bstichtag)|"
    r"(?P<made>打印|列印|导出|输出|下载|制表|制作|生成|填报|报送|"
    r"\bprint|\bexport|\bdownload|\bgenerated|\bcreated|\bprepared|\bgedruckt|\berstellt)"
)
"""Words before the day on which a book is looked at, and before that on which it was printed."""

_RELATIVE = {"上月": True, "last month": True, "vormonat": True} | {
    "本月": False, "当月": False, "this month": False
}  # fmt: skip
"""Whether a sheet's name means the month before."""

_MONTH_ALONE = re.compile(
    rf"(?P<name>(?:{_NAMES})[a-z]*)\.?[- ']*(?:20)?(?P<year>\d\d)?|"
    r"(?P<number>1[0-2]|0?[1-9])\s*月(?:份|末|底|数据)?|"
    r"(?:stand\s*)?\d{1,2}\.(?P<behind>1[0-2]|0?[1-9])\.?|(?P<alone>1[0-2]|0?[1-9])"
)

_TO = re.compile(r"\s*(?:-|~|–|—|−|至|到|to)\s*")


@dataclass(frozen=True, kw_only=True)
class TitleDate:
    """The date that the lines above the headings name."""

    day: dt.date | None
    """None where day and month could change places and nobody has said which is which."""

    text: str = ""
    """What stands there in that case, such as 05/04/2025."""

    printed: bool = False
    """It is only the day on which the file was printed or exported."""


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A date in a text."""

    start: int
    end: int
    day: dt.date | None
    text: str


def date_in_titles(titles: Iterable[str], *, order: str | None = None) -> TitleDate | None:
    """Return the cut-off date that the lines above the headings name; None if they name none.

    What follows 截至 or "as of" goes before other dates, and the end of a period before its start.
    The day on which a file was printed is taken only where there is no other.

    Args:
        titles: The lines.
        order: How 05/04/2025 is meant, an answer of `Meaning.dates`; None if nobody knows.
    """
    said: list[_Found] = []
    others: list[_Found] = []
    made: list[_Found] = []
    for label, text in (piece for line in titles for piece in _pieces(narrow(line))):
        found = _dates(text, order, short=label == "as_of")
        if label == "as_of":
            said += _first_period(text, found)
        elif label == "made":
            made += found[:1]
            others += found[1:]
        else:
            others += found
    for dates in (said, others, made):
        if dates:
            return _one_of(dates, printed=dates is made)
    return None


def date_in_name(filename: str) -> dt.date | None:
    """Return the date in a file's name, the last day of a month; None if there is none."""
    return date_in_text(filename.rpartition(".")[0] or filename)


def date_in_text(text: str) -> dt.date | None:
    """Return the latest date in a text, the last day of a month; None if there is none."""
    days = [found.day for found in _dates(narrow(text), None, short=False)]
    return max((day for day in days if day is not None), default=None)


def month_before(name: str, near: dt.date) -> dt.date | None:
    """Return the last day of the month that a sheet is called by, 10月, Oct or 上月.

    Without a year it is the latest such month that is not after a day; with one, Oct-26, that.
    """
    plain = narrow(name).strip()
    if plain in _RELATIVE:
        first = near.replace(day=1)
        return first - dt.timedelta(days=1) if _RELATIVE[plain] else _month_end(first)
    found = _MONTH_ALONE.fullmatch(plain)
    if found is None:
        return None
    month = (
        _MONTH_NAMES.index(found["name"][:3]) + 1
        if found["name"]
        else int(found["number"] or found["behind"] or found["alone"])
    )
    year = 2000 + int(found["year"]) if found["year"] else near.year - (month > near.month)
    return _month_end(dt.date(year, month, 1))


def _month_end(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)


def _pieces(line: str) -> list[tuple[str, str]]:
    """Return a line cut where a word says what the next date is; that kind and the text behind."""
    labels = list(_LABEL.finditer(line))
    ends = [*(label.start() for label in labels[1:]), len(line)]
    before = [("", line[: labels[0].start()] if labels else line)]
    return before + [
        (str(label.lastgroup), line[label.end() : end])
        for label, end in zip(labels, ends, strict=bool(labels))
    ]


def _first_period(text: str, found: Sequence[_Found]) -> Sequence[_Found]:
    """Return the first date of a text, with the end of the period that it may begin."""
    if len(found) > 1 and _TO.fullmatch(text[found[0].end : found[1].start]):
        return found[:2]
    return found[:1]


def _one_of(dates: Sequence[_Found], *, printed: bool) -> TitleDate:
    """Return the latest of some dates; one that could be two days may be the latest."""
    for found in dates:
        if found.day is None:
            return TitleDate(day=None, text=found.text, printed=printed)
    return TitleDate(day=max(found.day for found in dates if found.day), printed=printed)


def _dates(text: str, order: str | None, *, short: bool) -> list[_Found]:
    """Return the days in a text in their order, else the last days of the months in it.

    Args:
        text: The text, narrowed.
        order: How 05/04/2025 is meant.
        short: Years of two digits count.
    """
    days = [*_plain_days(text), *_days_in_order(text, order, short=short)]
    every = days or [
        _at(found, _end_of(int(found[1]), int(found[2])))
        for form in (_MONTH, _COMPACT_MONTH)
        for found in form.finditer(text)
    ]
    return sorted(every, key=lambda found: found.start)


def _plain_days(text: str) -> list[_Found]:
    """Return the days that leave no doubt of their month."""
    numbers = [
        (found, found[1], found[2], found[3])
        for form in (_DAY, _COMPACT_DAY)
        for found in form.finditer(text)
    ]
    numbers += [(f, f[3], _number_of(f[2]), f[1]) for f in _DAY_IN_WORDS.finditer(text)]
    numbers += [(f, f[3], _number_of(f[1]), f[2]) for f in _WORDS_FIRST.finditer(text)]
    dates = [
        (found, _valid(int(year), int(month), int(day))) for found, year, month, day in numbers
    ]
    return [_at(found, day) for found, day in dates if day is not None]


def _days_in_order(text: str, order: str | None, *, short: bool) -> list[_Found]:
    """Return the dates whose year stands last, those that could be two days without a day."""
    found = list(_YEAR_LAST.finditer(text))
    if short:
        found += _SHORT_YEAR_LAST.finditer(text)
    dates = []
    for each in found:
        readings = date_readings(each[0])
        days = {readings[order]} if order in readings else set(readings.values())
        if days:
            dates.append(_at(each, day_of(days.pop()) if len(days) == 1 else None))
    return dates


def _at(found: "re.Match[str]", day: dt.date | None) -> _Found:
    return _Found(start=found.start(), end=found.end(), day=day, text=found[0])


def _end_of(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _number_of(name: str) -> str:
    return str(_MONTH_NAMES.index(name) + 1)


def _valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if _YEARS[0] <= year < _YEARS[1] else None
    except ValueError:
        return None
