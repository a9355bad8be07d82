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
    start = time.perf_counter()
    both = found(*contents)
    assert both.accounts_twice == 5_000
    # A second or two alone; what else the machine does may take as long again several times.
    assert time.perf_counter() - start < 20.0
