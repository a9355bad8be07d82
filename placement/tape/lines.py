"""Where the lines and the records of a text are, told from its bytes and not by the parser.

A quote opens a cell only where a cell begins; anywhere else it is a mark like any other. Inside a
quoted cell two quotes are one, and a single one closes it. So a run of quotes

    of odd length where a cell begins     turns the state over (opens, or closes)
    of odd length anywhere else           leaves no cell open
    of even length                        changes nothing

and the state after each run is the parity of the first kind since the last of the second: sums over
arrays, no walk over the bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from placement.domain.types import BoolArray, IntArray

QUOTE, FEED, RETURN = b'"'[0], b"\n"[0], b"\r"[0]
_SPACE = b" "[0]
_BLOCK, _PIECE = 1 << 21, 1 << 18

LONGEST_LINE = 1 << 22
"""Bytes that a line may have: what goes on for so long is no row, and takes minutes to find out."""


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a text. All arrays have shape (lines,)."""

    starts: IntArray
    """Offset of the first byte."""

    ends: IntArray
    """Offset behind the last byte, line break left aside."""

    inside: BoolArray
    """The line begins inside a quoted cell that an earlier line opened."""

    quoted: BoolArray
    """There is a quote in the line."""

    open_at: IntArray
    """Offset of the quote that the line, read on its own, opens and does not close; else -1."""

    closes_well: BoolArray
    """The line closes a cell that an earlier one opened, and the cell ends behind the quote."""

    never_closed: bool
    """The text ends inside a quoted cell."""

    @property
    def blank(self) -> BoolArray:
        """Return which lines hold nothing at all and stand between records."""
        return np.asarray((self.starts == self.ends) & ~self.inside)

    @property
    def records(self) -> IntArray:
        """Return the line each record begins in, the first line being 0. Shape (records,)."""
        return np.flatnonzero(~self.inside & ~self.blank)


def has_endless_line(content: Any) -> bool:
    """Return whether some stretch of `LONGEST_LINE` bytes has no line break in it."""
    data = np.frombuffer(content, dtype=np.uint8)
    for start in range(0, len(data) - LONGEST_LINE, LONGEST_LINE):
        # Mostly the first piece has one, so little of the text is looked at.
        pieces = range(start, start + LONGEST_LINE, 1 << 14)
        found = (data[at : at + (1 << 14)] for at in pieces)
        if not any(bool(((piece == FEED) | (piece == RETURN)).any()) for piece in found):
            return True
    return False


def count_lines(content: Any) -> int | None:
    """Return how many lines a text has, blank ones too; None where a return alone ends one.

    Lines that quotes join are counted as lines: who reads as many records has joined none.
    """
    data = np.frombuffer(content, dtype=np.uint8)
    feeds = 0
    # Pieces that stay in the processor's cache are looked through at the speed of memory.
    for start in range(0, len(data), _PIECE):
        piece = data[start : start + _PIECE]
        is_feed, is_return = piece == FEED, piece == RETURN
        if is_return.any():
            behind = data[start + 1 : start + 1 + len(piece)] == FEED
            if (is_return[: len(behind)] & ~behind).any() or is_return[len(behind) :].any():
                return None
        feeds += int(np.count_nonzero(is_feed))
    return feeds + int(len(data) > 0 and data[-1] != FEED)


def find_lines(content: Any, *, separator: str) -> Lines:
    """Return where the lines of a text are and which quotes are open at their ends."""
    data = np.frombuffer(content, dtype=np.uint8)
    found = []
    state = False
    for start, stop in _blocks(data):
        part, state = _lines_of(data, start, stop, ord(separator), state)
        found.append(part)
    columns = zip(*(found or [_nothing()]), strict=True)
    starts, ends, inside, quoted, open_at, well = (np.concatenate(column) for column in columns)
    return Lines(
        starts=starts,
        ends=ends,
        inside=inside,
        quoted=quoted,
        open_at=open_at,
        closes_well=well,
        never_closed=state,
    )


def _nothing() -> tuple[Any, ...]:
    whole, flag = np.empty(0, dtype=np.int64), np.empty(0, dtype=bool)
    return (whole, whole, flag, flag, whole, flag)


def _blocks(data: Any) -> Iterator[tuple[int, int]]:
    """Yield pieces that end with a line, so that no run of quotes is cut."""
    start = 0
    while start < len(data):
        stop = min(start + _BLOCK, len(data))
        while stop < len(data) and data[stop - 1] != FEED:
            near = np.flatnonzero(data[stop : stop + _BLOCK] == FEED)
            stop = stop + int(near[0]) + 1 if len(near) else min(stop + _BLOCK, len(data))
        yield start, stop
        start = stop


