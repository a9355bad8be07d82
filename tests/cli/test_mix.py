"""The command `mix`: the chosen contracts, their price and what does not fit."""

import time
from pathlib import Path

import pytest

from tests.cli.conftest import Desk, Ran

SAMPLE = "data/samples/contracts.csv"
HEADINGS = "contract,sector,accounts,balance,age,commission,fixed_cost,win_probability"
CARDS = "A,bank_card,5000,7000,7,0.3,60000,1"


@pytest.fixture(scope="module")
def sample(desk: Desk) -> Ran:
    """The mixed example of five sectors with 60 seats."""
    return desk("mix", SAMPLE, "--seats", "60", "--json")


def written(folder: Path, *rows: str, headings: str = HEADINGS) -> str:
    """Write a table of contracts and return its path."""
    file = folder / "contracts.csv"
    file.write_text("\n".join((headings, *rows)), encoding="utf-8")
    return str(file)


def test_the_mixed_example_is_proved_within_its_seats(sample: Ran) -> None:
    answer = sample.answer
    assert set(answer) >= {
        "chosen", "profit", "used", "shadow_price_per_seat", "next_in", "optimal", "gap", "bound",
        "people", "cash", "lowest_cash", "wages", "idle_share", "value_of_more",
    }  # fmt: skip
    assert answer["optimal"]
    assert sum(row["seats"] for row in answer["chosen"]) == pytest.approx(answer["used"]["seats"])
    assert answer["used"]["seats"] <= 60.0 + 1e-4
    assert answer["exceed_probability"] == 0.0


def test_profit_is_after_all_wages_paid(sample: Ran) -> None:
    """The chosen contracts' profits, less exits, months without work, hiring and leaving."""
    answer = sample.answer
    wages = answer["wages"]
    parts = sum(row["profit"] for row in answer["chosen"]) - answer["exit_costs"]
    parts -= wages["idle"] + wages["hiring_and_leaving"]
    assert answer["profit"] == pytest.approx(parts)
    assert wages["bill"] == pytest.approx(wages["at_work"] + wages["idle"])
    before = sum(row["profit_before_wages"] for row in answer["chosen"]) - answer["exit_costs"]
    assert answer["profit"] == pytest.approx(before - wages["bill"])
    assert all(row["paid"] == 60.0 for row in answer["people"])
    for row in answer["people"]:
        assert row["idle"] == pytest.approx(row["paid"] - row["needed"])


def test_cash_by_month_adds_up(sample: Ran) -> None:
    """Wages are in it; its lowest month is named."""
    answer = sample.answer
    cash = [row["cash"] for row in answer["cash"]]
    low = answer["lowest_cash"]
    assert (low["cash"], low["month"]) == (min(cash), cash.index(min(cash)))
    assert answer["cash"][0]["month"] == 0


def test_people_come_and_go_where_that_pays(desk: Desk, sample: Ran) -> None:
    """Of 60 most are let go; nobody is hired for it."""
    moved = desk("mix", SAMPLE, "--seats", "60", "--let-go", "--hire", "--json").answer
    assert moved["profit"] > sample.answer["profit"]
    assert sum(row["left"] for row in moved["people"]) > 20.0
    paid, before = [row["paid"] for row in moved["people"]], 60.0
    for row, now in zip(moved["people"], paid, strict=True):
        assert now == pytest.approx(before + row["hired"] - row["left"])
        before = now
    dear = desk(
        "mix", SAMPLE, "--seats", "10", "--hire", "--hiring-cost", "900000", "--json"
    ).answer
    assert sum(row["hired"] for row in dear["people"]) == 0.0


def test_sectors_come_out_as_the_trade_judges_them(sample: Ran) -> None:
    """Cards lead, estates pay, no seat goes to telephone bills or software's retained sums."""
    answer = sample.answer
    sectors = {row["sector"] for row in answer["chosen"] if row["seats"] > 0.0}
    assert {"bank_card", "property_fee"} <= sectors
    assert not sectors & {"telecom", "software_retainage"}


def test_the_value_of_more_seats_is_the_difference_of_two_answers(desk: Desk, sample: Ran) -> None:
    """And the price of a seat is the mean over them."""
    more = desk("mix", SAMPLE, "--seats", "61", "--json").answer
    found = sample.answer["value_of_more"]
    assert [row["k"] for row in found] == list(range(1, 9))
    gain = more["profit"] - sample.answer["profit"]
    assert found[0]["value"] == pytest.approx(gain, rel=1e-6, abs=0.01)
    each = [row["per_person"] for row in found]
    assert sample.answer["shadow_price_per_seat"] == pytest.approx(sum(each) / len(each))
    assert "mean over k" in sample.answer["shadow_price_is"]


def test_no_seats_is_an_answer(desk: Desk, tmp_path: Path) -> None:
    ran = desk("mix", written(tmp_path, CARDS), "--seats", "0", "--json")
    assert ran.code == 0
    assert (ran.answer["chosen"], ran.answer["profit"]) == ([], 0.0)
    assert (ran.answer["wages"]["bill"], ran.answer["idle_share"]) == (0.0, 0.0)
    assert ran.answer["next_in"] == "A"


