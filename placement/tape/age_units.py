"""What a column of ages counts: days, months or years."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from placement.domain.days import DAYS_PER_MONTH, DAYS_PER_YEAR
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import is_text
from placement.tape.columns import normalise
from placement.tape.findings import Choice
from placement.tape.stages import bare_numbers

if TYPE_CHECKING:
    from placement.tape.ledger import Ledger
    from placement.tape.source import Source

DAYS_IN: Mapping[str, float] = MappingProxyType(
    {"days": 1.0, "months": DAYS_PER_MONTH, "years": DAYS_PER_YEAR}
)
"""Days in one of each unit, by the answers of `Meaning.age_unit`."""

_IN_HEADINGS = (
    ("months", re.compile("月|期|month|mpd")),
    ("days", re.compile("天|日|day|dpd")),
    ("years", re.compile("年|year|yr")),
)
"""Words of a heading that name the unit, first match first."""

_MOST_MONTHS = 120.0
"""Ten years past due: a column that goes beyond counts days."""

_USUAL_MONTHS = 36.0
"""Three years, the limitation: a column mostly beyond is more likely one of days."""

_MANY_MONTHS = 60.0
"""Five years: a column of months of which most are beyond may be one of days."""

_MOST_YEARS = 20.0
"""No age of a column of years is beyond."""

_COUNTED = ("days_past_due", "months_past_due", "stage")
"""Fields that can hold ages as numbers."""

_MOST_RANGES = 1_000
"""A column of more different texts holds no ranges; there are a few dozen in use."""

_SHORTEST_STAGE = 28.0
"""A range that ends here or beyond, such as 31-60, is the trade's of days."""


def days_in_field(field: str) -> float:
    """Return the days in one of what a field of ages is read in; a stage is read in days."""
    return DAYS_PER_MONTH if field == "months_past_due" else 1.0


def named_unit(heading: str) -> str | None:
    """Return the unit that a heading names, in brackets or as a word; None if it names none."""
    # 逾期, "overdue", holds the word for a period of a month.
    plain = re.sub("[逾到超延]期", "", normalise(heading))
    return next((unit for unit, words in _IN_HEADINGS if words.search(plain)), None)


def unit_of(
    source: "Source", ledger: "Ledger", field: str, numbers: FloatArray, *, days: FloatArray | None
) -> str | None:
    """Return what a column of ages counts, and ask where nothing but its numbers tells.

    Args:
        source: The file.
        ledger: The book.
        field: `months_past_due`, `days_past_due` or `stage`.
        numbers: Its bare numbers, NaN elsewhere. Shape (rows,).
        days: Days past due by a column of their own, if there is one. Shape (rows,).

    Returns:
        days, months or years; None where it holds only ranges that could be any of them.
    """
    named = named_unit(source.called(field))
    alone = sum(map(source.has, _COUNTED)) == 1
    # The user's word is about the column that leaves it open.
    said = (source.meaning.age_unit or named) if alone else (named or source.meaning.age_unit)
    if said is not None:
        _say_years(source, ledger, field, numbers, said)
        if alone and said == "months" and source.meaning.age_unit is None:
            _ask_whether_days(source, ledger, field, numbers)
        return said
    if field == "days_past_due":
        return "days"
    ranges, ends = _bare_ranges(source, field)
    if (unit := _of_ranges(ends)) is not None or (unit := _agreeing(numbers, days)) is not None:
        return unit
    known = numbers[~np.isnan(numbers) & ledger.accounts]
    if len(known):
        unit = _by_size(known)
        _ask_about_numbers(source, ledger, field, numbers, unit)
    elif ends:
        _ask_about_ranges(source, ledger, field, ranges)
    else:
        unit = None if field == "stage" else "months"
    return unit


def _say_years(
    source: "Source", ledger: "Ledger", field: str, numbers: FloatArray, unit: str
) -> None:
    if unit == "years":
        ledger.note(
            ~np.isnan(numbers) & ledger.accounts,
            "age_in_years",
            lambda rows, of: t("{rows} of {of} ages are years.", rows=rows, of=of),
            t("Check one account against your books."),
            source.place(field),
        )


def _bare_ranges(source: "Source", field: str) -> tuple[BoolArray, list[float]]:
    """Return which cells are ranges without a unit of their own, and the numbers in them."""
    nothing = np.zeros(len(source), dtype=bool)
    if not is_text(source.cells(field)):
        return nothing, []
    found = source.codes(field)
    if len(found.names) > _MOST_RANGES:
        return nothing, []
    numbers = [bare_numbers(name) for name in found.names]
    return found.where_any([bool(each) for each in numbers]), [n for each in numbers for n in each]


def _by_size(known: FloatArray) -> str:
    return "days" if (known > _limit_of_months(known)).any() else "months"


def _limit_of_months(known: FloatArray) -> float:
    """Return the number above which a column's ages are too many for months."""
    mostly = len(known) and float(np.median(known)) > _USUAL_MONTHS
    return _USUAL_MONTHS if mostly else _MOST_MONTHS


