"""Wrong input ends with exit 2, one `error:` line per finding, nothing on standard output."""

from pathlib import Path

import pytest

from placement import api
from placement.cli import app
from placement.domain.errors import InputError
from placement.report import files
from tests.cli.conftest import Desk

VALUE = ("value", "--sector", "bank_card", "--balance", "7000", "--age", "8")

CASES = {
    "unknown command": (("foretell",), "foretell"),
    "no command": ((), "command"),
    "unknown option": ((*VALUE, "--colour", "red"), "--colour"),
    "missing option": (("value", "--sector", "bank_card"), "--balance"),
    "not a number": (
        ("value", "--sector", "bank_card", "--balance", "x", "--age", "8"),
        "--balance",
    ),
    "negative balance": (
        ("value", "--sector", "bank_card", "--balance", "-7", "--age", "8"),
        "got -7",
    ),
    "infinite balance": (
        ("value", "--sector", "bank_card", "--balance", "inf", "--age", "8"),
        "balance must be",
    ),
    "age out of range": (
        ("value", "--sector", "bank_card", "--balance", "7", "--age", "-1"),
        "age must lie from 0",
    ),
    "unknown sector": (
        ("value", "--sector", "shoes", "--balance", "7", "--age", "8"),
        "sector must be one of",
    ),
    "unknown creditor": ((*VALUE, "--creditor", "aunt"), "aunt"),
    "principal above balance": ((*VALUE, "--principal", "8000"), "principal must lie from 0"),
    "negative placements": ((*VALUE, "--placements", "-1"), "placements must be 0 or more"),
    "negative demand": ((*VALUE, "--months-since-demand", "-1"), "months-since-demand must be"),
    "percent for a share": (
        (*VALUE, "--set", "tax.income_tax_rate=25"),
        "If you meant 25%, write 0.25.",
    ),
    "unknown path": ((*VALUE, "--set", "tax.income_tax=0.2"), "Close to it: tax.income_tax_rate"),
    "set without value": ((*VALUE, "--set", "tax.income_tax_rate"), "PATH=VALUE"),
    "missing overlay": ((*VALUE, "--assumptions", "nowhere.toml"), "nowhere.toml"),
    "missing tape": (("rank", "nowhere.csv"), "nowhere.csv"),
    "bad fee amount": (("court-fee", "nan"), "amount must be above 0"),
}


@pytest.mark.parametrize("name", CASES)
def test_wrong_words_are_named(desk: Desk, name: str) -> None:
    """What, the rule, what came, what to do; never a traceback."""
    words, expected = CASES[name]
    ran = desk(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert all(line.startswith("error: ") for line in ran.err.splitlines())
    assert expected in ran.err


def test_a_tape_without_a_usable_row_is_refused(desk: Desk, tmp_path: Path) -> None:
    """Every finding has its line, and the file to write is not begun."""
    tape, out = tmp_path / "tape.csv", tmp_path / "out.csv"
    tape.write_text("balance,months_past_due\n-1,3\n0,4\n", encoding="utf-8")
    ran = desk("rank", str(tape), "--sector", "bank_card", "--out", str(out), "--json")
    assert ran.code == 2
    assert ran.out == ""
    assert "error: " in ran.err
    assert not out.exists()


def test_due_dates_alone_ask_for_the_cut_off_date(desk: Desk, tmp_path: Path) -> None:
    """Never silently today's."""
    tape = tmp_path / "tape.csv"
    tape.write_text("balance,due_date\n100,2026-01-31\n", encoding="utf-8")
    ran = desk("rank", str(tape), "--sector", "telecom")
    assert ran.code == 2
    assert "--as-of" in ran.err or "cut-off" in ran.err
    dated = desk("rank", str(tape), "--sector", "telecom", "--as-of", "2026-10-31", "--json")
    assert dated.answer["segments"][0]["age"] == pytest.approx(273 * 12 / 365)


@pytest.mark.parametrize("out", ["ranking.doc", "nowhere/ranking.csv"])
def test_a_file_that_cannot_be_written_is_refused(desk: Desk, tmp_path: Path, out: str) -> None:
    """Before the work where the ending is wrong, with nothing left behind."""
    tape = tmp_path / "tape.csv"
    tape.write_text("balance,months_past_due\n100,3\n", encoding="utf-8")
    ran = desk("rank", str(tape), "--sector", "telecom", "--out", str(tmp_path / out))
    assert ran.code == 2
    assert ran.err.splitlines()[-1].startswith("error: ")
    assert {path.name for path in tmp_path.iterdir()} == {"tape.csv"}


def test_a_workbook_too_small_for_the_accounts_is_said_before_they_are_valued(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Valuing a million accounts takes minutes."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the accounts were valued")

    tape, out = tmp_path / "tape.csv", tmp_path / "out.xlsx"
    tape.write_text("balance,months_past_due\n7000,8\n8000,9\n", encoding="utf-8")
    monkeypatch.setattr(files, "MOST_ROWS", 1)
    monkeypatch.setattr(api, "check_by_account", never)
    words = ["rank", str(tape), "--sector", "bank_card", "--by-account", "--out", str(out)]
    with pytest.raises(InputError, match="a workbook holds 1 rows"):
        app(words, standalone_mode=False)
    assert not out.exists()
