"""The special case in which nothing depends on the past: no debtor is willing, no letter answered.

Masses then follow from the state, so a state has one value and any dynamic-programming library can
solve it: the comparison that tests and benchmarks/timing.py make.
"""

import numpy as np

from placement.decide.timing.book.numbers import Numbers, arrange
from placement.decide.timing.book.rows import LETTERS, MOST_PLACED, ORDERS
from placement.decide.timing.moves.moves import ORDER_RETURNS_AFTER, Moves
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, Option


def history_free_values(moves: Moves) -> FloatArray:
    """Return the best plan's value for every segment at the cut-off date, shape (segments,).

        V(t, state) = max( end(t, state), max over moves: reward(t, state) + V(t + months, after) )

    The limitation period is taken as it stands at the cut-off date.

    Raises:
        InputError: Some debtors are willing, or answer a letter.
    """
    letter = moves.letter
    if moves.willing.any() or letter.willing_response.any() or letter.reluctant_response.any():
        raise InputError(
            t(
                "Values without history need willing shares and letter responses of 0; got up to "
                "{willing:.4f} and {response:.4f}. Use plan_book instead.",
                willing=float(moves.willing.max()),
                response=float(max(letter.willing_response.max(), letter.reluctant_response.max())),
            )
        )
    numbers = arrange(moves, barred=moves.months_since_demand >= moves.limitation_months)
    months = moves.horizon + 1
    values = np.empty((months, LETTERS, ORDERS, MOST_PLACED + 1, len(moves.segments)))
    values[...] = _ends(numbers)[:, :, :, None]
    work = numbers.work[1][:, :, None, None] * numbers.scale[:, None]
    placings = _placings(numbers)
    order, spare = _order_rewards(moves, numbers), np.empty(values.shape[1:])
    for month in range(moves.horizon - 1, -1, -1):
        best = values[month]
        for length in range(numbers.in_house + 1):
            after = month + max(length, 1)
            if after < months:
                np.add(values[after], work[month, length], out=spare)
                np.maximum(best, spare, out=best)
        _place(values, work, placings, month)
        written = letter.reward_open[:, month] * numbers.scale[:, None]
        np.maximum(best[0], values[month + 1, 1] + written, out=best[0])
        if month + ORDER_RETURNS_AFTER < months:
            ordered = values[month + ORDER_RETURNS_AFTER, :, 1] + order[month]
            np.maximum(best[:, 0], ordered, out=best[:, 0])
    every = np.arange(len(moves.segments))
    start: FloatArray = values[0, 0, 0, np.minimum(moves.placements, MOST_PLACED), every]
    return start


def _ends(numbers: Numbers) -> FloatArray:
    """Return the best end's reward, shape (months, letters, orders, segments)."""
    _, per_open, constant = numbers.ends
    reward: FloatArray = constant + (per_open * numbers.scale)[:, :, None]
    best: FloatArray = reward.max(axis=1)
    return best


def _order_rewards(moves: Moves, numbers: Numbers) -> FloatArray:
    """Return what a payment order pays, shape (months, 1, segments); where shut, minus infinity."""
    order = moves.order
    reward = order.reward_not_lost.T * numbers.reluctant[:, 0, 0] + order.reward_open.T
    reward = reward + order.stands * moves.relief
    return np.where(moves.may[Option.PAYMENT_ORDER], reward, -np.inf)[:, None]


def _placings(numbers: Numbers) -> list[tuple[int, int, int, slice | BoolArray]]:
    """Return placements so far, number of the work, months, and the segments of that length."""
    found: list[tuple[int, int, int, slice | BoolArray]] = []
    for placed in range(MOST_PLACED):
        position = 1 + numbers.in_house + placed
        for months in np.unique(numbers.length[position]):
            same = numbers.length[position] == months
            found.append((placed, position, int(months), slice(None) if same.all() else same))
    return found


def _place(
    values: FloatArray,
    work: FloatArray,
    placings: list[tuple[int, int, int, slice | BoolArray]],
    month: int,
) -> None:
    for placed, position, months, segments in placings:
        if month + months >= len(values):
            continue
        reward = work[month, position, :, 0][:, segments]
        after = values[month + months, :, :, placed + 1][..., segments] + reward
        mine = values[month, :, :, placed]
        mine[..., segments] = np.maximum(mine[..., segments], after)
