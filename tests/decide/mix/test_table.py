"""Reading contracts: headings in two languages, every wrong row named, none dropped in silence."""

import numpy as np
import pytest

from placement.decide.mix.table import ContractTable, read_contracts
from placement.domain.errors import TapeError
from placement.tape.findings import Severity
from placement.tape.read import read_table
from tests.builders import SECTORS

HEADINGS = "contract,sector,accounts,balance,age,commission,fixed_cost,win_probability"
GOOD = "A,bank_card,5000,7000,12,0.3,60000,0.5"


def table(*rows: str, headings: str = HEADINGS) -> ContractTable:
    """Read a table from lines."""
    content = "\n".join((headings, *rows)).encode()
    return read_contracts(read_table(content, filename="contracts.csv"), known_sectors=SECTORS)


def test_a_row_is_read_as_it_stands() -> None:
    found = table(GOOD).contracts
    assert (found.contract, found.sector) == (("A",), ("bank_card",))
    bands = found.bands
    numbers = [bands.accounts, bands.balance, bands.commission, found.win_probability]
    assert [x.item() for x in numbers] == [5_000, 7_000.0, 0.3, 0.5]
    assert (found.cash.tolist(), bands.volume_share.tolist()) == ([0.0], [1.0])
    assert np.isnan(found.payment_lag).all()
    assert not found.must.any()


def test_chinese_headings_and_marks_are_understood() -> None:
    found = table(
        "甲,信用卡,5000,7000,12,0.3,60000,1,是,锁入",
        headings="合同,行业,户数,户均余额,账龄,佣金率,固定成本,中标概率,在手,锁定",
    ).contracts
    assert found.sector == ("bank_card",)
    assert found.held.all()
    assert found.locked_in.all()


def test_a_held_contract_is_won() -> None:
    found = table(GOOD + ",yes", headings=HEADINGS + ",held").contracts
    assert found.chance.tolist() == [1.0]


def test_missing_columns_are_all_named_at_once() -> None:
    with pytest.raises(TapeError, match="no column age, commission") as caught:
        table(
            "A,telecom,5,5,1,1",
            headings="contract,sector,accounts,balance,fixed_cost,win_probability",
        )
    assert len(caught.value.messages) == 1


@pytest.mark.parametrize(
    ("row", "code", "word"),
    [
        ("B,bank_card,5000,7000,12,30%,60000,0.5", "commission_wrong", "0.30"),
        ("B,bank_card,5000,7000,12,22,60000,0.5", "commission_wrong", "from 0 to 1"),
        ("B,bank_card,5000,-7,12,0.3,60000,0.5", "balance_wrong", "above 0"),
        ("B,bank_card,2.5,7000,12,0.3,60000,0.5", "accounts_wrong", "whole number"),
        ("B,bank_card,5000,,12,0.3,60000,0.5", "balance_missing", "needed"),
        ("B,bank_card,5000,7000,12,0.3,60000,1.5", "win_probability_wrong", "from 0 to 1"),
        ("B,shipping,5000,7000,12,0.3,60000,0.5", "sector_unknown", "known"),
        (",bank_card,5000,7000,12,0.3,60000,0.5", "contract_missing", "name"),
    ],
)
def test_a_wrong_row_is_left_out_and_named(row: str, code: str, word: str) -> None:
    found = table(GOOD, row)
    assert found.contracts.contract == ("A",)
    [error] = [f for f in found.findings if f.severity is Severity.ERROR]
    assert (error.code, error.rows, error.first[0][0]) == (code, 1, 3)
    assert word in error.line()
    with pytest.raises(TapeError):
        found.require_whole()


BANDS = HEADINGS + ",placements,volume_share,creditor,creditor_type,disputed,payment_lag"