@dataclass(frozen=True, eq=False)
class _Runs:
    """The runs of quotes in a block. All arrays have shape (runs,)."""

    starts: IntArray
    odd: BoolArray
    turns: BoolArray
    closes_well: BoolArray

    @cached_property
    def _turned(self) -> IntArray:
        return np.concatenate(([0], np.cumsum(self.turns)))

    @cached_property
    def _shut(self) -> IntArray:
        """Return the last run that leaves no cell open, counted from 1; 0 before the first."""
        shuts = np.flatnonzero(self.odd & ~self.turns) + 1
        if not len(shuts):
            return np.zeros(len(self.starts) + 1, dtype=np.int64)
        last = np.zeros(len(self.starts) + 1, dtype=np.int64)
        last[shuts] = shuts
        return np.maximum.accumulate(last)

    def opened(self, upto: IntArray, since: IntArray) -> BoolArray:
        """Return whether a cell is open after `upto` runs, none being open after `since`."""
        since = np.maximum(since, self._shut[upto])
        return np.asarray((self._turned[upto] - self._turned[since]) % 2 == 1)

    def shut(self, upto: IntArray) -> BoolArray:
        """Return whether one of the first `upto` runs leaves no cell open whatever was before."""
        return np.asarray(self._shut[upto] > 0)


def _lines_of(
    data: Any, start: int, stop: int, separator: int, state: bool
) -> tuple[tuple[Any, ...], bool]:
    """Return the arrays of `Lines` for one block, and whether a cell is open at its end."""
    block = data[start:stop]
    breaks = _breaks(block)
    starts = np.concatenate(([0], breaks + 1))
    if starts[-1] == len(block):
        starts = starts[:-1]
    ends = np.concatenate((breaks, [len(block)]))[: len(starts)]
    runs = _runs(block, separator)
    before, upto = np.searchsorted(runs.starts, starts), np.searchsorted(runs.starts, ends)
    # What the block before left open stays so until a quote turns or shuts it.
    opened = runs.opened(upto, np.zeros_like(upto)) ^ (state & ~runs.shut(upto))
    alone = runs.opened(upto, before)
    open_at = np.full(len(starts), -1, dtype=np.int64)
    if alone.any():
        turns = np.flatnonzero(runs.turns)
        open_at[alone] = start + runs.starts[turns[np.searchsorted(turns, upto[alone]) - 1]]
    inside = np.concatenate(([state], opened[:-1]))
    well = np.zeros(len(starts), dtype=bool)
    if (shutting := inside & ~opened).any():
        single = np.flatnonzero(runs.odd)
        well[shutting] = runs.closes_well[single[np.searchsorted(single, before[shutting])]]
    return (
        starts + start,
        start + ends - ((ends > starts) & (block[ends - 1] == RETURN)),
        inside,
        upto > before,
        open_at,
        well,
    ), bool(opened[-1])


def _breaks(block: Any) -> IntArray:
    """Return where lines end: at a line feed, or at a return that none follows."""
    ends = block == FEED
    returns = block == RETURN
    if returns.any():
        returns[:-1] &= ~ends[1:]
        ends |= returns
    return np.flatnonzero(ends)


def _runs(block: Any, separator: int) -> _Runs:
    quotes = np.flatnonzero(block == QUOTE)
    if not len(quotes):
        none = np.empty(0, dtype=bool)
        return _Runs(np.empty(0, dtype=np.int64), none, none, none)
    first = np.empty(len(quotes), dtype=bool)
    first[0] = True
    np.not_equal(quotes[1:], quotes[:-1] + 1, out=first[1:])
    starts = quotes[first]
    lengths = np.diff(np.append(np.flatnonzero(first), len(quotes)))
    ends_a_cell = np.zeros(256, dtype=bool)
    ends_a_cell[[separator, FEED, RETURN]] = True
    before = np.where(starts > 0, block[starts - 1], FEED)
    behind = starts + lengths
    at_end = behind >= len(block)
    behind = block[np.where(at_end, 0, behind)]
    odd = lengths % 2 == 1
    return _Runs(
        starts,
        odd,
        odd & ends_a_cell[before],
        at_end | ends_a_cell[behind] | (behind == _SPACE),
    )
