"""Backward pass over a whole book: the exact recursion, kept to one piece per state.

Where the exact solver keeps every linear piece of the value that is somewhere the highest, this one
keeps the piece that is highest at one probe, the masses that a plan may well have there: after
in-house work all along and every placement so far, unless told otherwise. A piece is a real plan's
value, so what it gives is never too high, the limitation clock and agencies that turn a lot down
apart.

Source: point-based value iteration (Pineau, Gordon and Thrun, 2003), for this model's masses.
"""

import numpy as np

from placement.decide.timing.book.layout import NOWHERE, Rows
from placement.decide.timing.book.numbers import Move, Numbers
from placement.decide.timing.moves.moves import OPEN, Moves
from placement.domain.types import BoolArray, FloatArray, IntArray


def work_backward(numbers: Numbers, *, probe: FloatArray, late: BoolArray) -> FloatArray:
    """Return the piece kept for every state of a book, shape (months, 4, rows).

    Args:
        numbers: The moves.
        probe: Masses at which pieces compete, shape (months, 4, rows).
        late: Where the limitation period is taken to be over, shape (rows,).
    """
    size = len(numbers.rows)
    every = np.arange(size)
    pieces = np.empty((numbers.horizon + 1, 4, size))
    for month in range(numbers.horizon, -1, -1):
        masses, mine = probe[month], pieces[month]
        ends = numbers.ends(month, every, late)
        worth = (ends * masses).sum(axis=1)
        chosen = worth.argmax(axis=0)
        mine[...] = np.take_along_axis(ends, chosen[None, None], axis=0)[0]
        best = worth.max(axis=0)
        if month == numbers.horizon:
            continue
        for move in _moves(numbers, month, every, late):
            _enter(move, month, pieces, mine, best, masses)
    return pieces


def _moves(numbers: Numbers, month: int, every: IntArray, late: BoolArray) -> list[Move]:
    return [
        numbers.own(month, every, works=True),
        numbers.own(month, every, works=False),
        numbers.placement(month, every),
        numbers.letter(month, every),
        numbers.order(month, every, late),
    ]


def _enter(
    move: Move,
    month: int,
    pieces: FloatArray,
    mine: FloatArray,
    best: FloatArray,
    masses: FloatArray,
) -> None:
    """Let a move compete in every state of a month in which it is open."""
    opened = move.to != NOWHERE
    after = np.minimum(month + move.months, len(pieces) - 1)
    to = np.where(opened, move.to, 0)
    later = pieces[after, :, to].T
    piece = move.piece(later)
    worth = (piece * masses).sum(axis=0)
    better = opened & (worth > best)
    if move.profit is not None:
        better &= (move.profit * masses).sum(axis=0) >= 0.0
    best[better] = worth[better]
    mine[:, better] = piece[:, better]


def probes(
    moves: Moves,
    rows: Rows,
    *,
    after: tuple[IntArray, FloatArray] | None = None,
    works: bool = True,
) -> FloatArray:
    """Return the masses at which pieces compete, shape (months, 4, rows).

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
    path = np.empty((months, 4, size))
    begins = np.zeros(size, dtype=np.int64) if after is None else after[0]
    path[0] = moves.masses if after is None else after[1]
    for month in range(moves.horizon):
        on = month >= begins
        now = path[month]
        moved = np.concatenate([now[:3] * own.keep[..., month], now[3:]])
        moved[OPEN] -= (now[:2] * own.paid[..., month]).sum(axis=0)
        path[month + 1] = np.where(on, moved, now)
    left, gone = _left_by_steps(moves, rows)
    found = path[:, :, rows.segment]
    taken = found[:, :2] * gone
    found[:, :2] *= left
    found[:, OPEN] = np.maximum(found[:, OPEN] - taken.sum(axis=1), 1e-12)
    return np.asarray(found)


def _left_by_steps(moves: Moves, rows: Rows) -> tuple[FloatArray, FloatArray]:
    """Return shares of easy and hard debtors that placements and letters leave, and take, (2, rows)."""
    segment = rows.segment
    left = np.ones((2, len(rows)))
    lasts = moves.agency[0].months
    faded = np.ones(len(moves.segments))
    for month in range(int(lasts.max(initial=0))):
        faded *= np.where(month < lasts, moves.wait.keep[2, :, min(month, moves.horizon)], 1.0)
    for number, agency in enumerate(moves.agency):
        counts = (rows.placed > number) & (moves.placements[segment] <= number)
        kept = agency.keep[:2, :, 0] / faded
        left *= np.where(counts, np.minimum(kept[:, segment], 1.0), 1.0)
    letter = moves.letter
    for number in range(int(rows.letters.max(initial=0))):
        again = letter.repeat_factor ** (letter.so_far + number)
        answered = (letter.willing_response[:, 0] * again)[segment]
        left *= np.where(rows.letters > number, 1.0 - answered, 1.0)
    return left, 1.0 - left
