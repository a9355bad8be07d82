"""One number in its range: closed forms of its law, and what no draw may do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from placement.assume.library import load_library
from placement.risk.spread import CLOSENESS, can_move, number_at, position_of
from tests.risk.numbers import number

SHARES = (np.arange(200_000) + 0.5) / 200_000
"""Shares of draws below, evenly spaced: sums over them are integrals."""


@pytest.mark.parametrize("status", CLOSENESS)
def test_the_moments_are_those_of_the_law(status) -> None:
    """E[m] = 1 / (k + 2) and E[m^2] = 2 / ((k + 2) (k + 3)) on either side of the value."""
    k = CLOSENESS[status]
    position = position_of(ndtri(SHARES), status)
    above = position[SHARES > 0.5]
    np.testing.assert_allclose(above.mean(), 1.0 / (k + 2.0), rtol=1e-4)
    np.testing.assert_allclose((above**2).mean(), 2.0 / ((k + 2.0) * (k + 3.0)), rtol=1e-4)
    np.testing.assert_allclose(position.mean(), 0.0, atol=1e-9)


def test_a_judgement_of_2_in_1_to_6_on_paper() -> None:
    """Median 2; a quarter of the judgements above half way up has (1 - 1/2)^2 = 1/4: above 4."""
    entry = number("s.a", 1.0, 2.0, 6.0)
    drawn = number_at(entry, position_of(ndtri(SHARES), "judgement"))
    np.testing.assert_allclose(np.mean(drawn < 2.0), 0.5, atol=1e-5)
    np.testing.assert_allclose(np.mean(drawn > 4.0), 0.5 * 0.25, atol=1e-5)
    # Mean: 2 + (4 - 1) / 2 / 3.
    np.testing.assert_allclose(drawn.mean(), 2.5, rtol=1e-4)


def test_what_is_published_stays_closer_than_a_judgement() -> None:
    score = np.linspace(-3.0, 3.0, 60)
    assert np.all(np.abs(position_of(score, "published")) < np.abs(position_of(score, "judgement")))


def test_a_law_and_a_number_without_a_range_do_not_move() -> None:
    assert not can_move(number("s.a", 0.15, 0.25, 0.25, status="law"))
    assert not can_move(number("s.a", 0.25, 0.25, 0.25))
    assert can_move(number("s.a", 0.2, 0.25, 0.25))


def test_a_value_at_its_end_is_kept_by_half_of_the_draws() -> None:
    drawn = number_at(number("s.a", 0.0, 0.0, 5.0), position_of(ndtri(SHARES), "judgement"))
    np.testing.assert_allclose(np.mean(drawn == 0.0), 0.5, atol=1e-5)


@given(
    ends=st.lists(st.floats(0.0, 1e6), min_size=3, max_size=3).map(sorted),
    position=st.floats(-1.0, 1.0),
)
def test_no_draw_leaves_its_range(ends, position) -> None:
    low, value, high = ends
    found = number_at(number("s.a", low, value, high), np.array(position))
    assert low <= found <= high


def test_the_ends_and_the_value_of_the_library_are_met_exactly() -> None:
    for entry in load_library().entries.values():
        found = number_at(entry, np.array([-1.0, 0.0, 1.0]))
        np.testing.assert_array_equal(found, [entry.low, entry.value, entry.high])


def test_whole_months_stay_whole() -> None:
    entry = number("s.a", 3.0, 6.0, 12.0, unit="term")
    drawn = number_at(entry, position_of(ndtri(SHARES[::100]), "judgement"))
    np.testing.assert_array_equal(drawn, np.rint(drawn))
    assert {3.0, 6.0, 12.0} >= set(drawn[[0, -1]])
