"""What was paid beside what was owed at first: asked about, with both totals."""

import pytest

from placement.tape.findings import Severity
from placement.tape.meaning import Meaning

ROWS = "HZ-1,10000,4000,120\nHZ-2,8000,8000,200\nHZ-3,3000,500,45\nHZ-4,100,,45\n"


@pytest.mark.parametrize(
    ("owed", "paid"),
    [("欠款金额", "已收回金额"), ("Amount Due", "Amount Paid"), ("应收账款", "已回款")],
)
def test_it_is_taken_off_and_asked_about(owed, paid, checked, findings) -> None:
    result = checked(f"账号,{owed},{paid},逾期天数\n{ROWS}", sector="logistics")
    assert result.tape.balance.tolist() == [6000.0, 2500.0, 100.0]
    found = findings(result)["paid"]
    assert (found.severity, found.rows) == (Severity.DOUBT, 3)
    assert [(c.answer, c.balance, c.accounts, c.taken) for c in found.choices] == [
        ("to-deduct", 8600.0, 3, True),
        ("deducted", 21100.0, 4, False),
    ]
    told = checked(
        f"账号,{owed},{paid},逾期天数\n{ROWS}", sector="logistics", meaning=Meaning(paid="deducted")
    )
    assert told.tape.balance.sum() == 21100.0
    assert findings(told)["paid"].severity is Severity.NOTE


def test_more_paid_than_owed_shows_that_it_is_off(checked, findings) -> None:
    result = checked("账号,欠款金额,已还金额,逾期天数\nA,100,900,30\nB,50,10,30\n")
    assert result.tape.balance.sum() == 150.0
    assert [c.answer for c in findings(result)["paid"].choices if c.taken] == ["deducted"]


@pytest.mark.parametrize("owed", ["剩余欠款", "欠款余额", "outstanding amount"])
def test_what_is_still_owed_leaves_no_question(owed, checked, findings) -> None:
    result = checked(f"账号,{owed},已还金额,逾期天数\nA,100,90,30\nB,50,10,30\n")
    assert result.tape.balance.sum() == 150.0
    assert "paid" not in findings(result)


def test_units_hold_for_what_was_paid_too(checked) -> None:
    result = checked("单位：万元\n账号,欠款金额,已还金额,逾期天数\nA,10,4,30\nB,5,1,30\n")
    assert result.tape.balance.tolist() == [60_000.0, 40_000.0]


def test_totals_of_the_file_are_those_of_its_column(checked, findings) -> None:
    result = checked("账号,欠款金额,已还金额,逾期天数\nA,10,4,30\nB,5,1,30\n合计,15,5,\n")
    assert result.tape.balance.sum() == 10.0
    assert "total_agrees" in findings(result)


def test_what_is_left_out_later_is_told_by_what_is_still_owed(checked, findings) -> None:
    result = checked("账号,欠款金额,已还金额,逾期天数,状态\nA,100,90,30,已撤案\nB,50,10,30,\n")
    assert findings(result)["closed"].money == 10.0
    assert result.tape.balance.tolist() == [40.0]


def test_a_ledger_writes_what_came_in_below_zero(checked, findings) -> None:
    result = checked("账号,欠款金额,已收回金额,逾期天数\nA,1000,-200,30\nB,500,-50,30\n")
    assert result.tape.balance.sum() == 1250.0
    assert findings(result)["paid"].severity is Severity.DOUBT
