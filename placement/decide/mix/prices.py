"""What more people or more cash are worth, what enters next, and profit against people.

    value of k more people = V(people + k) - V(people)        V = profit of the best mix
    price of a seat = mean over k = 1..K of (value of k more people) / k

Profit is after all wages, those of the people added too, so the price is what a further person may
cost besides: to hire, to teach, the desk. Values are exact, not dual: V has steps, because a
contract is taken whole or not at all, and the mean over a grid evens them out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import TIME_LIMIT, Mix, choose_mix
from placement.decide.mix.clock import Clock
from placement.decide.mix.programme import OPTIMAL_GAP
from placement.domain.errors import InputError
from placement.domain.types import FloatArray

CASH_STEP = 10_000.0
"""Money whose price is shown."""

MOST_MORE = 8
"""K, the most further people whose value is worked out."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A contract that the best mix takes or drops at another number of seats."""

    contract: str
    seats: float
    """Seats at which it does."""


@dataclass(frozen=True, kw_only=True)
class More:
    """What some more people are worth."""

    people: float
    value: float
    """Added to the profit, after their wages."""

    @property
    def per_person(self) -> float:
        """The value for each of them."""
        return self.value / self.people


@dataclass(frozen=True, kw_only=True)
class Gains:
    """What more of each capacity adds to the profit; None where it is not limited."""

    value_of_more: tuple[More, ...]
    """Of 1..`MOST_MORE` more people; fewer where cash cannot pay them or the time ended."""
    per_cash_step: float | None
    """For `CASH_STEP` more cash."""
    per_legal_hour: float | None
    proved: bool
    """All values that gains are differences of are optimal, and the time cut none off."""

    @property
    def per_seat(self) -> float:
        """The mean over k of what each of k more people is worth; 0 where none was worked out."""
        found = [more.per_person for more in self.value_of_more]
        return sum(found) / len(found) if found else 0.0


@dataclass(frozen=True, kw_only=True)
class Moves:
    """Which contract moves first when seats do; None where nothing moves."""

    next_in: Entry | None
    first_out: Entry | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Frontier:
    """Profit of the best mix against seats; arrays have shape (points,)."""

    seats: FloatArray
    profit: FloatArray
    bound: FloatArray
    contracts: FloatArray
    """Number of contracts taken."""


def gains(mix: Mix, *, clock: Clock | None = None) -> Gains:
    """Return what more of each capacity adds, V(capacity + step) - V(capacity).

    Args:
        mix: The best mix; one that does not fit has no gains.
        clock: The time that all searches together may take; by default `TIME_LIMIT`.
    """
    clock = clock or Clock.of(TIME_LIMIT)
    steps = [("cash", CASH_STEP), ("legal_hours", 1.0)]
    steps += [("seats", float(number)) for number in range(1, MOST_MORE + 1)]
    wanted = [(name, step) for name, step in steps if getattr(mix.capacities, name) is not None]
    found: dict[tuple[str, float], Mix] = {}
    decided = 0
    for number, (name, step) in enumerate(wanted):
        more = replace(mix.capacities, **{name: getattr(mix.capacities, name) + step})
        other = _solve(mix, more, clock.part(1.0 / (len(wanted) - number)))
        decided += other is not None
        # More people than the cash can pay have no worth, which is known then.
        if other is not None and other.choice is not None:
            found[name, step] = other

    def gain(name: str, step: float) -> float | None:
        if (name, step) not in found:
            return None
        # What is feasible stays so with more cash or hours; only a search cut short could say less.
        return max(found[name, step].profit - mix.profit, 0.0)

    return Gains(
        value_of_more=tuple(
            More(people=step, value=other.profit - mix.profit)
            for (name, step), other in found.items()
            if name == "seats"
        ),
        per_cash_step=gain("cash", CASH_STEP),
        per_legal_hour=gain("legal_hours", 1.0),
        proved=mix.is_optimal
        and decided == len(wanted)
        and all(other.is_optimal for other in found.values()),
    )


