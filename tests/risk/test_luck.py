"""Chance alone: sums of payers against loops over accounts, and alarms at the promised rate."""

import numpy as np
import pytest

from placement.api.uncertainty import streams_of
from placement.risk.alarms import benjamini_hochberg, means_behind, two_sided
from placement.risk.luck import Outcomes, outcomes_of, sums_of


def one(value: float) -> np.ndarray:
    return np.array([value])


def test_a_single_payment_by_hand() -> None:
    """Of 10 % who pay 90 % at once: mean .09, variance .81 * .1 * .9."""
    found = outcomes_of(
        np.array([[0.1]]), np.array([[0.0]]), settlement=one(0.9), instalments=one(1.0),
        breakage=one(0.0),
    )  # fmt: skip
    assert found.mean[0] == pytest.approx(0.09)
    assert found.variance[0] == pytest.approx(0.81 * 0.1 * 0.9)
    assert found.paying[0] == pytest.approx(0.1)


def test_instalments_that_break_off_against_accounts_one_by_one() -> None:
    """Two months begun, three due; a loop over accounts, their months and their breaks."""
    begun, breakage, number = np.array([0.2, 0.1]), 0.3, 3
    found = outcomes_of(
        begun[None], np.array([[0.0, 0.05]]), settlement=one(0.9), instalments=one(3.0),
        breakage=one(breakage),
    )  # fmt: skip
    rng = np.random.default_rng(5)
    money = []
    for _ in range(60_000):
        u, came = rng.random(), 0.0
        if u < begun.sum():
            start = 0 if u < begun[0] else 1
            for k in range(start, min(start + number, 2)):
                if k > start and rng.random() < breakage:
                    break
                came += 0.9 / number
        elif u < begun.sum() + 0.05:
            came = 1.0
        money.append(came)
    error = np.std(money) / np.sqrt(len(money))
    assert found.mean[0] == pytest.approx(np.mean(money), abs=4 * error)
    assert found.variance[0] == pytest.approx(np.var(money), rel=0.05)
    # By hand: whoever began first has one instalment, or two where he did not break off.
    assert found.chance[0] == pytest.approx([0.2 * 0.3 + 0.1, 0.2 * 0.7, 0.05])


@pytest.mark.parametrize("size", [1, 3, 40, 800])
def test_sums_have_the_moments_and_the_tails_of_a_loop(size: int) -> None:
    rng = np.random.default_rng(size)
    balance = np.exp(1.2 * rng.standard_normal(size)) * 1_000
    outcomes = Outcomes(chance=np.array([[0.06, 0.03]]), value=np.array([[0.3, 1.0]]))
    draws = sums_of(balance, outcomes, repeats=40_000, rng=rng)
    u = rng.random((8_000, size))
    each = np.where(u < 0.06, 0.3, np.where(u < 0.09, 1.0, 0.0))
    plain = each @ balance
    variance = float(outcomes.variance[0] * (balance**2).sum())
    mean = float(outcomes.mean[0] * balance.sum())
    # Some orders of few accounts are drawn anew all the time, so allow for it.
    assert draws.mean() == pytest.approx(mean, abs=5 * np.sqrt(variance / 40_000) + 1e-9)
    assert draws.var() == pytest.approx(variance, rel=0.12)
    for share in (0.1, 0.9, 0.99):
        at = np.quantile(plain, share)
        assert (draws <= at + 1e-6).mean() == pytest.approx((plain <= at + 1e-6).mean(), abs=0.02)


def test_draws_of_the_odds_each_have_their_own_chance() -> None:
    outcomes = Outcomes(chance=np.array([[0.0], [0.5]]), value=np.array([[1.0], [1.0]]))
    found = sums_of(np.ones(1_000), outcomes, repeats=500, rng=np.random.default_rng(1))
    assert not found[:500].any()
    assert found[500:].mean() == pytest.approx(500, abs=5)


def test_benjamini_hochberg_by_hand() -> None:
    """Their own example: of 15 the first four at 5 %."""
    chance = np.array([
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0000,
    ])  # fmt: skip
    order = np.random.default_rng(2).permutation(len(chance))
    assert np.flatnonzero(benjamini_hochberg(chance, rate=0.05)).tolist() == [0, 1, 2, 3]
    mixed = benjamini_hochberg(chance[order], rate=0.05)
    assert sorted(chance[order][mixed].tolist()) == chance[:4].tolist()


def test_no_chance_is_smaller_than_the_draws_can_tell() -> None:
    draws = np.arange(1_000.0)[None]
    assert two_sided(draws, np.array([5_000.0]))[0] == pytest.approx(2 / 1_001)
    assert two_sided(draws, np.array([499.0]))[0] == pytest.approx(1.0, abs=0.01)


def test_the_rate_of_false_alarms_is_kept() -> None:
    """Thirty skew groups, 600 months in which nothing is wrong: at most a tenth has an alarm."""
    rng = np.random.default_rng(8)
    outcomes = Outcomes(chance=np.array([[0.04]]), value=np.array([[0.9]]))
    groups = [np.exp(rng.standard_normal(size)) * 100 for size in rng.integers(5, 400, 30)]
    draws = np.stack([
        sums_of(money, outcomes, repeats=10_000, rng=streams_of(1)(str(place)))
        for place, money in enumerate(groups)
    ])  # fmt: skip
    alarms = 0
    for _ in range(600):
        came = np.array([0.9 * money[rng.random(len(money)) < 0.04].sum() for money in groups])
        alarms += benjamini_hochberg(two_sided(draws, came), rate=0.1).any()
    # Three standard errors of a tenth of 600.
    assert alarms / 600 <= 0.1 + 3 * np.sqrt(0.09 / 600)
    assert alarms > 0


def test_the_interval_of_a_mean_solves_its_equation() -> None:
    low, high = means_behind(one(60.0), one(100.0), one(400.0), z=2.0)
    for mean in (low[0], high[0]):
        assert (60.0 - mean) ** 2 == pytest.approx(4.0 * 4.0 * mean)
    nothing = means_behind(one(0.0), one(100.0), one(400.0), z=2.0)
    assert nothing[0][0] == 0.0
    assert nothing[1][0] == pytest.approx(16.0)
