"""Where the states of a whole book lie in memory: only those that a segment can reach.

A row is a segment in one state of the plan, the month apart: placements so far, letters written and
whether a payment order was used. Segments that were placed before, for which few letters can pay,
or that may not order, have fewer rows.
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.moves.moves import Moves
from placement.domain.types import AGENCY_OPTIONS, BoolArray, IntArray

MOST_PLACED = len(AGENCY_OPTIONS)
NOWHERE = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Rows:
    """States of a book, arrays of shape (rows,)."""

    segment: IntArray
    placed: IntArray
    """Placements so far; the last number stands for all above it."""
    letters: IntArray
    """Letters that the plan has written."""
    order: IntArray
    """1 where a payment order was used."""
    next_placed: IntArray
    """Row after one more placement, letter or order; `NOWHERE` where there is none."""
    next_letter: IntArray
    ordered: IntArray

    def __len__(self) -> int:
        return len(self.segment)

    def start(self, moves: Moves) -> IntArray:
        """Return the row in which each segment's plan begins, shape (segments,)."""
        begins = (self.letters == 0) & (self.order == 0)
        begins &= self.placed == np.minimum(moves.placements, MOST_PLACED)[self.segment]
        found = np.full(len(moves.segments), NOWHERE)
        found[self.segment[begins]] = np.flatnonzero(begins)
        return found

    def take(self, chosen: BoolArray) -> tuple["Rows", IntArray]:
        """Return some of the rows, all that follow them among them, and the places of all."""
        place = np.full(len(self) + 1, NOWHERE)
        place[:-1][chosen] = np.arange(np.count_nonzero(chosen))
        # The last place is that of `NOWHERE`.
        following = {
            name: place[getattr(self, name)[chosen]]
            for name in ("next_placed", "next_letter", "ordered")
        }
        own = {
            name: getattr(self, name)[chosen] for name in ("segment", "placed", "letters", "order")
        }
        return Rows(**own, **following), place


def lay_out(moves: Moves) -> Rows:
    """Return the rows of a book."""
    size = len(moves.segments)
    already = np.minimum(moves.placements, MOST_PLACED)
    most = int(moves.letter.most.max(initial=0))
    find = np.full((2, MOST_PLACED + 1, most + 1, size), NOWHERE)
    rows: list[tuple[IntArray, int, int, int]] = []
    count = 0
    for order in (0, 1):
        for placed in range(MOST_PLACED + 1):
            for letters in range(most + 1):
                reached = (already <= placed) & (letters <= moves.letter.most)
                if order:
                    reached &= moves.may_order
                members = np.flatnonzero(reached)
                find[order, placed, letters, members] = count + np.arange(len(members))
                count += len(members)
                rows.append((members, order, placed, letters))
    segment = np.concatenate([members for members, *_ in rows])
    order_of, placed_of, letters_of = (
        np.concatenate([np.full(len(row[0]), row[at]) for row in rows]) for at in (1, 2, 3)
    )

    def next_row(step: tuple[int, int, int]) -> IntArray:
        at = order_of + step[0], placed_of + step[1], letters_of + step[2]
        inside = (at[0] < 2) & (at[1] <= MOST_PLACED) & (at[2] <= most)
        tops = (1, MOST_PLACED, most)
        bounded = [np.minimum(part, top) for part, top in zip(at, tops, strict=True)]
        return np.where(inside, find[bounded[0], bounded[1], bounded[2], segment], NOWHERE)

    return Rows(
        segment=segment,
        placed=placed_of,
        letters=letters_of,
        order=order_of,
        next_placed=next_row((0, 1, 0)),
        next_letter=next_row((0, 0, 1)),
        ordered=next_row((1, 0, 0)),
    )
