"""What it is worth to find one factor out: closed forms of normal, linear cases."""

import numpy as np
import pytest
from scipy.stats import norm

from placement.risk.information import main_effect, value_of_knowing
from tests.risk.test_odds import unit_normal_loss

DRAWS = 40_000


def scores(count: int = 3) -> np.ndarray:
    return np.random.default_rng(5).standard_normal((count, DRAWS))


@pytest.mark.parametrize("ahead", [0.0, 2.0, -4.0])
def test_knowing_one_of_three_normal_parts_of_a_difference(ahead) -> None:
    """EVPPI = a * unit normal loss of |mean| / a, a the weight of the part that is known."""
    one, two, three = scores()
    net = np.stack([ahead + 3.0 * one + 4.0 * two, np.zeros(DRAWS)])
    for score, weight in ((one, 3.0), (two, 4.0)):
        exact = weight * unit_normal_loss(abs(ahead) / weight)
        np.testing.assert_allclose(value_of_knowing(score, net), exact, atol=0.05)
    assert value_of_knowing(three, net) < 0.06


def test_knowing_is_worth_nothing_where_the_choice_stays() -> None:
    one, two, _ = scores()
    net = np.stack([100.0 + one, two])
    assert value_of_knowing(one, net) == 0.0


def test_a_discrete_factor_by_enumeration() -> None:
    """Bad (half of the draws): 0 or 1; good: 5 or 1. Knowing brings (1 + 5) / 2 - 2.5 = 0.5."""
    (one,) = scores(1)
    net = np.stack([np.where(one > 0.0, 5.0, 0.0), np.ones(DRAWS)])
    np.testing.assert_allclose(value_of_knowing(one, net), 0.5, atol=0.06)


def test_main_effects_of_a_linear_net_are_the_shares_of_its_variance() -> None:
    one, two, three = scores()
    net = 3.0 * one + 4.0 * two
    np.testing.assert_allclose(main_effect(one, net), 9.0 / 25.0, atol=0.01)
    np.testing.assert_allclose(main_effect(two, net), 16.0 / 25.0, atol=0.01)
    np.testing.assert_allclose(main_effect(three, net), 0.0, atol=0.001)


def test_the_main_effect_of_a_bent_curve() -> None:
    """The square of the share below, uniform: nothing but its own curve, to a broken line."""
    (one,) = scores(1)
    np.testing.assert_allclose(main_effect(one, norm.cdf(one) ** 2), 1.0, atol=1e-4)


def test_what_never_changes_is_explained_by_nothing() -> None:
    (one,) = scores(1)
    assert main_effect(one, np.full(DRAWS, 7.0)) == 0.0


def test_too_few_draws_tell_nothing() -> None:
    assert np.isnan(value_of_knowing(np.zeros(10), np.zeros((2, 10))))
    assert np.isnan(main_effect(np.zeros(10), np.zeros(10)))
