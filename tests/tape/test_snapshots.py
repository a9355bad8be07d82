"""One day's book out of several, and what is not overdue yet."""

import datetime as dt

import pytest

from placement.domain.errors import TapeError
from placement.tape.findings import Severity
from placement.tape.meaning import Meaning
from placement.tape.tape import LeftOut
from tests.tape.test_workbook import workbook

BOOK = (
    "loan_id,balance,dpd,snapshot_date\n1,400,10,2025-10-31\n1,360,41,2025-11-30\n"
    "1,365,71,2025-12-31\n2,90,20,2025-12-31\n3,7,5,\n"
)


def test_the_latest_snapshot_is_the_book(checked, findings) -> None:
    result = checked(BOOK)
    assert result.tape.balance.tolist() == [365.0, 90.0, 7.0]
    assert result.tape.as_of == dt.date(2025, 12, 31)
    found = findings(result)["snapshot_other"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 2, 760.0)
    assert [(c.answer, c.accounts, c.balance) for c in found.choices] == [
        ("latest", 3, 462.0),
        ("all", 5, 1222.0),
    ]
    assert result.tape.excluded.groups[LeftOut.OLDER].money == 760.0
    assert "bills" not in findings(result)


def test_every_row_on_request(checked) -> None:
    tape = checked(BOOK, meaning=Meaning(snapshots="all")).tape
    assert (len(tape), tape.as_of) == (5, dt.date(2025, 12, 31))


def test_an_earlier_one_by_its_date(checked, findings) -> None:
    result = checked(BOOK, as_of=dt.date(2025, 11, 30), meaning=Meaning(snapshots="latest"))
    assert result.tape.balance.tolist() == [360.0, 7.0]
    assert findings(result)["snapshot_other"].severity is Severity.NOTE


def test_one_slip_into_the_future_is_no_snapshot(checked) -> None:
    rows = "".join(f"{i},5,30,2025-12-31\n" for i in range(300))
    text = f"loan_id,balance,dpd,snapshot_date\n{rows}x,5,30,2052-12-31\n"
    for more in ({}, {"today": dt.date(2026, 1, 31)}):
        assert len(checked(text, **more).tape) == 300


CURRENT = "account_id,balance,dpd\na,200,0\nb,150,0\nc,30,45\n"


def test_what_is_not_overdue_is_left_out_with_its_money(checked, findings) -> None:
    result = checked(CURRENT)
    assert result.tape.balance.tolist() == [30.0]
    found = findings(result)["current"]
    assert (found.severity, found.rows, found.money) == (Severity.DOUBT, 2, 350.0)
    assert [(c.answer, c.accounts, c.balance, c.taken) for c in found.choices] == [
        ("leave-out", 1, 30.0, True),
        ("keep", 3, 380.0, False),
    ]
    assert result.tape.excluded.groups[LeftOut.CURRENT].rows == 2


def test_it_is_kept_on_request(checked, findings) -> None:
    result = checked(CURRENT, meaning=Meaning(current="keep"))
    assert result.tape.age.tolist()[:2] == [0.0, 0.0]
    assert findings(result)["current"].severity is Severity.NOTE


@pytest.mark.parametrize("stage", ["M0", "正常", "Current"])
def test_a_stage_before_the_first_is_current(stage, checked, findings) -> None:
    result = checked(f"balance,stage\n5,{stage}\n6,M1\n")
    assert result.tape.balance.tolist() == [6.0]
    assert findings(result)["current"].rows == 1


def test_a_book_of_nothing_overdue_says_how_to_keep_it(checked) -> None:
    with pytest.raises(TapeError, match="--current keep"):
        checked("balance,dpd\n5,0\n")


@pytest.mark.parametrize("heading", ["统计月份", "月份", "month", "Reporting month"])
def test_a_column_of_months_is_one_of_snapshots_if_accounts_come_again(
    heading, checked, findings
) -> None:
    head = f"账号,欠款余额,逾期天数,{heading}\n"
    result = checked(f"{head}a,100,30,2025-10\na,90,60,2025-11\nb,50,30,2025-11\n")
    assert result.tape.balance.tolist() == [90.0, 50.0]
    found = findings(result)["snapshot_other"]
    assert {c.answer: c.balance for c in found.choices} == {"latest": 140.0, "all": 240.0}
    assert found.column == heading
    assert "column_unused" not in findings(result)
    batches = checked(f"{head}a,100,30,2025-10\nb,90,60,2025-11\nc,50,30,2025-11\n")
    assert batches.tape.balance.sum() == 240.0


@pytest.mark.parametrize(
    ("first", "second"),
    [("9月", "10月"), ("Sep", "Oct"), ("Sept-26", "Oct-26"), ("上月", "本月"), ("9月末", "10月末"),
     ("Stand 30.09.", "Stand 31.10."), ("09", "10"), ("Sep 2026", "Oct 2026"), ("12月", "1月")],
)  # fmt: skip
def test_sheets_of_months_are_snapshots(first, second, checked, findings) -> None:
    head = ("账号", "欠款余额", "逾期天数")
    sheets = {
        first: [head, ("A", 100, 30), ("B", 230, 60)],
        second: [head, ("A", 90, 60), ("B", 230, 90), ("C", 100, 9)],
    }
    result = checked(workbook(sheets), filename="a.xlsx", as_of=dt.date(2026, 10, 31))
    assert result.tape.balance.sum() == 420.0
    assert findings(result)["snapshot_other"].severity is Severity.DOUBT