def moves(mix: Mix, *, clock: Clock | None = None, tick: Callable[[], None] | None = None) -> Moves:
    """Return which contract comes in with more people, and which goes with fewer.

    Args:
        mix: The best mix.
        clock: The time that all searches together may take; there are some dozens. Where it ends,
            what was not found yet is None.
        tick: Called before each search, so that whoever waits can turn to something else.
    """
    clock = clock or Clock.of(TIME_LIMIT)

    def near(capacities: Capacities) -> Mix | None:
        if tick:
            tick()
        # Which contract moves is no difference of two values, so it need not be as exact.
        return _solve(mix, capacities, clock.part(0.25), OPTIMAL_GAP)

    return Moves(
        next_in=_entry(mix, near, _more(mix), lambda other: other.taken & ~mix.taken),
        first_out=_entry(mix, near, _fewer(mix), lambda other: mix.taken & ~other.taken),
    )


def frontier(mix: Mix, seats: FloatArray, *, clock: Clock | None = None) -> Frontier:
    """Return the best profit at other numbers of people; NaN where nothing fits or time ended.

    Args:
        mix: The mix with everything else.
        seats: Numbers of people, shape (points,).
        clock: The time that all searches together may take; by default `TIME_LIMIT`.
    """
    clock = clock or Clock.of(TIME_LIMIT)
    found = [
        _solve(
            mix,
            replace(mix.capacities, seats=float(number)),
            clock.part(1.0 / (len(seats) - place)),
            OPTIMAL_GAP,
        )
        for place, number in enumerate(seats)
    ]
    known = [other if other is not None and other.choice is not None else None for other in found]
    return Frontier(
        seats=np.asarray(seats, dtype=float),
        profit=np.array([np.nan if other is None else other.profit for other in known]),
        bound=np.array([np.nan if other is None else other.bound for other in known]),
        contracts=np.array([0.0 if other is None else float(other.taken.sum()) for other in known]),
    )


def frontier_seats(mix: Mix, points: int) -> FloatArray:
    """Return whole numbers of seats from 0 to twice what there is, or to all that can be used."""
    most = _all_usable(mix)
    last = np.ceil(min(most, max(2.0 * mix.capacities.seats, 10.0)))
    return np.unique(
        np.round(np.append(np.linspace(0.0, last, points), min(mix.capacities.seats, last)))
    )


def _solve(mix: Mix, capacities: Capacities, clock: Clock, gap: float = 0.0) -> Mix | None:
    """Return the best mix with other capacities; None where the time ended without any."""
    if not clock.left:
        return None
    try:
        return choose_mix(
            mix.contracts,
            mix.modes,
            capacities,
            rule=mix.programme.rule,
            clock=clock,
            gap=gap,
            known=mix.choice,
        )
    except InputError:
        return None


def _all_usable(mix: Mix) -> float:
    return float(np.where(mix.modes.offered, mix.modes.seats, 0.0).max(axis=1, initial=0.0).sum())


def _more(mix: Mix) -> list[float]:
    """Return growing numbers of seats: one more, then twice as many more each time."""
    most, now = np.ceil(_all_usable(mix)), mix.capacities.seats
    steps = [now + 2.0**power for power in range(20)]
    return [s for s in steps if s < most] + ([most] if most > now else [])


def _fewer(mix: Mix) -> list[float]:
    now = mix.capacities.seats
    used = float(min(now, mix.of(mix.modes.seats).sum()))
    return [s for s in (used - 2.0**power for power in range(20)) if s > 0.0] + [0.0]


def _entry(
    mix: Mix,
    solve: Callable[[Capacities], Mix | None],
    seats: Iterable[float],
    moved: Callable[[Mix], "np.ndarray"],
) -> Entry | None:
    """Return the largest contract that moves at the first number of seats where any does.

    The first step of the doubling series at which one moves is narrowed to a whole seat.
    """
    before, hit = mix.capacities.seats, None
    for number in seats:
        other = solve(replace(mix.capacities, seats=number))
        if other is None or other.choice is None:
            return None
        if moved(other).any():
            hit = (number, other)
            break
        before = number
    if hit is None:
        return None
    while (apart := abs(hit[0] - before)) > 1.0:
        # At least a whole seat, so that the two come closer every time.
        middle = before + np.sign(hit[0] - before) * max(np.floor(apart / 2.0), 1.0)
        other = solve(replace(mix.capacities, seats=float(middle)))
        if other is None:
            break
        if other.choice is not None and moved(other).any():
            hit = (float(middle), other)
        else:
            before = float(middle)
    which = moved(hit[1])
    seats_of = np.maximum(hit[1].of(hit[1].modes.seats), mix.of(mix.modes.seats))
    largest = int(np.argmax(np.where(which, seats_of, -1.0)))
    return Entry(contract=mix.contracts.contract[largest], seats=hit[0])
