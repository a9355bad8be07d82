"""Pieces that are dropped are nowhere the only highest."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from placement.decide.timing.exact.pieces import highest


@given(seed=st.integers(0, 10_000), pieces=st.integers(1, 60), corners=st.sampled_from([3, 4]))
def test_the_highest_stays_everywhere(seed: int, pieces: int, corners: int) -> None:
    """On 200 random points of the region the maximum over what stays is the maximum of all."""
    rng = np.random.default_rng(seed)
    coefficients = np.round(rng.normal(size=(pieces, 3)), 1)
    region = np.column_stack([rng.uniform(0.0, 1.0, (corners, 2)), np.ones(corners)])
    kept = highest(coefficients, region)
    inside = rng.dirichlet(np.ones(corners), 200) @ region
    everything = (inside @ coefficients.T).max(axis=1)
    np.testing.assert_allclose((inside @ coefficients[kept].T).max(axis=1), everything, atol=1e-12)


def test_a_piece_below_another_goes() -> None:
    """Three pieces over a strip: the middle one lies under the last at both ends."""
    strip = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    pieces = np.array([[3.0, 0.0, 0.0], [1.0, 0.0, 1.0], [-1.0, 0.0, 2.5], [0.5, 0.0, 0.9]])
    assert sorted(highest(pieces, strip).tolist()) == [0, 1, 2]


def test_many_pieces_shrink_to_those_needed() -> None:
    """Planes that touch a bowl from below are all needed; what lies under them is not."""
    angle = np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)
    centre = 0.33 + 0.2 * np.column_stack([np.cos(angle), np.sin(angle)])
    touching = np.column_stack([2.0 * centre, -(centre**2).sum(axis=1)])
    rng = np.random.default_rng(1)
    mixtures = rng.dirichlet(np.ones(12), 300) @ touching - [0.0, 0.0, 1e-6]
    region = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]])
    kept = highest(np.concatenate([mixtures, touching]), region)
    assert set(range(300, 312)) <= set(kept.tolist())
    assert len(kept) < 40
