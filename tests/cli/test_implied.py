"""The command `implied`: odds from five numbers, and what they say of each other."""

from pathlib import Path

from tests.cli.conftest import Desk

ASKED = (
    "implied", "--sector", "bank_card", "--balance", "7000", "--age", "8",
    "--liquidation", "0.06:0.08", "--months", "6", "--contacts-per-success", "125",
    "--commission", "0.15",
)  # fmt: skip


def test_it_answers_by_the_names_of_the_interface(desk: Desk, tmp_path: Path) -> None:
    overlay = tmp_path / "own.toml"
    answer = desk(*ASKED, "--json", "--save-overlay", str(overlay)).answer
    for name in ("willing_hard", "contacts_per_hard", "pay_hazard"):
        assert answer[name]["low"] <= answer[name]["value"] <= answer[name]["high"]
    assert {check["about"] for check in answer["checks"]} == {"commission", "seat", "library"}
    assert "bank_card.debtor.hard_share" in overlay.read_text(encoding="utf-8")


def test_in_words(desk: Desk) -> None:
    out = desk(*ASKED).out
    assert "CLASH: At 15.0% and 125 contacts a success" in out
    assert "fits: A seat would collect" in out


def test_what_no_odds_give_is_one_line(desk: Desk) -> None:
    ran = desk(*ASKED, "--liquidation", "0.9")
    assert ran.code == 2
    assert ran.err.startswith("error: 90.0% in 6 months clashes with how fast it came in")
