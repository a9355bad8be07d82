"""Tables of segments: names that are never cut, beside columns narrow enough for a phone.

The server does not know how wide a window is, but a browser says whether it is a phone's. There the
name of a segment breaks into so many lines that the first columns of the answer fit beside it in
390 pixels; on a desk it has a wide column, so that rows are low and many are seen at once.
"""

from collections.abc import Iterable
from math import ceil
from typing import Literal
from unicodedata import east_asian_width

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from placement.domain.text import t
from placement.domain.types import IntArray, Segments
from placement.words.segments import segment_names

_ON_A_PHONE, _ON_A_DESK = 140, 290
"""Pixels of the column that names a segment."""

ROWS_SEEN = 8
"""Rows of a table that are seen at once on a desk."""

_HEADING, _PHONE_HEIGHT = 38, 520
"""Pixels of a table's headings with its frame, and of a table of segments on a phone."""

NARROW, _MOVE_ON_A_DESK = 84, 130
"""Pixels of a column with a move or an amount, of which two and a name fit on a phone; and of one
with a move elsewhere."""

_EDGE, _LINE = 18, 20
"""Pixels that a cell keeps free beside and around its text, and of a line of it."""

_BREAKS = 66
"""Pixels from which on Streamlit breaks the text of a cell into lines: above 4rem."""

_WIDE, _PLAIN = 13.5, 7.0
"""Pixels of a Chinese sign and of a Latin one, as wide as the app's fonts have them."""


def segments_called(segments: Segments, positions: IntArray | None = None) -> list[str]:
    """Return what segments are called beside each other.

    Args:
        segments: The book's.
        positions: Of those that are shown together; by default all.
    """
    chosen = range(len(segments)) if positions is None else positions.tolist()
    return segment_names([segments.label[i] for i in chosen], [segments.sector[i] for i in chosen])


def names_of(labels: Iterable[str], segments: Segments) -> list[str]:
    """Return the same of some segments of a book, found by their labels in a table."""
    names = dict(zip(segments.label, segments_called(segments), strict=True))
    return [names[label] for label in labels]


def answer_first(table: pd.DataFrame, *first: str) -> list[str]:
    """Return the columns of a table in the order in which a phone shows what matters.

    Args:
        table: The table.
        first: Columns that come first; the others follow as they stand.
    """
    return [*first, *(str(name) for name in table if name not in first)]


def on_a_phone() -> bool:
    """Return whether the browser is a phone's: by what it says, as Streamlit's menu decides."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def segment_width() -> int:
    """Return the pixels of the column that names a segment."""
    return _ON_A_PHONE if on_a_phone() else _ON_A_DESK


def segment_column() -> ColumnConfig:
    """Return how the column is written that names a segment."""
    return st.column_config.TextColumn(t("Segment"), width=segment_width(), pinned=True)


def move_width() -> int:
    """Return the pixels of a column that says what to do."""
    return NARROW if on_a_phone() else _MOVE_ON_A_DESK


def answer_width() -> int | None:
    """Return the pixels of the column that says what comes of it; None where there is room."""
    return NARROW if on_a_phone() else None


def table_height(rows: int, *, each: int) -> "int | Literal['content']":
    """Return the height of a table of segments: so many rows are seen, or all where fewer are.

    Args:
        rows: How many there are.
        each: Height of one, of `row_height`.
    """
    if on_a_phone():
        return _PHONE_HEIGHT
    return "content" if rows <= ROWS_SEEN else ROWS_SEEN * each + _HEADING


def row_height(names: Iterable[str], moves: Iterable[str] = (), *, width: int | None = None) -> int:
    """Return the height of a table's rows in which the longest name and move are whole.

    Args:
        names: What stands in the first column.
        moves: What stands in the one that says what to do.
        width: Pixels of the first column; by default of one that names segments.
    """
    width = segment_width() if width is None else width
    lines = max(
        (
            *(_lines(name, width - _EDGE) for name in names),
            *(_lines(move, move_width() - _EDGE) for move in set(moves)),
        ),
        default=1,
    )
    return max(lines * _LINE + _EDGE, _BREAKS if lines > 1 else 0)


def _lines(name: str, width: float) -> int:
    """Return how many lines a name takes; they break between words, as the table breaks them."""
    lines, filled = 1, 0.0
    for word in name.split(" "):
        long = sum(_WIDE if east_asian_width(sign) in "WF" else _PLAIN for sign in word)
        if filled and filled + _PLAIN + long > width:
            lines, filled = lines + 1, 0.0
        lines += max(ceil(long / width) - 1, 0)
        filled += long + (_PLAIN if filled else 0.0)
    return lines
