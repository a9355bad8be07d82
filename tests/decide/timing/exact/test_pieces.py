"""Pieces that are dropped are nowhere the only highest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from placement.decide.timing.exact.pieces import highest


@given(seed=st.integers(0, 10_000), pieces=st.integers(1, 60), boxes=st.integers(1, 4))
def test_the_highest_stays_everywhere(seed: int, pieces: int, boxes: int) -> None:
    """On 200 random points of each box the maximum over what stays is the maximum of all."""
    rng = np.random.default_rng(seed)
    coefficients = np.round(rng.normal(size=(pieces, 3)), 1)
    ends = np.sort(rng.uniform(0.0, 1.0, (2, boxes, 3)), axis=0)
    kept = highest(coefficients, *ends)
    inside = rng.uniform(ends[0], ends[1], (200, boxes, 3)).reshape(-1, 3)
    everything = (inside @ coefficients.T).max(axis=1)
    np.testing.assert_allclose((inside @ coefficients[kept].T).max(axis=1), everything, atol=1e-12)


def test_a_piece_below_another_goes() -> None:
    """The last lies under the second all over the box; the others are each somewhere on top."""
    low, high = np.array([[0.0, 1.0]]), np.array([[1.0, 1.0]])
    pieces = np.array([[3.0, 0.0], [1.0, 1.0], [-1.0, 2.5], [0.5, 0.9]])
    assert sorted(highest(pieces, low, high).tolist()) == [0, 1, 2]


def test_where_the_region_is_small_few_are_left() -> None:
    """Of planes that touch a bowl only those near the box can be the highest there."""
    rng = np.random.default_rng(1)
    at = rng.uniform(0.0, 1.0, (300, 2))
    touching = np.column_stack([2.0 * at, -(at**2).sum(axis=1)])
    low, high = np.array([[0.45, 0.45, 1.0]]), np.array([[0.5, 0.5, 1.0]])
    assert len(highest(touching, low, high)) < 60
