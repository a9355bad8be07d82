"""The concave envelope of values on a grid: the best mix of two points around each place."""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """How the envelope is reached; arrays have shape (places, columns)."""

    value: FloatArray
    left: IntArray
    """Grid point on the left; the place itself where that is best."""
    right: IntArray
    share: FloatArray
    """Part of the whole at the left point, from 0 to 1."""

    def at_left(self, values: FloatArray) -> FloatArray:
        """Return other values of the grid at the left points."""
        return np.take_along_axis(values, self.left, axis=0)

    def at_right(self, values: FloatArray) -> FloatArray:
        """Return other values of the grid at the right points."""
        return np.take_along_axis(values, self.right, axis=0)


def concave_envelope(values: FloatArray, *, at: IntArray) -> Split:
    """Return the least concave function above the values, at some of the grid's points.

        envelope(x) = max over a <= x <= b of [(b - x) * value(a) + (x - a) * value(b)] / (b - a)

    Args:
        values: One curve per column on a grid of equal steps, shape (grid, columns).
        at: Grid points to return, shape (places,).
    """
    size = len(values)
    left, right = (pair.ravel() for pair in np.meshgrid(range(size), range(size), indexing="ij"))
    places = np.asarray(at)[:, None]
    around = (left <= places) & (right >= places) & ((left < places) == (right > places))
    width = np.where(right > left, right - left, 1)
    share = np.where(right > left, (right - places) / width, 1.0)
    mixed = share[..., None] * values[left] + (1.0 - share)[..., None] * values[right]
    mixed = np.where(around[..., None], mixed, -np.inf)
    # Rounding must not make a split of what one point does as well.
    itself = left[None] == right[None]
    edge = 1e-12 * np.abs(values).max(axis=0)
    chosen = np.argmax(mixed + np.where(itself[..., None], edge, 0.0), axis=1)
    return Split(
        value=np.take_along_axis(mixed, chosen[:, None, :], axis=1)[:, 0],
        left=left[chosen],
        right=right[chosen],
        share=np.take_along_axis(np.broadcast_to(share, around.shape), chosen, axis=1),
    )
