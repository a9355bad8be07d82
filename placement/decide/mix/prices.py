"""What one more seat or more cash is worth, what enters next, and profit against seats.

    price of a seat = V(seats + 1) - V(seats)        V = profit of the best mix

Profit is after wages while a seat works, so the price is what a further seat may cost besides
its wage: hiring, training, idle months. It is exact, not a dual value: V has steps, because a
contract is taken whole or not at all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import TIME_LIMIT, Mix, choose_mix
from placement.decide.mix.programme import OPTIMAL_GAP
from placement.domain.types import FloatArray

CASH_STEP = 10_000.0
"""Money whose price is shown."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A contract that the best mix takes or drops at another number of seats."""

    contract: str
    seats: float
    """Seats at which it does."""


@dataclass(frozen=True, kw_only=True)
class Gains:
    """What one more of each capacity adds to the profit; None where it is not limited."""

    per_seat: float
    per_cash_step: float | None
    """For `CASH_STEP` more cash."""
    per_legal_hour: float | None
    proved: bool
    """All values that gains are differences of are optimal."""


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


def gains(mix: Mix, *, time_limit: float = TIME_LIMIT) -> Gains:
    """Return what one more of each capacity adds, V(capacity + step) - V(capacity).

    Args:
        mix: The best mix; one that does not fit has no gains.
        time_limit: Seconds one search of the solver may take; there is one a capacity.
    """
    solve = _solver(mix, time_limit)
    steps = {"seats": 1.0, "cash": CASH_STEP, "legal_hours": 1.0}
    now = {name: getattr(mix.capacities, name) for name in steps}
    more = {
        name: solve(replace(mix.capacities, **{name: now[name] + step}))
        for name, step in steps.items()
        if now[name] is not None
    }
    # What is feasible stays so with more; only a search cut short could say less.
    gain = {name: max(other.profit - mix.profit, 0.0) for name, other in more.items()}
    return Gains(
        per_seat=gain["seats"],
        per_cash_step=gain.get("cash"),
        per_legal_hour=gain.get("legal_hours"),
        proved=mix.is_optimal and all(other.is_optimal for other in more.values()),
    )


def moves(
    mix: Mix, *, time_limit: float = TIME_LIMIT, tick: Callable[[], None] | None = None
) -> Moves:
    """Return which contract comes in with more seats, and which goes with fewer.

    Args:
        mix: The best mix.
        time_limit: Seconds one search of the solver may take; there are some dozens.
        tick: Called before each search, so that whoever waits can turn to something else.
    """
    # Which contract moves is no difference of two values, so it need not be as exact.
    solve = _solver(mix, time_limit, OPTIMAL_GAP)

    def near(capacities: Capacities) -> Mix:
        if tick:
            tick()
        return solve(capacities)

    return Moves(
        next_in=_entry(mix, near, _more(mix), lambda other: other.taken & ~mix.taken),
        first_out=_entry(mix, near, _fewer(mix), lambda other: mix.taken & ~other.taken),
    )


def frontier(mix: Mix, seats: FloatArray, *, time_limit: float = TIME_LIMIT) -> Frontier:
    """Return the best profit at other numbers of seats; NaN where what must be kept does not fit.

    Args:
        mix: The mix with everything else.
        seats: Numbers of seats, shape (points,).
        time_limit: Seconds one search of the solver may take.
    """
    solve = _solver(mix, time_limit, OPTIMAL_GAP)
    found = [solve(replace(mix.capacities, seats=float(number))) for number in seats]
    fits = np.array([other.choice is not None for other in found])
    return Frontier(
        seats=np.asarray(seats, dtype=float),
        profit=np.where(fits, [other.profit for other in found], np.nan),
        bound=np.where(fits, [other.bound for other in found], np.nan),
        contracts=np.array([float(other.taken.sum()) for other in found]),
    )


def frontier_seats(mix: Mix, points: int) -> FloatArray:
    """Return whole numbers of seats from 0 to twice what there is, or to all that can be used."""
    most = _all_usable(mix)
    last = np.ceil(min(most, max(2.0 * mix.capacities.seats, 10.0)))
    return np.unique(
        np.round(np.append(np.linspace(0.0, last, points), min(mix.capacities.seats, last)))
    )


def _solver(mix: Mix, time_limit: float, gap: float = 0.0) -> Callable[[Capacities], Mix]:
    def solve(capacities: Capacities) -> Mix:
        return choose_mix(
            mix.contracts,
            mix.modes,
            capacities,
            rule=mix.programme.rule,
            time_limit=time_limit,
            gap=gap,
        )

    return solve


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
    solve: Callable[[Capacities], Mix],
    seats: Iterable[float],
    moved: Callable[[Mix], "np.ndarray"],
) -> Entry | None:
    """Return the largest contract that moves at the first number of seats where any does.

    The first step of the doubling series at which one moves is narrowed to a whole seat.
    """
    before, hit = mix.capacities.seats, None
    for number in seats:
        other = solve(replace(mix.capacities, seats=number))
        if other.choice is None:
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
        if moved(other).any():
            hit = (float(middle), other)
        else:
            before = float(middle)
    which = moved(hit[1])
    seats_of = np.maximum(hit[1].of(hit[1].modes.seats), mix.of(mix.modes.seats))
    largest = int(np.argmax(np.where(which, seats_of, -1.0)))
    return Entry(contract=mix.contracts.contract[largest], seats=hit[0])
