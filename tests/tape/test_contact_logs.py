"""Logs of contacts: read under the headings people use, nothing left out in silence."""

import numpy as np
import pytest

from placement.domain.errors import TapeError
from placement.tape.contact_logs import ContactLog, read_contact_log

SECTORS = ("bank_card", "telecom")


def read(text: str, **more: object) -> ContactLog:
    return read_contact_log(text.encode(), filename="log.csv", sectors=SECTORS, **more)


def test_a_row_a_contact_in_english() -> None:
    log = read(
        "account,sector,call date,outcome\n"
        "a1,telecom,2025-03-02,paid\na1,telecom,2025-03-01,no answer\nb2,telecom,2025-03-01,PTP\n"
    )
    names = log.account.texts().tolist()
    assert names == ["a1", "a1", "b2"]
    assert log.contacts.tolist() == [1.0, 1.0, 1.0]
    assert np.diff(log.day[:2]).tolist() == [1.0]
    assert log.paid.tolist() == [0.0, 1.0, 0.0]
    assert log.promised.tolist() == [False, False, True]
    assert set(log.sector) == {"telecom"}


def test_counts_a_day_in_chinese() -> None:
    log = read(
        "账号,行业,逾期天数,拨打日期,拨打次数,接通,承诺还款,还款金额\n"
        "1001,电信,120,2025/3/1,5,2,是,0\n1001,电信,150,2025/4/1,3次,1,,120.50\n"
    )
    assert log.contacts.tolist() == [5.0, 3.0]
    assert log.connected.tolist() == [2.0, 1.0]
    assert log.paid.tolist() == [0.0, 1.0]
    assert log.promised.tolist() == [True, False]
    assert log.age == pytest.approx([120.0 * 12.0 / 365.0, 150.0 * 12.0 / 365.0], rel=0.02)


def test_a_batch_counts_those_who_paid() -> None:
    log = read("批次,日期,拨打次数,还款户数\nA,2025-01-31,5000,40\n", sector="bank_card", age=8.0)
    assert (log.contacts[0], log.paid[0], log.age[0]) == (5_000.0, 40.0, 8.0)
    assert log.sector == ("bank_card",)
    assert log.account.codes[0] == -1


def test_what_is_left_out_is_said() -> None:
    log = read(
        "account,date,contacts,paid\na,2025-01-01,3,no\nb,someday,3,no\nc,2025-01-01,-2,no\n"
        ",2025-01-01,1,no\nd,2025-01-01,2,maybe\ne,2025-01-01,,yes\n"
    )
    assert log.account.texts().tolist() == ["a", "e"]
    assert log.contacts.tolist() == [3.0, 1.0]
    said = "\n".join(each.line() for each in log.findings)
    for heading in ("date", "contacts", "account", "paid"):
        assert f"1 of 6 rows have no readable {heading}" in said, said


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "lacks account_id, date, outcome"),
        ("account,date\n1,2025-01-01\n", "lacks outcome"),
        ("account,date,paid\n1,x,yes\n", "has no usable row"),
    ],
)
def test_what_is_no_log_is_said(text: str, says: str) -> None:
    with pytest.raises(TapeError, match=says):
        read(text)


def test_a_column_mapped_by_hand() -> None:
    log = read("account,when,paid\na,2025-01-01,yes\n", mapping={"date": "when"})
    assert log.paid.tolist() == [1.0]


def test_of_a_batch_money_is_no_number_of_payers() -> None:
    """A batch's row with an amount in it, or more payers than contacts, is left out and said."""
    text = "batch,calls,payers\nB1,400,12\nB2,500,4123.55\nB3,30,31\n"
    log = read_contact_log(text.encode(), filename="log.csv", sectors=SECTORS)
    assert log.paid.tolist() == [12.0]
    assert [(each.code, each.rows) for each in log.findings if each.rows] == [("paid_no_count", 2)]


def test_a_sum_of_a_batch_needs_its_number_of_contacts() -> None:
    with pytest.raises(TapeError, match="lacks contacts"):
        read_contact_log(b"batch,payers\nB1,12\n", filename="log.csv", sectors=SECTORS)
