"""Lines below a table that name the unit of its amounts: 备注：金额单位万元."""

import re
from dataclasses import dataclass

from placement.tape.cells import Column, is_text
from placement.tape.numbers import parse_number
from placement.tape.read import RawTable
from placement.tape.unit_words import UnitWord, unit_in_title

_LAST_ROWS = 10
"""Rows at the end of a table among which one of a note is looked for."""

_SEPARATORS = re.compile(r"[,;\t|^~]")

_MOST_CELLS = 2
"""Filled cells of such a row: the note, and a word before it."""


@dataclass(frozen=True)
class Note:
    """A line below the accounts."""

    text: str
    word: UnitWord
    position: int | None
    """Which record it is; None for a broken row, which is none."""


def notes_below(raw: RawTable) -> tuple[Note, ...]:
    """Return the lines below the accounts that name a unit or a currency."""
    first = max(0, raw.table.num_rows - _LAST_ROWS)
    columns = [_texts(raw.table[name].slice(first)) for name in raw.table.column_names]
    rows = list(zip(*columns, strict=True))
    full = min(_MOST_CELLS + 1, len(columns))
    above = max((i for i, row in enumerate(rows) if sum(map(bool, row)) >= full), default=-1)
    lines = [(_line_of(row), first + i) for i, row in enumerate(rows) if i > above]
    last = raw.rows[first] if len(rows) else 0
    broken = [
        (text, None)
        for row, text in raw.ragged[-_LAST_ROWS:]
        if row > last and len(_SEPARATORS.findall(text)) < _MOST_CELLS
    ]
    return tuple(
        Note(text, word, position)
        for text, position in (*lines, *broken)
        if text and (word := unit_in_title(text))
    )


def _texts(column: Column) -> list[str]:
    """Return cells as text; the file's own numbers and days are no notes, whatever they are."""
    if is_text(column):
        return [(text or "").strip() for text in column.to_pylist()]
    return ["0" if is_filled else "" for is_filled in column.is_valid().to_pylist()]


def _line_of(cells: tuple[str, ...]) -> str:
    """Return the text of a row that holds nothing but a note; nothing for every other row."""
    filled = [cell for cell in cells if cell]
    is_note = len(filled) <= _MOST_CELLS and all(parse_number(cell) is None for cell in filled)
    return " ".join(filled) if is_note else ""
