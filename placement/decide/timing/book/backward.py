"""Backward pass over a whole book: the exact recursion, kept to one piece per state.

Where the exact solver keeps every linear piece of the value that is somewhere the highest, this one
keeps the piece that is highest at one probe, the masses that a plan may well have there: after
in-house work all along and every placement so far, unless told otherwise. A piece is a real plan's
value, so what it gives is never too high, the limitation clock apart. In-house stages of a month
are enough here; the forward pass weighs all lengths.

Source: point-based value iteration (Pineau, Gordon and Thrun, 2003), for this model's masses.
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.numbers import BLOCKED, ENDS, Numbers
from placement.decide.timing.book.rows import LETTERS, MOST_PLACED, Rows
from placement.decide.timing.book.standing import Standing
from placement.decide.timing.moves.moves import ORDER_RETURNS_AFTER, Moves
from placement.domain.types import BoolArray, FloatArray, IntArray

Where = int | tuple[slice, IntArray]
"""Some letters, or all letters of some rows."""

WILLING, OPEN, CONSTANT = range(3)
WAIT_WORK, IN_HOUSE_WORK = 0, 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Pieces:
    """One linear piece per state."""

    coefficients: FloatArray
    """Per willing, per open and constant; shape (3, months, letters, rows)."""
    waits: BoolArray
    """The plan of the piece begins with a month of waiting, shape (months, letters, rows)."""


def work_backward(
    moves: Moves, numbers: Numbers, rows: Rows, *, masses: tuple[FloatArray, FloatArray]
) -> Pieces:
    """Return the piece kept for every state of a book.

    Args:
        moves: The moves.
        numbers: The same, month first.
        rows: Where states lie.
        masses: Where pieces compete, as `probes` returns them.
    """
    backward = _Backward(moves, numbers, rows, masses)
    for month in range(numbers.horizon, -1, -1):
        backward.work_out(month)
    return Pieces(coefficients=backward.pieces, waits=backward.waits)


def probes(
    moves: Moves, rows: Rows, *, after: Standing | None = None, works: bool = True
) -> tuple[FloatArray, FloatArray]:
    """Return the masses (w, o) at which pieces compete, shape (months, letters, rows).

    w = S * w0 * e^(-fade * t) * u and o = S * (1 - w0 * (1 - u) - a), where u is the share of the
    willing that placements, the letter and in-house work all along have left unpaid, and a the
    reluctant who have answered the letter, if there was one.

    Args:
        moves: The moves.
        rows: Where states lie.
        after: Where each segment's plan is after its first move. In-house work goes on from
            there, and u is scaled so that w is what the move left.
        works: Whether there is in-house work all along, or nothing but self-cures.
    """
    size = len(moves.segments)
    unplaced = np.ones((MOST_PLACED + 1, size))
    for number, agency in enumerate(moves.agency, start=1):
        left = agency.keep_willing[:, 0] * np.exp(moves.fade_rate * agency.months)
        unplaced[number] = np.where(number > moves.placements, unplaced[number - 1] * left, 1.0)
    unanswered = np.stack([np.ones(size), 1.0 - moves.letter.willing_response])
    begins = after.month if after else np.zeros(size, dtype=np.int64)
    unpaid = _unpaid_in_house(moves, begins) if works else _unpaid_unworked(moves, begins)
    share = rows.spread(unpaid)[:, None] * rows.spread(unanswered)
    share *= unplaced[rows.placed, rows.segment]
    start = moves.willing[rows.segment]
    scale = np.where(rows.order, 1.0 - moves.order.stands[rows.segment], 1.0)
    faded = np.exp(-moves.fade_rate * np.arange(moves.horizon + 1.0)[:, None])
    most = rows.spread(faded)[:, None] * (scale * start)
    if after:
        there = (most * share)[after.month, after.letter, after.row]
        left = np.divide(after.willing, there, out=np.ones(size), where=there > 0.0)
        share *= rows.spread(left)
    answered = moves.letter.reluctant_response * moves.reluctant
    gone = start * (1.0 - share) + rows.spread(np.stack([np.zeros(size), answered]))
    return most * share, scale * (1.0 - gone)


def _unpaid_in_house(moves: Moves, begins: IntArray) -> FloatArray:
    """Return the share of the willing that in-house stages from a month on leave unpaid.

    Stages follow each other at their full length, the last cut short by the month; shape
    (months, segments).
    """
    longest = moves.in_house[-1].months
    unpaid = np.ones((moves.horizon + 1, len(moves.segments)))
    for full, start in sorted(set(zip(longest.tolist(), begins.tolist(), strict=True))):
        same = np.flatnonzero((longest == full) & (begins == start))
        for month in range(start + 1, moves.horizon + 1):
            begun = start + (month - start - 1) // full * full
            keep = moves.in_house[month - begun - 1].keep_willing[same, begun]
            faded = np.exp(-moves.fade_rate[same] * (month - begun))
            unpaid[month, same] = unpaid[begun, same] * keep / faded
    return unpaid


def _unpaid_unworked(moves: Moves, begins: IntArray) -> FloatArray:
    """Return the share of the willing whom self-cures from a month on leave unpaid; same shape."""
    unpaid = np.ones((moves.horizon + 1, len(moves.segments)))
    runs = np.arange(moves.horizon)[:, None] >= begins
    kept = moves.wait.keep_willing[:, :-1].T * np.exp(moves.fade_rate)
    unpaid[1:] = np.where(runs, kept, 1.0).cumprod(axis=0)
    return unpaid


class _Backward:
    def __init__(
        self,
        moves: Moves,
        numbers: Numbers,
        rows: Rows,
        masses: tuple[FloatArray, FloatArray],
    ) -> None:
        self._moves, self._numbers, self._rows = moves, numbers, rows
        self._willing, self._open = masses
        shape = self._willing.shape
        self.pieces = np.empty((3, *shape))
        self.waits = np.zeros(shape, dtype=bool)
        self._best = np.empty(shape[1:])
        self._value, self._product = np.empty(shape[1:]), np.empty(shape[1:])
        self._per_willing, self._per_open = np.empty(shape[1:]), np.empty(shape[1:])
        self._mask = np.empty(shape[1:], dtype=bool)
        size = len(moves.segments)
        # Where a number by order and segment stands for a row.
        self._at = rows.order * size + rows.segment
        placement = 1 + numbers.in_house + np.minimum(rows.placed, MOST_PLACED - 1)
        self._placing = placement * size + rows.segment
        self._placed_until = numbers.length.reshape(-1).take(self._placing)
        self._full = np.where(rows.placed < MOST_PLACED, 0.0, BLOCKED)
        fade = np.exp(-moves.fade_rate)
        self._letter_keeps = rows.spread((1.0 - moves.letter.willing_response) * fade)
        self._answers = (
            rows.spread(moves.letter.willing_response),
            rows.spread(moves.letter.reluctant_response),
        )
        ordering = rows.segment[rows.ordering]
        self._stands = moves.order.stands[ordering]
        self._order_keeps = (1.0 - self._stands) * fade[ordering] ** ORDER_RETURNS_AFTER
        self._settled = self._stands * moves.relief[ordering]
        self._letter_rewards = [
            np.ascontiguousarray(reward.T)
            for reward in (
                moves.letter.reward_willing,
                moves.letter.reward_open,
                moves.letter.reward_reluctant,
            )
        ]
        self._order_rewards = [
            np.ascontiguousarray(reward.T)
            for reward in (moves.order.reward_not_lost, moves.order.reward_open)
        ]

    def work_out(self, month: int) -> None:
        """Find the piece of every state of a month."""
        horizon = self._numbers.horizon
        self._end(month)
        if month + 1 <= horizon:
            numbers = np.take(self._numbers.work[:, month, :2], self._rows.segment, axis=2)
            later = self.pieces[:, month + 1]
            self._work(month, numbers[:, IN_HOUSE_WORK], later)
            self._place(month)
            self._work(month, numbers[:, WAIT_WORK], later)
            # The mask is that of the last contest, the one that waiting entered.
            self.waits[month] = self._mask
            self._letter(month)
        if month + ORDER_RETURNS_AFTER <= horizon and len(self._rows.ordering):
            self._order(month)

    def _end(self, month: int) -> None:
        not_lost, per_open, constant = self._numbers.ends
        self._best.fill(-np.inf)
        for end in range(len(ENDS)):
            self._enter(
                month,
                not_lost[month, end].take(self._rows.segment),
                per_open[month, end].reshape(-1).take(self._at),
                constant[month, end].reshape(LETTERS, -1).take(self._at, axis=1),
            )

    def _enter(
        self, month: int, per_willing: FloatArray, per_open: FloatArray, constant: FloatArray
    ) -> None:
        """Let a piece compete in every state of a month."""
        np.multiply(self._willing[month], per_willing, out=self._value)
        np.multiply(self._open[month], per_open, out=self._product)
        self._value += self._product
        self._value += constant
        better = np.greater(self._value, self._best, out=self._mask)
        np.copyto(self._best, self._value, where=better)
        mine = self.pieces[:, month]
        for kept, new in zip(mine, (per_willing, per_open, constant), strict=True):
            np.copyto(kept, new, where=better)

    def _work(self, month: int, numbers: FloatArray, later: FloatArray) -> None:
        reward_willing, reward_open, keep, paid = numbers
        per_willing, per_open = self._per_willing, self._per_open
        np.multiply(later[WILLING], keep, out=per_willing)
        np.multiply(later[OPEN], paid, out=per_open)
        per_willing -= per_open
        per_willing += reward_willing
        np.add(later[OPEN], reward_open, out=per_open)
        self._enter(month, per_willing, per_open, later[CONSTANT])

    def _place(self, month: int) -> None:
        rows, height = self._rows, len(self._rows)
        numbers = self._numbers.work[:, month].reshape(4, -1).take(self._placing, axis=1)
        numbers[1] += self._full
        after = np.minimum(month + self._placed_until, self._numbers.horizon)
        where = after * (LETTERS * height) + rows.next_placed
        later = self.pieces.reshape(3, -1).take(np.stack([where, where + height]), axis=1)
        self._work(month, numbers, later)

    def _letter(self, month: int) -> None:
        later_willing, later_open, later_constant = self.pieces[:, month + 1, 1]
        per_willing, per_open, per_reluctant = (
            self._rows.spread(reward[month]) for reward in self._letter_rewards
        )
        willing_answer, reluctant_answer = self._answers
        reluctant = self._numbers.reluctant[month, 0].reshape(-1).take(self._at)
        per_willing += later_willing * self._letter_keeps - later_open * willing_answer
        per_open += later_open
        constant = later_constant + reluctant * (per_reluctant - later_open * reluctant_answer)
        self._enter_some(month, 0, (per_willing, per_open, constant))

    def _order(self, month: int) -> None:
        rows = self._rows
        segment = rows.segment[rows.ordering]
        later_month = month + ORDER_RETURNS_AFTER
        later_willing, later_open, later_constant = self.pieces[:, later_month][..., rows.ordered]
        not_lost, per_open = (reward[month].take(segment) for reward in self._order_rewards)
        reluctant = self._numbers.reluctant[month, :, 0].take(segment, axis=1)
        piece = (
            not_lost + later_willing * self._order_keeps,
            per_open + later_open * (1.0 - self._stands),
            later_constant + (not_lost * reluctant + self._settled),
        )
        self._enter_some(month, (slice(None), rows.ordering), piece)

    def _enter_some(
        self, month: int, where: Where, piece: tuple[FloatArray, FloatArray, FloatArray]
    ) -> None:
        """Let a piece compete in some states of a month."""
        per_willing, per_open, constant = piece
        willing, is_open = self._willing[month][where], self._open[month][where]
        value = per_willing * willing + per_open * is_open + constant
        best = self._best[where]
        better = value > best
        self._best[where] = np.where(better, value, best)
        for kept, new in zip(self.pieces[:, month], piece, strict=True):
            kept[where] = np.where(better, new, kept[where])
        self.waits[month][where] &= ~better
