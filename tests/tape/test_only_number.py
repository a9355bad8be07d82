"""A customer's number is the account's where no other column is one and it does not repeat."""

import pytest

from placement import api
from placement.assume.library import load_library
from placement.tape.against import against
from placement.tape.columns import match_columns
from placement.tape.only_number import only_number
from placement.tape.read import read_table

HEAD = "客户编号,行业,欠款余额,逾期天数,数据日期\n"


def book(rows: str, head: str = HEAD, mapping: dict[str, str] | None = None) -> api.Book:
    return api.open_tape(
        (head + rows).encode(), filename="book.csv", assumptions=load_library(), mapping=mapping
    )


def rows(numbers: list[str], day: str = "2026-10-31") -> str:
    return "".join(f"{number},银行卡,{1000 + at},90,{day}\n" for at, number in enumerate(numbers))


def test_numbers_that_do_not_repeat_are_the_accounts() -> None:
    found = book(rows(["C3", "C1", "C2"]))
    assert found.tape.account_id.tolist() == ["C3", "C1", "C2"]
    assert found.match.matched["account_id"] == "客户编号"
    assert "debtor_id" not in found.match.matched
    said = {finding.code: finding for finding in found.findings}
    assert '"客户编号" numbers customers' in said["customer_as_account"].message
    assert "map it as the debtor number" in said["customer_as_account"].advice
    assert "duplicates_unchecked" not in said


def test_two_months_of_such_a_book_are_compared() -> None:
    last, now = book(rows(["C3", "C1", "C2"])), book(rows(["C2", "C4", "C3"], "2026-11-30"))
    who = against(last.tape, now.tape)
    assert (len(who.stayed_now), len(who.came), len(who.went)) == (2, 1, 1)


def test_numbers_that_repeat_are_the_debtors() -> None:
    found = book(rows(["C1", "C1", "C2"]))
    assert found.tape.account_id is None
    assert found.match.matched["debtor_id"] == "客户编号"
    assert "customer_as_account" not in {finding.code for finding in found.findings}


@pytest.mark.parametrize(("repeated", "is_account"), [(1, True), (2, False)])
def test_one_row_in_a_hundred_may_repeat(repeated: int, is_account: bool) -> None:
    # One number on two rows is two rows of 200: just one in a hundred.
    numbers = [f"C{at}" for at in range(200 - repeated)] + [f"C{at}" for at in range(repeated)]
    found = book(rows(numbers))
    assert (found.tape.account_id is not None) is is_account
    assert len(found.tape) == 200


def test_a_column_of_accounts_comes_first() -> None:
    found = book(
        "A1,C1,银行卡,5000,90\nA2,C2,银行卡,6000,90\n", "账号,客户编号,行业,欠款余额,逾期天数\n"
    )
    assert found.tape.account_id.tolist() == ["A1", "A2"]
    assert found.match.matched["debtor_id"] == "客户编号"


@pytest.mark.parametrize("mapping", [{"debtor_id": "客户编号"}, {"account_id": ""}])
def test_the_choice_by_hand_wins(mapping: dict[str, str]) -> None:
    found = book(rows(["C3", "C1", "C2"]), mapping=mapping)
    assert found.tape.account_id is None
    assert found.match.matched["debtor_id"] == "客户编号"


def test_a_column_that_is_mostly_empty_numbers_nothing() -> None:
    raw = read_table((HEAD + rows(["C1", "", "", "C2"])).encode(), filename="book.csv")
    assert only_number(raw) is None


def test_headings_that_a_print_repeats_are_no_numbers() -> None:
    text = HEAD + rows(["C1", "C2"]) + HEAD + rows(["C3", "C4"]) + HEAD + rows(["C5"])
    found = book(text.removeprefix(HEAD))
    assert found.tape.account_id.tolist() == ["C1", "C2", "C3", "C4", "C5"]


def test_of_two_numbers_of_customers_the_other_stays_the_debtors() -> None:
    match = match_columns(["客户编号", "客户号", "余额"], numbered_by="客户编号")
    assert match.matched["account_id"] == "客户编号"
    assert match.matched["debtor_id"] == "客户号"
