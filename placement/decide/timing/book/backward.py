"""Backward pass over a whole book: the exact recursion, kept to one piece per state.

Where the exact solver keeps every linear piece of the value that is somewhere the highest, this one
keeps the piece that is highest at one probe, the masses that a plan may well have there: after
in-house work all along and every placement so far, unless told otherwise. A piece is a real plan's
value, so what it gives is never too high, the limitation clock and agencies that turn a lot down
apart.

Source: point-based value iteration (Pineau, Gordon and Thrun, 2003), for this model's masses.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.layout import Rows
from placement.decide.timing.book.numbers import BLOCKED, Move, Numbers, worth
from placement.decide.timing.moves.moves import EASY, HARD, OPEN, Moves
from placement.domain.types import BoolArray, FloatArray, IntArray

HARDLY_OPEN = 1e-12
"""Share of accounts taken to be open at least."""


def work_backward(
    numbers: Numbers, *, probes: Sequence["Probes"], late: BoolArray, first: int = 0
) -> list[FloatArray]:
    """Return the pieces kept for every state of a book, arrays of shape (months, 4, rows).

    Args:
        numbers: The moves.
        probes: Masses at which pieces compete; each of them has pieces of its own.
        late: Where the limitation period is taken to be over, shape (rows,).
        first: The first month that is wanted; what lies before it is not worked out.
    """
    shape = (numbers.horizon + 1, OPEN + 1, len(numbers.rows))
    every = [np.empty(shape) for _ in probes]
    for month in range(numbers.horizon, first - 1, -1):
        ends = numbers.useful_ends(month, numbers.every, late)
        led = []
        if month < numbers.horizon:
            led = [move for move in numbers.moves_on(month, numbers.every, late) if len(move.at)]
        for probe, pieces in zip(probes, every, strict=True):
            masses, mine = probe.at(month), pieces[month]
            best = _end(ends, masses, mine, is_last=month == numbers.horizon)
            for move in led:
                _enter(move, _later(move, month, pieces), mine, best, masses)
    return every


def _end(
    ends: list[tuple[int, IntArray, FloatArray]],
    masses: FloatArray,
    mine: FloatArray,
    *,
    is_last: bool,
) -> FloatArray:
    """Put the best end of each state into `mine` and return what it is worth at the probe.

    At the horizon the claim may be kept; before it something that leads on will be better.
    """
    mine[...] = 0.0
    best = np.zeros(masses.shape[1])
    if not is_last:
        mine[OPEN], best[:] = BLOCKED, BLOCKED * HARDLY_OPEN
    for _, at, piece in ends:
        is_whole = len(at) == len(best)
        value = worth(piece, masses if is_whole else masses[:, at])
        better = value > (best if is_whole else best[at])
        where = at[better]
        best[where], mine[:, where] = value[better], piece[:, better]
    return best


def _later(move: Move, month: int, pieces: FloatArray) -> FloatArray:
    """Return the pieces of the states that a move leads to, shape (4, n)."""
    lasts = int(move.months[0])
    if (move.months == lasts).all():
        after = pieces[month + lasts]
        # A month of one's own leads every row to itself.
        return np.asarray(after if move.to.shape == after.shape[1:] else after[:, move.to])
    return np.asarray(pieces[month + move.months, :, move.to].T)


def _enter(
    move: Move, later: FloatArray, mine: FloatArray, best: FloatArray, masses: FloatArray
) -> None:
    """Let a move compete in every state of a month in which it is open."""
    is_whole = len(move.at) == len(best)
    at_hand = masses if is_whole else masses[:, move.at]
    piece = move.piece(later)
    value = worth(piece, at_hand)
    better = value > (best if is_whole else best[move.at])
    if move.profit is not None:
        better &= worth(move.profit, at_hand) >= 0.0
    if is_whole:
        np.copyto(best, value, where=better)
        np.copyto(mine, piece, where=better)
        return
    where = move.at[better]
    best[where] = value[better]
    mine[:, where] = piece[:, better]


@dataclass(frozen=True, kw_only=True, eq=False)
class Probes:
    """The masses at which pieces compete."""

    path: FloatArray
    """By segment under work, or none, all along, shape (months, 4, segments)."""
    segment: IntArray
    left: FloatArray
    """Shares of easy and hard debtors that placements and letters leave, shape (2, rows)."""

    def at(self, month: int) -> FloatArray:
        """Return the masses in a month, shape (4, rows)."""
        found = self.path[month][:, self.segment]
        willing = found[:OPEN][: len(self.left)]
        found[OPEN] -= (willing * (1.0 - self.left)).sum(axis=0)
        willing *= self.left
        np.maximum(found[OPEN], HARDLY_OPEN, out=found[OPEN])
        return np.asarray(found)


def probes(
    moves: Moves,
    rows: Rows,
    *,
    after: tuple[IntArray, FloatArray] | None = None,
    works: bool = True,
) -> Probes:
    """Return the masses at which pieces compete.

    Work in-house, or none, all along; every placement and letter so far has left its part, counted
    at the earliest month.

    Args:
        moves: The moves.
        rows: Where states lie.
        after: Month and masses with which each segment goes on after its first move, shapes
            (segments,) and (4, segments).
        works: Whether there is in-house work all along, or nothing but self-cures.
    """
    own = moves.in_house if works else moves.wait
    size, months = len(moves.segments), moves.horizon + 1
    path = np.empty((months, OPEN + 1, size))
    begins = np.zeros(size, dtype=np.int64) if after is None else after[0]
    path[0] = moves.masses if after is None else after[1]
    for month in range(moves.horizon):
        on = month >= begins
        now = path[month]
        moved = np.concatenate([now[:OPEN] * own.keep[..., month], now[OPEN:]])
        moved[OPEN] -= (now[: HARD + 1] * own.paid[..., month]).sum(axis=0)
        path[month + 1] = np.where(on, moved, now)
    return Probes(path=path, segment=rows.segment, left=_left_by_steps(moves, rows))


def _left_by_steps(moves: Moves, rows: Rows) -> FloatArray:
    """Return the shares of easy and hard debtors that placements and letters leave, (2, rows)."""
    segment = rows.segment
    left = np.ones((HARD + 1, len(rows)))
    lasts = moves.agency[0].months
    faded = np.ones(len(moves.segments))
    for month in range(int(lasts.max(initial=0))):
        faded *= np.where(month < lasts, moves.wait.keep[2, :, min(month, moves.horizon)], 1.0)
    for number, agency in enumerate(moves.agency):
        counts = (rows.placed > number) & (moves.placements[segment] <= number)
        kept = agency.keep[EASY : HARD + 1, :, 0] / faded
        left *= np.where(counts, np.minimum(kept[:, segment], 1.0), 1.0)
    letter = moves.letter
    for number in range(int(rows.letters.max(initial=0))):
        again = letter.repeat_factor ** (letter.so_far + number)
        answered = (letter.willing_response[:, 0] * again)[segment]
        left *= np.where(rows.letters > number, 1.0 - answered, 1.0)
    return left