@pytest.mark.parametrize(
    ("rows", "headings", "more", "words"),
    [
        ((CARDS, CARDS), HEADINGS, (), ["contract name", "row 2", "row 3"]),
        (("A,telecom,5",), "contract,sector,accounts", (), ["no column balance", "commission"]),
        ((CARDS.replace("0.3", "30"),), HEADINGS, (), ["commission", "0.30"]),
        (
            (CARDS.replace(",5000,", ",50000,") + ",yes",),
            HEADINGS + ",must_keep",
            (),
            ["do not fit", "A need", "too few"],
        ),
        ((CARDS,), HEADINGS, ("--limit", "creditor=3"), ["KIND:NAME=SEATS"]),
        ((CARDS,), HEADINGS, ("--overbooking", "wild"), ["full, expected, safe"]),
        ((CARDS,), HEADINGS, ("--time-limit", "0"), ["time-limit"]),
        ((CARDS,), HEADINGS, ("--cash", "-1"), ["cash", "0 or more"]),
        ((CARDS,), HEADINGS, ("--creditor-share", "2"), ["creditor-share", "0 to 1"]),
        (
            (CARDS,),
            HEADINGS,
            ("--cash", "1000"),
            ["Cash is short from month 1", "Start with 69,000.00"],
        ),
        ((CARDS,), HEADINGS, ("--hire", "--ramp", "9"), ["at most the 6 months", "got 9"]),
        ((CARDS,), HEADINGS, ("--hire", "--ramp", "-1"), ["ramp", "got -1"]),
        ((CARDS,), HEADINGS, ("--wage", "-5"), ["wage", "0 or more"]),
        ((CARDS,), HEADINGS, ("--win-correlation", "2"), ["win-correlation", "0 to 1"]),
        ((CARDS + ",1.5",), HEADINGS + ",volume_share", (), ["volume_share", "row 2"]),
        ((CARDS + ",3",), HEADINGS + ",placements", (), ["placements", "from 0 to 2"]),
        (
            (CARDS + ",Bank A", CARDS.replace(",7,", ",30,") + ",Bank B"),
            HEADINGS + ",creditor",
            (),
            ["another creditor", "row 2", "row 3"],
        ),
        ((CARDS,), HEADINGS, ("--draws", "1000000000"), ["draws", "1 to 1,000,000"]),
        ((CARDS,), HEADINGS, ("--draws", "0"), ["draws", "1 to 1,000,000; got 0"]),
    ],
)
def test_wrong_input_ends_with_its_reason(
    desk: Desk, tmp_path: Path, rows: tuple[str, ...], headings: str, more: tuple[str, ...],
    words: list[str],
) -> None:  # fmt: skip
    ran = desk("mix", written(tmp_path, *rows, headings=headings), "--seats", "1", *more, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip().splitlines()[-1].startswith("error: ")
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err


def test_it_reads_as_text_too(desk: Desk, tmp_path: Path) -> None:
    ran = desk("mix", written(tmp_path, CARDS), "--seats", "9", "--frontier", "3")
    assert "level 8 of 8" in ran.out
    assert "after all wages paid" in ran.out
    assert "Wages of" in ran.out
    assert "more people takes" in ran.out
    assert "off the expected profit" in ran.out
    assert "Lowest in month" in ran.out
    assert "Highs" not in ran.out


def test_a_loss_without_seats_is_named_as_what_it_is(desk: Desk, tmp_path: Path) -> None:
    """A contract held today that is let go costs its exit, with no seat at all."""
    table = written(tmp_path, CARDS + ",yes,200000", headings=HEADINGS + ",held,exit_cost")
    ran = desk("mix", table, "--seats", "0")
    assert "Expected profit -200,000.00" in ran.out
    assert "exit costs of 200,000.00 for letting go of A" in ran.out


def test_one_seat_is_no_seats(desk: Desk, tmp_path: Path) -> None:
    ran = desk("mix", written(tmp_path, CARDS), "--seats", "1", "--frontier", "3")
    assert "1 seat " in ran.out
    assert "1 seats" not in ran.out


def test_bands_of_one_contract_are_one_contract(desk: Desk, tmp_path: Path) -> None:
    """Split in two alike halves a contract is worth what it was."""
    whole = desk("mix", written(tmp_path, CARDS), "--seats", "8", "--json").answer
    half = CARDS.replace("5000", "2500") + ",1"
    halves = written(
        tmp_path, half, half.replace(",60000,1,", ",,,").replace("2500,7000", "2500,7000.0001"),
        headings=HEADINGS + ",volume_share",
    )  # fmt: skip
    split = desk("mix", halves, "--seats", "8", "--json").answer
    assert split["profit"] == pytest.approx(whole["profit"], rel=1e-6)
    assert [row["contract"] for row in split["chosen"]] == ["A"]


@pytest.mark.parametrize("rule", ["full", "expected", "safe"])
def test_the_time_limit_holds_for_all_searches_together(desk: Desk, rule: str) -> None:
    """A command with dozens of them, however hard."""
    start = time.process_time()
    ran = desk(
        "mix", SAMPLE, "--seats", "30", "--cash", "1200000", "--hire", "--let-go", "--frontier",
        "20", "--overbooking", rule, "--time-limit", "4", "--json",
    )  # fmt: skip
    assert ran.code == 0
    assert time.process_time() - start < 14.0
    assert ran.answer["chosen"]
