"""In what the money columns are written: single units, thousands, 万元; and who says so."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape import quoting
from placement.tape.cells import CodeArray, Codes, as_mask, as_text, is_text, recode
from placement.tape.columns import is_heading, split_unit
from placement.tape.meaning import UNITS
from placement.tape.numbers import parse_number
from placement.tape.quoting import quoted
from placement.tape.source import Source
from placement.tape.unit_words import (
    NOTHING,
    UnitWord,
    unit_alone,
    unit_beside,
    unit_in_brackets,
    unit_in_title,
    unit_word,
)

_FIRST_ROWS = 3
"""Rows below the headings in which one of units is looked for."""

_OWN_UNIT = r"(?i)[万萬亿億千kw]\s*(元|圆|usd|cny|rmb)?\s*[-)）]?\s*$"
"""An amount that names its own unit is not scaled again."""

_SINGLE_UNIT = r"\d\s*(?:元|圆)\s*$"


@dataclass(frozen=True, eq=False)
class Scale:
    """What one of a column's amounts is in single units."""

    factor: FloatArray | float
    """For every row, or one for all. Shape (rows,) or a number."""

    said: tuple[tuple[str, float], ...] = ()
    """Who says something of all amounts, in the words of a finding, and what; the first is
    believed, unless the user says otherwise."""

    by_user: bool = False

    where: str = ""
    """The place that is believed; empty where nothing says a unit."""

    is_open: BoolArray | None = None
    """Rows that name no unit while others of the file do. Shape (rows,)."""

    readings: tuple[float, ...] = ()
    """What the open rows may be in, the one taken first; empty where that is settled."""

    @property
    def is_single(self) -> bool:
        """Return whether amounts stay as they are."""
        return bool(np.all(np.asarray(self.factor) == 1.0))

    @property
    def is_contradictory(self) -> bool:
        """Return whether two places of the file say different units."""
        return len({factor for _, factor in self.said}) > 1

    @property
    def overruled(self) -> tuple[tuple[str, float], ...]:
        """Return what the file says of all amounts against the user's word."""
        if not self.by_user or np.ndim(self.factor):
            return ()
        return tuple(each for each in self.said if each[1] != self.factor)


def scale_of(source: Source, field: str) -> Scale:
    """Return the unit of a money column: the user's word, else the file's own, else single units.

    The heading and a row of units are believed before what is said of single rows, that before a
    title. The user's word is for the rows that are open where others name a unit; else for all.
    """
    given = source.meaning.unit_factor
    found = [each for each in unit_words(source, field) if each.word.times is not None]
    said = tuple((each.where, each.word.times or 1.0) for each in found)
    rows = _by_row(source, field)
    is_close = any(each.is_close for each in found)
    if rows is not None and not is_close and (given is None or not rows.is_full):
        return _scale_of_rows(rows, given, said[0][1] if said else None)
    if rows is not None:
        said = (*said, *((rows.where, factor) for factor in rows.units))
    if given is not None:
        return Scale(given, said, by_user=True, where=t("you said so"))
    return Scale(said[0][1], said, where=said[0][0]) if said else Scale(1.0)


def _scale_of_rows(rows: "_ByRow", given: float | None, of_file: float | None) -> Scale:
    is_open = np.isnan(rows.times)
    rest = given if given is not None else of_file
    is_settled = rest is not None
    if rest is None:
        # A unit that is written once may well be meant for the rows below it.
        is_once = len(rows.units) == 1 and not is_open[0] and not rows.has_unknown
        rest = rows.units[0] if is_once else 1.0
    return Scale(
        np.where(is_open, rest, rows.times),
        by_user=given is not None,
        where=rows.where,
        is_open=is_open,
        readings=() if is_settled else tuple(dict.fromkeys((rest, *rows.units, 1.0))),
    )


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
    yield Said(
        t("the heading {heading}", heading=quoting.heading(heading)), _in_heading(heading), True
    )
    yield Said(t("a row of units"), _in_first_rows(source, field), True)
    titles = () if _sheets_differ(source) else source.raw.titles
    for title in titles:
        yield Said(
            t("the line {title}", title=quoted(title.strip()[:40])), unit_in_title(title), False
        )
    for note in source.notes:
        yield Said(t("the line {title}", title=quoted(note.text.strip()[:40])), note.word, False)


