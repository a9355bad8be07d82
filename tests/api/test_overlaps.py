"""Accounts placed with two agencies, read from files."""

import time

import numpy as np
import pytest

from placement import api
from placement.domain.errors import PlacementError
from placement.report.overlaps_answer import overlap_rows, pair_rows

ONE = """account_id,customer_id,placed_on,recalled_on,balance
A-1,C1,2025-01-01,2025-03-01,100
A-2,C2,2025-01-01,2025-03-01,200
A-3,C3,2025-01-01,,300
"""
OTHER = """案件编号,客户编号,委案日期,退案日期,委案金额
Ａ１,C1,2025-02-01,,110
A 2,C2,2025-03-01,,200
A9,C3,2025-06-01,,50
"""


def found(*contents: str, **how) -> api.PlacedTwice:
    """Return what the lists have twice."""
    files = [
        api.BillFile(source=content.encode(), name=f"agency{number}.csv")
        for number, content in enumerate(contents)
    ]
    return api.placed_twice(files, **how)


def test_accounts_and_debtors_across_ways_of_writing() -> None:
    both = found(ONE, OTHER)
    rows = overlap_rows(both.rows, both.accounts, agencies=both.agencies, accounts=both.names)
    assert rows == [
        {
            "account_id": "A-1",
            "agency": "agency0",
            "other_account": "Ａ１",
            "other_agency": "agency1",
            "since": "2025-02-01",
            "until": "2025-03-01",
            "days": 28,
            "balance": 110.0,
        }
    ]
    assert (both.placed_accounts, both.accounts_twice, both.money) == (4, 1, 11_000)
    (debtor,) = overlap_rows(both.rows, both.debtors, agencies=both.agencies, accounts=both.names)
    assert (debtor["account_id"], debtor["other_account"]) == ("A-3", "A9")
    assert (debtor["since"], debtor["until"], debtor["days"]) == ("2025-06-01", None, None)


def test_a_column_of_agencies_parts_one_list() -> None:
    table = "agency,account_id,balance\nNorth,1,5\nSouth,1,7\nNORTH ,2,9\nnorth,2,9\n"
    both = found(table)
    assert pair_rows(both.rows, both.accounts, agencies=both.agencies) == [
        {"agency": "North", "other_agency": "South", "accounts": 1, "balance": 7.0}
    ]
    assert both.accounts_twice == 1


def test_numbers_that_a_spreadsheet_rounded_are_said_and_never_matched() -> None:
    table = "account_id,balance\n1.2E+15,5\n7,7\n"
    both = found(table, table)
    assert both.accounts_twice == 1
    assert [f.code for f in both.findings].count("account_id_rounded") == 2


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (("",), "is empty"),
        ((ONE,), "name one agency"),
        (("balance,x\n5,1\n",), "lacks account_id"),
        ((ONE, "account_id,balance\n1.2E+15,5\n"), "no usable row"),
        ((ONE.replace("100", "$100"), ONE.replace("100", "€100")), "different currencies"),
    ],
)
def test_what_is_no_list_is_said(contents: tuple[str, ...], said: str) -> None:
    with pytest.raises(PlacementError, match=said):
        found(*contents)


def test_two_lists_of_a_hundred_thousand_accounts_take_seconds() -> None:
    rng = np.random.default_rng(3)
    days = np.array("2025-01-01", dtype="datetime64[D]") + rng.integers(0, 300, 100_000)

    def content(first: int) -> str:
        lines = (
            f"ACC-{first + place},C{(first + place) // 2},{day},{1000 + place % 77}.50"
            for place, day in enumerate(days.astype(str).tolist())
        )
        return "account_id,customer_id,placed_on,balance\n" + "\n".join(lines)

    contents = content(0), content(95_000)
    start = time.process_time()
    both = found(*contents)
    assert both.accounts_twice == 5_000
    # A second or two.
    assert time.process_time() - start < 20.0


