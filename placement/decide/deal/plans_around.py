"""What a creditor can do instead of a placement, and after it: the plans around a lot.

    V(begin with it at c) = net of the placement at c + W(masses that it leaves)

W is the best follow-up from there on, a maximum of linear pieces in the masses, as in the solver
for whole books (`decide.timing.book`); the pieces kept are the best at masses that low, usual and
high commissions leave. At the library's own contract V is the value of the best plan that begins
with the placement, as `when` has it: W is lifted by what is missing to it.

Source: own definition, docs/model.md, "Both sides of the commission".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.book.backward import probes, work_backward
from placement.decide.timing.book.layout import NOWHERE, Rows, lay_out
from placement.decide.timing.book.numbers import Numbers, Tables
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.agencies import PlacedRows, after_placement
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import (
    DEFAULT_HORIZON,
    EASY,
    HARD,
    OPEN,
    RELUCTANT,
    Moves,
)
from placement.decide.timing.plans import FIRST_MOVES, PLACEMENTS
from placement.decide.timing.walk import IS_PLACEMENT
from placement.domain.types import AGENCY_OPTIONS, BoolArray, FloatArray, IntArray, Segments, Stance

FEW = 20
"""Segments up to which a book is searched again from the masses that each first move leaves."""

FIRST_AGENCY = FIRST_MOVES.index(PLACEMENTS[0])

USUAL = (0.0, 0.5, 1.0, 2.0)
"""Commissions whose masses pieces are kept for, as parts of the contract's own."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Otherwise:
    """The best plan that does not begin with a placement; arrays of shape (segments,)."""

    first: tuple[str, ...]
    """Its first move."""
    value: FloatArray
    """Per account."""


