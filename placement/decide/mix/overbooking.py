"""How often a mix would need more than there is, each contract being won with its chance.

Bids to one creditor are judged by the same people, so they are won and lost together more often
than by chance: one draw per creditor and one per bid decide,

    won where sqrt(rho) * G_creditor + sqrt(1 - rho) * e < z(p)        G, e standard normal

so that every chance stays what it is. A contract without a creditor is on its own.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from placement.decide.mix.capacities import CASH
from placement.decide.mix.choose import Mix
from placement.decide.mix.programme import Row
from placement.decide.mix.solve import ROUNDING
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray

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
    ever: float
    """The same in any month of the capacity."""
    high: float
    """Use that 95 % of the draws stay within."""
    excess: float
    """Mean of what was missing in the draws that exceeded it; 0 if none did."""


def simulate_wins(
    mix: Mix, rng: np.random.Generator, *, draws: int = DRAWS
) -> tuple[Exceeded, ...]:
    """Return how often every capacity is exceeded, in each month it is counted in.

    Bids to one creditor are linked as the mix's rule says.

    Args:
        mix: The contracts pursued.
        rng: Source of chance.
        draws: Number of draws, from 1 to `MOST_DRAWS`.

    Raises:
        InputError: The number of draws is out of bounds.
    """
    check_draws(draws)
    taken = mix.taken
    bids = _Bids.of(mix, taken, mix.programme.rule.correlation)
    rows = mix.programme.rows
    per_row = np.array([mix.of(row.use)[taken] for row in rows])
    per_row = per_row.reshape(len(rows), int(taken.sum()))
    # In blocks, so that many draws of many contracts need no gigabytes at once.
    blocks = [min(_BLOCK, draws - start) for start in range(0, draws, _BLOCK)]
    used = np.concatenate([bids.won(rng, size).astype(float) @ per_row.T for size in blocks])
    found = []
    ever: dict[tuple[str, str], BoolArray] = {}
    for row, won in zip(rows, used.T, strict=True):
        # A share of revenue is a limit on what is expected, and no draw breaks it.
        use = np.full_like(won, mix.of(row.use).sum()) if row.on_average else won
        staffed = row.staffed(mix.moved)
        over = use + staffed - row.capacity
        exceeds = over > 2e3 * ROUNDING * row.unit
        key = (row.kind, row.of)
        ever[key] = ever.get(key, np.zeros(draws, dtype=bool)) | exceeds
        off = row.taken_before + staffed if row.kind == CASH else 0.0
        found.append(
            Exceeded(
                row=row,
                share=float(exceeds.mean()),
                ever=0.0,
                high=float(np.quantile(use, 0.95)) + off,
                excess=float(over[exceeds].mean()) if exceeds.any() else 0.0,
            )
        )
    share_of = {key: float(exceeds.mean()) for key, exceeds in ever.items()}
    return tuple(replace(each, ever=share_of[each.row.kind, each.row.of]) for each in found)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Bids:
    """What decides the bids pursued; arrays have shape (bids,)."""

    below: FloatArray
    """A standard normal below this wins."""
    creditor: IntArray
    """Number of the creditor."""
    shared: FloatArray
    """Correlation with the others of the creditor; 0 for a bid without one."""

    @classmethod
    def of(cls, mix: Mix, taken: BoolArray, correlation: float) -> "_Bids":
        """Return the bids of the contracts taken."""
        names = np.array(mix.contracts.creditor, dtype=object)[taken]
        _, creditor = np.unique(names.astype(str), return_inverse=True)
        return cls(
            below=ndtri(mix.contracts.chance[taken]),
            creditor=creditor.astype(np.int64),
            shared=np.where(names == "", 0.0, correlation),
        )

    def won(self, rng: np.random.Generator, size: int) -> BoolArray:
        """Return which bids are won in so many draws, shape (size, bids)."""
        own = ndtri(rng.random((size, len(self.below))))
        if not self.shared.any():
            return np.asarray(own < self.below)
        of_creditor = ndtri(rng.random((size, int(self.creditor.max(initial=0)) + 1)))
        both = np.sqrt(self.shared) * of_creditor[:, self.creditor]
        return np.asarray(both + np.sqrt(1.0 - self.shared) * own < self.below)


def check_draws(draws: int) -> None:
    """Check a number of draws, which is worth it before the search and not after.

    Raises:
        InputError: The number of draws is out of bounds.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise InputError(
            t("draws must be from 1 to {most:,}; got {x:,}. Correct it.", most=MOST_DRAWS, x=draws)
        )
