"""Readings between the points of a table, by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.assume.tables import (
    Lines,
    banded,
    ladder_step,
    ladder_step_each,
    log_linear,
    log_linear_each,
)
from placement.domain.days import months_of
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
    assert ladder_step(np.array([3.0, 9.0]), points=POINTS, values=values).tolist() == [
        [0.8, 0.2],
        [0.4, 0.1],
    ]


def test_rows_that_read_tables_of_their_own_read_as_one_by_one() -> None:
    """Tables with and without zeros, places before, at, between and after the points."""
    rng = np.random.default_rng(5)
    values = rng.uniform(0.0, 2.0, (7, 3)) * (rng.random((7, 3)) < 0.7)
    assert np.any(values == 0.0)
    table = rng.integers(0, 7, 50)
    at = np.concatenate([rng.uniform(-2.0, 15.0, (50, 4)), np.tile(POINTS, (50, 1))], axis=1)
    for tables in (values, values + 0.1):
        lines = Lines.of(POINTS, tables)
        read = log_linear_each(at, lines=lines, table=table)
        climbed = ladder_step_each(at, points=POINTS, values=tables, table=table)
        for row, own in enumerate(table):
            alone = log_linear(at[row], points=POINTS, values=tables[own])
            np.testing.assert_allclose(read[row], alone, rtol=ROUNDING)
            step = ladder_step(at[row], points=POINTS, values=tables[own])
            np.testing.assert_array_equal(climbed[row], step)
        np.testing.assert_array_equal(
            log_linear_each(at[:, 0], lines=lines, table=table), read[:, 0]
        )


@given(at=st.floats(0.0, 12.0))
def test_a_reading_lies_between_its_neighbours(at: float) -> None:
    found = float(log_linear(np.array([at]), points=POINTS, values=VALUES)[0])
    left = int(at >= 6.0)
    assert VALUES[left + 1] - ROUNDING <= found <= VALUES[left] + ROUNDING


def test_a_rung_starts_after_its_day() -> None:
    """Six months after day 180, a year after day 365, two after day 730; the first one before."""
    days = np.array([-30.0, 0.0, 180.0, 180.5, 181.0, 365.0, 366.0, 730.0, 731.0, 9_999.0])
    points, values = np.array([0.0, 6.0, 12.0, 24.0]), np.array([0.1, 0.2, 0.3, 0.4])
    found = ladder_step(months_of(days), points=points, values=values)
    assert found.tolist() == [0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4]


def test_the_days_of_a_stage_share_a_rung() -> None:
    """91 and 92 days are both in M4; between 365 and 366 days the year's rung comes, and once."""
    points, values = np.array([0.0, 3.0, 12.0]), np.array([0.035, 0.12, 0.30])
    days = np.arange(0.0, 800.0)
    found = ladder_step(months_of(days), points=points, values=values)
    assert found[[90, 91, 92, 365, 366]].tolist() == [0.035, 0.12, 0.12, 0.12, 0.30]
    assert np.flatnonzero(np.diff(found)).tolist() == [90, 365]


def test_a_ladder_that_begins_late_holds_from_the_start() -> None:
    found = ladder_step(np.array([0.0, 7.0]), points=np.array([6.0]), values=np.array([0.3]))
    assert found.tolist() == [0.3, 0.3]


@pytest.mark.parametrize(
    ("amount", "charge"), [(0.0, 0.0), (50.0, 5.0), (100.0, 10.0), (150.0, 12.5), (1_100.0, 60.0)]
)
def test_bands_are_marginal(amount: float, charge: float) -> None:
    """10% of the first hundred, 5% of what is above, to a thousand and beyond."""
    found = banded(np.array(amount), edges=np.array([0.0, 100.0]), rates=np.array([0.1, 0.05]))
    assert math.isclose(float(found), charge, rel_tol=ROUNDING)
