"""Scenarios on the command line: written, used, compared, saved, shared."""

import json
from pathlib import Path
from typing import Any

import pytest

from placement import api
from placement.decide.deal.fee_terms import FeeTerms
from placement.tape.bands import Bands
from tests.cli.conftest import Desk

TAX = "tax.income_tax_rate"
ACCOUNT = ("--sector", "telecom", "--balance", "300", "--age", "4")
BOOK = """账号,行业,欠款,逾期天数
A1,telecom,300,40
A2,telecom,900,200
A3,bank_card,7000,95
"""
LATER = """账号,行业,欠款,逾期天数
A2,telecom,900,231
A3,bank_card,6500,126
A4,telecom,120,20
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with two scenarios and two months of a book."""
    one = api.Scenario().with_values({TAX: 0.15})
    two = one.with_values({"market.discount_rate_per_year": 0.2})
    for name, scenario in (("one", one), ("two", two)):
        (tmp_path / f"{name}.json").write_text(api.scenario_text(scenario), encoding="utf-8")
    (tmp_path / "book.csv").write_text(BOOK, encoding="utf-8")
    (tmp_path / "later.csv").write_text(LATER, encoding="utf-8")
    return tmp_path


def test_a_scenario_file_is_the_same_as_its_numbers(desk: Desk, files: Path) -> None:
    by_file = desk("value", *ACCOUNT, "--scenario", str(files / "one.json"), "--json")
    by_hand = desk("value", *ACCOUNT, "--set", f"{TAX}=0.15", "--json")
    plain = desk("value", *ACCOUNT, "--json")
    assert by_file.answer == by_hand.answer
    assert by_file.answer != plain.answer


def test_what_the_call_says_wins_and_is_said(desk: Desk, files: Path) -> None:
    both = desk(
        "value", *ACCOUNT, "--scenario", str(files / "one.json"), "--set", f"{TAX}=0.2",
        "--stance", "contractual", "--json",
    )  # fmt: skip
    assert f"--set {TAX}=0.2 takes the place of the scenario's 0.15" in both.err
    assert "--stance contractual takes the place of the scenario's profit_seeking" in both.err
    by_hand = desk("value", *ACCOUNT, "--set", f"{TAX}=0.2", "--stance", "contractual", "--json")
    assert both.answer == by_hand.answer


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"version": 9}', "version 9, and this program knows versions up to 2"),
        ('{"version": 1, "valeus": {}}', "Did you mean values?"),
        ("[" * 100_000, "nested too deeply"),
        ('{"version": 1, "values": {"tax.income_tax_rate": 15}}', "write 0.15"),
        (None, "cannot be read"),
    ],
)
def test_a_wrong_file_ends_with_one_line(
    desk: Desk, tmp_path: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "s.json").write_text(text, encoding="utf-8")
    ran = desk("assumptions", "--scenario", str(tmp_path / "s.json"))
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert line.startswith("error: ")
    assert "s.json" in line
    assert said in line


def test_bands_and_columns_come_from_the_scenario(desk: Desk, files: Path) -> None:
    """A tape that needs columns mapped is read with no further word."""
    (files / "odd.csv").write_text(
        BOOK.replace("欠款", "a").replace("逾期天数", "b"), encoding="utf-8"
    )
    columns = ("--column", "balance=a", "--column", "days_past_due=b")
    made = desk(
        "scenario", "new", "mine", "--tape", str(files / "odd.csv"), *columns,
        "--out", str(files / "mine.json"),
    )  # fmt: skip
    assert made.code == 0, made.err
    plain = json.loads((files / "mine.json").read_text(encoding="utf-8"))
    assert plain["mapping"]["columns"] == {"balance": "a", "days_past_due": "b"}
    assert (plain["book"]["accounts"], plain["book"]["total"]) == (3, 8200.0)
    assert "A1" not in json.dumps(plain)
    plain["bands"]["age"] = [12]
    (files / "mine.json").write_text(json.dumps(plain), encoding="utf-8")
    ranked = desk("rank", str(files / "odd.csv"), "--scenario", str(files / "mine.json"), "--json")
    assert ranked.code == 0, ranked.err
    assert "not the book" not in ranked.err
    by_api = api.rank_tape(
        files / "odd.csv",
        mapping={"balance": "a", "days_past_due": "b"},
        bands=Bands(age=(12.0,)),
    )
    labels = [row["segment"] for row in ranked.answer["segments"]]
    assert labels == list(by_api.segmentation.segments.label)
    assert ranked.answer["best_mix"] == pytest.approx(by_api.ranking.best_mix_total, abs=1e-6)
    (files / "odd.csv").write_text(
        (files / "odd.csv").read_text(encoding="utf-8") + "A9,telecom,5,50\n", encoding="utf-8"
    )
    other = desk("rank", str(files / "odd.csv"), "--scenario", str(files / "mine.json"), "--json")
    assert "not the book that the scenario was saved with (odd.csv): 4 accounts" in other.err


