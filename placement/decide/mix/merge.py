"""Seats of a contract split over its bands: concave envelopes merged, the steepest piece first.

A band's value at each intensity, against the people it needs at the start, has a least concave
function above it; a point between two corners is reached by working part of the accounts one way
and the rest the other. Seats go to whatever piece of any band's envelope earns most a person, so
that no other split of so many seats is worth more.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from placement.domain.types import FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """How the bands are worked at each level; arrays have shape (levels, bands).

    A share of each level is worked by the corners `low`, the rest by `high`; they differ in one
    band at most.
    """

    low: IntArray
    """Grid points; 0 is no work."""
    high: IntArray
    share_low: FloatArray
    """Shape (levels,)."""


def split_seats(people: FloatArray, values: FloatArray, *, seats: FloatArray) -> Split:
    """Return the best split of every number of seats over the bands.

    Args:
        people: People at the start at each grid point, rising from 0, shape (grid, bands).
        values: What a band earns there, shape (grid, bands).
        seats: Seats of each level, at most those of the best points, shape (levels,).
    """
    pieces = [
        (slope, band, corner, float(people[corner, band] - people[before, band]))
        for band in range(people.shape[1])
        for slope, before, corner in _pieces(people[:, band], values[:, band])
    ]
    # The steepest first; in a band they come in their order, because its envelope is concave.
    pieces.sort(key=lambda piece: -piece[0])
    corners = np.zeros((len(pieces) + 1, people.shape[1]), dtype=np.int64)
    for number, (_, band, corner, _) in enumerate(pieces, start=1):
        corners[number] = corners[number - 1]
        corners[number, band] = corner
    ends = np.cumsum([0.0, *(piece[3] for piece in pieces)])
    within = np.clip(seats, 0.0, ends[-1])
    # Rounding must not leave a sliver of a piece at the ends of pieces.
    upper = np.searchsorted(ends, within - 1e-12 * max(ends[-1], 1.0))
    lower = np.maximum(upper - 1, 0)
    width = np.where(upper > lower, ends[upper] - ends[lower], 1.0)
    share = np.where(upper > lower, (ends[upper] - within) / width, 0.0)
    return Split(low=corners[lower], high=corners[upper], share_low=np.clip(share, 0.0, 1.0))


def _pieces(people: FloatArray, values: FloatArray) -> list[tuple[float, int, int]]:
    """Return slope, first and last grid point of each rising piece of the envelope."""
    hull = [0]
    for point in range(1, len(people)):
        if people[point] <= people[hull[-1]]:
            continue
        while len(hull) > 1 and _slope(people, values, hull[-2], hull[-1]) <= _slope(
            people, values, hull[-2], point
        ):
            hull.pop()
        hull.append(point)
    steep = [(_slope(people, values, a, b), a, b) for a, b in pairwise(hull)]
    return [piece for piece in steep if piece[0] > 0.0]


def _slope(people: FloatArray, values: FloatArray, a: int, b: int) -> float:
    return float((values[b] - values[a]) / (people[b] - people[a]))
