"""Overdue stages and ranges as ages: the middle of a band, in days."""

import numpy as np
import pytest

from placement.domain.days import DAYS_PER_MONTH
from placement.tape.findings import Severity
from placement.tape.stages import band_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("M1", 15.5),
        ("m3", 75.5),
        ("M6", 165.5),
        ("Ｍ６＋", 270.5),
        ("M6以上", 270.5),
        ("M4及以上", 135.5),
        ("M1-M3", 45.5),
        ("31-60天", 45.5),
        ("181 to 365 days", 273.0),
        ("6-12个月", 9 * DAYS_PER_MONTH),
        ("6个月-1年", 9 * DAYS_PER_MONTH),
        ("1年以上", 547.5),
        (">360天", 540.0),
        ("90天以内", 45.0),
        ("M0", None),
        ("60-31天", None),
        ("6-12", None),
        ("关注", None),
    ],
)
def test_the_middle_of_a_band(text: str, days: float | None) -> None:
    """M3 is day 61 to 90; what has no end reaches to twice its start."""
    assert band_days(text) == (days if days is None else pytest.approx(days))


def test_a_bare_range_counts_in_the_column_s_unit() -> None:
    assert band_days("6-12", days_per_number=1.0) == 9.0
    assert band_days("31-60天", days_per_number=DAYS_PER_MONTH) == 45.5


def test_a_stage_is_an_age(checked, findings) -> None:
    result = checked("账号,欠款余额,逾期阶段\na,1,M3\nb,2,M6+\nc,3,正常\n")
    np.testing.assert_allclose(result.tape.age * DAYS_PER_MONTH, [75.5, 270.5])
    found = findings(result)["age_from_band"]
    assert (found.severity, found.rows, found.column) == (Severity.WARNING, 2, "逾期阶段")
    assert findings(result)["age_unreadable"].first == ((4, "正常"),)
    assert findings(result)["age_missing"].rows == 1


def test_days_say_more_than_a_stage(checked, findings) -> None:
    """And the middle of a stage is nothing to hold them against."""
    result = checked("balance,dpd,stage\n1,800,M6+\n2,,M2\n")
    np.testing.assert_allclose(result.tape.age * DAYS_PER_MONTH, [800.0, 45.5])
    assert findings(result)["age_from_band"].rows == 1
    assert "age_contradiction" not in findings(result)


def test_stages_and_ranges_are_understood_in_a_column_of_ages(checked, findings) -> None:
    result = checked("余额,账龄\n1,M3\n2,6-12个月\n3,6-12\n4,7\n5,old\n")
    np.testing.assert_allclose(result.tape.age, [75.5 / DAYS_PER_MONTH, 9.0, 9.0, 7.0])
    assert findings(result)["age_from_band"].first[0] == (2, "M3")
    assert findings(result)["age_unreadable"].first == ((6, "old"),)
