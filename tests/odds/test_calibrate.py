"""Odds from batches: the optimum, the errors, and what one curve cannot tell."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from placement.domain.errors import InputError
from placement.odds.calibrate import Batches, calibrate, without_reversals
from placement.odds.liquidation import Odds, arrivals, expected_shares, gradient
from tests.odds.batches import simulated

TRUE = Odds(willing_share=0.3, pay_hazard=0.09, fade_rate=0.03, reference_age=3.0)
AGES = np.array([3.0, 3.0, 6.0, 6.0, 9.0, 12.0, 12.0, 18.0, 18.0, 24.0, 24.0, 30.0])


def by_chance(books: int) -> float:
    """Return two standard errors of a share of 97 % among so many books."""
    return 2.0 * float(np.sqrt(0.97 * 0.03 / books))


def test_the_curve_is_what_the_debtor_model_says() -> None:
    """Many small steps of the same two rates."""
    steps = 20_000
    willing, paid = TRUE.willing_share, np.zeros(12)
    for month in range(12):
        for _ in range(steps):
            paid[month] += willing * TRUE.pay_hazard / steps
            willing *= 1.0 - (TRUE.pay_hazard + TRUE.fade_rate) / steps
    np.testing.assert_allclose(expected_shares(TRUE, np.array([3.0]), 12)[0], paid, rtol=1e-5)
    assert expected_shares(TRUE, np.array([3.0]), 2_000).sum() == pytest.approx(TRUE.ultimate)


def test_the_gradient_is_that_of_the_curve() -> None:
    ages, months, h = np.array([3.0, 8.0]), 7, 1e-6
    theta = np.array([np.log(3 / 7), np.log(0.09), np.log(0.03)])

    def at(moved: np.ndarray) -> np.ndarray:
        odds = Odds(
            willing_share=float(expit(moved[0])), pay_hazard=float(np.exp(moved[1])),
            fade_rate=float(np.exp(moved[2])), reference_age=3.0,
        )  # fmt: skip
        return expected_shares(odds, ages, months)

    for row, slope in enumerate(gradient(TRUE, ages, months)):
        step = h * np.eye(3)[row]
        np.testing.assert_allclose(
            slope, (at(theta + step) - at(theta - step)) / (2 * h), rtol=1e-6, atol=1e-9
        )


@pytest.mark.parametrize("ragged", [False, True])
def test_a_generic_optimiser_finds_nothing_better(ragged: bool) -> None:
    rng = np.random.default_rng(5)
    batches = simulated(TRUE, AGES, accounts=4_000, months=18, rng=rng, ragged=ragged)
    fit = calibrate(batches, fade_rate=0.02)

    def loss(theta: np.ndarray) -> float:
        w, mu, fade = expit(theta[0]), np.exp(theta[1]), np.exp(theta[2])
        total = 0.0
        for row, age in enumerate(batches.age):
            share, left, rest = w * np.exp(-fade * (age - 3.0)), batches.accounts[row], 1.0
            for month, money in enumerate(batches.collected[row]):
                if np.isnan(money):
                    continue
                f = (
                    share
                    * mu
                    / (mu + fade)
                    * (np.exp(-(mu + fade) * month) - np.exp(-(mu + fade) * (month + 1)))
                )
                x = money / (batches.balance[row] / batches.accounts[row])
                total += x * np.log(f)
                left, rest = left - x, rest - f
            total += left * np.log(rest)
        return -total

    found = minimize(
        loss,
        [-1.0, -2.0, -3.0],
        method="Nelder-Mead",
        options={"fatol": 1e-9, "xatol": 1e-9, "maxiter": 4_000},
    )
    assert fit.log_likelihood == pytest.approx(-found.fun, rel=1e-10)
    np.testing.assert_allclose(
        [fit.odds.willing_share, fit.odds.pay_hazard, fit.odds.fade_rate],
        [expit(found.x[0]), np.exp(found.x[1]), np.exp(found.x[2])],
        rtol=1e-4,
    )


@pytest.mark.parametrize(("spread", "books"), [(0.0, 500), (0.8, 500)])
def test_intervals_cover_the_odds_of_simulated_books(spread: float, books: int) -> None:
    rng = np.random.default_rng(17)
    hits = np.zeros(5)
    told = 0
    for _ in range(books):
        fit = calibrate(
            simulated(TRUE, AGES, accounts=1_500, months=18, rng=rng, spread=spread),
            fade_rate=0.02,
        )
        told += fit.tells_fading
        true = (TRUE.willing_share, TRUE.pay_hazard, TRUE.fade_rate, TRUE.ultimate, TRUE.speed)
        found = (fit.willing_share, fit.pay_hazard, fit.fade_rate, fit.ultimate, fit.speed)
        hits += [each.low <= value <= each.high for each, value in zip(found, true, strict=True)]
    assert told == books
    assert (hits / books >= 0.90).all(), hits / books
    assert (hits / books <= 0.97 + by_chance(books)).all(), hits / books


def test_of_one_age_the_pair_is_told_and_fading_is_not() -> None:
    rng = np.random.default_rng(23)
    ages = np.full(12, 3.0)
    hits, books = np.zeros(2), 500
    for _ in range(books):
        fit = calibrate(simulated(TRUE, ages, accounts=1_500, months=18, rng=rng), fade_rate=0.01)
        assert not fit.tells_fading
        assert (fit.fade_rate.value, fit.fade_rate.se) == (0.01, 0.0)
        hits[0] += fit.ultimate.low <= TRUE.ultimate <= fit.ultimate.high
        hits[1] += fit.speed.low <= TRUE.speed <= fit.speed.high
    assert (hits / books >= 0.90).all(), hits / books
    assert (hits / books <= 0.97 + by_chance(books)).all(), hits / books


def test_what_was_not_observed_is_not_nothing() -> None:
    """A month that is missing moves no odds; the same month at 0 does."""
    ages = np.array([3.0, 9.0, 18.0])
    shares = expected_shares(TRUE, ages, 12)
    money = 1e6 * shares
    holes = money.copy()
    holes[1, 4:7] = np.nan
    zeros = np.nan_to_num(holes)
    fits = [
        calibrate(
            Batches(age=ages, accounts=np.full(3, 1e3), balance=np.full(3, 1e6), collected=each),
            fade_rate=0.02,
        )
        for each in (money, holes, zeros)
    ]
    assert fits[0].odds.willing_share == pytest.approx(0.3, rel=1e-5)
    assert fits[1].odds.pay_hazard == pytest.approx(0.09, rel=1e-5)
    assert abs(fits[2].odds.ultimate - TRUE.ultimate) > 0.005


def test_instalments_come_behind_what_was_agreed() -> None:
    table = arrivals(4, instalments=3, breakage=0.1)
    np.testing.assert_allclose(table[0], [1 / 3, 0.9 / 3, 0.81 / 3, 0.0])
    np.testing.assert_allclose(table[2], [0.0, 0.0, 1 / 3, 0.3])
    ages = np.array([3.0, 9.0, 18.0])
    money = 0.9 * 1e6 * expected_shares(TRUE, ages, 18) @ arrivals(18, instalments=6, breakage=0.05)
    batches = Batches(age=ages, accounts=np.full(3, 1e4), balance=np.full(3, 1e6), collected=money)
    fit = calibrate(batches, fade_rate=0.02, settlement_share=0.9, instalments=6, breakage=0.05)
    assert fit.odds.willing_share == pytest.approx(0.3, rel=1e-4)
    assert fit.odds.fade_rate == pytest.approx(0.03, rel=1e-3)
    np.testing.assert_allclose(fit.expected, money, rtol=1e-4)


def test_reversals_are_taken_off_what_was_paid_before() -> None:
    table = np.array([[100.0, 50.0, -70.0, 10.0], [-20.0, 15.0, 30.0, 0.0], [5.0, -20.0, 4.0, 0.0]])
    np.testing.assert_array_equal(
        without_reversals(table),
        [[80.0, 0.0, 0.0, 10.0], [0.0, 0.0, 25.0, 0.0], [0.0, 0.0, 0.0, 0.0]],
    )


@pytest.mark.parametrize(
    ("collected", "says"),
    [
        ([[0.0, 0.0]], "Nothing came in"),
        ([[900.0, 200.0]], "at most 1,000.00"),
        ([[np.nan, np.nan]], "no observed month"),
    ],
)
def test_what_cannot_be_fitted_is_said(collected: list[list[float]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        calibrate(
            Batches(
                age=np.array([3.0]), accounts=np.array([10.0]), balance=np.array([1_000.0]),
                collected=np.array(collected),
            ),
            fade_rate=0.02,
        )  # fmt: skip


def test_batches_that_differ_widen_the_errors() -> None:
    """Each batch has a willing share of its own, a third up or down."""
    rng = np.random.default_rng(29)
    hits, books = 0, 200
    for _ in range(books):
        parts = [
            simulated(
                Odds(
                    willing_share=float(0.3 * (2 / 3 + 2 / 3 * rng.random())), pay_hazard=0.09,
                    fade_rate=0.03, reference_age=3.0,
                ),
                np.array([age]), accounts=1_500, months=18, rng=rng,
            )
            for age in np.tile(AGES, 2)
        ]  # fmt: skip
        fit = calibrate(
            Batches(
                **{
                    name: np.concatenate([getattr(part, name) for part in parts])
                    for name in ("age", "accounts", "balance", "collected")
                }
            ),
            fade_rate=0.02,
        )
        hits += fit.willing_share.low <= 0.3 <= fit.willing_share.high
    assert hits / books >= 0.88
