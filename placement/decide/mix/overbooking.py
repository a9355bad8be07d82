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
        draws: Number of draws, 1 or more.

    Raises:
        InputError: There is less than one draw.
    """
    if draws < 1:
        raise InputError(t("draws must be 1 or more; got {x}.", x=draws))
    taken = mix.taken
    won = (rng.random((draws, int(taken.sum()))) < mix.contracts.chance[taken]).astype(float)
    found = []
    for row in mix.programme.rows:
        use = won @ mix.of(row.use)[taken]
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
