"""The numbers of all moves of a book, month first, so that a month's work reads one block."""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.moves.moves import End, Moves, Work
from placement.domain.types import BoolArray, FloatArray, IntArray, Option

BLOCKED = -1e300
"""Reward of a move that does not fit: finite, so that times nothing it is nothing."""

ENDS = (Option.WRITE_OFF, Option.SALE, Option.LAWSUIT)


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbers:
    """Moves as arrays; axes in the order (months, moves, segments) where they have them."""

    horizon: int
    work: FloatArray
    """Reward per willing, reward per open, share kept, share paid: (4, months, works, segments).

    Works are waiting, in-house stages by length, and placements by number.
    """
    length: IntArray
    """Months of each work, shape (works, segments)."""
    demands: FloatArray
    """Months since the last demand when a work ends, shape (months, works, segments)."""
    reluctant: FloatArray
    """r by month, letter, order and segment."""
    scale: FloatArray
    """S by order and segment."""
    ends: tuple[FloatArray, FloatArray, FloatArray]
    """Per willing (months, ends, segments); per open (months, ends, orders, segments);
    constant (months, ends, letters, orders, segments)."""
    in_house: int
    """Number of in-house stages."""


def arrange(moves: Moves, *, barred: BoolArray) -> Numbers:
    """Return the numbers of a book's moves.

    Args:
        moves: The moves.
        barred: Where suits find the limitation period over, shape (segments,).
    """
    works = (moves.wait, *moves.in_house, *moves.agency)
    length = np.stack([work.months for work in works])
    parts = [
        _by_month([getattr(work, name) for work in works])
        for name in ("reward_willing", "reward_open", "keep_willing", "paid")
    ]
    month = np.arange(moves.horizon + 1)[:, None, None]
    fits = (month + length <= moves.horizon) & _is_new(moves, works)
    parts[0] = np.where(fits, parts[0], 0.0)
    parts[1] = np.where(fits, parts[1], BLOCKED)
    scale = np.stack([np.ones(len(moves.segments)), 1.0 - moves.order.stands])
    left = np.stack([np.ones(len(moves.segments)), 1.0 - moves.letter.reluctant_response])
    faded = moves.reluctant * np.exp(-moves.fade_rate * np.arange(moves.horizon + 1)[:, None])
    reluctant = faded[:, None, None] * left[:, None] * scale
    return Numbers(
        horizon=moves.horizon,
        work=np.stack(parts),
        length=length,
        demands=_by_month([work.demands_at_end for work in works]),
        reluctant=reluctant,
        scale=scale,
        ends=_ends(moves, barred, reluctant, scale),
        in_house=len(moves.in_house),
    )


def _by_month(arrays: list[FloatArray]) -> FloatArray:
    """Return arrays of shape (segments, months) as one of shape (months, arrays, segments)."""
    return np.ascontiguousarray(np.stack(arrays).transpose(2, 0, 1))


def _is_new(moves: Moves, works: tuple[Work, ...]) -> BoolArray:
    """Return where a work is not the same as a shorter one, shape (works, segments)."""
    new = np.ones((len(works), len(moves.segments)), dtype=bool)
    for position, stage in enumerate(moves.in_house):
        new[1 + position] = stage.months == position + 1
    return new


def _ends(
    moves: Moves, barred: BoolArray, reluctant: FloatArray, scale: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    not_lost, per_open, constant = [], [], []
    for option in ENDS:
        one, is_open, relief = _end(moves, option, barred)
        top_up = np.zeros_like(is_open)
        if option is Option.LAWSUIT:
            top_up = moves.lawsuit_after_order.T
        shut = np.where(moves.may[option], 0.0, BLOCKED)
        not_lost.append(one)
        per_open.append(np.stack([is_open, is_open + top_up], axis=1) + shut)
        constant.append(one[:, None, None] * reluctant + scale * relief[:, None, None])
    one, two, three = (
        np.ascontiguousarray(np.stack(part, axis=1)) for part in (not_lost, per_open, constant)
    )
    return one, two, three


def _end(
    moves: Moves, option: Option, barred: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return rewards per not lost, per open and per unsettled share, each (months, segments)."""
    end = {Option.WRITE_OFF: moves.write_off, Option.SALE: moves.sale}.get(option, moves.lawsuit)

    def pick(name: str) -> FloatArray:
        number: FloatArray = getattr(end, name)
        if option is Option.LAWSUIT:
            late: End = moves.lawsuit_barred
            number = np.where(barred[:, None], getattr(late, name), number)
        return number.T

    earlier = pick("earlier")
    return pick("reward_not_lost"), pick("reward_open") + earlier, pick("relief") - earlier
