"""The debtor model against its closed form, a walk on plain floats and the field note."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.odds.debtor import (
    average_contacts_per_success,
    chance_within_month,
    contacts_per_willing_from_average,
    follow,
    instalment_factor,
    pay_hazard,
)
from tests.tolerances import RECOMPUTED, ROUNDING

SHARE = st.floats(0.001, 0.98)
RATE = st.floats(0.0, 3.0)
MONTHS = st.integers(1, 60)


def test_one_month_by_hand() -> None:
    """40% willing, half of the leaving pays at equal rates: 0.4 * 0.5 * (1 - e^-0.2)."""
    path = follow(np.array([0.4]), hazard=np.array([[0.1, 0.1]]), fade_rate=np.array([0.1]))
    first = 0.4 * 0.5 * (1.0 - math.exp(-0.2))
    np.testing.assert_allclose(path.paid[0], [first, first * math.exp(-0.2)], rtol=ROUNDING)
    np.testing.assert_allclose(path.open_before[0], [1.0, 1.0 - first], rtol=ROUNDING)


@given(w=SHARE, mu=RATE, fade=RATE, months=MONTHS)
def test_month_by_month_is_the_closed_form(w: float, mu: float, fade: float, months: int) -> None:
    path = follow(np.array([w]), hazard=np.full((1, months), mu), fade_rate=np.array([fade]))
    k = np.arange(1, months + 1)
    rate = mu + fade
    closed = w * mu / rate * -np.expm1(-rate * k) if rate > 0.0 else np.zeros(months)
    np.testing.assert_allclose(np.cumsum(path.paid[0]), closed, rtol=RECOMPUTED, atol=1e-15)


@given(w=SHARE, r=SHARE, fade=RATE, hazards=st.lists(RATE, min_size=1, max_size=30))
def test_masses_are_conserved(w: float, r: float, fade: float, hazards: list[float]) -> None:
    """Walked on plain floats: willing, reluctant, lost and paid always make one."""
    w, r = w * (1.0 - 0.5 * r), 0.5 * r
    path = follow(np.array([w]), hazard=np.array([hazards]), fade_rate=np.array([fade]))
    paid, lost, willing, reluctant = 0.0, 1.0 - w - r, w, r
    for month, hazard in enumerate(hazards):
        assert path.open_before[0, month] == pytest.approx(
            willing + reluctant + lost, rel=RECOMPUTED
        )
        paid += path.paid[0, month]
        leaving = willing * -math.expm1(-(hazard + fade))
        fading = leaving - path.paid[0, month] + reluctant * -math.expm1(-fade)
        willing, reluctant = willing - leaving, reluctant * math.exp(-fade)
        lost += fading
        assert fading >= -1e-15
    assert willing + reluctant + lost + paid == pytest.approx(1.0, rel=ROUNDING)
    assert path.paid.sum() <= w * (1.0 + ROUNDING)


def test_segments_and_draws_keep_their_own_rates() -> None:
    """A row of the big table equals the same account alone."""
    rng = np.random.default_rng(7)
    willing, fade = rng.uniform(0, 0.5, (3, 4)), rng.uniform(0, 0.1, 4)
    hazard = rng.uniform(0, 0.5, (3, 4, 5))
    whole = follow(willing, hazard=hazard, fade_rate=fade)
    one = follow(willing[2, 1:2], hazard=hazard[2, 1:2], fade_rate=fade[1:2])
    np.testing.assert_array_equal(whole.paid[2, 1], one.paid[0])


def test_nobody_pays_where_nothing_happens() -> None:
    path = follow(np.array([0.5]), hazard=np.zeros((1, 3)), fade_rate=np.array([0.0]))
    assert path.paid.tolist() == [[0.0, 0.0, 0.0]]
    assert path.open_before.tolist() == [[1.0, 1.0, 1.0]]


@given(rate=st.floats(0.0, 50.0))
def test_chance_within_a_month_has_its_limit(rate: float) -> None:
    expected = 1.0 if rate < 1e-15 else -math.expm1(-rate) / rate
    assert chance_within_month(np.array(rate)) == pytest.approx(expected, rel=1e-11)


def test_contacts_raise_the_hazard_by_their_share_of_omega() -> None:
    """A tenth of the contacts needed each month, on top of one in a hundred by itself."""
    hazard = pay_hazard(
        np.array(5.0), contacts_per_willing=np.array(50.0), self_cure_rate=np.array(0.01)
    )
    assert float(hazard) == pytest.approx(0.11, rel=ROUNDING)


@given(average=st.floats(1.0, 1e4), w=SHARE, y=st.floats(0.001, 0.999))
def test_average_and_omega_are_each_others_inverse(average: float, w: float, y: float) -> None:
    shares = {"willing": np.array(w), "left_at_end": np.array(y)}
    omega = contacts_per_willing_from_average(np.array(average), **shares)
    back = average_contacts_per_success(omega, **shares)
    assert float(back) == pytest.approx(average, rel=RECOMPUTED)
    assert 0.0 < float(omega) <= average


def test_the_field_note_by_hand() -> None:
    """5,000 calls for 40 successes; one in four willing, a quarter of them left: ln 4 / 0.75."""
    average = np.array(5000 / 40)
    omega = contacts_per_willing_from_average(
        average, willing=np.array(0.25), left_at_end=np.array(0.25)
    )
    assert float(omega) == pytest.approx(125 / (1 + 3 * 1.3862943611 / 0.75), rel=1e-9)
    assert float(omega) == pytest.approx(19.10, abs=0.01)


@given(w=SHARE, y=st.floats(0.05, 0.95))
def test_the_average_is_contacts_over_successes_of_a_placement(w: float, y: float) -> None:
    """Walked in short steps: contacts on all that is open, until y of the willing is left."""
    omega, steps = 30.0, 4_000
    i = omega * math.log(1.0 / y) / steps
    path = follow(np.array([w]), hazard=np.full((1, steps), i / omega), fade_rate=np.array([0.0]))
    average = i * path.open_before.sum() / path.paid.sum()
    shares = {"willing": np.array(w), "left_at_end": np.array(y)}
    stated = average_contacts_per_success(np.array(omega), **shares)
    assert average == pytest.approx(float(stated), rel=2e-3)


@pytest.mark.parametrize(("w", "y"), [(0.0, 0.25), (0.25, 0.0), (0.25, 1.0), (1.0, 0.25)])
def test_omega_stays_a_positive_number_at_the_ends(w: float, y: float) -> None:
    """A user may set any share; at y = 1 it is the marginal figure w * A."""
    omega = contacts_per_willing_from_average(
        np.array(100.0), willing=np.array(w), left_at_end=np.array(y)
    )
    assert 0.0 < float(omega) < np.inf
    if y == 1.0:
        assert float(omega) == pytest.approx(w * 100.0, rel=ROUNDING)


def test_three_instalments_by_hand() -> None:
    """Each next one is worth 0.99 * 0.97 of the one before."""
    kept = 0.99 * 0.97
    factor = instalment_factor(
        months=np.array([3.0, 1.0]), breakage=np.array([0.03, 0.5]), discount=np.array(0.99)
    )
    np.testing.assert_allclose(factor, [(1 + kept + kept * kept) / 3, 1.0], rtol=ROUNDING)


def test_instalments_without_loss_are_worth_the_whole() -> None:
    factor = instalment_factor(
        months=np.array([12.0]), breakage=np.array([0.0]), discount=np.array(1.0)
    )
    assert factor.tolist() == [1.0]
