"""Finding the best of many bids: a first search in steps of a point, then narrower ones."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from placement.domain.types import FloatArray

STEPS = 100
"""Equal steps of the first search from 0 to 1; the best bid lies within one of them."""

ZOOMS, ZOOM_POINTS = 3, 21
"""Narrower searches around the best; they end at 1e-5 of commission, where the top is flat."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """Bids and what comes of them, arrays of shape (lots, bids)."""

    commission: FloatArray
    chance: FloatArray
    """To win."""
    if_won: FloatArray
    """Profit expected in the light of having won."""
    real: FloatArray
    """Expected profit: the chance times that, less the cost of bidding."""
    naive: FloatArray
    """Expected profit as it looks to one who takes the estimate for the truth."""
    truth: FloatArray
    """True over estimated odds that are expected of a lot won."""
    truth_if_lost: FloatArray
    """The same of a lot that somebody else wins."""

    def at(self, place: np.ndarray) -> "Judged":
        """Return one bid for each lot, shape (lots, 1)."""
        return Judged(
            **{
                name: np.take_along_axis(array, place, axis=-1)
                for name, array in vars(self).items()
            }
        )


Judge = Callable[[FloatArray], Judged]
"""Own bids (lots, bids) to what comes of them."""


def search(
    judge: Judge,
    first: Judged,
    *,
    floor: FloatArray,
    ceiling: FloatArray,
    by: Literal["real", "naive"],
) -> Judged:
    """Return the best bid of each lot from floor to ceiling, shape (lots, 1).

    Args:
        judge: What comes of bids of shape (lots, bids).
        first: The first search, in steps of 1 / `STEPS`, floor and ceiling among them.
        floor: Shape (lots,). Where it is NaN or above the ceiling the answer means nothing.
        ceiling: Shape (lots,).
        by: Which expected profit to make highest.
    """
    low = np.nan_to_num(floor, nan=1.0)[:, None]
    high = np.maximum(ceiling[:, None], low)
    best, half = _best(first, low, high, by), 1.0 / STEPS
    for _ in range(ZOOMS):
        around = best.commission + half * np.linspace(-1.0, 1.0, ZOOM_POINTS)
        best = _better(best, _best(judge(np.clip(around, low, high)), low, high, by), by)
        half *= 2.0 / (ZOOM_POINTS - 1)
    return best


def _best(judged: Judged, low: FloatArray, high: FloatArray, by: str) -> Judged:
    allowed = (judged.commission >= low) & (judged.commission <= high)
    return judged.at(np.argmax(np.where(allowed, getattr(judged, by), -np.inf), axis=-1)[:, None])


def _better(old: Judged, new: Judged, by: str) -> Judged:
    gains = getattr(new, by) > getattr(old, by)
    return Judged(
        **{name: np.where(gains, array, getattr(old, name)) for name, array in vars(new).items()}
    )
