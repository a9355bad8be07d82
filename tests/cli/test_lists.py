"""The command that writes work lists."""

import pandas as pd
import pytest

SAMPLE = "data/samples/mixed_book.csv"
AGENCIES = "data/samples/agencies.csv"


@pytest.fixture(scope="module")
def made(desk, tmp_path_factory):
    """The lists of the sample, with agencies, and what was said."""
    out = tmp_path_factory.mktemp("lists") / "out"
    ran = desk("lists", SAMPLE, "--agencies", AGENCIES, "--out", str(out), "--json")
    assert ran.code == 0, ran.err
    return out, ran.answer


def test_the_files_are_those_that_the_answer_names(made) -> None:
    """Every account once; sums as in the answer; no capacity or minimum is broken."""
    out, answer = made
    names = [row["file"] for row in answer["lists"]]
    assert sorted(path.name for path in out.iterdir()) == sorted([*names, "control.csv"])
    tables = {name: pd.read_csv(out / name, encoding="utf-8-sig") for name in names}
    accounts = pd.concat([table["account_id"] for table in tables.values()])
    assert len(accounts) == accounts.nunique() == answer["total"]["accounts"] == 5_000
    for row in answer["lists"]:
        assert round(tables[row["file"]]["balance"].sum(), 2) == row["balance"]
    given = pd.DataFrame(answer["lists"])
    given = given[given["agency"] != ""].groupby("agency")[["accounts", "balance"]].sum()
    assert given.loc["Summit Recoveries", "accounts"] <= 320
    assert given.loc["Northgate", "balance"] <= 1_500_000
    assert "示例机构（华东）" not in given.index
    assert answer["notes"][0].startswith("示例机构（华东） gets none")


def test_actions_and_sums_are_those_of_the_ranking_by_account(made, desk, tmp_path) -> None:
    """`rank --by-account` says the first move of each account; its book's net to the cent."""
    out, answer = made
    file = tmp_path / "ranked.csv"
    ranked = desk("rank", SAMPLE, "--by-account", "--out", str(file), "--json").answer
    rows = pd.read_csv(file).set_index("account_id")
    sums = rows.groupby("first_move")["balance"].agg(["size", "sum"])
    ours = pd.DataFrame(answer["lists"])
    ours["move"] = ours["action"].replace({"stop": "wait"})
    grouped = ours.groupby("move")[["accounts", "balance"]].sum()
    assert grouped["accounts"].to_dict() == sums["size"].to_dict()
    assert grouped["balance"].round(2).to_dict() == sums["sum"].round(2).to_dict()
    for row in answer["lists"]:
        own = pd.read_csv(out / row["file"])["account_id"]
        assert set(rows.loc[own, "first_move"]) == {row["action"].replace("stop", "wait")}
    assert answer["total"]["expected_net"] == round(ranked["lead"]["net"], 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "data"), "is there already and not empty"),
        (("--columns", "account_id"), "--columns lacks balance"),
        (("--agencies", "{small}"), "capacities hold 10 of the"),
        (("--agencies", "{bad}"), "Row 3: capacity_accounts must be a whole number; got 2.5"),
        (("--agencies", "{two}"), "harbour stands on two rows"),
        (("--agencies", "{unknown}"), "say nothing of an agency, or one of them twice: colour"),
        (("--with", "phone"), "--with names columns that the file does not have: phone"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(desk, tmp_path, words, said) -> None:
    """Exit code 2; no folder, no part of one."""
    tables = {
        "small": "agency,capacity_accounts\nHarbour,10\n",
        "bad": "agency,capacity_accounts\nHarbour,10\nNorthgate,2.5\n",
        "two": "agency,share\nHarbour,1\nharbour,2\n",
        "unknown": "agency,colour\nHarbour,red\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
    given = [word.format(**{name: tmp_path / f"{name}.csv" for name in tables}) for word in words]
    out = [] if "--out" in words else ["--out", str(tmp_path / "out")]
    book = SAMPLE if "{small}" in words else "data/samples/software_retainage.csv"
    ran = desk("lists", book, *out, *given)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{n}.csv" for n in tables)


def test_toml_and_workbooks(desk, tmp_path) -> None:
    """The same agencies from TOML; lists as workbooks."""
    table = tmp_path / "agencies.toml"
    table.write_text(
        '[[agency]]\nagency = "甲"\nmove = ["agency_1", "agency_2"]\nshare = 70\n'
        '[[agency]]\nagency = "乙"\nshare = 30\n',
        encoding="utf-8",
    )
    out = tmp_path / "out"
    ran = desk(
        "lists", SAMPLE, "--agencies", str(table), "--out", str(out), "--format", "xlsx", "--json"
    )
    assert ran.code == 0, ran.err
    first = {r["agency"]: r["accounts"] for r in ran.answer["lists"] if r["action"] == "agency_1"}
    whole = sum(first.values())
    # Within an account in each sector.
    assert abs(first["甲"] - 0.7 * whole) < 5
    assert (out / "agency_1-甲.xlsx").exists()
    assert (out / "control.xlsx").exists()
