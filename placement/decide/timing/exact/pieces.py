"""Drops linear pieces that are nowhere the highest."""

import numpy as np

from placement.domain.types import FloatArray, IntArray

ROUNDING = 1e-13
"""Share of the largest height by which one piece may lie above another and count as no higher."""


def highest(pieces: FloatArray, low: FloatArray, high: FloatArray) -> IntArray:
    """Return positions of pieces among which the highest is, everywhere on a region.

    The region is a union of boxes. In a box a piece goes if another one is nowhere below it. What
    stays may hold some that are never needed; that costs time and no accuracy.

        max over the box of (p - q) x = (p - q) middle + |p - q| half of the width

    Args:
        pieces: Shape (pieces, dimensions).
        low: Least coordinates of each box, shape (boxes, dimensions).
        high: Greatest coordinates, same shape.
    """
    middle, half = (0.5 * (high + low)).T, (0.5 * (high - low)).T
    heights = pieces @ middle
    slack = ROUNDING * max(float(heights.max()), -float(heights.min()), 1.0)
    is_chosen = np.zeros(len(pieces), dtype=bool)
    # Boxes in which some pieces are left to compare, and which these are.
    boxes, some = np.arange(len(low)), np.arange(len(pieces))
    while len(boxes):
        best = heights.argmax(axis=0)
        for top in np.unique(best).tolist():
            is_chosen[some[top]] = True
            mine = np.flatnonzero(best == top)
            more = pieces[some] - pieces[some[top]]
            above = more @ middle[:, boxes[mine]] + np.abs(more) @ half[:, boxes[mine]] > slack
            heights[:, mine] = np.where(above, heights[:, mine], -np.inf)
        is_left = heights > -np.inf
        stays, goes_on = is_left.any(axis=1), is_left.any(axis=0)
        heights = heights[stays][:, goes_on]
        boxes, some = boxes[goes_on], some[stays]
    return np.flatnonzero(is_chosen)
