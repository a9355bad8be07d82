"""The command `calibrate`: odds from a remittance file, and the file that lays them over."""

from pathlib import Path

import pytest

from tests.cli.conftest import Desk

SAMPLE = "data/samples/remittances_bank_card.csv"


def test_it_answers_by_the_names_of_the_interface(desk: Desk, tmp_path: Path) -> None:
    overlay = tmp_path / "own.toml"
    ran = desk("calibrate", SAMPLE, "--json", "--save-overlay", str(overlay))
    assert ran.code == 0
    answer = ran.answer
    assert {"willing_share", "pay_hazard", "fade_rate", "ultimate", "chain_ladder"} <= answer.keys()
    assert answer["willing_share"]["se"] > 0.0
    assert "warning: Agencies written in two ways" in ran.err
    laid = desk("assumptions", "--assumptions", str(overlay), "--json").answer["assumptions"]
    own = {row["path"]: row for row in laid if row["status"] == "user"}
    assert (
        "Fitted to 72 batches of remittances_bank_card.csv"
        in own["bank_card.debtor.hard_share"]["source"]
    )


def test_in_words(desk: Desk) -> None:
    ran = desk("calibrate", "data/samples/remittances_telecom.csv")
    assert "These batches tell two numbers only" in ran.out
    assert "chain-ladder:" in ran.out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("batch,placed,1,2\nb,1000,5,4\n", "error: history.csv does not say the sector"),
        ("sector,batch,placed,-1,2\ntelecom,b,1000,5,4\n", "error: These columns are months"),
        ("a,b\n1,2\n", "error: history.csv lacks collected, month"),
    ],
)
def test_wrong_input_is_one_line(desk: Desk, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "history.csv"
    file.write_text(text, encoding="utf-8")
    ran = desk("calibrate", str(file))
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err


LOG = "data/samples/contacts_bank_card.csv"


def test_a_log_of_contacts_beside_it(desk: Desk, tmp_path: Path) -> None:
    overlay = tmp_path / "own.toml"
    ran = desk("calibrate", SAMPLE, "--contacts", LOG, "--json", "--save-overlay", str(overlay))
    assert ran.code == 0
    (found,) = ran.answer["contacts"]
    assert found["contacts_per_success"]["low"] < found["contacts"] / found["successes"]
    assert "1 of 2,878 rows have no readable 拨打日期" in ran.err
    made = desk(
        "simulate", "--sector", "bank_card", "--balance", "7000", "--age", "8", "--draws", "200",
        "--assumptions", str(overlay), "--json",
    )  # fmt: skip
    assert made.code == 0
    assert "a hard debtor needs" in desk("calibrate", SAMPLE, "--contacts", LOG).out


def test_a_log_that_is_none_is_one_line(desk: Desk) -> None:
    ran = desk("calibrate", SAMPLE, "--contacts", SAMPLE)
    assert ran.code == 2
    assert "remittances_bank_card.csv lacks" in ran.err
    assert "Traceback" not in ran.err
