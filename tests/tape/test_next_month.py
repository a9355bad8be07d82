"""What became of accounts by a later tape: what it says, and what it leaves open."""

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.domain.errors import InputError
from placement.tape.account_payments import account_payments
from placement.tape.closed import says_paid
from placement.tape.next_month import Became, Done, next_month

LIBRARY = load_library()
HEAD = "account_id,sector,balance,days_past_due"


def tape(text: str, **more: object) -> api.Book:
    return api.open_tape(text.encode(), filename="t.csv", assumptions=LIBRARY, **more)


def compared(first: str, later: str, **more: object):
    one, other = tape(first), tape(later)
    return next_month(one.tape, other.tape, match_first=one.match, match_later=other.match, **more)


FIRST = HEAD + ",as_of\n" + "\n".join(
    f"A{i},telecom,100,{60 + i},2025-12-31" for i in range(9)
)  # fmt: skip


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("settled", True), ("Paid in full", True), ("已结清", True), ("还清", True),
        ("withdrawn", False), ("已撤案", False), ("sold", False), ("债权转让", False),
        ("closed", None), ("", None), ("open", None), ("unpaid", None), ("未结清", None),
        ("部分还款", None),
    ],
)  # fmt: skip
def test_what_a_status_says(word: str, said: bool | None) -> None:
    assert says_paid(word) is said


def test_each_account_has_one_fate() -> None:
    later = HEAD + ",account_status,as_of\n" + "\n".join(
        [
            "A0,telecom,100,91,open,2026-01-31",
            "A1,telecom,60,92,open,2026-01-31",
            "A2,telecom,130,93,open,2026-01-31",
            "A3,telecom,0,94,settled,2026-01-31",
            "A4,telecom,0,95,,2026-01-31",
            "A5,telecom,100,96,withdrawn,2026-01-31",
            "A6,telecom,100,97,closed,2026-01-31",
            "A7,telecom,unclear,98,open,2026-01-31",
            "B1,telecom,70,20,open,2026-01-31",
        ]
    )  # fmt: skip
    found = compared(FIRST, later)
    assert [Became(code).name for code in found.became] == [
        "STAYED", "STAYED", "STAYED", "PAID", "PAID", "OTHERWISE", "GONE", "UNREADABLE", "GONE",
    ]  # fmt: skip
    assert found.paid.tolist() == [0, 40, 0, 0, 0, 0, 0, 0, 0]
    assert found.charged.tolist() == [0, 0, 30, 0, 0, 0, 0, 0, 0]
    assert (found.came, found.months, found.tells_work) == (1, 1, False)


def test_what_was_done_is_read_from_both_tapes() -> None:
    head = "account_id,sector,balance,months_past_due,placements,letters,in_house_months"
    first = f"{head}\nA0,telecom,100,2,0,0,2\nA1,telecom,100,2,0,0,2\nA2,telecom,100,2,0,0,2\n" \
            "A3,telecom,100,2,0,0,2\nA4,telecom,100,2,0,0,2"  # fmt: skip
    later = f"{head},placement_status\nA0,telecom,100,3,0,0,2,placed\n" \
            "A1,telecom,100,3,1,0,2,recalled\nA2,telecom,100,3,0,1,2,\n" \
            "A3,telecom,100,3,0,0,3,\nA4,telecom,100,3,0,0,2,"  # fmt: skip
    found = compared(first, later)
    assert [Done(code).name for code in found.done] == [
        "AGENCY", "AGENCY", "LETTER", "IN_HOUSE", "NO_WORK",
    ]  # fmt: skip
    # Without cut-off dates the ages say how far apart the tapes are.
    assert found.months == 1


def test_a_number_on_two_rows_meets_its_own_half() -> None:
    first = HEAD + ",as_of\nA,telecom,100,60,2025-12-31\nA,telecom,50,30,2025-12-31"
    later = HEAD + ",as_of\nA,telecom,80,91,2026-01-31\nA,telecom,50,61,2026-01-31"
    found = compared(first, later)
    assert found.paid.sum() == pytest.approx(20.0)
    assert not np.isin(found.became, (Became.GONE, Became.UNREADABLE)).any()


def test_tapes_without_numbers_are_refused() -> None:
    plain = "sector,balance,days_past_due,as_of\ntelecom,100,60,2025-12-31"
    with pytest.raises(InputError, match="account number"):
        compared(plain, plain.replace("2025-12-31", "2026-01-31"))


@pytest.mark.parametrize(
    ("after", "until", "paid"),
    [
        ("2025-12-31", "2026-01-31", 30.0),
        ("2025-12-31", "2026-02-28", 37.0),
        ("2026-01-10", "2026-02-10", -13.0),
        ("2026-01-04", "2026-01-24", 50.0),
    ],
)
def test_payments_count_by_their_day(after: str, until: str, paid: float) -> None:
    import datetime as dt

    text = "账号,还款日期,还款金额\nA1,2025-12-05,100\nA1,2026-01-05,50\nA1,2026-01-25,-20\n" \
           "A1,2026-02-03,7\n"  # fmt: skip
    found = account_payments(
        text.encode(), filename="p.csv", sectors=LIBRARY.sectors,
        after=dt.date.fromisoformat(after), until=dt.date.fromisoformat(until),
    )  # fmt: skip
    assert found.paid == {"A1": pytest.approx(paid)}
