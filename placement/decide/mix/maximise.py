"""From a programme with its overbooking rule to programmes with linear rows."""

from dataclasses import replace

import numpy as np

from placement.decide.mix.clock import Clock
from placement.decide.mix.programme import Choice, Overbooking, Programme, Rule
from placement.decide.mix.safe import maximise_safe, staff_of
from placement.decide.mix.solve import Linear, solve_linear
from placement.domain.types import FloatArray


def maximise(programme: Programme, *, clock: Clock, gap: float = 0.0) -> Choice | None:
    """Return the best choice, or the best found in the time; None where nothing is feasible.

    Args:
        programme: What to choose from and what holds.
        clock: The time that all searches together may take.
        gap: Share of the value that may be missing of the best; the safe rule has its own.
    """
    if programme.rule.kind is not Overbooking.SAFE:
        return solve_linear(linear(programme), clock=clock, gap=gap)
    full = replace(programme, rule=Rule(kind=Overbooking.FULL))
    in_full = maximise(full, clock=clock.part(0.4), gap=gap)
    if not programme.rows:
        return in_full
    return maximise_safe(programme, known=in_full, clock=clock)


def linear(programme: Programme) -> Linear:
    """Return the programme with every row in units of its own size."""
    unit = np.array([row.unit for row in programme.rows])
    return Linear(
        profit=programme.profit,
        allowed=programme.allowed,
        must=programme.must,
        use=_uses(programme) / unit[:, None, None],
        capacity=np.array([row.capacity for row in programme.rows]) / unit,
        people_value=programme.people_value,
        people_use=staff_of(programme) / unit[:, None],
        people_most=programme.people_most,
    )


def _uses(programme: Programme) -> FloatArray:
    """Return what counts of each mode for each row, shape (rows, contracts, modes)."""
    if not programme.rows:
        return np.zeros((0, *programme.profit.shape))
    on_average = programme.rule.kind is Overbooking.EXPECTED
    return np.stack(
        [
            programme.chance[:, None] * row.use
            if on_average and not row.on_average
            else programme.firm(row)
            for row in programme.rows
        ]
    )
