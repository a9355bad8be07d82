"""What accounts have been through: letters, months of in-house work, a history."""

import numpy as np
import pytest

from placement.domain.days import months_of
from placement.tape.columns import match_columns
from placement.tape.segment import Bands, account_segments, segment

HEAD = "balance,months_past_due,placements,letters,in_house_months,history\n"
ONE_BAND = Bands(age=(), balance=())


def test_columns_left_out_say_nothing(checked) -> None:
    tape = checked("balance,dpd\n100,335\n").tape
    assert (tape.placements.tolist(), tape.letters.tolist()) == ([0], [0])
    assert np.isnan(tape.in_house_months).all()
    segments = segment(tape).segments
    assert segments.history == account_segments(tape).history == ("",)
    assert np.isnan(segments.in_house_months).all()


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("律师函次数", "letters"),
        ("发函次数", "letters"),
        ("Law letters", "letters"),
        ("自催月数", "in_house_months"),
        ("内催月数", "in_house_months"),
        ("months in-house", "in_house_months"),
        ("催收历史", "history"),
        ("Collection history", "history"),
        ("逾期阶段", "stage"),
    ],
)
def test_headings_of_others(heading: str, field: str) -> None:
    assert match_columns([heading]).matched == {field: heading}


def test_letters_and_months_are_read(checked, findings) -> None:
    result = checked(HEAD + "1,11,1,2封,3个月,\n1,11,,,,\n1,11,0,1.5,x,\n1,11,0,-1,-2,\n")
    assert result.tape.letters.tolist() == [2, 0, 0, 0]
    np.testing.assert_array_equal(result.tape.in_house_months, [3.0, np.nan, np.nan, np.nan])
    assert findings(result)["letters_unreadable"].first == ((4, "1.5"), (5, "-1"))
    assert findings(result)["in_house_months_unreadable"].first == ((4, "x"), (5, "-2"))


def test_in_house_work_counts_from_the_due_date(checked, findings) -> None:
    """Three months at 90 days are rounding; thirty at eleven months are a slip."""
    result = checked("balance,dpd,in_house_months\n1,90,3\n1,330,30\n1,330,5\n")
    np.testing.assert_allclose(result.tape.in_house_months, [months_of(90.0), np.nan, 5.0])
    assert findings(result)["in_house_months_above_age"].first == ((3, "30"),)


def test_a_history_is_read_and_counted(checked, findings) -> None:
    """One text for one meaning; placements and letters come from it."""
    result = checked(
        HEAD + '1,12,,,,"in_house 5, agency 6, letter"\n1,12,,,,自催5；委外6；律师函\n'
    )
    assert set(result.tape.history.texts()) == {"in_house 5, agency 6, letter"}
    assert result.tape.placements.tolist() == [1, 1]
    assert result.tape.letters.tolist() == [1, 1]
    assert np.isnan(result.tape.in_house_months).all()
    assert not [code for code in findings(result) if code.startswith("history")]


def test_a_history_goes_before_counts_that_say_another_thing(checked, findings) -> None:
    result = checked(HEAD + "1,11,2,,,in_house 5;agency 6\n1,11,1,,,in_house 5;agency 6\n")
    assert result.tape.placements.tolist() == [1, 1]
    found = findings(result)["history_contradiction"]
    assert (found.column, found.first) == ("placements", ((2, "2"),))


def test_a_history_that_cannot_be_read_is_told_with_its_reason(checked, findings) -> None:
    result = checked(HEAD + "1,11,1,,,in_house 5;agency six\n1,11,1,,,letter 2\n")
    found = findings(result)["history_unreadable"]
    assert found.rows == 2
    assert found.first == ((2, "in_house 5;agency six"), (3, "letter 2"))
    assert "got 'agency six'" in found.message
    assert result.tape.history.codes.tolist() == [-1, -1]
    assert result.tape.placements.tolist() == [1, 1]


@pytest.mark.parametrize("age", [20, 8])
def test_a_history_of_another_length_is_counted_but_not_replayed(age, checked, findings) -> None:
    result = checked(HEAD + f"1,{age},,,,in_house 5;agency 6;letter\n")
    assert findings(result)["history_another_length"].rows == 1
    assert result.tape.history.codes.tolist() == [-1]
    assert (result.tape.placements.tolist(), result.tape.letters.tolist()) == ([1], [1])
    assert result.tape.in_house_months.tolist() == [5.0]


def test_a_history_may_miss_the_age_by_a_month(checked, findings) -> None:
    """330 days are 10.8 months."""
    result = checked("balance,dpd,history\n1,330,in_house 5;agency 6\n")
    assert "history_another_length" not in findings(result)
    assert result.tape.history.codes.tolist() == [0]


@pytest.mark.parametrize(
    "row",
    [
        "9,11,0,1,,",
        "9,11,0,0,5,",
        "9,11,0,0,,in_house 9;wait 2",
        "9,11,0,3,,",
        "9,11,1,0,,",
    ],
)
def test_other_pasts_are_other_segments(row, checked) -> None:
    cut = segment(checked(HEAD + "9,11,0,0,,\n9,11,0,0,,\n" + row + "\n").tape, ONE_BAND)
    assert cut.segments.accounts.tolist() == [2, 1]
    assert len(set(cut.segments.label)) == 2


def test_letters_are_classes_and_months_are_means(checked) -> None:
    """Three and five letters share a segment at 4; 100·2 and 300·6 months are (2 + 18) / 4 = 5."""
    rows = "100,11,0,3,2,\n300,11,0,5,6,\n"
    segments = segment(checked(HEAD + rows).tape, ONE_BAND).segments
    assert segments.letters.tolist() == [4]
    np.testing.assert_allclose(segments.in_house_months, [5.0])
    assert "3 letters or more · in-house months known" in segments.label[0]


def test_each_account_keeps_its_past(checked) -> None:
    tape = checked(HEAD + "1,11,0,2,4,\n1,11,,,,in_house 5;agency 6\n").tape
    alone = account_segments(tape)
    assert alone.letters.tolist() == [2, 0]
    np.testing.assert_array_equal(alone.in_house_months, [4.0, np.nan])
    assert alone.history == ("", "in_house 5, agency 6")
    assert alone.placements.tolist() == [0, 1]
