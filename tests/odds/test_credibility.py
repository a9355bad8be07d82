"""Own experience beside that of all: what chance alone shows counts for nothing."""

import numpy as np
import pytest

from placement.domain.errors import InputError
from placement.odds.credibility import blend, blend_with_prior


def test_groups_that_differ_by_chance_alone_have_no_credibility() -> None:
    values = np.array([[1.0, 3.0, 2.0], [2.0, 1.0, 3.0], [3.0, 2.0, 1.0]])
    found = blend(values, np.ones((3, 3)))
    assert found.between == 0.0
    np.testing.assert_array_equal(found.credibility, 0.0)
    np.testing.assert_allclose(found.blended, 2.0)


def test_groups_without_noise_are_believed() -> None:
    found = blend(np.array([[1.0, 1.0], [3.0, 3.0]]), np.ones((2, 2)))
    np.testing.assert_array_equal(found.credibility, 1.0)
    np.testing.assert_array_equal(found.blended, [1.0, 3.0])


def test_the_variances_are_right_on_average() -> None:
    """Unbiased by construction: many small books of known variances."""
    rng = np.random.default_rng(3)
    weights = rng.uniform(1.0, 9.0, (6, 5))
    within, apart, books = 0.0, 0.0, 4_000
    for _ in range(books):
        true = 5.0 + 2.0 * rng.standard_normal(6)
        found = blend(true[:, None] + 3.0 * rng.standard_normal((6, 5)) / np.sqrt(weights), weights)
        within, apart = within + found.within / books, apart + found.between / books
    assert within == pytest.approx(9.0, rel=0.02)
    # Cut at 0, which these variances seldom reach.
    assert apart == pytest.approx(4.0, rel=0.05)


def test_what_is_missing_is_not_nothing() -> None:
    values, weights = np.array([[1.0, 2.0, np.nan], [4.0, 6.0, 5.0]]), np.ones((2, 3))
    short = blend(values, weights)
    assert short.own.tolist() == [1.5, 5.0]


@pytest.mark.parametrize(
    ("values", "weights"),
    [
        ([[1.0, 2.0]], [[1.0, 1.0]]),
        ([[1.0], [2.0]], [[1.0], [1.0]]),
        ([[1.0, 2.0], [np.nan, np.nan]], [[1.0, 1.0], [1.0, 1.0]]),
        ([[1.0, 2.0], [1.0, 3.0]], [[1.0, -1.0], [1.0, 1.0]]),
    ],
)
def test_too_little_is_said(values: list[list[float]], weights: list[list[float]]) -> None:
    with pytest.raises(InputError):
        blend(np.array(values), np.array(weights))


def test_a_prior_range_counts_by_its_width() -> None:
    """Relative error 0.1 against a range of half as much and twice as much: Z = 0.947."""
    found = blend_with_prior(own=0.2, own_se=0.02, prior=0.4, prior_low=0.2, prior_high=0.8)
    between = (np.log(4.0) / (2 * 1.6448536)) ** 2
    assert found.credibility == pytest.approx(between / (between + 0.01))
    assert found.blended == pytest.approx(0.2**found.credibility * 0.4 ** (1 - found.credibility))
    assert found.low < found.blended < found.high
    sure = blend_with_prior(own=0.2, own_se=0.02, prior=0.4, prior_low=0.4, prior_high=0.4)
    assert (sure.credibility, sure.blended) == (0.0, pytest.approx(0.4))
