"""The intensity and the stopping month an agency earns most with.

For every stopping month a grid brackets the best intensity. Months whose bound stays below
another month's grid value are left out; in the others Newton's steps, kept inside the bracket,
find where the slope is zero.

Source: own definition, docs/model.md, "The agency's effort".
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, FloatArray
from placement.value.effort_interest import Interest

MARKS = (np.arange(9) / 8) ** 2
"""Intensities tried first, as shares of the most allowed; dense near zero, where optima lie."""

LEAST_MARK = 1e-6
"""Stands for the mark at zero, where slopes may be 0 / 0."""

CLOSE = 1e-10
"""Gain still to come, as a share of what the willing bring, that one more step takes along; it
leaves about 1e-15."""

NARROW = 1e-13
"""Width of a bracket, as a share of the most allowed, at which its upper end is the answer."""

MOST_STEPS = 80
"""Bounds the search: Newton's steps need some four, halvings alone forty-five."""

BLOCK = 16_384
"""Accounts times stopping months at once; larger blocks leave the processor's cache."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Best:
    """The best intensity, the position of the best stopping month and V there, (accounts,)."""

    contacts_per_month: FloatArray
    chosen: FloatArray
    value: FloatArray


def search(
    interest: Interest, *, most: FloatArray, within: BoolArray, at_least: FloatArray
) -> Best:
    """Return the best intensity and stopping month of each account.

    Args:
        interest: Arrays of shape (accounts, 1) or (accounts, stopping months).
        most: Contacts a month the rules allow, shape (accounts, 1).
        within: Stopping months inside the account's own term, shape (accounts, stopping months).
        at_least: Value below which the answer does not matter, shape (accounts,); values there
            are those of the grid.
    """
    accounts, months = within.shape
    contacts, value = np.empty(accounts), np.empty(accounts)
    chosen = np.empty(accounts, dtype=np.intp)
    size = max(1, BLOCK // months)
    for start in range(0, accounts, size):
        some = slice(start, start + size)
        contacts[some], chosen[some], value[some] = _block(
            interest.each(lambda array, some=some: array[some]),  # type: ignore[misc]
            most[some],
            within[some],
            at_least[some],
        )
    return Best(contacts_per_month=contacts, chosen=chosen, value=value)


def _block(
    interest: Interest, most: FloatArray, within: BoolArray, at_least: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    mark, value = _grid(interest, most, within)
    low = MARKS[np.maximum(mark - 1, 0)] * most
    high = MARKS[np.minimum(mark + 1, MARKS.size - 1)] * most
    contacts = MARKS[mark] * most
    start = np.where(mark == 0, LEAST_MARK * most, contacts)
    seen = interest.slopes(start)
    best = np.maximum(np.max(value, axis=-1), at_least)[:, None]
    hopeful = within & (seen.most_within(down=start - low, up=high - start) >= best)
    # Where even the first contact costs more than it brings there is nothing to search.
    hopeful &= (mark > 0) | (seen.slope > 0.0)
    if hopeful.any():
        contacts[hopeful], value[hopeful] = _newton(
            _pairs(interest, hopeful),
            np.broadcast_to(most, within.shape)[hopeful],
            at=start[hopeful],
            low=low[hopeful],
            high=high[hopeful],
        )
    chosen = np.argmax(value, axis=-1)
    rows = np.arange(chosen.size)
    return contacts[rows, chosen], chosen, value[rows, chosen]


def _grid(interest: Interest, most: FloatArray, within: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return the best mark and its value, shape (accounts, stopping months)."""
    best = np.full(within.shape, -np.inf)
    mark = np.zeros(within.shape, dtype=np.intp)
    for position, share in enumerate(MARKS):
        value = interest.value(most * share)
        better = within & (value > best)
        np.copyto(best, value, where=better)
        np.copyto(mark, position, where=better)
    return mark, best


def _pairs(interest: Interest, hopeful: BoolArray) -> Interest:
    """Return the hopeful accounts and stopping months as flat arrays."""
    place = np.flatnonzero(hopeful)
    row = place // hopeful.shape[1]

    def pick(array: FloatArray) -> FloatArray:
        return array[:, 0].take(row) if array.shape[1] == 1 else array.ravel().take(place)

    return interest.each(pick)


def _newton(
    interest: Interest, most: FloatArray, *, at: FloatArray, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the place of the highest value between low and high, and the value, elementwise."""
    place, value = at.copy(), np.empty(at.size)
    active, searched = np.arange(at.size), np.ones(at.size, dtype=bool)
    close = CLOSE * interest.income * interest.willing
    for _ in range(MOST_STEPS):
        seen = interest.slopes(at)
        rises = seen.slope > 0.0
        low, high = np.where(rises, at, low), np.where(rises, high, at)
        bends = seen.bend < 0.0
        step = seen.slope / np.where(bends, -seen.bend, 1.0)
        moved, gain = at + step, 0.5 * step * seen.slope
        inside = bends & (moved > low) & (moved < high)
        near = inside & (gain <= close)
        done = searched & (near | (high - low <= NARROW * most))
        place[active[done]] = np.where(near, moved, high)[done]
        value[active[done]] = (seen.value + np.where(near, gain, 0.0))[done]
        searched &= ~done
        at = np.where(inside, moved, (low + high) / 2.0)
        going = np.flatnonzero(searched)
        if not going.size:
            break
        # Leaving out the few that are done costs more than going on with them.
        if 2 * going.size < searched.size:
            interest = interest.each(lambda array, going=going: array.take(going))  # type: ignore[misc]
            at, low, high, most = at[going], low[going], high[going], most[going]
            active, searched, close = active[going], searched[going], close[going]
    return place, value
