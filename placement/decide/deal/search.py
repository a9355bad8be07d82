"""Crossings and tops of curves that may jump: a fine grid, then finer ones around the place.

An agency that starts to work, or works a month longer, makes both sides jump, so that nothing
here asks for a slope.
"""

from collections.abc import Callable

import numpy as np

from placement.domain.types import BoolArray, FloatArray

STEPS = 201
"""Commissions from 0 to 1 that are tried first: half a point apart."""

FINER = 41
"""Commissions tried inside the step found."""

ROUNDS = 4
"""Each leaves a fortieth of the step: 2e-9 of the whole in the end."""

Holds = Callable[[FloatArray], BoolArray]


def all_commissions() -> FloatArray:
    """Return the commissions that are tried first, shape (STEPS,)."""
    return np.linspace(0.0, 1.0, STEPS)


def first_true(grid: FloatArray, holds: BoolArray, test: Holds) -> float | None:
    """Return the lowest place at which a test holds; None where it does nowhere on the grid.

    Args:
        grid: Rising places, shape (places,).
        holds: The test on the grid, same shape.
        test: The same test for any places.
    """
    if not holds.any():
        return None
    position = int(np.argmax(holds))
    for _ in range(ROUNDS):
        if position == 0:
            break
        grid = np.linspace(grid[position - 1], grid[position], FINER)
        holds = test(grid)
        # The upper end held before, and a test of the same numbers cannot say otherwise.
        holds[-1] = True
        position = int(np.argmax(holds))
    return float(grid[position])


def last_true(grid: FloatArray, holds: BoolArray, test: Holds) -> float | None:
    """Return the highest place at which a test holds; None where it does nowhere on the grid."""
    found = first_true(-grid[::-1], holds[::-1].copy(), lambda places: test(-places))
    return None if found is None else 0.0 - found


def top(
    grid: FloatArray, values: FloatArray, value_of: Callable[[FloatArray], FloatArray]
) -> float:
    """Return the place of the highest value, the lowest such place where several tie."""
    for _ in range(ROUNDS):
        position = int(np.argmax(values))
        low, high = grid[max(position - 1, 0)], grid[min(position + 1, grid.size - 1)]
        # The best place so far stays among those tried, so that no round can lose it.
        grid = np.union1d(np.linspace(low, high, FINER), grid[position : position + 1])
        values = value_of(grid)
    return float(grid[int(np.argmax(values))])
