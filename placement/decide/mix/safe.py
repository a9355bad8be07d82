"""The safe overbooking rule: mean use plus a margin of standard deviations within the capacity.

    sum p*u*x + z * s <= capacity        s**2 = sum p*(1-p) * u**2 * x

is not linear, but for s known to lie between two bounds it is framed by two linear rows,

    sum p*u*x <= capacity - z * low      sum p*(1-p) * u**2 * x <= high**2

Each search solves the programme with these rows. Where its choice breaks the rule, a value of s
is taken that shuts it out on both sides, and the two halves are searched in turn, the one that
promises most first, until none promises more than the best choice found.

Source: own definition; branch and bound over the range of a concave term, as in Horst and Tuy
(1996), "Global Optimization", Springer, chapter IV.
"""

import heapq
from dataclasses import dataclass

import numpy as np

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
    """1, or 0 where there is none, shape (rows,)."""


def maximise_safe(
    programme: Programme, *, known: Choice | None, time_limit: float
) -> Choice | None:
    """Return the best choice by the safe rule, or the one known if none is better.

    Args:
        programme: What to choose from and what holds.
        known: The best choice that fits in full, which is safe too.
        time_limit: Seconds one search of the solver may take.
    """
    rows, deviations = _rows(programme), programme.rule.deviations
    best, floor = known, known.value if known else -np.inf
    most = np.sqrt(rows.variance.max(axis=2, initial=0.0).sum(axis=1))
    todo: list[tuple[float, int, FloatArray, FloatArray]] = [(-np.inf, 0, 0.0 * most, most)]
    shut = -np.inf
    for number in range(1, SEARCHES + 1):
        if not todo or -todo[0][0] <= floor + OPTIMAL_GAP / 2.0 * abs(floor):
            break
        promised, _, low, high = heapq.heappop(todo)
        found = solve_linear(
            _between(programme, rows, low, high, deviations),
            time_limit=time_limit,
            above=floor,
            gap=OPTIMAL_GAP / 2.0,
        )
        if found is None:
            continue
        bound = min(found.bound, -promised)
        chosen = found.chosen(programme.profit.shape[1])
        mean = (rows.mean * chosen).sum(axis=(1, 2))
        spread = np.sqrt((rows.variance * chosen).sum(axis=(1, 2)))
        over = mean + deviations * spread - rows.capacity
        worst = int(np.argmax(over))
        if over[worst] <= TOLERANCE:
            shut = max(shut, bound)
            if found.value > floor:
                best, floor = found, found.value
            continue
        near = solve_linear(
            _between(programme, rows, spread, np.maximum(spread, low), deviations),
            time_limit=time_limit,
            above=floor,
            gap=10.0 * OPTIMAL_GAP,
        )
        if near is not None and near.value > floor:
            best, floor = near, near.value
        # Above the first value the mean is too large, below the spread the variance is.
        split = ((rows.capacity[worst] - mean[worst]) / deviations + spread[worst]) / 2.0
        below, above = high.copy(), low.copy()
        below[worst] = above[worst] = split
        heapq.heappush(todo, (-bound, 2 * number, low, below))
        heapq.heappush(todo, (-bound, 2 * number + 1, above, high))
    if best is None:
        return None
    bound = max([best.value, shut, known.bound if known else -np.inf, *(-row[0] for row in todo)])
    return Choice(mode=best.mode, value=best.value, bound=bound)


def _rows(programme: Programme) -> _Rows:
    capacity = np.array([row.capacity for row in programme.rows])
    unit = np.where(capacity > 0.0, capacity, 1.0)
    use = np.stack([row.use for row in programme.rows]) / unit[:, None, None]
    chance = programme.chance[:, None]
    return _Rows(
        mean=chance * use, variance=chance * (1.0 - chance) * use**2, capacity=capacity / unit
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
    )
