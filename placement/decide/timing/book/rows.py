"""Where the states of a whole book lie in memory: only those that a segment can reach.

A row is a segment in one state of the plan, month and letter apart: placements so far, and whether
a payment order was used. Segments that were placed before, or may not order, have fewer rows.
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.moves.moves import Moves
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Option

MOST_PLACED = len(AGENCY_OPTIONS)
LETTERS = ORDERS = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """States of a book, arrays of shape (rows,) unless said otherwise."""

    segment: IntArray
    placed: IntArray
    """Placements so far; the last number stands for all above it."""
    order: IntArray
    """1 where a payment order was used."""
    find: IntArray
    """Row by order, placements and segment; -1 where there is none."""
    next_placed: IntArray
    """Row after one more placement; the row itself where there is none."""
    ordering: IntArray
    """Rows from which a payment order may be tried, shape (ordering,)."""
    ordered: IntArray
    """Rows after it, shape (ordering,)."""

    def __len__(self) -> int:
        return len(self.segment)

    def spread(self, by_segment: FloatArray) -> FloatArray:
        """Return numbers of segments, last axis, as numbers of rows."""
        return np.take(by_segment, self.segment, axis=-1)


def lay_out(moves: Moves) -> Rows:
    """Return the rows of a book."""
    size = len(moves.segments)
    already = np.minimum(moves.placements, MOST_PLACED)
    may_order = moves.may[Option.PAYMENT_ORDER]
    everyone: BoolArray = np.ones(size, dtype=bool)
    segment, placed, order = [], [], []
    for used, allowed in enumerate((everyone, may_order)):
        for number in range(MOST_PLACED + 1):
            members = np.flatnonzero((already <= number) & allowed)
            segment.append(members)
            placed.append(np.full(len(members), number))
            order.append(np.full(len(members), used))
    rows = [np.concatenate(part) for part in (segment, placed, order)]
    find = np.full((ORDERS, MOST_PLACED + 1, size), -1)
    find[rows[2], rows[1], rows[0]] = np.arange(len(rows[0]))
    ordering = np.flatnonzero((rows[2] == 0) & may_order[rows[0]])
    return Rows(
        segment=rows[0],
        placed=rows[1],
        order=rows[2],
        find=find,
        next_placed=find[rows[2], np.minimum(rows[1] + 1, MOST_PLACED), rows[0]],
        ordering=ordering,
        ordered=find[1, rows[1][ordering], rows[0][ordering]],
    )
