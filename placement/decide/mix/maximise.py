"""From a programme with its overbooking rule to programmes with linear rows."""

from dataclasses import replace

import numpy as np

from placement.decide.mix.programme import Choice, Overbooking, Programme, Rule
from placement.decide.mix.safe import maximise_safe
from placement.decide.mix.solve import Linear, solve_linear
from placement.domain.types import FloatArray


def maximise(programme: Programme, *, time_limit: float, gap: float = 0.0) -> Choice | None:
    """Return the best choice, or the best found in the time; None where nothing is feasible.

    Args:
        programme: What to choose from and what holds.
        time_limit: Seconds one search of the solver may take.
        gap: Share of the value that may be missing of the best; the safe rule has its own.
    """
    if programme.rule.kind is not Overbooking.SAFE:
        return solve_linear(_linear(programme), time_limit=time_limit, gap=gap)
    full = replace(programme, rule=Rule(kind=Overbooking.FULL))
    in_full = maximise(full, time_limit=time_limit, gap=gap)
    if not programme.rows:
        return in_full
    return maximise_safe(programme, known=in_full, time_limit=time_limit)


def _linear(programme: Programme) -> Linear:
    """Return the programme with every row in units of its capacity; one of 0 keeps its own."""
    capacity = np.array([row.capacity for row in programme.rows])
    unit = np.where(capacity > 0.0, capacity, 1.0)
    return Linear(
        profit=programme.profit,
        allowed=programme.allowed,
        must=programme.must,
        use=_uses(programme) / unit[:, None, None],
        capacity=capacity / unit,
    )


def _uses(programme: Programme) -> FloatArray:
    """Return what counts of each mode for each row, shape (rows, contracts, modes)."""
    if not programme.rows:
        return np.zeros((0, *programme.profit.shape))
    use = np.stack([row.use for row in programme.rows])
    if programme.rule.kind is Overbooking.FULL:
        return use
    return programme.chance[:, None] * use
