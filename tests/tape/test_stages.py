"""Overdue stages and ranges as ages: the middle of a band, in days."""

import datetime as dt

import numpy as np
import pytest

from placement.domain.days import DAYS_PER_MONTH
from placement.domain.errors import TapeError
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning
from placement.tape.stages import band_days, exact_days

KEEP_CURRENT = Meaning(current="keep")


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
        ("M0", 0.0),
        ("正常", 0.0),
        ("Current", 0.0),
        ("一年以上", 547.5),
        ("六至十二个月", 9 * DAYS_PER_MONTH),
        ("逾期31-60天", 45.5),
        ("30-59 DPD", 44.5),
        ("60-31天", None),
        ("未逾期", 0.0),
        ("120+ DPD", 180.0),
        ("2+ years", 1095.0),
        ("Bucket 3", 75.5),
        ("1年以上2年以下", 547.5),
        ("1-2年（含2年）", 547.5),
        ("6—12個月", 9 * DAYS_PER_MONTH),
        ("半年到一年", 9 * DAYS_PER_MONTH),
        ("1年半以上", 1.5 * 547.5),
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
    result = checked("账号,欠款余额,逾期阶段\na,1,M3\nb,2,M6+\nc,3,关注\n")
    np.testing.assert_allclose(result.tape.age * DAYS_PER_MONTH, [75.5, 270.5])
    found = findings(result)["age_from_band"]
    assert (found.severity, found.rows, found.column) == (Severity.WARNING, 2, "逾期阶段")
    assert findings(result)["age_unreadable"].first == ((4, "关注"),)
    assert findings(result)["age_missing"].rows == 1


def test_days_say_more_than_a_stage(checked, findings) -> None:
    """What the stage allows is no contradiction; its middle is nothing to hold days against."""
    result = checked("balance,dpd,stage\n1,800,M6+\n2,,M2\n")
    np.testing.assert_allclose(result.tape.age * DAYS_PER_MONTH, [800.0, 45.5])
    assert findings(result)["age_from_band"].rows == 1
    assert "age_contradiction" not in findings(result)


def test_stages_and_ranges_are_understood_in_a_column_of_ages(checked, findings) -> None:
    result = checked("余额,账龄\n1,M3\n2,6-12个月\n3,6-12\n4,7\n5,old\n")
    np.testing.assert_allclose(result.tape.age, [75.5 / DAYS_PER_MONTH, 9.0, 9.0, 7.0])
    assert findings(result)["age_from_band"].first[0] == (2, "M3")
    assert findings(result)["age_unreadable"].first == ((6, "old"),)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("365天", 365.0),
        ("逾期120天", 120.0),
        ("12个月", 365.0),
        ("1年3个月", 365.0 + 3 * DAYS_PER_MONTH),
        ("三十天", 30.0),
        ("两年", 730.0),
        ("半年", 6 * DAYS_PER_MONTH),
        ("一年半", 547.5),
        ("两个半月", 2.5 * DAYS_PER_MONTH),
        ("半个月", 0.5 * DAYS_PER_MONTH),
        ("一百二十天", 120.0),
        ("一百零五天", 105.0),
        ("九十五天", 95.0),
        ("90 DPD", 90.0),
        ("90", None),
        ("M3", None),
    ],
)
def test_an_age_that_names_its_units(text: str, days: float | None) -> None:
    assert exact_days(text) == (days if days is None else pytest.approx(days))


@pytest.mark.parametrize("heading", ["账龄", "逾期天数", "逾期阶段"])
def test_an_age_in_words_is_the_same_under_every_heading(heading, checked) -> None:
    """Whatever a column counts, a cell that names its unit has said enough."""
    tape = checked(f"余额,{heading}\n1,365天\n2,1年\n3,12个月\n4,M3\n").tape
    np.testing.assert_allclose(tape.age * DAYS_PER_MONTH, [365.0, 365.0, 365.0, 75.5])


