"""What a column of ages counts: days, months or years."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from placement.domain.days import DAYS_PER_MONTH, DAYS_PER_YEAR
from placement.domain.text import t
from placement.domain.types import FloatArray
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

_MOST_YEARS = 10.0
"""Years past due beyond which nobody keeps a claim."""

_FEWEST_DAYS = 15.0
"""A book of which no account is older than this was counted in something longer."""

_USUAL_MONTHS = 36.0
"""Three years, the limitation: a column mostly beyond is more likely one of days."""

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


def unit_of(source: "Source", ledger: "Ledger", field: str, numbers: FloatArray) -> str | None:
    """Return what a column of ages counts, and ask where nothing but its numbers tells.

    Args:
        source: The file.
        ledger: The book.
        field: `months_past_due`, `days_past_due` or `stage`.
        numbers: Its bare numbers, NaN elsewhere. Shape (rows,).

    Returns:
        days, months or years; None for a stage whose ranges could be any of them.
    """
    named = named_unit(source.called(field))
    if sum(map(source.has, _COUNTED)) > 1:
        # The user's word is about the column that leaves it open.
        said = named or source.meaning.age_unit
    else:
        said = source.meaning.age_unit or named
    if said is not None:
        _say_years(source, ledger, field, numbers, said)
        return said
    if field == "days_past_due":
        return "days"
    known = np.concatenate(
        [numbers[~np.isnan(numbers) & ledger.accounts], _range_ends(source, field)]
    )
    if field == "stage":
        return _of_ranges(known)
    unit = _by_size(known)
    _ask(source, ledger, field, numbers, unit)
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


def _range_ends(source: "Source", field: str) -> list[float]:
    """Return the numbers of ranges without a unit of their own."""
    if not is_text(source.cells(field)):
        return []
    names = source.codes(field).names
    if len(names) > _MOST_RANGES:
        return []
    return [number for name in names for number in bare_numbers(name)]


def _by_size(known: FloatArray) -> str:
    if not len(known):
        return "months"
    high = float(known.max())
    is_days = high > _MOST_MONTHS or (
        high > _USUAL_MONTHS and float(np.median(known)) > _USUAL_MONTHS
    )
    return "days" if is_days else "months"


def _of_ranges(ends: FloatArray) -> str | None:
    if not len(ends):
        return None
    if float(ends.max()) >= _SHORTEST_STAGE:
        return "days"
    # 3, 6, 9, 12, 18, 24 part months; 1-2 and 2-3 may be months or years.
    return "months" if np.isin(ends, (6.0, 9.0, 12.0, 18.0, 24.0)).any() else None


def _ask(source: "Source", ledger: "Ledger", field: str, numbers: FloatArray, taken: str) -> None:
    mask = ~np.isnan(numbers) & ledger.accounts
    if not mask.any():
        return
    sample = float(np.median(numbers[mask]))
    labels = {
        "days": t("{number:g} is {days:,.0f} days", number=sample, days=sample),
        "months": t(
            "{number:g} is {number:g} months, {years:.1f} years", number=sample, years=sample / 12
        ),
    }
    if taken == "months":
        labels["years"] = t(
            "{number:g} is {number:g} years, {months:g} months", number=sample, months=sample * 12
        )
    if float(np.nanmax(numbers[mask])) > _MOST_YEARS:
        labels.pop("years", None)
    if float(np.nanmax(numbers[mask])) < _FEWEST_DAYS:
        labels.pop("days")
    ledger.doubt(
        mask,
        "age_unit_doubtful",
        lambda rows, of: t(
            "{rows} of {of} ages have no unit and the heading names none; by their size they are "
            "taken as {unit}.",
            rows=rows,
            of=of,
            unit=t(taken),
        ),
        t("Say which, or name the unit in the heading, as in 账龄（天）."),
        source.place(field),
        choices=tuple(
            Choice(question="age_unit", answer=unit, label=label, taken=unit == taken)
            for unit, label in labels.items()
        ),
    )
