"""Accounts whose status says that they are over: asked about, with the money of both readings."""

import pytest

from placement.tape.closed import is_over
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning
from tests.tape.test_workbook import workbook

BOOK = (
    "账号,欠款余额,逾期天数,{heading}\nA,100,30,已结清\nB,200,30,核销\nC,300,40,催收中\nD,50,9,\n"
)


@pytest.mark.parametrize("heading", ["状态", "案件状态", "account status"])
def test_they_are_left_out_and_asked_about(heading, checked, findings) -> None:
    result = checked(BOOK.format(heading=heading))
    assert result.tape.balance.tolist() == [200.0, 300.0, 50.0]
    found = findings(result)["closed"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 1, 100.0)
    assert {c.answer: c.balance for c in found.choices} == {"leave-out": 550.0, "keep": 650.0}
    kept = checked(BOOK.format(heading=heading), meaning=Meaning(closed="keep"))
    assert kept.tape.balance.sum() == 650.0
    assert findings(kept)["closed"].severity is Severity.NOTE


@pytest.mark.parametrize(
    ("status", "over"),
    [
        ("已还清", True),
        ("已撤案", True),
        ("Paid in full", True),
        ("Closed", True),
        ("未结清", False),
        ("部分还款", False),
        ("核销", False),
        ("Charged Off", False),
        ("unpaid", False),
        ("partially paid", False),
        ("past due", False),
        ("催收中", False),
        ("", False),
    ],
)
def test_what_a_status_says(status, over) -> None:
    assert is_over(status) is over


@pytest.mark.parametrize("status", ["核销", "已核销", "Charged Off", "written-off", "write off"])
def test_debts_written_off_are_kept_and_that_is_said(status, checked, findings) -> None:
    result = checked(f"账号,欠款余额,逾期天数,状态\nA,100,30,{status}\nB,50,9,未核销\n")
    assert result.tape.balance.sum() == 150.0
    found = findings(result)["written_off"]
    assert (found.severity, found.rows, found.money) == (Severity.NOTE, 1, 100.0)


@pytest.mark.parametrize(
    ("heading", "yes", "no"),
    [
        ("是否结清", "是", "否"),
        ("结清标志", "已结清", "未结清"),
        ("settled", "yes", "no"),
        ("是否已结清", "Y", "N"),
    ],
)
def test_a_flag_says_it_too(heading, yes, no, checked, findings) -> None:
    result = checked(f"账号,欠款余额,逾期天数,{heading}\nA,100,30,{yes}\nB,50,9,{no}\n")
    assert result.tape.balance.tolist() == [50.0]
    assert findings(result)["closed"].severity is Severity.DOUBT


def test_a_sheet_called_settled_holds_accounts_that_are_over(checked, findings) -> None:
    head = ("账号", "欠款余额", "逾期天数")
    content = workbook({"委外中": [head, ("A", 100, 30)], "已结清": [head, ("B", 50, 9)]})
    result = checked(content, filename="a.xlsx")
    assert result.tape.balance.tolist() == [100.0]
    assert findings(result)["closed"].severity is Severity.DOUBT
