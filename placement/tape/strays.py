"""Quotes that open a cell and are never meant to: a stray inch mark must not swallow rows.

A quoted cell may hold line breaks, so a mark that opens a cell by mistake swallows all lines up to
the next quote. What it swallowed tells it from a cell that was meant: lines that are whole rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import BoolArray, IntArray
from placement.tape.lines import Lines, find_lines

_MANY_LINES = 3
"""So many whole rows inside one cell are no text of a cell, whatever the cell looks like."""

_LOOKED_AT = 1_000
"""Cells with line breaks in doubt whose lines are looked at one by one; beyond, shape decides."""

_PASSES = 64
"""One takes out all marks that only rows follow; each cell with line breaks behind a mark may ask
for another."""


@dataclass(frozen=True, eq=False)
class Cleared:
    """A text without its stray quotes."""

    content: Any
    """The text as an Arrow buffer."""

    lines: Lines
    """Where its lines are."""

    marks: tuple[tuple[int, int], ...]
    """Line of each quote that was taken out, the first line being 0, and its offset in `text`."""

    text: Any
    """The text as it came."""


def clear_strays(
    content: Any,
    *,
    separator: str,
    cells: int,
    is_row: Callable[[bytes], bool | None],
    first_row: int,
    filename: str,
) -> Cleared:
    """Return the text without quotes that would swallow whole rows.

    Args:
        content: The text below the headings, as an Arrow buffer.
        separator: What parts its cells.
        cells: Cells of a whole row.
        is_row: Whether a line reads like a row of this table; None where its headings do not tell.
        first_row: Row of the file the text begins in, for the message.
        filename: For the message.

    Raises:
        TapeError: A quote is never closed and what follows it is no rows; names its row.
    """
    marks: list[tuple[int, int]] = []
    cleared = content
    removed = np.empty(0, dtype=np.int64)
    for _ in range(_PASSES):
        lines = find_lines(cleared, separator=separator)
        if not lines.never_closed and not lines.inside.any():
            break
        data = np.frombuffer(cleared, dtype=np.uint8)
        spans = _spans(lines)
        whole = _whole(data, lines, separator, cells)
        stray = _stray(data, lines, spans, whole, is_row)
        if not stray.any():
            if lines.never_closed:
                raise _never_closed(first_row + int(spans.first[-1]), filename)
            break
        at = _marks(lines, spans, whole, stray)
        marks.extend(zip(at.tolist(), _as_it_came(lines.open_at[at], removed), strict=True))
        removed = np.sort(np.concatenate((removed, [offset for _, offset in marks[-len(at) :]])))
        cleared = pa.py_buffer(np.delete(data, lines.open_at[at]).tobytes())
    else:
        raise _too_many(len(marks), first_row + marks[0][0], filename)
    return Cleared(cleared, lines, tuple(sorted(marks)), content)


@dataclass(frozen=True, eq=False)
class _Spans:
    """The records that take several lines. All arrays have shape (spans,)."""

    first: IntArray
    last: IntArray


def _spans(lines: Lines) -> _Spans:
    behind = np.append(lines.inside[1:], lines.never_closed)
    last = np.flatnonzero(lines.inside & ~behind)
    if lines.never_closed:
        last = np.append(last, len(behind) - 1)
    return _Spans(np.flatnonzero(~lines.inside & behind), last)


def _whole(data: Any, lines: Lines, separator: str, cells: int) -> BoolArray:
    """Return which lines have as many cells as a row; a quoted separator may be one too many."""
    places = np.flatnonzero(data == ord(separator))
    marks = np.searchsorted(places, lines.ends) - np.searchsorted(places, lines.starts)
    return np.asarray((marks == cells - 1) | (lines.quoted & (marks >= cells - 1)))


def _stray(
    data: Any, lines: Lines, spans: _Spans, whole: BoolArray, is_row: Callable[[bytes], bool | None]
) -> BoolArray:
    """Return which records of several lines are several rows. Shape (spans,)."""
    rows = np.concatenate(([0], np.cumsum(whole)))
    filled = np.concatenate(([0], np.cumsum(lines.starts < lines.ends)))
    between = filled[spans.last] - filled[spans.first + 1]
    rows_between = rows[spans.last] - rows[spans.first + 1]
    mostly = 2 * rows_between > between
    opens, shuts = whole[spans.first], whole[spans.last]
    closed = np.ones(len(spans.first), dtype=bool)
    closed[-1] = not lines.never_closed
    well = closed & lines.closes_well[spans.last]
    many = mostly & (between >= _MANY_LINES)
    pair = well & opens & shuts & ((between == 0) | mostly)

    def reads(line: int) -> bool | None:
        return is_row(data[lines.starts[line] : lines.ends[line]].tobytes())

    for span in np.flatnonzero(well & (many | pair))[:_LOOKED_AT].tolist():
        first, last = int(spans.first[span]), int(spans.last[span])
        if many[span]:
            within = first + 1 + int(whole[first + 1 : last].argmax())
            many[span] = reads(within) is not False
        pair[span] &= reads(first) is True and reads(last) is True
    open_ended = ~closed & (spans.first == spans.last)
    return np.asarray(many | pair | (~well & (opens | mostly)) | open_ended)


def _marks(lines: Lines, spans: _Spans, whole: BoolArray, stray: BoolArray) -> IntArray:
    """Return the lines whose opening quote goes: the one that swallows, and those it swallowed."""
    depth = np.zeros(len(lines.starts) + 1, dtype=np.int64)
    depth[spans.first[stray]] += 1
    depth[spans.last[stray] + 1] -= 1
    swallowed = (np.cumsum(depth)[:-1] > 0) & (lines.open_at >= 0) & whole
    swallowed[spans.first[stray]] = True
    # A stray quote that ends at the quote of a cell that was meant turns all that follows inside
    # out: what comes behind it is judged once it is gone.
    meant = spans.last[stray & (lines.open_at[spans.last] >= 0) & ~swallowed[spans.last]]
    return np.flatnonzero(swallowed[: meant[0]] if len(meant) else swallowed)


def _as_it_came(offsets: IntArray, removed: IntArray) -> list[int]:
    """Return offsets in the text as it came, of which some bytes were taken out before."""
    # The k-th byte taken out stood in front of k fewer bytes in the text as it is now.
    shifted = removed - np.arange(len(removed))
    return list((offsets + np.searchsorted(shifted, offsets, side="right")).tolist())


def _never_closed(row: int, filename: str) -> TapeError:
    return TapeError(
        t(
            "{file}: the quote that opens a cell in row {row} is never closed, and what follows it "
            "is no rows of this table. Close it or delete it.",
            file=filename,
            row=f"{row:,}",
        )
    )


def _too_many(marks: int, row: int, filename: str) -> TapeError:
    return TapeError(
        t(
            "{file}: quotes open cells and are never closed in {rows} rows and more, the first of "
            "them row {row}, between cells with line breaks. Close them or delete them.",
            file=filename,
            rows=f"{marks:,}",
            row=f"{row:,}",
        )
    )
