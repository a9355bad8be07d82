"""What a column of ages counts: its heading says, or the user, or else its numbers."""

import numpy as np
import pytest

from placement.domain.errors import TapeError
from placement.tape.age_units import named_unit
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("账龄（年）", "years"),
        ("账龄(月)", "months"),
        ("账龄[天]", "days"),
        ("逾期期数", "months"),
        ("逾期天数", "days"),
        ("逾期账龄", None),
        ("账龄", None),
        ("aging (years)", "years"),
        ("months past due", "months"),
    ],
)
def test_a_heading_names_the_unit(heading, unit) -> None:
    assert named_unit(heading) == unit


def test_years_in_the_heading(checked, findings) -> None:
    result = checked("余额,账龄（年）\n1,2\n2,0.5\n")
    np.testing.assert_allclose(result.tape.age, [24.0, 6.0])
    assert findings(result)["age_in_years"].severity is Severity.NOTE
    assert "age_unit_doubtful" not in findings(result)


def test_too_many_to_be_months_are_days_and_asked_about(checked, findings) -> None:
    result = checked("余额,账龄\n1,95\n2,120\n3,200\n4,300\n")
    np.testing.assert_allclose(result.tape.age * 365 / 12, [95, 120, 200, 300])
    found = findings(result)["age_unit_doubtful"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 4, 10.0)
    assert [(c.answer, c.taken) for c in found.choices] == [("days", True), ("months", False)]


def test_the_user_s_word_ends_the_doubt(checked, findings) -> None:
    result = checked("余额,账龄\n1,95\n2,300\n", meaning=Meaning(age_unit="months"))
    np.testing.assert_allclose(result.tape.age, [95, 300])
    assert "age_unit_doubtful" not in findings(result)


@pytest.mark.parametrize(
    ("ages", "units"),
    [
        ((3, 6, 12), ["days", "months", "years"]),
        ((1, 2, 3, 5), ["days", "months", "years"]),
        ((20, 25, 30, 35), ["days", "months"]),
        ((1, 14, 60, 2), ["days", "months"]),
        ((24, 30, 118, 2, 5, 20), ["days", "months"]),
        ((1.5, 2, 3), ["months", "years"]),
    ],
)
def test_what_can_be_months_is_months_and_asked_about(ages, units, checked, findings) -> None:
    """A claim of ten years is rare, one of three is not."""
    result = checked("余额,账龄\n" + "".join(f"5,{age}\n" for age in ages))
    np.testing.assert_allclose(result.tape.age, ages)
    found = findings(result)["age_unit_doubtful"]
    assert [choice.answer for choice in found.choices] == units
    assert [choice.answer for choice in found.choices if choice.taken] == ["months"]


def test_the_message_counts_what_is_too_many(checked, findings) -> None:
    result = checked("余额,账龄\n1,3\n2,200\n3,12\n4,5\n")
    assert "1 of them are above 120" in findings(result)["age_unit_doubtful"].message


def test_a_column_of_days_settles_it(checked, findings) -> None:
    result = checked("余额,逾期天数,账龄\n1,95,3\n2,190,6\n3,,12\n")
    assert result.tape.age[2] == pytest.approx(12.0)
    assert "age_unit_doubtful" not in findings(result)


def test_months_that_look_like_days_are_asked_about(checked, findings) -> None:
    text = "account_id,balance,months_past_due\na,1,95\nb,2,120\nc,3,200\n"
    result = checked(text)
    assert result.tape.age.tolist() == [95.0, 120.0, 200.0]
    found = findings(result)["age_unit_doubtful"]
    assert [(c.answer, c.taken) for c in found.choices] == [("days", False), ("months", True)]
    days = checked(text, meaning=Meaning(age_unit="days"))
    np.testing.assert_allclose(days.tape.age * 365 / 12, [95, 120, 200])
    assert "age_unit_doubtful" not in findings(checked(text, meaning=Meaning(age_unit="months")))


@pytest.mark.parametrize("heading", ["账龄区间", "账龄"])
def test_ranges_that_could_be_anything_are_asked_about(heading, checked) -> None:
    text = f"余额,{heading}\n1,1-2\n2,2-3\n3,0-1\n"
    with pytest.raises(TapeError) as told:
        checked(text)
    (question,) = told.value.messages
    assert "--age-unit years" in question
    years = checked(text, meaning=Meaning(age_unit="years")).tape
    np.testing.assert_allclose(years.age, [18.0, 30.0, 6.0])


@pytest.mark.parametrize(
    ("ranges", "months"),
    [(("12-24", "25-36", "36-60"), 18.0), (("31-60", "61-90"), 45.5 * 12 / 365)],
)
def test_ranges_of_years_in_months_are_no_days(ranges, months, checked) -> None:
    tape = checked("余额,账龄区间\n" + "".join(f"1,{each}\n" for each in ranges)).tape
    assert tape.age[0] == pytest.approx(months)


def test_a_heading_that_says_months_is_believed(checked) -> None:
    assert checked("balance,months past due\n5,200\n").tape.age.tolist() == [200.0]
