"""The winner's curse: closed forms, a simulation, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from scipy.stats import multivariate_normal

from placement.decide.bid.curse import ERRORS, correction, selected_errors, truths
from placement.domain.errors import InputError

ERROR = st.floats(0.0, 1.0)


@given(error=ERROR)
def test_without_a_rival_the_estimate_is_right_on_average(error: float) -> None:
    """Unbiased: the truth averages the estimate; also where all bidders win."""
    assert correction(0, error=error) == pytest.approx(1.0, abs=1e-9)
    assert correction(3, error=error, winners=4) == pytest.approx(1.0, abs=1e-9)


@given(error=ERROR)
def test_one_rival_has_a_closed_form(error: float) -> None:
    """2 * Phi(-s/sqrt(2)), from E[exp(-s * larger of two normals)]."""
    log_sd = np.sqrt(np.log1p(error**2))
    assert correction(1, error=error) == pytest.approx(2.0 * ndtr(-log_sd / np.sqrt(2)), rel=1e-10)


def test_two_rivals_have_a_closed_form() -> None:
    """3 * P(both others below, after a shift of s): a bivariate normal of correlation 1/2."""
    log_sd = np.sqrt(np.log1p(0.3**2))
    both = multivariate_normal(cov=[[1.0, 0.5], [0.5, 1.0]]).cdf([-log_sd / np.sqrt(2)] * 2)
    assert correction(2, error=0.3) == pytest.approx(3.0 * both, rel=1e-4)


@pytest.mark.parametrize(("rivals", "winners"), [(1, 1), (4, 1), (4, 2), (9, 3), (30, 1)])
def test_a_simulation_of_the_most_hopeful_agrees(rivals: int, winners: int) -> None:
    """Draw everyone's error, take the m most hopeful, average their truth over estimate."""
    generator = np.random.default_rng(5)
    log_sd = np.sqrt(np.log1p(0.4**2))
    errors = np.sort(generator.standard_normal((100_000, rivals + 1)))[:, -winners:]
    ratio = np.exp(-log_sd * errors - log_sd**2 / 2.0).mean(axis=1)
    standard_error = ratio.std() / np.sqrt(ratio.size)
    found = correction(rivals, error=0.4, winners=winners)
    assert abs(found - ratio.mean()) < 4.0 * standard_error


@given(error=ERROR, rivals=st.integers(0, 40), winners=st.integers(1, 6))
def test_more_rivals_and_larger_errors_curse_more(error: float, rivals: int, winners: int) -> None:
    """More winners less."""
    here = correction(rivals, error=error, winners=winners)
    assert correction(rivals + 1, error=error, winners=winners) <= here + 1e-9
    assert correction(rivals, error=error + 0.1, winners=winners) <= here + 1e-9
    assert correction(rivals, error=error, winners=winners + 1) >= here - 1e-9


@pytest.mark.parametrize("rivals", [0, 1, 10, 100, 500])
def test_equal_steps_are_exact_enough(rivals: int) -> None:
    """Steps of a ten-thousandth give the same mean and variance of the winner's error."""
    fine = np.arange(-80_000, 80_000) * 1e-4
    density = np.exp(-(fine**2) / 2.0) * ndtr(fine) ** rivals
    for power in (1, 2):
        exact = (density * fine**power).sum() / density.sum()
        found = selected_errors(np.array([rivals]))[0, 0] @ ERRORS**power
        assert found == pytest.approx(exact, rel=1e-5, abs=1e-9)


def test_an_exact_estimate_has_one_truth() -> None:
    """Nothing to integrate over."""
    behind = truths(0.0, np.arange(4))
    np.testing.assert_array_equal(behind.factor, [[1.0]])
    assert behind.weight_if_won.shape == (1, 4, 1)


@pytest.mark.parametrize(("error", "words"), [(-0.1, "0 or more; got -0.1"), (20.0, "write 0.2.")])
def test_wrong_errors_are_named(error: float, words: str) -> None:
    """20 for 0.2 is pointed out."""
    with pytest.raises(InputError, match=words):
        truths(error, np.arange(2))
