"""What draws say: by hand, by closed forms, and by laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from placement.risk.odds import odds_of, together
from tests.risk.numbers import worth_of

OWED = np.array([100.0])
SHUT = -np.inf


def unit_normal_loss(x: float) -> float:
    """Return E[(Z - x)+], Z standard normal."""
    return float(norm.pdf(x) - x * norm.sf(x))


def test_four_draws_of_three_choices_by_hand() -> None:
    """The best are 5, 4, 6, 3: their mean is 4.5; choice 1 has a mean of 3.5."""
    worth = worth_of([5.0, -1.0, 6.0, 2.0], [4.0, 4.0, 3.0, 3.0], [SHUT, 2.0, SHUT, 2.0])
    odds = odds_of(worth, worth_of([4.0], [3.0], [2.0]), balance=OWED)
    np.testing.assert_allclose(odds.mean[:, 0], [3.0, 3.5, 1.0])
    np.testing.assert_allclose(odds.p_best[:, 0], [0.5, 0.5, 0.0])
    np.testing.assert_allclose(odds.p_loss[:, 0], [0.25, 0.0, 0.0])
    np.testing.assert_allclose(odds.p_open[:, 0], [1.0, 1.0, 0.5])
    np.testing.assert_allclose(odds.regret[:, 0], [1.5, 1.0, 3.5])
    np.testing.assert_allclose(odds.evpi, [1.0])
    assert (odds.lead[0], odds.best[0]) == (0, 1)


@pytest.mark.parametrize(("ahead", "spread"), [(0.0, 10.0), (5.0, 10.0), (-20.0, 10.0)])
def test_perfect_information_on_a_normal_difference(ahead, spread) -> None:
    """EVPI = sd * (phi(x) - x (1 - Phi(x))), x = |mean| / sd; P(best) = Phi(mean / sd)."""
    shares = (np.arange(400_000) + 0.5) / 400_000
    difference = ahead + spread * norm.ppf(shares)
    worth = worth_of(difference, np.zeros_like(difference))
    odds = odds_of(worth, worth_of([ahead], [0.0]), balance=OWED)
    exact = spread * unit_normal_loss(abs(ahead) / spread)
    np.testing.assert_allclose(odds.evpi[0], exact, rtol=2e-4)
    np.testing.assert_allclose(odds.p_best[0, 0], norm.cdf(ahead / spread), atol=1e-5)
    np.testing.assert_allclose(odds.p05[0, 0], ahead + spread * norm.ppf(0.05), rtol=1e-3)
    np.testing.assert_allclose(odds.p_loss[0, 0], norm.cdf(-ahead / spread), atol=1e-5)


def test_a_choice_that_is_never_open_has_no_numbers() -> None:
    odds = odds_of(worth_of([1.0, 2.0], [SHUT, SHUT]), worth_of([1.0], [SHUT]), balance=OWED)
    assert np.isnan(odds.mean[1, 0])
    assert np.isnan(odds.regret[1, 0])
    assert odds.p_open[1, 0] == 0.0
    assert odds.best[0] == 0


def test_every_choice_may_lose() -> None:
    odds = odds_of(worth_of([-1.0, -3.0], [-2.0, -1.0]), worth_of([-1.0], [-2.0]), balance=OWED)
    np.testing.assert_allclose(odds.p_loss[:, 0], [1.0, 1.0])
    np.testing.assert_allclose(odds.evpi[0], -1.0 - -1.5)


def test_one_draw_is_an_answer_that_asks_for_more() -> None:
    odds = odds_of(worth_of([1.0], [0.0]), worth_of([1.0], [0.0]), balance=OWED)
    np.testing.assert_allclose(odds.p_best[:, 0], [1.0, 0.0])
    assert not odds.is_enough


def test_more_draws_are_asked_for_until_the_chance_is_told_to_two_points() -> None:
    """At a chance of a half, 0.5 (1 - 0.5) (1.96 / 0.02)^2 = 2,401 draws."""
    turns = np.tile([10.0, -10.0], 500)
    odds = odds_of(worth_of(turns, np.zeros(1000)), worth_of([0.0], [-1.0]), balance=OWED)
    assert odds.draws_needed[0] == 2401
    assert not odds.is_enough
    more = odds_of(worth_of(np.tile(turns, 3), np.zeros(3000)), worth_of([0.0], [-1.0]),
                   balance=OWED)  # fmt: skip
    assert more.is_enough


@given(st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 3), min_size=1, max_size=30))
def test_laws_of_any_draws(rows) -> None:
    nets = np.array(rows).T
    odds = odds_of(worth_of(*nets), worth_of(*nets[:, :1]), balance=OWED)
    np.testing.assert_allclose(odds.p_best.sum(), 1.0)
    assert np.all(odds.regret >= -1e-6)
    assert np.all(odds.p05 <= odds.p95)
    # The best on average is the one of least regret.
    np.testing.assert_allclose(odds.regret[odds.best[0], 0], odds.evpi[0])


def test_a_book_adds_up_draw_by_draw() -> None:
    """Two segments of 10 and 1 accounts: 10 * (1, 3) + (5, -1) = 15, 29."""
    net = np.array([[[1.0, 5.0], [3.0, -1.0]], [[2.0, 4.0], [0.0, 0.0]]])
    worth = worth_of([0.0], [0.0])
    both = type(worth)(names=worth.names, net=net, left=np.zeros((2, 2)))
    stands = type(worth)(names=worth.names, net=net[:, :1], left=np.zeros((1, 2)))
    found, total = together(both, stands, [0, 0], np.array([10, 1]))
    np.testing.assert_allclose(total, [15.0, 29.0])
    assert found.value == 15.0
    np.testing.assert_allclose(found.regret, ((25.0 - 15.0) + (30.0 - 29.0)) / 2)
    np.testing.assert_allclose(found.at_risk, 22.0 - 15.7)
