"""Yes and no, and the words that stand for them: who can be reached, what is contested."""

import pytest


@pytest.mark.parametrize("heading", ["是否可联", "失联", "reachable", "unreachable"])
def test_a_word_for_reach_means_the_same_under_every_heading(heading, checked, findings) -> None:
    result = checked(
        f"欠款余额,逾期天数,{heading}\n1,9,失联\n2,9,可联\n3,9,无法联系\n4,9,Not reachable\n"
    )
    assert result.tape.unreachable.tolist() == [True, False, True, True]
    assert f"{heading}_unreadable" not in findings(result)


def test_two_columns_that_contradict_each_other_are_told(checked, findings) -> None:
    result = checked("欠款余额,逾期天数,失联,是否可联\n1,9,是,是\n2,9,失联,否\n3,9,否,可联\n")
    assert result.tape.unreachable.tolist() == [True, True, False]
    assert findings(result)["reach_contradiction"].first == ((2, "是"),)


def test_words_for_a_dispute(checked) -> None:
    tape = checked("balance,dpd,争议\n1,9,有异议\n2,9,无争议\n3,9,争议中\n").tape
    assert tape.disputed.tolist() == [True, False, True]


def test_a_heading_that_asks_whether_nobody_reaches_the_debtor(checked) -> None:
    tape = checked("余额,逾期天数,是否联系不上\n1,9,是\n2,9,否\n").tape
    assert tape.unreachable.tolist() == [True, False]
