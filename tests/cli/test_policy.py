"""Command `policy`: the interface, the round trip of its files, and wrong input."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from placement.cli.app import app
from placement.domain.errors import PlacementError
from tests.api.test_policies import HEADINGS, tape


def run(*words: str) -> dict:
    """Return the answer as JSON."""
    done = CliRunner().invoke(app, ["policy", *words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "book.csv"
    file.write_bytes(tape(3, accounts=80))
    return file


@pytest.fixture
def last(tmp_path: Path) -> Path:
    file = tmp_path / "last.csv"
    file.write_bytes(tape(3, accounts=78, days=-170))
    return file


def test_the_answer_has_the_names_of_the_interface(book) -> None:
    answer = run(str(book), "--rules", "4")
    assert 1 <= len(answer["rules"]) <= 4
    for rule in answer["rules"]:
        assert {"if", "then", "accounts", "balance"} <= set(rule)
    assert sum(rule["accounts"] for rule in answer["rules"]) == 80
    assert answer["kept"] == pytest.approx(answer["value"] / answer["best_value"])
    assert sum(rule["value"] for rule in answer["rules"]) == pytest.approx(answer["value"])
    assert 0.0 < answer["kept"] <= 1.0
    assert 0.0 < answer["by_account"]["kept"] <= 1.0
    values = [point["value"] for point in answer["curve"]]
    assert values == sorted(values)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_its_own_table_given_back_changes_nothing(book, tmp_path, ending) -> None:
    file = tmp_path / f"rules.{ending}"
    if ending == "json":
        answer = run(str(book), "--rules", "5")
        file.write_text(json.dumps(answer), encoding="utf-8")
    else:
        answer = run(str(book), "--rules", "5", "--out", str(file))
    again = run(str(book), "--policy", str(file))
    assert again["change"] == pytest.approx(0.0, abs=1e-6)
    assert again["value"] == pytest.approx(answer["value"])
    assert [rule["accounts"] for rule in again["rules"]] == [
        rule["accounts"] for rule in answer["rules"]
    ]


def test_a_changed_move_has_its_price(book, tmp_path) -> None:
    file = tmp_path / "rules.csv"
    answer = run(str(book), "--rules", "4", "--out", str(file))
    first = answer["rules"][0]["then"]
    other = "lawsuit" if first != "lawsuit" else "sale"
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(f",{first},", f",{other},", 1), encoding="utf-8")
    changed = run(str(book), "--rules", "4", "--policy", str(file))
    assert changed["change"] < 0.0
    assert changed["change"] == pytest.approx(changed["value"] - answer["value"])
    assert sum(rule["change"] for rule in changed["rules"]) == pytest.approx(changed["change"])


def test_who_moves_since_last_month(book, last) -> None:
    found = run(str(book), "--rules", "12", "--alone", "--last-month", str(last))["last_month"]
    assert found["stayed"] + found["came"] == 80
    assert found["stayed"] + found["went"] == 78
    assert found["moves"] + found["unchanged"] == found["stayed"]
    assert sum(change["accounts"] for change in found["changes"]) == found["moves"] > 0


@pytest.mark.parametrize("ending", ["csv", "xlsx", "dmn", "txt"])
def test_every_format_is_written_whole(book, tmp_path, ending) -> None:
    file = tmp_path / f"rules.{ending}"
    run(str(book), "--rules", "3", "--alone", "--out", str(file))
    assert len(file.read_bytes()) > 200
    assert {each.name for each in tmp_path.iterdir()} == {"book.csv", file.name}


def test_what_is_printed_leads_with_the_sentence(book) -> None:
    done = CliRunner().invoke(app, ["policy", str(book), "--rules", "2", "--alone"])
    assert done.exit_code == 0
    assert " of the best value: " in done.stdout.splitlines()[0]
    assert "less than account by account" in done.stdout


WRONG = [
    (["--rules", "0"], "rules must be a whole number from 1 to 100; got 0"),
    (["--rules", "-3"], "rules must be a whole number from 1 to 100; got -3"),
    (["--out", "rules.pdf"], r"--out must end in .csv or .xlsx or .dmn or .txt"),
    (["--policy", "nowhere.json"], "nowhere.json cannot be read"),
    (["--policy", "nowhere.csv"], "nowhere.csv"),
]


@pytest.mark.parametrize(("words", "said"), WRONG, ids=[said for _, said in WRONG])
def test_wrong_input_is_one_clear_line(book, words, said) -> None:
    done = CliRunner().invoke(app, ["policy", str(book), *words])
    assert isinstance(done.exception, PlacementError)
    assert said in str(done.exception)
    assert len(done.exception.messages) == 1


RULES = [
    ("rule,then\n1,charm\n", "the move must be one of wait"),
    ("then,over_days\nwait,100\n", "over_days must be one of 30, 60, 90"),
    ("then,up_to_days,over_days\nwait,365,\nsale,,90\n", "Rules 1 and 2 overlap"),
    ("then,over_days\nwait,90\n", "No rule holds for"),
]


@pytest.mark.parametrize(("text", "said"), RULES, ids=[said for _, said in RULES])
def test_a_wrong_table_of_rules_is_one_clear_line(book, tmp_path, text, said) -> None:
    file = tmp_path / "rules.csv"
    file.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(app, ["policy", str(book), "--alone", "--policy", str(file)])
    assert isinstance(done.exception, PlacementError)
    assert said in str(done.exception)


def test_an_empty_book_is_refused_and_one_account_is_not(tmp_path) -> None:
    file = tmp_path / "book.csv"
    file.write_text(HEADINGS, encoding="utf-8")
    done = CliRunner().invoke(app, ["policy", str(file)])
    assert isinstance(done.exception, PlacementError)
    file.write_text(HEADINGS + "A1,telecom,300,200,0,false,true,\n", encoding="utf-8")
    answer = run(str(file))
    assert answer["kept"] == 1.0
    assert len(answer["rules"]) == 1
