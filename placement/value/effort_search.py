"""The intensity and the stopping month an agency earns most with.

For every stopping month a grid brackets the best intensity. Months whose bound stays below
another month's grid value are left out; in the others Newton's steps, kept inside the bracket,
find where the slope is zero.

Source: own definition, docs/model.md, "The agency's effort".
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.value.effort_interest import Interest, Slopes

MARKS = (np.arange(9) / 8) ** 2
"""Intensities tried first, as shares of the most allowed; dense near zero, where optima lie."""

LEAST_MARK = 1e-8
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
    chosen: IntArray
    value: FloatArray


def search(
    interest: Interest, *, most: FloatArray, within: BoolArray, at_least: FloatArray
) -> Best:
    """Return the best intensity and stopping month of each account.

    Args:
        interest: Arrays of shape (accounts, 1) or (accounts, stopping months).
        most: Contacts a month the rules allow, shape (accounts, 1).
        within: Stopping months inside the account's own term, shape (accounts, stopping months).
        at_least: Value below which the answer does not matter, shape (accounts,); there it may
            be the grid's, and it is 0 contacts of value -inf where no contact may pay.
    """
    accounts, months = within.shape
    contacts, value = np.zeros(accounts), np.full(accounts, -np.inf)
    chosen = np.zeros(accounts, dtype=np.intp)
    worth = np.flatnonzero(interest.may_pay[:, 0])
    size = max(1, BLOCK // months)
    for start in range(0, worth.size, size):
        some = worth[start : start + size]
        contacts[some], chosen[some], value[some] = _block(
            interest.each(itemgetter(some)), most[some], within[some], at_least[some]
        )
    return Best(contacts_per_month=contacts, chosen=chosen, value=value)


def _block(
    interest: Interest, most: FloatArray, within: BoolArray, at_least: FloatArray
) -> tuple[FloatArray, IntArray, FloatArray]:
    mark, value = _grid(interest, most, within)
    contacts = MARKS[mark] * most
    start = _Bracket(
        at=np.where(mark == 0, LEAST_MARK * most, contacts),
        low=MARKS[np.maximum(mark - 1, 0)] * most,
        high=MARKS[np.minimum(mark + 1, MARKS.size - 1)] * most,
    )
    seen = interest.slopes(start.at)
    best = np.maximum(np.max(value, axis=-1), at_least)[:, None]
    bound = seen.most_within(down=start.at - start.low, up=start.high - start.at)
    # Where even the first contact costs more than it brings there is nothing to search.
    hopeful = within & (bound >= best) & ((mark > 0) | (seen.slope > 0.0))
    if hopeful.any():
        contacts[hopeful], value[hopeful] = _newton(
            _pairs(interest, hopeful),
            np.broadcast_to(most, within.shape)[hopeful],
            start=start.each(itemgetter(hopeful)),
            seen=seen.each(itemgetter(hopeful)),
        )
    chosen = np.asarray(np.argmax(value, axis=-1))
    rows = np.arange(chosen.size)
    return contacts[rows, chosen], chosen, value[rows, chosen]


def _grid(interest: Interest, most: FloatArray, within: BoolArray) -> tuple[IntArray, FloatArray]:
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


@dataclass(frozen=True, kw_only=True, eq=False)
class _Bracket:
    """A place between two others, between which the best one lies; arrays of one shape."""

    at: FloatArray
    low: FloatArray
    high: FloatArray

    def each(self, change: Callable[[FloatArray], FloatArray]) -> "_Bracket":
        return _Bracket(at=change(self.at), low=change(self.low), high=change(self.high))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Step:
    """Where to look next, and whether the top is reached there."""

    bracket: _Bracket
    near: BoolArray
    gain: FloatArray
    """What the step brings, where it is near."""


def _step(seen: Slopes, bracket: _Bracket, close: FloatArray) -> _Step:
    """Return Newton's step, or the middle where that leaves the bracket."""
    at, rises = bracket.at, seen.slope > 0.0
    low, high = np.where(rises, at, bracket.low), np.where(rises, bracket.high, at)
    # Where the curve bends less than this, Newton's step leaves the bracket or is infinite.
    bends = -seen.bend * (high - low) > np.abs(seen.slope)
    step = seen.slope / np.where(bends, -seen.bend, 1.0)
    moved, gain = at + step, 0.5 * step * seen.slope
    inside = bends & (moved > low) & (moved < high)
    near = inside & (gain <= close)
    moved = np.where(inside, moved, (low + high) / 2.0)
    return _Step(
        bracket=_Bracket(at=moved, low=low, high=high), near=near, gain=np.where(near, gain, 0.0)
    )


def _newton(
    interest: Interest, most: FloatArray, *, start: _Bracket, seen: Slopes
) -> tuple[FloatArray, FloatArray]:
    """Return the place of the highest value in the bracket, and the value, elementwise."""
    place, value = start.at.copy(), np.empty(most.size)
    active, searched = np.arange(most.size), np.ones(most.size, dtype=bool)
    close, narrow = CLOSE * interest.income * interest.willing, NARROW * most
    bracket = start
    for _ in range(MOST_STEPS):
        step = _step(seen, bracket, close)
        bracket = step.bracket
        done = searched & (step.near | (bracket.high - bracket.low <= narrow))
        place[active[done]] = np.where(step.near, bracket.at, bracket.high)[done]
        value[active[done]] = (seen.value + step.gain)[done]
        searched &= ~done
        going = np.flatnonzero(searched)
        if not going.size:
            break
        # Leaving out the few that are done costs more than going on with them.
        if 2 * going.size < searched.size:
            take = itemgetter(going)
            interest, bracket = interest.each(take), bracket.each(take)
            active, searched = active[going], searched[going]
            close, narrow = close[going], narrow[going]
        seen = interest.slopes(bracket.at)
    return place, value
