"""Drops linear pieces that are nowhere the highest."""

import numpy as np

from placement.domain.types import FloatArray, IntArray

MIXES = (0.0, 0.5, 1.0)
"""Between the second and the third corner: the sections on which upper hulls are drawn."""

FEW = 16
"""Pieces from which on a hull in all dimensions is worth its time."""

FAR_BELOW = 1e3
"""How many times the spread of heights lies between the pieces and the point far below them."""


def highest(pieces: FloatArray, corners: FloatArray) -> IntArray:
    """Return positions of pieces among which the highest is, everywhere on the region.

    A piece goes if another one, or a mixture of two, is at least as high at every corner of the
    region: pieces are linear, so it is then nowhere the only highest. What stays may hold some
    that are never needed; that costs time and no accuracy.

    Args:
        pieces: Shape (pieces, dimensions).
        corners: Points whose hull is the region, shape (corners, dimensions).
    """
    at = pieces @ corners.T
    chosen = _not_below_one(at)
    for mix in MIXES:
        if len(chosen) > 2:
            chosen = chosen[_not_below_two(at[chosen], mix)]
    if len(chosen) > FEW:
        chosen = chosen[_on_the_hull(at[chosen])]
    return chosen


def _not_below_one(at: FloatArray) -> IntArray:
    order = np.argsort(-at.sum(axis=1), kind="stable")
    kept = np.empty_like(at)
    chosen: list[int] = []
    for position in order:
        heights = at[position]
        if chosen and (kept[: len(chosen)] >= heights).all(axis=1).any():
            continue
        kept[len(chosen)] = heights
        chosen.append(int(position))
    return np.array(chosen, dtype=np.int64)


def _not_below_two(at: FloatArray, mix: float) -> IntArray:
    """Return positions left after neighbours on the upper hull of one section were mixed."""
    across, up = at[:, 0], (1.0 - mix) * at[:, 1] + mix * at[:, 2]
    hull = _upper_hull(across, up)
    if len(hull) < 2:
        return np.arange(len(at))
    right = np.clip(np.searchsorted(across[hull], across), 1, len(hull) - 1)
    low, high = hull[right - 1], hull[right]
    width = across[high] - across[low]
    share = ((across - across[low]) / np.where(width > 0.0, width, 1.0))[:, None]
    mixed = (1.0 - share) * at[low] + share * at[high]
    beaten = (mixed >= at).all(axis=1) & (share[:, 0] >= 0.0) & (share[:, 0] <= 1.0)
    beaten[hull] = False
    return np.flatnonzero(~beaten)


def _on_the_hull(at: FloatArray) -> IntArray:
    """Return positions of pieces that are corners of the hull of all heights.

    What lies inside the hull is nowhere the only highest. A point far below closes the hull
    there, so that few corners stay that look down only.
    """
    # Imported where it is needed: most accounts never come here.
    from scipy.spatial import ConvexHull, QhullError

    spread = np.ptp(at, axis=0)
    spread = np.where(spread > 0.0, spread, 1.0)
    scaled = (at - at.min(axis=0)) / spread
    below = np.full((1, at.shape[1]), -FAR_BELOW)
    try:
        corners = ConvexHull(np.concatenate([scaled, below])).vertices
    except QhullError:
        # Flat in some direction; the sections have dropped what can be dropped.
        return np.arange(len(at))
    return np.sort(corners[corners < len(at)]).astype(np.int64)


def _upper_hull(across: FloatArray, up: FloatArray) -> IntArray:
    """Return positions on the upper hull, from left to right (Andrew's monotone chain)."""
    chain: list[int] = []
    for j in np.lexsort((up, across)):
        while len(chain) >= 2:
            i, k = chain[-2], chain[-1]
            turn = (across[k] - across[i]) * (up[j] - up[i]) - (up[k] - up[i]) * (
                across[j] - across[i]
            )
            if turn < 0.0:
                break
            chain.pop()
        chain.append(int(j))
    return np.array(chain, dtype=np.int64)
