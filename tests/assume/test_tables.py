"""Readings between the points of a table, by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.assume.tables import banded, log_linear, step
from tests.tolerances import ROUNDING

POINTS = np.array([0.0, 6.0, 12.0])
VALUES = np.array([0.8, 0.2, 0.05])


def test_log_linear_by_hand() -> None:
    """Halfway in age is the geometric mean: sqrt(0.8 * 0.2) = 0.4; flat outside."""
    at = np.array([-1.0, 0.0, 2.0, 3.0, 6.0, 9.0, 12.0, 99.0])
    expected = [0.8, 0.8, 0.8 ** (2 / 3) * 0.2 ** (1 / 3), 0.4, 0.2, 0.1, 0.05, 0.05]
    np.testing.assert_allclose(
        log_linear(at, points=POINTS, values=VALUES), expected, rtol=ROUNDING
    )


def test_log_linear_is_linear_next_to_zero() -> None:
    values = np.array([0.0, 0.2, 0.0])
    found = log_linear(np.array([3.0, 9.0, 12.0]), points=POINTS, values=values)
    np.testing.assert_allclose(found, [0.1, 0.1, 0.0], rtol=ROUNDING)


def test_one_point_holds_everywhere() -> None:
    found = log_linear(np.array([0.0, 50.0]), points=np.array([6.0]), values=np.array([0.3]))
    assert found.tolist() == [0.3, 0.3]


def test_draws_are_read_row_by_row() -> None:
    values = np.array([[0.8, 0.2, 0.05], [0.4, 0.1, 0.1]])
    found = log_linear(np.array([3.0, 9.0]), points=POINTS, values=values)
    np.testing.assert_allclose(found, [[0.4, 0.1], [0.2, 0.1]], rtol=ROUNDING)
    assert step(np.array([3.0, 9.0]), points=POINTS, values=values).tolist() == [
        [0.8, 0.2],
        [0.4, 0.1],
    ]


@given(at=st.floats(0.0, 12.0))
def test_a_reading_lies_between_its_neighbours(at: float) -> None:
    found = float(log_linear(np.array([at]), points=POINTS, values=VALUES)[0])
    left = int(at >= 6.0)
    assert VALUES[left + 1] - ROUNDING <= found <= VALUES[left] + ROUNDING


def test_step_takes_the_rung_that_is_reached() -> None:
    at = np.array([-1.0, 0.0, 5.9, 6.0, 11.9, 12.0, 99.0])
    found = step(at, points=POINTS, values=VALUES)
    assert found.tolist() == [0.8, 0.8, 0.8, 0.2, 0.2, 0.05, 0.05]


@pytest.mark.parametrize(
    ("amount", "charge"), [(0.0, 0.0), (50.0, 5.0), (100.0, 10.0), (150.0, 12.5), (1_100.0, 60.0)]
)
def test_bands_are_marginal(amount: float, charge: float) -> None:
    """10% of the first hundred, 5% of what is above, to a thousand and beyond."""
    found = banded(np.array(amount), edges=np.array([0.0, 100.0]), rates=np.array([0.1, 0.05]))
    assert math.isclose(float(found), charge, rel_tol=ROUNDING)
