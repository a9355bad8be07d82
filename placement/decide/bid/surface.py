"""What a lot of many segments earns, worked out at few points and read smoothly between them.

One segment's profit has a kink where the agency begins to work it; the sum over many segments is
all but smooth, so a cubic spline through few points stands for the sum. It is taken over the
logarithm of the truth and the square root of the commission, because segments begin to pay their
way at low commissions. Only as much of it is worked out as the truths that are asked for need.

Error: expected profits within 0.5 % of those valued afresh, see tests/decide/bid/test_surface.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from scipy.interpolate import RectBivariateSpline

from placement.decide.bid.truth import TRUTHS
from placement.domain.types import FloatArray, IntArray

Profit = Callable[[FloatArray, FloatArray], FloatArray]
"""Commissions (bids,) and truths (truths,) to profits (truths, bids)."""

ROOTS = np.linspace(0.0, 1.0, 41)
"""Square roots of the commissions that are worked out."""

STEP = 0.125
"""Step in the logarithm of the truth."""

REACHES = (0.625, 1.25, 2.5, 4.0)
"""How far from the estimate surfaces go, in the logarithm of the truth; farther the value stays."""

MATTERS = 6.0 / float(TRUTHS[-1])
"""Share of the way to the outermost truth beyond which a truth is too rare to matter."""


def reach_of(factor: FloatArray) -> float:
    """Return how far a surface must go for these truths."""
    farthest = MATTERS * float(np.abs(np.log(factor)).max())
    return next((reach for reach in REACHES if farthest <= reach), REACHES[-1])


@dataclass(frozen=True, kw_only=True, eq=False)
class Surface:
    """Profits read off a surface through points of `profit`, which grows as it is asked for."""

    profit: Profit
    _rows: dict[int, FloatArray] = field(default_factory=dict)
    _read: dict[float, RectBivariateSpline] = field(default_factory=dict)

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return the profits, shape (truths, bids)."""
        reach = reach_of(factor)
        if reach not in self._read:
            self._read[reach] = self._through(reach)
        truth = np.clip(np.log(factor), -reach, reach)
        wide = np.meshgrid(truth, np.sqrt(commission), indexing="ij")
        return np.asarray(self._read[reach].ev(*wide))

    def _through(self, reach: float) -> RectBivariateSpline:
        places: IntArray = np.arange(-round(reach / STEP), round(reach / STEP) + 1)
        missing = [int(place) for place in places if int(place) not in self._rows]
        if missing:
            worked_out = self.profit(ROOTS**2, np.exp(STEP * np.array(missing)))
            self._rows.update(zip(missing, worked_out, strict=True))
        points = np.stack([self._rows[int(place)] for place in places])
        return RectBivariateSpline(STEP * places, ROOTS, points, s=0)
