"""`--how-sure`: bid, mix and deal say how sure they are, and are what they were without it."""

import csv
from pathlib import Path

import pytest

from placement import api
from placement.assume.library import load_library
from tests.cli.conftest import Desk

LOT = ("--sector", "bank_card", "--balance", "7000", "--age", "7", "--accounts", "2000")
RIVALS = ("--rivals", "4", "--rival-mean", "0.3", "--rival-sd", "0.05")
SAMPLE = Path(__file__).parents[2] / "data" / "samples" / "contracts.csv"


def test_a_bid_has_its_draws_and_is_the_same_bid(desk: Desk) -> None:
    plain = desk("bid", *LOT, *RIVALS, "--json").answer
    answer = desk("bid", *LOT, *RIVALS, "--how-sure", "4", "--json").answer
    drawn = answer.pop("how_sure")
    assert plain.pop("how_sure") is None
    assert answer == plain
    assert (drawn["draws"], drawn["seed"]) == (4, 1)
    assert drawn["p05"] <= drawn["mean"] <= drawn["p95"]
    assert drawn["lots"][0]["bid"] == plain["bid"]
    assert drawn["said"][0].startswith("How sure, in 4 draws")


def test_a_list_says_each_lot_and_what_rivals_know_is_the_number_in_use(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "lots.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["lot", "sector", "accounts", "balance", "age"])
        rows.writerow(["A", "bank_card", 2000, 7000, 7])
        rows.writerow(["B", "bank_card", 500, 5000, 12])
    error = ("--estimate-error", "0.2")
    answer = desk("bid", str(file), *RIVALS, *error, "--how-sure", "2", "--json").answer
    assert [row["lot"] for row in answer["how_sure"]["lots"]] == ["A", "B"]
    assert len(answer["how_sure"]["said"]) == 3
    told = ("--set", "market.rivals_know=0.9")
    one = desk("bid", *LOT, *RIVALS, *error, *told, "--json").answer
    listed = desk("bid", str(file), *RIVALS, *error, *told, "--json").answer["lots"][0]
    assert listed["expected_profit"] == pytest.approx(one["expected_profit"], abs=0.005)
    assert listed["expected_profit"] != pytest.approx(answer["lots"][0]["expected_profit"])


def test_contracts_have_their_shares_of_draws(desk: Desk) -> None:
    ran = desk("mix", str(SAMPLE), "--seats", "30", "--how-sure", "3", "--json")
    drawn = ran.answer["how_sure"]
    assert drawn["draws"] == 3
    chosen = {row["contract"] for row in ran.answer["chosen"]}
    assert {row["contract"] for row in drawn["contracts"] if row["chosen"]} == chosen
    assert all(0.0 <= row["p_taken"] <= 1.0 for row in drawn["contracts"])


def test_a_commission_is_that_of_simulate(desk: Desk) -> None:
    drawn = desk("deal", *LOT, "--how-sure", "2", "--json").answer["how_sure"]
    account = api.one_account(sector="bank_card", balance=7_000.0, age=7.0)
    found = api.simulate_commission(api.lot_segments(account, 2_000), load_library(), draws=2)
    assert drawn["p_deal"] == found.p_deal
    assert drawn["floor"]["p05"] <= drawn["floor"]["p95"]


@pytest.mark.parametrize("count", ["0", "-3", "1000000"])
def test_a_wrong_number_of_draws_is_refused(desk: Desk, count: str) -> None:
    ran = desk("deal", *LOT, "--how-sure", count)
    assert ran.code == 2
    assert "draws must be a whole number" in ran.err


def test_scenarios_are_held_against_each_other_in_the_same_draws(
    desk: Desk, tmp_path: Path
) -> None:
    files = []
    for name, cost in (("plain", "3.0"), ("dear", "9.0")):
        files.append(str(tmp_path / f"{name}.json"))
        desk(
            "scenario", "new", name, "--set", f"telecom.law_letter.cost={cost}", "--out", files[-1]
        )
    tape = ("--tape", str(SAMPLE.parent / "telecom.csv"))
    plain = desk("compare", *files, *tape, "--json").answer
    answer = desk("compare", *files, *tape, "--how-sure", "3", "--json").answer
    drawn = answer.pop("how_sure")
    assert plain.pop("how_sure") is None
    assert answer == plain
    (only,) = drawn["comparisons"]
    assert (only["after"], drawn["draws"]) == ("dear", 3)
    assert only["p05"] < only["p95"]
    assert only["p05"] < 0.0
    assert len(drawn["said"]) == 2