def test_rows_of_one_name_are_bands_of_one_contract() -> None:
    """What a contract has once may be said once; empty cells take it."""
    found = table(
        "A,bank_card,5000,7000,12,0.25,60000,0.5,1,0.5,Bank X,state_owned,,2",
        "B,telecom,900,200,6,,1000,1,,,,,,",
        "A,bank_card,3000,6000,24,0.3,,,2,0.4,,,yes,",
        headings=BANDS,
    ).contracts
    assert found.contract == ("A", "B")
    assert found.bands.of.tolist() == [0, 0, 1]
    assert found.creditor == ("Bank X", "")
    assert found.bands.creditor_type == ("state_owned", "state_owned", "other")
    assert found.fixed_cost.tolist() == [60_000.0, 1_000.0]
    assert found.bands.placements.tolist() == [1, 2, 0]
    assert found.bands.disputed.tolist() == [False, True, False]
    assert found.bands.ours.tolist() == [2_500, 1_200, 900]
    assert found.payment_lag[0] == 2.0
    assert np.isnan(found.bands.commission[2])


@pytest.mark.parametrize(
    ("change", "code"),
    [(("Bank X", "Bank Y"), "creditor_contradicts"), (("60000", "50000"), "fixed_cost_contradicts"),
     ((",0.5,", ",0.6,"), "win_probability_contradicts"), ((",1,", ",3,"), "placements_wrong"),
     (("state_owned", "other"), "creditor_type_contradicts"),
     ((",1.0,", ",1.2,"), "volume_share_wrong"), ((",1.0,", ",0,"), "volume_share_wrong"),
     ((",2", ",2.5"), "payment_lag_wrong")],
)  # fmt: skip
def test_rows_that_contradict_each_other_are_named(change: tuple[str, str], code: str) -> None:
    """And the whole contract is left out, every row of it named."""
    first = "A,bank_card,5000,7000,12,0.25,60000,0.5,0,1.0,Bank X,state_owned,no,2"
    second = "A,bank_card,3000,6000,24,0.3,60000,0.5,1,1.0,Bank X,state_owned,no,2"
    place = second.rindex(change[0]) if code == "payment_lag_wrong" else second.index(change[0])
    wrong = second[:place] + change[1] + second[place + len(change[0]) :]
    other = GOOD.replace("A", "B", 1) + "," * 6
    found = table(first, wrong, other, headings=BANDS)
    errors = [f for f in found.findings if f.severity is Severity.ERROR]
    assert code in [error.code for error in errors]
    assert {row for error in errors for row, _ in error.first} == {2, 3}
    assert found.contracts.contract == ("B",)


def test_both_rows_of_the_same_accounts_are_named() -> None:
    """Half and half are the whole; more than the whole cannot be."""
    [error] = [
        f
        for f in table(GOOD, GOOD, GOOD.replace("A", "B", 1)).findings
        if f.severity is Severity.ERROR
    ]
    assert [row for row, _ in error.first] == [2, 3]
    assert "add up to more than 1" in error.line()
    halves = table(GOOD + ",0.5", GOOD + ",0.5", headings=HEADINGS + ",volume_share")
    assert halves.contracts.bands.ours.tolist() == [2_500, 2_500]


def test_a_history_is_what_it_counts() -> None:
    """Placements and letters come from it; a column that says otherwise is wrong."""
    more = HEADINGS + ",placements,history"
    found = table(GOOD + ',,"in_house 6, agency 6"', headings=more).contracts
    assert found.bands.placements.tolist() == [1]
    assert found.bands.history == ("in_house 6, agency 6",)
    with pytest.raises(TapeError, match="history"):
        table(GOOD + ',2,"in_house 6, agency 6"', headings=more)
    with pytest.raises(TapeError, match="history"):
        table(GOOD + ",,nonsense 3", headings=more)


def test_kept_and_locked_out_is_named() -> None:
    found = table(GOOD + ",,", "B" + GOOD[1:] + ",yes,out", headings=HEADINGS + ",must_keep,locked")
    [error] = [f for f in found.findings if f.severity is Severity.ERROR]
    assert error.code == "locked_against_must_keep"


def test_a_table_without_a_right_row_says_what_is_wrong() -> None:
    with pytest.raises(TapeError, match="commission"):
        table("A,bank_card,5000,7000,12,x,60000,0.5")
