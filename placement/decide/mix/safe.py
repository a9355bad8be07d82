"""The safe overbooking rule: mean use plus a margin of standard deviations within the capacity.

    sum p*u*x + z * s <= capacity        s**2 = sum variance * u**2 * x

is not linear, but for s known to lie between two bounds it is framed by two linear rows,

    sum p*u*x <= capacity - z * low      sum variance * u**2 * x <= high**2

Each search solves the programme with these rows. Where its choice breaks the rule, a value of s
is taken that shuts it out on both sides, and the two halves are searched in turn, the one that
promises most first, until none promises more than the best choice found.

Source: own definition; branch and bound over the range of a concave term, as in Horst and Tuy
(1996), "Global Optimization", Springer, chapter IV.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from placement.decide.mix.clock import Clock
from placement.decide.mix.programme import OPTIMAL_GAP, Choice, Programme
from placement.decide.mix.solve import ROUNDING, Linear, solve_linear
from placement.domain.types import FloatArray

SEARCHES = 24
"""Most programmes solved before the gap that is left is reported."""

TOLERANCE = 1e-6
"""Share of a capacity by which the solver may go over it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Rows:
    """Every capacity in units of its own size; arrays have shape (rows, contracts, modes)."""

    mean: FloatArray
    variance: FloatArray
    capacity: FloatArray
    """Shape (rows,)."""
    staff: FloatArray
    """What the people's unknowns take, shape (rows, columns)."""


def maximise_safe(programme: Programme, *, known: Choice | None, clock: Clock) -> Choice | None:
    """Return the best choice by the safe rule, or the one known if none is better.

    Args:
        programme: What to choose from and what holds.
        known: The best choice that fits in full, which is safe too.
        clock: The time that all searches together may take.
    """
    rows, deviations = _rows(programme), programme.rule.deviations
    fits = known is not None and keeps_rule(programme, known)
    best, floor = (known, known.value) if known is not None and fits else (None, -np.inf)
    most = np.sqrt(rows.variance.max(axis=2, initial=0.0).sum(axis=1))
    todo: list[tuple[float, int, FloatArray, FloatArray]] = [(-np.inf, 0, 0.0 * most, most)]
    shut = -np.inf
    for number in range(1, SEARCHES + 1):
        if not todo or not clock.left or -todo[0][0] <= floor + OPTIMAL_GAP / 2.0 * abs(floor):
            break
        promised, _, low, high = heapq.heappop(todo)
        search = clock.part(0.6)
        found = solve_linear(
            _between(programme, rows, low, high, deviations),
            clock=search,
            above=floor,
            gap=OPTIMAL_GAP / 2.0,
        )
        if found is None:
            # Without an answer in the time, its promise stands.
            shut = shut if search.left else max(shut, -promised)
            continue
        bound = min(found.bound, -promised)
        chosen = found.chosen(programme.profit.shape[1])
        mean = (rows.mean * chosen).sum(axis=(1, 2))
        spread = np.sqrt((rows.variance * chosen).sum(axis=(1, 2)))
        over = mean + deviations * spread + rows.staff @ found.people - rows.capacity
        worst = int(np.argmax(over))
        if over[worst] <= TOLERANCE:
            shut = max(shut, bound)
            if found.value > floor:
                best, floor = found, found.value
            continue
        near = solve_linear(
            _between(programme, rows, spread, np.maximum(spread, low), deviations),
            clock=clock.part(0.6),
            above=floor,
            gap=10.0 * OPTIMAL_GAP,
        )
        if near is not None and near.value > floor:
            best, floor = near, near.value
        # Above the first value the mean is too large, below the spread the variance is.
        room = rows.capacity[worst] - rows.staff[worst] @ found.people - mean[worst]
        split = (max(room / deviations, 0.0) + spread[worst]) / 2.0
        below, above = high.copy(), low.copy()
        below[worst] = above[worst] = split
        heapq.heappush(todo, (-bound, 2 * number, low, below))
        heapq.heappush(todo, (-bound, 2 * number + 1, above, high))
    if best is None:
        return None
    promises = [shut, known.bound if known else -np.inf, *(-row[0] for row in todo)]
    most = np.where(programme.allowed, programme.profit, -np.inf).max(axis=1, initial=0.0)
    bound = max(best.value, min(max(promises), float(most.sum())))
    return Choice(mode=best.mode, value=best.value, bound=bound, people=best.people)


def staff_of(programme: Programme) -> FloatArray:
    """Return what the people's unknowns take of every row, shape (rows, columns)."""
    size = len(programme.people_value)
    none = np.zeros(size)
    parts = [none if row.staff is None else row.staff for row in programme.rows]
    return np.stack(parts) if parts else np.zeros((0, size))


def keeps_rule(programme: Programme, choice: Choice) -> bool:
    """Return whether a choice keeps the rule, those rows too that others' money adds to."""
    chosen = choice.chosen(programme.profit.shape[1])
    return all(
        programme.counted(row, chosen) + row.staffed(choice.people)
        <= row.capacity + TOLERANCE * row.unit
        for row in programme.rows
    )


def _rows(programme: Programme) -> _Rows:
    unit = np.array([row.unit for row in programme.rows])
    use = np.stack([row.use for row in programme.rows]) / unit[:, None, None]
    sure = np.array([row.on_average for row in programme.rows])[:, None, None]
    chance = programme.chance[:, None]
    return _Rows(
        mean=np.where(sure, use, chance * use),
        variance=np.where(sure, 0.0, programme.variance[:, None] * use**2),
        capacity=np.array([row.capacity for row in programme.rows]) / unit,
        staff=staff_of(programme) / unit[:, None],
    )


def _between(
    programme: Programme, rows: _Rows, low: FloatArray, high: FloatArray, deviations: float
) -> Linear:
    """Return the programme with every capacity's standard deviation between two values."""
    spreads = high > 0.0
    square = high[spreads] ** 2
    return Linear(
        profit=programme.profit,
        allowed=programme.allowed,
        must=programme.must,
        use=np.concatenate([rows.mean, rows.variance[spreads] / square[:, None, None]]),
        capacity=np.concatenate(
            [rows.capacity - deviations * low + ROUNDING, np.ones(int(spreads.sum()))]
        ),
        people_value=programme.people_value,
        people_use=np.concatenate(
            [rows.staff, np.zeros((int(spreads.sum()), rows.staff.shape[1]))]
        ),
        people_most=programme.people_most,
    )
