"""Past results beside the curve fitted to them."""

from dataclasses import dataclass

import numpy as np

from placement.decide.bid.fit import Fit
from placement.decide.bid.results import HEADINGS, past_results
from placement.domain.types import FloatArray
from placement.tape.read import read_table


@dataclass(frozen=True, kw_only=True, eq=False)
class PastHistogram:
    """How many past bids fell where, and how many the fitted curve has there; per bar."""

    low: FloatArray
    high: FloatArray
    bids: FloatArray
    fitted: FloatArray


def past_histogram(
    source: bytes, fit: Fit, *, filename: str, lowest_of: int = 1, bars: int = 20
) -> PastHistogram:
    """Return past bids in equal bars of commission with the fitted number in each.

        fitted = rows * (G(high) - G(low)),  G(b) = 1 - (1 - F(b))^k

    Args:
        source: The file's content.
        fit: What was fitted to it.
        filename: Name the user knows it by.
        lowest_of: k, of how many bids each row is the lowest.
        bars: How many.

    Raises:
        TapeError: The file cannot be read.
    """
    values = past_results(read_table(source, filename=filename, keep=HEADINGS)).commission
    low = max(0.0, min(float(values.min()), fit.mean - 3.0 * fit.sd))
    high = min(1.0, max(float(values.max()), fit.mean + 3.0 * fit.sd))
    if high - low < 0.01:
        low, high = max(low - 0.01, 0.0), min(high + 0.01, 1.0)
    edges = np.linspace(low, high, bars + 1)
    counts = np.histogram(values, bins=edges)[0].astype(float)
    below = 1.0 - (1.0 - fit.bids.chance_below(edges[None, :])[0]) ** lowest_of
    return PastHistogram(
        low=edges[:-1], high=edges[1:], bids=counts, fitted=fit.rows * np.diff(below)
    )