@pytest.mark.parametrize(
    ("placed", "recalled", "debtor", "amount"),
    [
        ("placed", "recalled", "debtor", "amount"),
        ("placed", "returned", "customer", "debt"),
        ("下发日", "撤案日", "客户", "欠款"),
        ("委案日期", "撤案日期", "客户编号", "委案金额"),
        ("派案日", "到期日", "债务人编号", "下发金额"),
        ("placement_date", "end date", "client", "balance owed"),
    ],
)
def test_common_headings_are_read(placed: str, recalled: str, debtor: str, amount: str) -> None:
    """A-1 was recalled before the other placement, so it is with one agency at a time."""
    other = (
        f"account_id,{placed},{recalled},{debtor},{amount}\n"
        "A-1,2024-06-01,2025-01-01,C1,110\n"
        "A-2,2025-01-10,2025-02-01,C2,200\nA9,2025-01-10,,C3,50\n"
    )
    both = found(ONE, other)
    rows = overlap_rows(both.rows, both.accounts, agencies=both.agencies, accounts=both.names)
    assert [(row["account_id"], row["since"], row["until"], row["balance"]) for row in rows] == [
        ("A-2", "2025-01-10", "2025-02-01", 200.0)
    ]
    assert both.debtors_twice == 1
    assert both.files[1].unused == ()
    assert not [f for f in both.findings if f.code.endswith("_unknown")]


def test_placed_may_be_an_amount_and_customer_a_name() -> None:
    table = 'account_id,placed,customer\nA-1,1200.50,Ann Other\nA-2,"1,300",Bob Some\n'
    both = found(ONE, table)
    assert dict(both.files[1].columns) == {"account_id": "account_id", "balance": "placed"}
    assert both.files[1].unused == ("customer",)
    # The names are nowhere in what is said.
    assert "Other" not in " ".join(f.line() for f in both.findings)


def test_what_is_not_used_is_said_with_what_it_means() -> None:
    table = "account_id,back,备注\nA-1,2025-01-15,x\nA-3,,y\n"
    both = found(ONE, table)
    said = {f.code: f for f in both.findings}
    assert said["columns_unused"].message == "agency1.csv: not used: back, 备注."
    assert "Day of recall (recalled_on)" in said["columns_unused"].advice
    assert said["recalled_on_unknown"].message.endswith("counts as still placed.")
    assert said["placed_on_unknown"].severity == "warning"
    assert both.accounts_twice == 2
    mapped = found(ONE, table, mapping={"recalled_on": "back"})
    rows = overlap_rows(
        mapped.rows, mapped.accounts, agencies=mapped.agencies, accounts=mapped.names
    )
    assert [(row["account_id"], row["until"]) for row in rows] == [
        ("A-3", None),
        ("A-1", "2025-01-15"),
    ]


def test_a_bare_due_day_is_no_recall_where_no_placement_is_known() -> None:
    both = found(ONE, "account_id,到期日\nA-1,2023-01-15\n")
    assert both.files[1].unused == ("到期日",)
    assert both.accounts_twice == 1


def test_a_recall_before_its_placement_is_a_finding() -> None:
    wrong = "account_id,placed_on,recalled_on\nA-3,2025-05-01,2025-04-01\nA-9,2025-05-01,\n"
    both = found(ONE, wrong)
    (said,) = [f for f in both.findings if f.code == "recalled_before_placed"]
    assert (said.rows, said.first[0][0]) == (1, 2)
    assert both.accounts_twice == 1


def test_a_heading_that_no_list_has_is_refused() -> None:
    with pytest.raises(PlacementError, match="no file has a column back"):
        found(ONE, OTHER, mapping={"recalled_on": "back"})


def test_headings_to_choose_from_hold_no_personal_ones() -> None:
    files = [api.BillFile(source="账号,姓名,x\n1,张三,2\n".encode(), name="a.csv")]
    assert api.list_headings(files) == ("账号", "x")
