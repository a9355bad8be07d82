"""Fitted odds blended with a prior: by hand in one dimension, and in directions not told."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logit

from placement.odds.calibrate import Fit, calibrate
from placement.odds.liquidation import Odds
from placement.odds.origins import History, Prior, blended, known_by, payer_size, seen_by
from tests.odds.batches import simulated

ODDS = Odds(willing_share=0.3, pay_hazard=0.12, fade_rate=0.04, reference_age=4.0)
PRIOR = Prior(
    odds=Odds(willing_share=0.2, pay_hazard=0.2, fade_rate=0.03, reference_age=4.0),
    spread=np.array([0.4, 0.5, 0.2]),
)


def fitted(months: int = 18, accounts: int = 2_000) -> Fit:
    made = simulated(
        ODDS, np.array([4.0, 8.0, 14.0] * 4), accounts=accounts, months=months,
        rng=np.random.default_rng(1),
    )  # fmt: skip
    return calibrate(made, fade_rate=0.04)


def with_covariance(covariance: np.ndarray) -> Fit:
    return replace(fitted(), covariance=covariance)


def test_one_number_is_weighed_by_the_variances() -> None:
    """Logit w with variance .09 against a prior of .16: 16 of 25 parts are the batches'."""
    fit = with_covariance(np.diag([0.09, 0.0, 0.0]))
    found = blended(fit, PRIOR)
    wanted = 0.64 * logit(fit.odds.willing_share) + 0.36 * logit(0.2)
    assert logit(found.willing_share) == pytest.approx(wanted)
    assert (found.pay_hazard, found.fade_rate) == pytest.approx(
        (fit.odds.pay_hazard, fit.odds.fade_rate)
    )


def test_what_is_told_for_sure_stays_and_what_is_not_is_the_priors() -> None:
    fit = fitted()
    sure = blended(with_covariance(np.eye(3) * 1e-12), PRIOR)
    assert sure.willing_share == pytest.approx(fit.odds.willing_share, rel=1e-6)
    unsure = blended(with_covariance(np.eye(3) * 1e12), PRIOR)
    assert unsure.willing_share == pytest.approx(0.2, rel=1e-6)
    assert unsure.pay_hazard == pytest.approx(0.2, rel=1e-6)
    # Only logit w + log mu is told: that sum stays where it was, their difference is the prior's.
    one = np.array([1.0, 1.0, 0.0]) / np.sqrt(2.0)
    found = blended(with_covariance(1e-10 * np.outer(one, one)), PRIOR)
    told = logit(fit.odds.willing_share) + np.log(fit.odds.pay_hazard)
    assert logit(found.willing_share) + np.log(found.pay_hazard) == pytest.approx(told, abs=1e-4)
    assert found.pay_hazard != pytest.approx(fit.odds.pay_hazard, rel=1e-2)


def test_more_months_leave_less_to_the_prior() -> None:
    few, many = fitted(months=3, accounts=200), fitted(months=18)

    def drawn(fit: Fit) -> float:
        return abs(np.log(blended(fit, PRIOR).pay_hazard) - np.log(fit.odds.pay_hazard)) / abs(
            np.log(PRIOR.odds.pay_hazard) - np.log(fit.odds.pay_hazard)
        )

    assert drawn(many) < 0.5 * drawn(few)


def test_a_payer_counts_for_what_he_brings_within_the_months() -> None:
    """In three parts: a third in one month, and all over the whole time."""
    made = simulated(
        ODDS, np.array([4.0, 8.0, 14.0]), accounts=500, months=40,
        rng=np.random.default_rng(1), instalments=3,
    )  # fmt: skip
    history = History(
        batches=made, placed=np.zeros(3, dtype=np.int64), fade_rate=0.04, instalments=3
    )
    one = np.zeros((3, 40), dtype=bool)
    one[:, 20] = True
    np.testing.assert_allclose(payer_size(history, ODDS, one), history.paid_value / 3.0)
    whole = payer_size(history, ODDS, np.ones((3, 40), dtype=bool))
    np.testing.assert_allclose(whole, history.paid_value, rtol=0.01)


def test_what_is_known_is_what_was_seen_by_then() -> None:
    made = simulated(
        ODDS, np.array([4.0, 8.0, 14.0]), accounts=500, months=10, rng=np.random.default_rng(1)
    )
    history = History(batches=made, placed=np.array([0, 0, 0]), fade_rate=0.04)
    assert seen_by(history, 4).tolist() == [6, 6, 6]
    known = known_by(history, 4)
    assert known is not None
    assert known.is_known.sum() == 18
    assert known.odds == known.fit.odds
    with_prior = known_by(history, 4, prior=lambda _: PRIOR)
    assert with_prior is not None
    assert with_prior.odds != known.odds
