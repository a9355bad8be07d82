"""Days and months: one rule, and from which day on a step by age holds."""

import datetime as dt
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.domain.days import days_of, has_reached, months_later, months_of, start_day


def test_twelve_months_are_365_days() -> None:
    assert float(months_of(365.0)) == 12.0
    assert float(days_of(12.0)) == 365.0
    assert float(months_of(91.25)) == 3.0


@given(days=st.integers(0, 20_000))
def test_days_come_back_from_months(days: int) -> None:
    assert float(days_of(months_of(float(days)))) == days


@pytest.mark.parametrize(
    ("months", "day"),
    [(0.0, 0.0), (1.0, 30.0), (3.0, 90.0), (11.0, 330.0), (12.0, 365.0), (24.0, 730.0)],
)
def test_steps_start_after_stages_of_30_days_and_after_years(months: float, day: float) -> None:
    assert float(start_day(months)) == day
    reached = has_reached(months_of(np.array([day, day + 1])), months)
    assert reached.tolist() == [False, True]


def test_steps_are_read_element_by_element() -> None:
    ages = months_of(np.array([91.0, 91.0]))
    assert has_reached(ages, np.array([3.0, 4.0])).tolist() == [True, False]


def test_a_month_without_the_day_ends_earlier() -> None:
    assert months_later(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert months_later(dt.date(2025, 12, 31), 2) == dt.date(2026, 2, 28)
    assert months_later(dt.date(2025, 11, 30), 1) == dt.date(2025, 12, 30)
    assert months_later(dt.date(2025, 3, 15), 0) == dt.date(2025, 3, 15)


def test_days_beyond_counting_are_infinite_months_and_nobody_is_warned() -> None:
    """A cell may hold any number; that it is too large is said with the row it stands in."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert months_of(np.array([1e308, 365.0])).tolist() == [np.inf, 12.0]
