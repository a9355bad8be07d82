"""How one rival bids: a normal distribution cut off at 0 and 1.

    F(b) = (Phi((b - mean)/sd) - Phi(-mean/sd)) / (Phi((1 - mean)/sd) - Phi(-mean/sd))

`mean` and `sd` are those before the cut; with the spreads of the trade it takes nothing away. Why
not a beta distribution: docs/decisions/010-rivals-bids-are-a-cut-normal.md.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from placement.decide.bid.checks import require_at_least, require_share
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray

TICK = 1e-4
"""A hundredth of a point: the least by which a bid can be below another."""


class BidDistribution(Protocol):
    """The distribution of one rival's bid, for one lot or one for each; the lots come first."""

    def chance_below(self, commission: FloatArray) -> FloatArray:
        """Return F(b), the chance that one rival bids below b; shape of b, (lots, bids)."""
        ...

    def ties(self, commission: FloatArray) -> BoolArray:
        """Return where every rival bids the same as this; shape (lots, bids)."""
        ...

    def at(self, chance: FloatArray) -> FloatArray:
        """Return the bid below which a rival bids with this chance, shape (lots, ...)."""
        ...

    def jumps(self) -> FloatArray:
        """Return bids worth trying because F jumps just above, shape (lots, any)."""
        ...


@dataclass(frozen=True, kw_only=True, eq=False)
class CutNormalBids:
    """Bids around a mean, within 0 and 1. Without spread everyone bids the mean."""

    mean: FloatArray
    """Mean commission before the cut, shape (lots,) or (1,)."""
    sd: FloatArray
    """Standard deviation before the cut, same shape."""

    def __post_init__(self) -> None:
        for name in ("mean", "sd"):
            object.__setattr__(self, name, np.atleast_1d(np.asarray(getattr(self, name), float)))
        require_share(t("rival-mean"), self.mean)
        require_at_least(
            t("rival-sd"),
            self.sd,
            0.0,
            why=t("It is the spread of rivals' bids; 0.03 is 3 points, 0 is everyone at the mean."),
        )
        require_share(t("rival-sd"), self.sd)
        object.__setattr__(self, "sd", np.where(self.sd < _NO_SPREAD, 0.0, self.sd))

    def chance_below(self, commission: FloatArray) -> FloatArray:
        """Return F(b); without spread 0 up to the mean, ties included, and 1 above."""
        mean, sd = self.mean[:, None], self._spread[:, None]
        low, high = ndtr(-mean / sd), ndtr((1.0 - mean) / sd)
        inside = np.clip((ndtr((commission - mean) / sd) - low) / (high - low), 0.0, 1.0)
        step = (commission - mean > TICK * _NEARLY).astype(float)
        return np.asarray(np.where(self.sd[:, None] > 0.0, inside, step))

    def ties(self, commission: FloatArray) -> BoolArray:
        """Return where all rivals bid the same and this bid is within a tick of theirs."""
        near = np.abs(commission - self.mean[:, None]) < TICK * _NEARLY
        return np.asarray((self.sd[:, None] == 0.0) & near)

    def at(self, chance: FloatArray) -> FloatArray:
        """Return the quantile; without spread the mean."""
        wide = (-1,) + (1,) * (np.ndim(chance) - 1)
        mean, sd = self.mean.reshape(wide), self._spread.reshape(wide)
        low, high = ndtr(-mean / sd), ndtr((1.0 - mean) / sd)
        inside = np.clip(mean + sd * ndtri(low + chance * (high - low)), 0.0, 1.0)
        return np.asarray(np.where(self.sd.reshape(wide) > 0.0, inside, mean))

    def jumps(self) -> FloatArray:
        """Return the bid a tick below the mean; with spread F does not jump, and it is harmless."""
        return np.asarray(self.mean[:, None] - TICK)

    def mean_and_sd(self) -> tuple[FloatArray, FloatArray]:
        """Return mean and standard deviation of the bids after the cut, by quadrature."""
        places, weights = np.polynomial.legendre.leggauss(200)
        bids = self.at(np.broadcast_to((places + 1.0) / 2.0, (self.mean.size, places.size)))
        mean = bids @ weights / 2.0
        return mean, np.sqrt(np.maximum((bids - mean[:, None]) ** 2 @ weights / 2.0, 0.0))

    @property
    def _spread(self) -> FloatArray:
        """The spread with 1 for zero, so that nothing is divided by zero."""
        return np.where(self.sd > 0.0, self.sd, 1.0)


_NO_SPREAD = 1e-12
"""Spread that is none: no two bids a tick apart could tell it, and dividing by it overflows."""

_NEARLY = 1.0 - 1e-6
"""So that exactly a tick below is below, in spite of rounding."""
