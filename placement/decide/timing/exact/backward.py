"""Backward pass over the states of one account: the value of each as a maximum of linear pieces.

A plan's value is linear in the masses for a given month, placement count, letters and order, so
the best value is a maximum of finitely many linear pieces. Every move turns the pieces after it
into pieces before it; those that are nowhere the highest where a better plan may pass are dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.decide.timing.exact.domain import Domain
from placement.decide.timing.exact.leads import OPENED, States, by_type
from placement.decide.timing.exact.pieces import highest
from placement.decide.timing.moves.moves import OPEN
from placement.domain.types import FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Pieces:
    """Pieces of the states of one month, those of a state behind each other; arrays (pieces,)."""

    begins: IntArray
    """Where those of each state begin, shape (states,)."""
    count: IntArray
    """How many a state has, shape (states,)."""
    coefficients: FloatArray
    """What the plan is worth by mass, shape (pieces, 4)."""
    lead: IntArray
    """Which move of the month it begins with; -1 - n for the n-th end."""
    column: IntArray
    """Which of the move's states that is."""
    then: IntArray
    """Which piece follows, among those of the month in which the move ends."""

    def best(self, state: int, masses: FloatArray) -> tuple[float, int]:
        """Return the value of a state and which piece gives it; no value where none is known."""
        first, count = int(self.begins[state]), int(self.count[state])
        if not count:
            return -np.inf, -1
        values = self.coefficients[first : first + count] @ masses
        place = int(values.argmax())
        return float(values[place]), first + place


def work_backward(states: States, domain: Domain) -> list[Pieces]:
    """Return the pieces of every month's states that have cells."""
    found = [_none(states.count)] * (states.horizon + 1)
    for month in range(states.horizon, -1, -1):
        here = domain.month(month)
        if here.start < here.stop:
            candidates = _candidates(states, month, domain, found)
            found[month] = _kept(candidates, domain, here, states.count)
    return found


def _none(states: int) -> Pieces:
    nothing = np.zeros(states, dtype=np.int64)
    return Pieces(
        begins=nothing,
        count=nothing,
        coefficients=np.empty((0, OPEN + 1)),
        lead=nothing[:0],
        column=nothing[:0],
        then=nothing[:0],
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Candidates:
    """Pieces before any is dropped, in order of their states; fields as in `Pieces`."""

    state: IntArray
    coefficients: FloatArray
    lead: IntArray
    column: IntArray
    then: IntArray


def _candidates(states: States, month: int, domain: Domain, found: Sequence[Pieces]) -> _Candidates:
    is_there = np.zeros(states.count, dtype=bool)
    is_there[domain.state[domain.month(month)]] = True
    takes = domain.takes(month, states.leads[month])
    parts = []
    for number, end in enumerate(states.ends[month]):
        mine = np.flatnonzero(is_there & (end[OPEN] > OPENED))
        nothing = np.zeros_like(mine)
        parts.append((mine, end[:, mine].T, nothing - 1 - number, nothing, nothing))
    for number, lead in enumerate(states.leads[month]):
        later = found[month + lead.months]
        column = np.flatnonzero(takes[number])
        count = later.count[lead.to[column]]
        column = np.repeat(column, count)
        within = np.arange(len(column)) - np.repeat(np.cumsum(count) - count, count)
        then = later.begins[lead.to[column]] + within
        after = later.coefficients[then]
        piece = after * lead.keep[:, column].T + lead.reward[:, column].T
        piece[:, :OPEN] -= lead.leave[:, column].T * after[:, OPEN:]
        parts.append((lead.at[column], piece, np.full(len(column), number), column, then))
    state, *others = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.argsort(state, kind="stable")
    coefficients, lead_of, column_of, then_of = (part[order] for part in others)
    return _Candidates(
        state=state[order],
        coefficients=coefficients,
        lead=lead_of,
        column=column_of,
        then=then_of,
    )


def _kept(candidates: _Candidates, domain: Domain, here: slice, count: int) -> Pieces:
    """Return the candidates that are somewhere the highest."""
    heights = by_type(candidates.coefficients.T).T
    fewest, most = domain.low[:, here].T, domain.high[:, here].T
    present, first_cell = np.unique(domain.state[here], return_index=True)
    last_cell = np.append(first_cell[1:], len(fewest))
    first, last = (np.searchsorted(candidates.state, present, side) for side in SIDES)
    rows = zip(first.tolist(), last.tolist(), first_cell.tolist(), last_cell.tolist(), strict=True)
    kept = []
    for low, high, low_cell, high_cell in rows:
        chosen = np.arange(low, high)
        if high - low > 1:
            boxes = slice(low_cell, high_cell)
            chosen = low + highest(heights[low:high], fewest[boxes], most[boxes])
        kept.append(chosen)
    number = np.zeros(count, dtype=np.int64)
    number[present] = [len(chosen) for chosen in kept]
    chosen = np.concatenate(kept)
    return Pieces(
        begins=np.cumsum(number) - number,
        count=number,
        coefficients=candidates.coefficients[chosen],
        lead=candidates.lead[chosen],
        column=candidates.column[chosen],
        then=candidates.then[chosen],
    )


SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")
