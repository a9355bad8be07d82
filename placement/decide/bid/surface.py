"""What a lot of many segments earns, worked out at few points and read smoothly between them.

One segment's profit has a kink where the agency begins to work it; the sum over many segments is
all but smooth, so a cubic spline through few points stands for the sum. It is taken over the
logarithm of the truth and the square root of the commission, because segments begin to pay their
way at low commissions.

Error: expected profits within 0.5 % of those valued afresh, see tests/decide/bid/test_surface.py.
"""

from collections.abc import Callable

import numpy as np
from scipy.interpolate import RectBivariateSpline

from placement.domain.types import FloatArray

Profit = Callable[[FloatArray, FloatArray], FloatArray]
"""Commissions (bids,) and truths (truths,) to profits (truths, bids)."""

ROOTS = np.linspace(0.0, 1.0, 41)
"""Square roots of the commissions that are worked out."""

LOGS = np.linspace(-4.0, 3.5, 81)
"""Logarithms of the truths that are worked out; beyond the ends the value stays. For estimate
errors up to 100 % next to all truths lie inside."""


def surface(profit: Profit) -> Profit:
    """Return a function that reads profits off a surface through points of `profit`."""
    # One truth at a time: all at once would fill the memory for a large book.
    rows = [profit(ROOTS**2, np.exp(LOGS[place : place + 1]))[0] for place in range(LOGS.size)]
    spline = RectBivariateSpline(LOGS, ROOTS, np.stack(rows), s=0)

    def read(commission: FloatArray, factor: FloatArray) -> FloatArray:
        truth = np.clip(np.log(factor), LOGS[0], LOGS[-1])
        wide = np.meshgrid(truth, np.sqrt(commission), indexing="ij")
        return np.asarray(spline.ev(*wide))

    return read
