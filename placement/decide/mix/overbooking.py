"""How often a mix would need more than there is, each contract being won with its chance."""

from dataclasses import dataclass

import numpy as np

from placement.decide.mix.choose import Mix
from placement.decide.mix.programme import Row
from placement.decide.mix.solve import ROUNDING
from placement.domain.errors import InputError
from placement.domain.text import t

DRAWS = 20_000
"""Draws where nothing else is said; a share of 5 % is then known to 0.15 points."""

_BLOCK = 50_000
"""Draws made at once."""

MOST_DRAWS = 1_000_000
"""More would need gigabytes; a share of 5 % is known to 0.02 points with as many."""


@dataclass(frozen=True, kw_only=True)
class Exceeded:
    """What happened to one capacity over the draws."""

    row: Row
    share: float
    """Share of draws in which more was needed than there is."""
    high: float
    """Use that 95 % of the draws stay within."""
    excess: float
    """Mean of what was missing in the draws that exceeded it; 0 if none did."""


def simulate_wins(
    mix: Mix, rng: np.random.Generator, *, draws: int = DRAWS
) -> tuple[Exceeded, ...]:
    """Return how often every capacity is exceeded; bids are won or lost independently.

    Args:
        mix: The contracts pursued.
        rng: Source of chance.
        draws: Number of draws, from 1 to `MOST_DRAWS`.

    Raises:
        InputError: The number of draws is out of bounds.
    """
    check_draws(draws)
    taken = mix.taken
    chance = mix.contracts.chance[taken]
    per_row = np.array([mix.of(row.use)[taken] for row in mix.programme.rows])
    per_row = per_row.reshape(len(mix.programme.rows), len(chance))
    # In blocks, so that many draws of many contracts need no gigabytes at once.
    blocks = [min(_BLOCK, draws - start) for start in range(0, draws, _BLOCK)]
    used = np.concatenate(
        [(rng.random((size, len(chance))) < chance).astype(float) @ per_row.T for size in blocks]
    )
    found = []
    for row, use in zip(mix.programme.rows, used.T, strict=True):
        over = use - row.capacity
        exceeds = over > 2e3 * ROUNDING * max(row.capacity, 1.0)
        found.append(
            Exceeded(
                row=row,
                share=float(exceeds.mean()),
                high=float(np.quantile(use, 0.95)),
                excess=float(over[exceeds].mean()) if exceeds.any() else 0.0,
            )
        )
    return tuple(found)


def check_draws(draws: int) -> None:
    """Check a number of draws, which is worth it before the search and not after.

    Raises:
        InputError: The number of draws is out of bounds.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(
            t("draws must be from 1 to {most:,}; got {x:,}. Correct it.", most=MOST_DRAWS, x=draws)
        )
