"""In what the money columns are written: single units, thousands, 万元; and who says so."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import as_mask, as_text, is_text
from placement.tape.columns import is_heading, split_unit
from placement.tape.meaning import UNITS
from placement.tape.numbers import parse_number
from placement.tape.source import Source
from placement.tape.unit_words import (
    NOTHING,
    UnitWord,
    unit_beside,
    unit_in_brackets,
    unit_in_title,
    unit_word,
)

_FIRST_ROWS = 3
"""Rows below the headings in which one of units is looked for."""

_OWN_UNIT = r"(?i)[万萬亿億千kw]\s*(元|圆|usd|cny|rmb)?\s*[-)）]?\s*$"
"""An amount that names its own unit is not scaled again."""


@dataclass(frozen=True, eq=False)
class Scale:
    """What one of a column's amounts is in single units."""

    factor: FloatArray | float
    """For every row, or one for all. Shape (rows,) or a number."""

    said: tuple[tuple[str, float], ...] = ()
    """Who says something, in the words of a finding, and what; the first is believed."""

    by_user: bool = False

    @property
    def is_single(self) -> bool:
        """Return whether amounts stay as they are."""
        return bool(np.all(np.asarray(self.factor) == 1.0))

    @property
    def is_contradictory(self) -> bool:
        """Return whether two places of the file say different units."""
        return len({factor for _, factor in self.said}) > 1


def scale_of(source: Source, field: str) -> Scale:
    """Return the unit of a money column: the user's word, else the file's own, else single units.

    The heading is believed before a row of units, a column of units and a title.
    """
    if (given := source.meaning.unit_factor) is not None:
        return Scale(given, by_user=True)
    found = [each for each in unit_words(source, field) if each.word.times is not None]
    said = tuple((each.where, each.word.times or 1.0) for each in found)
    otherwise = said[0][1] if said else 1.0
    by_row = None if any(each.is_close for each in found) else _by_row(source)
    if by_row is None:
        return Scale(otherwise, said)
    return Scale(np.where(np.isnan(by_row), otherwise, by_row), said)


@dataclass(frozen=True)
class Said:
    """What one place of the file says of a money column."""

    where: str
    """The place, in the words of a finding."""

    word: UnitWord
    is_close: bool
    """It speaks of this column and not of the whole file."""


def unit_words(source: Source, field: str) -> Iterator[Said]:
    """Yield what the file says of a money column, the closest to the amounts first."""
    heading = source.called(field)
    yield Said(t("the heading {heading}", heading=heading), _in_heading(heading), True)
    yield Said(t("a row of units"), _in_first_rows(source, field), True)
    for title in source.raw.titles:
        yield Said(t("the line {title}", title=title.strip()[:40]), unit_in_title(title), False)


def name_of(factor: float) -> str:
    """Return the answer of `Meaning.unit` that means a factor, the factor itself if none does."""
    return next((name for name, times in UNITS.items() if times == factor), f"{factor:g}")


def own_unit(source: Source, field: str) -> BoolArray:
    """Return which amounts name a unit of their own. Shape (rows,)."""
    cells = source.cells(field)
    if not is_text(cells):
        return np.zeros(len(source), dtype=bool)
    return as_mask(pc.match_substring_regex(as_text(cells), _OWN_UNIT))


def _in_heading(heading: str) -> UnitWord:
    return (
        unit_in_brackets(heading)
        or unit_word(split_unit(heading)[1] or "-")
        or unit_beside(heading)
        or unit_in_title(heading)
    )


def _in_first_rows(source: Source, field: str) -> UnitWord:
    first = as_text(source.cells(field).slice(0, _FIRST_ROWS)).to_pylist()
    return next((word for cell in first if (word := _in_cell(cell or ""))), NOTHING)


def _in_cell(cell: str) -> UnitWord:
    """Return what a cell says of the column it stands in; an amount says nothing."""
    if not cell or parse_number(cell) is not None:
        return NOTHING
    return _in_heading(cell) if is_heading(cell) else unit_word(cell) or unit_in_brackets(cell)


def _by_row(source: Source) -> FloatArray | None:
    """Return what a column of units says, NaN where nothing; None if there is no such column."""
    if not source.has("unit"):
        return None
    found = source.codes("unit")
    words = [unit_word(name).times for name in found.names]
    if not any(words):
        return None
    table = np.array([np.nan if times is None else times for times in words] + [np.nan])
    return np.asarray(table[found.codes])
