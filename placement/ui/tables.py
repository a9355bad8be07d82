"""Tables of segments: names that are never cut, beside columns narrow enough for a phone.

The server does not know how wide a window is. So the name of a segment is a column in which it
breaks into lines, and the first columns of the answer fit beside it in 390 pixels.
"""

from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

import pandas as pd

from placement.domain.types import IntArray, Segments
from placement.words.segments import segment_names

SEGMENT_WIDTH = 160
"""Pixels of the column that names a segment."""

NARROW = 84
"""Pixels of a column with a move or an amount: two of them and a name fit on a phone."""

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


def row_height(names: Iterable[str], *, width: int = SEGMENT_WIDTH) -> int:
    """Return the height of a table's rows in which the longest name is whole.

    Args:
        names: What stands in the column.
        width: Pixels of the column.
    """
    lines = max((_lines(name, width - _EDGE) for name in names), default=1)
    return max(lines * _LINE + _EDGE, _BREAKS)


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