@dataclass(frozen=True, eq=False)
class RowWords:
    """What is said of each amount of a column by itself."""

    where: str
    """The place, in the words of a finding."""

    codes: CodeArray
    """Which of the words each row has; -1 where nothing is said. Shape (rows,)."""

    words: tuple[UnitWord, ...]

    @property
    def times(self) -> FloatArray:
        """Return what one is in single units, NaN where nothing says it. Shape (rows,)."""
        said = [np.nan if word.times is None else word.times for word in self.words]
        return np.asarray(np.array([*said, np.nan])[self.codes])

    @property
    def currencies(self) -> Codes:
        """Return the currency of each row."""
        numbered = Codes(self.codes, tuple(map(str, range(len(self.words)))))
        return recode(numbered, [word.currency for word in self.words])


def words_of_formats(source: Source, field: str) -> RowWords | None:
    """Return what the formats of a workbook's cells say; None if they say nothing."""
    found = source.formats(field)
    if found is None:
        return None
    words = tuple(each.word for each in found.known)
    return RowWords(t("the format of the cells"), found.codes, words)


def words_of_sheets(source: Source) -> RowWords | None:
    """Return what the lines above the headings of each sheet say, where sheets differ in it."""
    if not _sheets_differ(source):
        return None
    rows = [count for _, count in source.raw.sheets]
    codes = np.repeat(np.arange(len(rows), dtype=np.int32), rows)
    return RowWords(t("the lines above each sheet"), codes, _sheet_words(source))


def _sheets_differ(source: Source) -> bool:
    return len(set(_sheet_words(source))) > 1


def _sheet_words(source: Source) -> tuple[UnitWord, ...]:
    return tuple(unit_in_title("; ".join(titles)) for titles in source.raw.sheet_titles)


def name_of(factor: float) -> str:
    """Return the answer of `Meaning.unit` that means a factor, the factor itself if none does."""
    return next((name for name, times in UNITS.items() if times == factor), f"{factor:g}")


def own_unit(source: Source, field: str) -> BoolArray:
    """Return which amounts name a unit of their own. Shape (rows,)."""
    cells = source.cells(field)
    if not is_text(cells):
        return np.zeros(len(source), dtype=bool)
    texts = as_text(cells)
    plain = as_mask(pc.match_substring_regex(texts, _SINGLE_UNIT))
    # Where most amounts end in 元 it is how the column shows them; one that does says more.
    few = 2 * int(plain.sum()) < len(plain)
    return as_mask(pc.match_substring_regex(texts, _OWN_UNIT)) | (plain & few)


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
    return _in_heading(cell) if is_heading(cell) else unit_alone(cell)


@dataclass(frozen=True, eq=False)
class _ByRow:
    """The unit of each row."""

    where: str
    times: FloatArray
    """NaN where nothing says one. Shape (rows,)."""

    has_unknown: bool
    """Some row has a word for a unit that is none."""

    @property
    def units(self) -> tuple[float, ...]:
        return tuple(np.unique(self.times[~np.isnan(self.times)]).tolist())

    @property
    def is_full(self) -> bool:
        return not np.isnan(self.times).any()


def _by_row(source: Source, field: str) -> _ByRow | None:
    """Return what is said of single rows, by what is closest to them; None if nothing is."""
    places = (
        words_of_formats(source, field),
        _words_of_column(source),
        _words_of_currencies(source),
        words_of_sheets(source),
    )
    found = None
    for each in places:
        if each is None or all(word.times is None for word in each.words):
            continue
        if found is None:
            found = _ByRow(each.where, each.times, has_unknown=not all(each.words))
        else:
            times = np.where(np.isnan(found.times), each.times, found.times)
            found = _ByRow(found.where, times, has_unknown=found.has_unknown)
    return found


def _words_of_column(source: Source) -> RowWords | None:
    if not source.has("unit"):
        return None
    found = source.codes("unit")
    return RowWords(t("a column of units"), found.codes, tuple(map(unit_word, found.names)))


def _words_of_currencies(source: Source) -> RowWords | None:
    """Return the units in a column of currencies, TEUR or 万元; 元 alone is only a currency."""
    if not source.has("currency"):
        return None
    found = source.codes("currency")
    words = tuple(map(unit_word, found.names))
    if all(word.times in (None, 1.0) for word in words):
        return None
    return RowWords(t("the column of currencies"), found.codes, words)