@pytest.mark.parametrize(
    "cell", ["6月12日", "12-Jun", "Jun-12", "2025-06-12", "2025/6/12", "6/12/2025"]
)
@pytest.mark.parametrize("heading", ["账龄", "逾期天数", "账龄区间"])
def test_a_range_that_became_a_date_is_named_and_is_no_age(
    cell, heading, checked, findings
) -> None:
    result = checked(f"余额,{heading}\n1,{cell}\n2,M3\n")
    assert result.tape.balance.tolist() == [2.0]
    assert findings(result)["age_is_date"].first == ((2, cell),)
    assert "age_unreadable" not in findings(result)
    assert findings(result)["age_missing"].money == 1.0


def test_bare_ranges_of_stages_count_what_the_trade_counts(checked) -> None:
    """31-60 and 90+ are days, 6-12 and 12+ months; 1-2 could be months or years."""
    days = checked("余额,账龄区间\n1,31-60\n2,90+\n").tape
    np.testing.assert_allclose(days.age * DAYS_PER_MONTH, [45.5, 135.0])
    months = checked("余额,账龄区间\n1,3-6\n2,12+\n").tape
    np.testing.assert_allclose(months.age, [4.5, 18.0])
    with pytest.raises(TapeError, match="ranges without a unit"):
        checked("余额,账龄区间\n1,1-2\n2,2-3\n")


def test_a_bare_number_among_stages_is_a_stage(checked) -> None:
    tape = checked("余额,M值\n1,3\n2,6+\n").tape
    np.testing.assert_allclose(tape.age * DAYS_PER_MONTH, [75.5, 270.5])


@pytest.mark.parametrize("heading", ["逾期天数", "days_past_due"])
def test_a_plus_behind_a_number_is_a_range_without_end(heading, checked, findings) -> None:
    """It is no sign of the number."""
    result = checked(f"余额,{heading}\n1,90+\n2,95\n")
    np.testing.assert_allclose(result.tape.age * DAYS_PER_MONTH, [135.0, 95.0])
    assert findings(result)["age_from_band"].first == ((2, "90+"),)


@pytest.mark.parametrize(
    ("first", "second", "differs"),
    [
        ("逾期天数,逾期阶段", ("10,M6", "400,M1", "200,M0"), True),
        ("逾期天数,逾期阶段", ("100,M3", "75,M3", "900,M6+", "5,M0"), False),
        ("逾期天数,账龄", ("800,6-12个月", "10,1-2年"), True),
        ("逾期天数,账龄", ("400,1-2年", "700,1年以上"), False),
        ("逾期月数,逾期阶段", ("12,M1",), True),
        ("到期日,逾期阶段", ("2025-12-01,M6", "2024-01-01,M1"), True),
        ("到期日,逾期阶段", ("2025-12-01,M1",), False),
    ],
)
def test_a_stage_or_range_that_cannot_be_the_age_is_a_contradiction(
    first, second, differs, checked, findings
) -> None:
    rows = "".join(f"{amount},{cells}\n" for amount, cells in enumerate(second, start=1))
    result = checked(f"余额,{first}\n{rows}", as_of=dt.date(2025, 12, 31), meaning=KEEP_CURRENT)
    found = findings(result).get("age_contradiction")
    assert (found.rows if found else 0) == (len(second) if differs else 0)


def test_not_overdue_is_current_and_no_debt_left_out(checked, findings) -> None:
    result = checked("余额,逾期天数\n1,95\n2,未逾期\n")
    assert findings(result)["current"].rows == 1
    assert "age_missing" not in findings(result)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("M1（1-30天）", 15.5), ("M2(31-60)", 45.5), ("M1档", 15.5), ("M3期", 75.5),
        ("M3:61-90", 75.5), ("M6+（180天以上）", 270.5), ("M2阶段（31-60天）", 45.5),
    ],
)  # fmt: skip
def test_a_stage_may_say_its_days_too(text, days) -> None:
    assert band_days(text) == days
