"""Drops linear pieces that are nowhere the highest."""

import numpy as np

from placement.domain.types import FloatArray, IntArray

FEW = 12
"""Pieces from which on a hull is worth its time."""

FAR_BELOW = 1e3
"""How many times the spread of heights lies between the pieces and the point far below them."""

ROUNDING = 1e-13
"""Share of the largest height by which one piece may lie above another and count as no higher."""


def highest(pieces: FloatArray, corners: FloatArray) -> IntArray:
    """Return positions of pieces among which the highest is, everywhere on the region.

    A piece goes if another one is at least as high at every corner of the region: pieces are
    linear, so it is then nowhere the only highest. So does one inside the hull of the others. What
    stays may hold some that are never needed; that costs time and no accuracy.

    Args:
        pieces: Shape (pieces, dimensions).
        corners: Points whose cone is the region, shape (corners, dimensions).
    """
    at = pieces @ corners.T
    chosen = _not_below_one(at)
    if len(chosen) > FEW:
        chosen = chosen[_on_the_hull(pieces[chosen] * np.abs(corners).max(axis=0))]
    return chosen


def _not_below_one(at: FloatArray) -> IntArray:
    slack = ROUNDING * np.abs(at).max(initial=1.0)
    order = np.argsort(-at.sum(axis=1), kind="stable")
    kept = np.empty_like(at)
    chosen: list[int] = []
    for position in order:
        heights = at[position]
        if chosen and (kept[: len(chosen)] >= heights - slack).all(axis=1).any():
            continue
        kept[len(chosen)] = heights
        chosen.append(int(position))
    return np.array(chosen, dtype=np.int64)


def _on_the_hull(at: FloatArray) -> IntArray:
    """Return positions of pieces that are corners of the hull of all of them.

    What lies inside the hull is nowhere the only highest. A point far below closes the hull
    there, so that few corners stay that look down only.
    """
    # Imported where it is needed: most accounts never come here.
    from scipy.spatial import ConvexHull, QhullError

    spread = np.ptp(at, axis=0)
    varies = spread > 0.0
    if not varies.any():
        return np.array([0], dtype=np.int64)
    scaled = (at[:, varies] - at[:, varies].min(axis=0)) / spread[varies]
    below = np.full((1, scaled.shape[1]), -FAR_BELOW)
    if scaled.shape[1] < 2:
        return np.array([int(np.argmax(scaled[:, 0]))], dtype=np.int64)
    try:
        corners = ConvexHull(np.concatenate([scaled, below])).vertices
    except QhullError:
        # Flat in some direction: nothing is dropped.
        return np.arange(len(at))
    return np.sort(corners[corners < len(at)]).astype(np.int64)