class PlansAround:
    """The plans around the next placement of each segment; worked out when first asked for."""

    def __init__(
        self,
        segments: Segments,
        assumptions: Assumptions,
        *,
        stance: Stance = Stance.PROFIT_SEEKING,
        horizon: int = DEFAULT_HORIZON,
    ) -> None:
        self._segments, self._assumptions = segments, assumptions
        self._stance, self._horizon = stance, horizon

    @cached_property
    def moves(self) -> Moves:
        """The moves of the segments."""
        return build_moves(
            self._segments, self._assumptions, stance=self._stance, horizon=self._horizon
        )

    @cached_property
    def first_values(self) -> FloatArray:
        """Value of the best plan that begins with each move, NaN where none does.

        Shape (first moves, segments): to the cent for one segment, else by the solver for books.
        """
        if len(self._segments) > 1:
            return plan_book(self.moves, thoroughly=len(self._segments) <= FEW).first_value
        found = fitted_plan(self.moves).first_moves
        values = [found[name].value if name in found else np.nan for name in FIRST_MOVES]
        return np.array(values)[:, None]

    @cached_property
    def otherwise(self) -> Otherwise:
        """The best plan of each segment that begins without the placement."""
        values = np.where(np.isnan(self.first_values), -np.inf, self.first_values)
        values[IS_PLACEMENT] = -np.inf
        best = values.argmax(axis=0)
        names = tuple(FIRST_MOVES[place] for place in best.tolist())
        return Otherwise(first=names, value=values.max(axis=0))

    def with_odds(self, factor: float | FloatArray) -> "PlansAround":
        """Return the plans were there so many times the willing debtors."""
        return _OtherOdds(self, factor)

    def after(self, masses: FloatArray, term: FloatArray, *, lifted: bool = True) -> FloatArray:
        """Return W, what is made of the masses that a placement leaves.

        Args:
            masses: Easy, hard, reluctant, open, shares of accounts placed,
                shape (4, ..., segments).
            term: Length of the placement, shape (segments,).
            lifted: Whether what is missing to the best plan's value is added.

        Returns:
            Per account placed, shape (..., segments).
        """
        segment = np.arange(len(self._segments))
        month = np.rint(term).astype(np.int64) + self.moves.agencies.lag
        best = np.zeros(masses.shape[1:])
        inside = month <= self.moves.horizon
        for pieces in self._after:
            piece = pieces[np.minimum(month, self.moves.horizon), :, segment].T
            axes = (slice(None), *(None,) * (masses.ndim - 2), slice(None))
            np.maximum(best, (piece[axes] * masses).sum(axis=0), out=best)
        best = np.where(inside, best, 0.0)
        return best + self._missing if lifted else best

    @cached_property
    def _missing(self) -> FloatArray:
        """What is missing to the value of the best plan that begins with the placement."""
        moves, segment = self.moves, np.arange(len(self._segments))
        number = np.minimum(moves.placements, len(AGENCY_OPTIONS) - 1)
        rows, left = self._placed(1.0)
        added = moves.added_margin(
            "agency",
            placed=moves.placements > 0,
            letters=moves.letter.so_far > 0,
            ordered=False,
            at=(slice(None), 0),
        )
        net = moves.relief + (rows.reward * moves.masses).sum(axis=0)
        net = net - added * moves.masses[:OPEN].sum(axis=0)
        value = self.first_values[FIRST_AGENCY + number, segment]
        follow_up = self.after(left, moves.agencies.term.astype(float), lifted=False)
        return np.asarray(np.nan_to_num(value - net - follow_up, nan=0.0))

    @cached_property
    def _start(self) -> IntArray:
        return self._rows.start(self.moves)

    @cached_property
    def _rows(self) -> Rows:
        return lay_out(self.moves)

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers(Tables(self.moves), self._rows)

    @cached_property
    def _late(self) -> BoolArray:
        late = self.moves.months_since_demand >= self.moves.limitation_months
        return np.asarray(late[self._rows.segment])

    @cached_property
    def _after(self) -> Sequence[FloatArray]:
        """Pieces of the states after the placement, each (months, 4, segments)."""
        rows, moves = self._rows, self.moves
        placed = rows.next_placed[self._start]
        month = moves.agencies.term + moves.agencies.lag
        kept = []
        for part in USUAL:
            _, masses = self._placed(part)
            for works in (True, False):
                probe = probes(moves, rows, after=(month, masses), works=works)
                (pieces,) = work_backward(self._numbers, probes=[probe], late=self._late)
                after = np.where(placed == NOWHERE, 0.0, pieces[:, :, np.maximum(placed, 0)])
                kept.append(np.asarray(after))
        return kept

    def _placed(self, part: float) -> tuple[PlacedRows, FloatArray]:
        """Return the next placement at a part of its usual commission, and what it leaves."""
        moves, segment = self.moves, np.arange(len(self._segments))
        agencies = replace(
            moves.agencies, commission=np.minimum(moves.agencies.commission * part, 1.0)
        )
        number = np.minimum(moves.placements, len(AGENCY_OPTIONS) - 1)
        start = np.zeros_like(segment)
        effort = agencies.best(number, segment, start, moves.masses)
        rows = agencies.placed(number, segment, start, effort)
        return rows, after_placement(moves.masses, rows)


class _OtherOdds(PlansAround):
    """The plans around a placement at other odds.

    They are searched for anew, as for a book of several segments.
    """

    def __init__(self, usual: PlansAround, factor: float | FloatArray) -> None:
        self._usual, self._factor = usual, factor
        self._segments = usual._segments

    @cached_property
    def moves(self) -> Moves:
        """The moves of the segments, with the debtors there then are."""
        usual = self._usual.moves
        masses = np.array(usual.masses)
        willing = masses[EASY] + masses[HARD]
        most = (1.0 - masses[RELUCTANT]) / np.where(willing > 0.0, willing, 1.0)
        masses[EASY : HARD + 1] *= np.minimum(self._factor, most)
        return replace(usual, masses=masses)

    @cached_property
    def first_values(self) -> FloatArray:
        """Value of the best plan that begins with each move, NaN where none does."""
        return plan_book(self.moves, thoroughly=len(self._segments) <= FEW).first_value
