"""What a column of ages counts: its heading says, or the user, or else its numbers."""

import numpy as np
import pytest

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


@pytest.mark.parametrize("ages", [(3, 6, 12), (1, 14, 60), (24, 30, 118)])
def test_what_can_be_months_stays_months(ages, checked, findings) -> None:
    """A claim of ten years is rare, one of three is not."""
    result = checked("余额,账龄\n" + "".join(f"5,{age}\n" for age in (*ages, 2, 5, 20)))
    np.testing.assert_allclose(result.tape.age[:3], ages)
    taken = [c.answer for c in findings(result)["age_unit_doubtful"].choices if c.taken]
    assert taken == ["months"]


def test_a_heading_that_says_months_is_believed(checked) -> None:
    assert checked("balance,months past due\n5,200\n").tape.age.tolist() == [200.0]


def test_small_bare_ages_are_asked_about(checked, findings) -> None:
    """Months, or years; nobody has a book whose oldest account is five days late."""
    result = checked("余额,账龄\n5,1\n5,2\n5,5\n")
    answers = [c.answer for c in findings(result)["age_unit_doubtful"].choices]
    assert answers == ["months", "years"]
    assert "age_unit_doubtful" not in findings(checked("余额,账龄（月）\n5,1\n5,2\n"))