def _of_ranges(ends: list[float]) -> str | None:
    whole = np.array([end for end in ends if end > 1.0])
    if not len(whole):
        return None
    # 12-24, 25-36 and 36-60 are whole years in months; 31-60 and 61-90 are stages in days.
    years, stages = np.isin(whole % 12.0, (0.0, 1.0)), np.isin(whole % 30.0, (0.0, 1.0))
    if float(whole.max()) >= _SHORTEST_STAGE:
        return "months" if years.all() and not stages.all() else "days"
    # 3, 6, 9, 12, 18, 24 part months; 1-2 and 2-3 may be months or years.
    return "months" if np.isin(whole, (6.0, 9.0, 12.0, 18.0, 24.0)).any() else None


def _agreeing(numbers: FloatArray, days: FloatArray | None) -> str | None:
    """Return the unit in which most ages are those of the column of days; None if in none."""
    if days is None:
        return None
    both = (numbers > 0) & (days > 0)
    # Where a row has no days, its age is by the numbers alone.
    if not both.any():
        return None
    ratio = float(np.median(days[both] / numbers[both]))
    return next((u for u, each in DAYS_IN.items() if each / 1.5 < ratio < each * 1.5), None)


def _ask_about_numbers(
    source: "Source", ledger: "Ledger", field: str, numbers: FloatArray, taken: str
) -> None:
    mask = ~np.isnan(numbers) & ledger.accounts
    known = numbers[mask]
    limit = _limit_of_months(known)
    many = int((known > limit).sum())

    def say(rows: str, of: str) -> str:
        if taken == "days":
            return t(
                "{rows} of {of} ages have no unit and the heading names none; {many} of them are "
                "above {limit:g}, too many for months, so they are taken as days.",
                rows=rows,
                of=of,
                many=f"{many:,}",
                limit=limit,
            )
        return t(
            "{rows} of {of} ages have no unit and the heading names none; they are taken as "
            "months.",
            rows=rows,
            of=of,
        )

    units = ["months"]
    if (known == np.floor(known)).all():
        units.insert(0, "days")
    if float(known.max()) <= _MOST_YEARS:
        units.append("years")
    ledger.doubt(
        mask,
        "age_unit_doubtful",
        say,
        t("Say which, or name the unit in the heading, as in 账龄（天）."),
        source.place(field),
        choices=_choices(known, units, taken),
    )


def _ask_whether_days(source: "Source", ledger: "Ledger", field: str, numbers: FloatArray) -> None:
    """Ask about months that are so many that they look like days."""
    mask = ~np.isnan(numbers) & ledger.accounts
    if not mask.any() or float(np.median(numbers[mask])) <= _MANY_MONTHS:
        return
    ledger.doubt(
        mask,
        "age_unit_doubtful",
        lambda rows, of: t(
            "{rows} of {of} ages are months by their heading, and most are above {limit:g}, as "
            "days would be; they are taken as months.",
            rows=rows,
            of=of,
            limit=_MANY_MONTHS,
        ),
        t("Say which."),
        source.place(field),
        choices=_choices(numbers[mask], ("days", "months"), "months"),
    )


def _ask_about_ranges(source: "Source", ledger: "Ledger", field: str, ranges: BoolArray) -> None:
    mask = ranges & ledger.accounts
    found = source.codes(field)
    if not mask.any():
        return
    example = found.names[int(found.codes[int(mask.argmax())])]
    labels = {
        "days": t("{text} is {text} days", text=example),
        "months": t("{text} is {text} months", text=example),
        "years": t("{text} is {text} years", text=example),
    }
    ledger.wait(mask)
    ledger.doubt(
        mask,
        "age_unit_open",
        lambda rows, of: t(
            "{rows} of {of} ages are ranges without a unit, the heading names none and their "
            "numbers could be any; they are not read before it is said.",
            rows=rows,
            of=of,
        ),
        t("Say which, as in --age-unit years, or name the unit in the heading."),
        replace(source.place(field), words=found),
        choices=tuple(
            Choice(question="age_unit", answer=unit, label=label) for unit, label in labels.items()
        ),
    )


def _choices(known: FloatArray, units: Sequence[str], taken: str) -> tuple[Choice, ...]:
    """Return the readings of a usual age as numbers of some units, to choose from."""
    median = float(np.median(known))
    sample = math.floor(median) if (known == np.floor(known)).all() else median
    labels = {
        "days": t("{number:g} is {days:,.0f} days", number=sample, days=sample),
        "months": t(
            "{number:g} is {number:g} months, {years:.1f} years", number=sample, years=sample / 12
        ),
        "years": t("{number:g} is {number:g} years", number=sample),
    }
    return tuple(
        Choice(question="age_unit", answer=unit, label=labels[unit], taken=unit == taken)
        for unit in units
    )