def test_fee_terms_come_from_the_scenario(desk: Desk, files: Path) -> None:
    lot = ("deal", *ACCOUNT, "--accounts", "1000", "--json")
    scenario = api.Scenario(fees=FeeTerms(minimum_per_account=3.0))
    (files / "fees.json").write_text(api.scenario_text(scenario), encoding="utf-8")
    (files / "fees.toml").write_text("minimum_per_account = 3.0\n", encoding="utf-8")
    under = desk(*lot, "--scenario", str(files / "fees.json"))
    assert under.answer == desk(*lot, "--fees", str(files / "fees.toml")).answer
    assert under.answer != desk(*lot).answer


def test_scenarios_are_compared_on_a_book(desk: Desk, files: Path) -> None:
    """What differs, what changes and why; both nets are those of `rank`."""
    names = [str(files / name) for name in ("one.json", "two.json", "book.csv")]
    ran = desk("compare", names[0], names[1], "--tape", names[2], "--json")
    assert ran.code == 0, ran.err
    (found,) = ran.answer["comparisons"]
    assert [one["path"] for one in found["differences"]] == ["market.discount_rate_per_year"]
    parts = sum(part["net"] for part in found["contributions"])
    assert parts == pytest.approx(found["net_after"] - found["net_before"], abs=0.001)
    for net, name in ((found["net_before"], names[0]), (found["net_after"], names[1])):
        ranked = desk("rank", names[2], "--scenario", name, "--json").answer
        assert ranked["best_mix"] == pytest.approx(net, abs=0.001)
    words = desk("compare", names[0], names[1], "--tape", names[2])
    assert "together" in words.out


def test_last_month_is_compared_by_account_number(desk: Desk, files: Path) -> None:
    ran = desk(
        "compare", str(files / "one.json"), str(files / "two.json"), "--tape",
        str(files / "later.csv"), "--with-tape", str(files / "book.csv"), "--json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    months = ran.answer["months"]
    fates = {row["fate"]: row["accounts"] for row in months["rows"]}
    assert (fates["came"], fates["went"], fates["moved_stage"]) == (1, 1, 1)
    assert sum(row["net_difference"] for row in months["rows"]) + months[
        "change_of_numbers"
    ] == pytest.approx(months["net_now"] - months["net_last"], abs=0.001)
    words = desk("compare", "--tape", str(files / "later.csv"), "--with-tape",
                 str(files / "book.csv"))  # fmt: skip
    assert "change of numbers" in words.out


def test_compare_says_what_it_needs(desk: Desk, files: Path) -> None:
    one = str(files / "one.json")
    for words, said in (
        ((one,), "give it with --tape"),
        ((one, "--tape", str(files / "book.csv")), "two or more scenarios"),
    ):
        ran = desk("compare", *words)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err


def test_saved_listed_shared_and_forgotten(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From one desk to another, through the database alone."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{files / 'desk.sqlite'}")

    def answered(*words: str) -> dict[str, Any]:
        ran = desk("scenario", *words)
        assert ran.code == 0, ran.err
        return ran.answer

    kept = answered("import", str(files / "one.json"), "--json")
    new = answered(
        "new", "lower", "--scenario", str(files / "one.json"), "--set", f"{TAX}=0.1", "--author",
        "李", "--save", "--id", kept["id"], "--revision", "1", "--json",
    )  # fmt: skip
    assert (new["id"], new["revision"]) == (kept["id"], 2)
    late = desk("scenario", "new", "late", "--save", "--id", kept["id"], "--revision", "1")
    assert late.code == 2
    assert "saved by 李 in between, as revision 2" in late.err
    assert [one["revision"] for one in answered("history", kept["id"], "--json")["scenarios"]] == [
        2,
        1,
    ]
    assert [one["name"] for one in answered("list", "--json")["scenarios"]] == ["lower"]
    shown = answered("show", kept["id"], "--json")
    assert shown["scenario"]["values"] == {TAX: 0.1}
    word = answered("link", kept["id"], "--revision", "1", "--json")["link"]
    assert answered("open", word)["values"] == {TAX: 0.15}
    assert answered("export", kept["id"])["values"] == {TAX: 0.1}
    assert desk("scenario", "revoke", word).code == 0
    gone = desk("scenario", "open", word)
    assert (gone.code, gone.out) == (2, "")
    assert "leads to nothing" in gone.err
    assert desk("scenario", "forget", kept["id"]).code == 0
    assert answered("list", "--json") == {"scenarios": []}


def test_a_database_that_fails_is_said(
    desk: Desk, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACEMENT_STORE", "postgresql+psycopg://desk@127.0.0.1:1/desk")
    ran = desk("scenario", "import", str(files / "one.json"))
    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.err.splitlines()
    assert "PLACEMENT_STORE" in line
