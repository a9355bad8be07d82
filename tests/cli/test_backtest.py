"""The command that looks at how well odds would have foretold."""

import pytest

from placement import api
from placement.assume.library import load_library

SAMPLE = "data/samples/remittances_bank_card.csv"


def test_it_says_how_well_the_sample_is_foretold(desk) -> None:
    answer = desk("backtest", SAMPLE, "--holdout", "3", "--json").answer
    rows = answer["rows"]
    off = sum(abs(row["odds"] - row["actual"]) for row in rows)
    came = sum(row["actual"] for row in rows)
    assert answer["error"] == pytest.approx(off / came)
    held = sum(row["low"] <= row["actual"] <= row["high"] for row in rows) / len(rows)
    assert answer["coverage_80"] == pytest.approx(held)
    assert [each["holdout"] for each in answer["horizons"]] == [1, 3, 6, 12]
    assert answer["best"] == "odds"
    assert {line["age"] for line in answer["by_age"]} == {
        "91 to 180 days", "181 to 365 days", "1 to 2 years",
    }  # fmt: skip
    assert f"error of {answer['error']:.1%} of what came in" in answer["verdict"]


def test_the_verdict_stands_first(desk) -> None:
    result = desk("backtest", "data/samples/remittances_telecom.csv", "--holdout", "2")
    assert result.out.startswith("The odds foretold the next 2 months of a batch")
    assert "Chain-ladder" in result.out


def test_what_cannot_be_held_out_is_said(desk) -> None:
    result = desk("backtest", "data/samples/remittances_telecom.csv", "--holdout", "12")
    assert result.code == 2
    assert result.err.splitlines()[-1].startswith("error: No months can be held out")
    result = desk("backtest", SAMPLE, "--only", "telecom")
    assert "has no batch of 'telecom'; it has: bank_card" in result.err


@pytest.fixture(scope="module")
def in_money(project):
    """The sample's backtest in money, as the library gives it."""
    found = api.backtest(api.open_remittances(project / SAMPLE, filename="cards.csv"), holdout=3)
    return found, api.backtest_money(found)


def test_the_money_of_the_sample_adds_up(desk) -> None:
    answer = desk("backtest", SAMPLE, "--money", "--json").answer["money"]
    ways = {row["way"]: row for row in answer["ways"]}
    cent = 0.005
    assert abs(ways["done"]["money"] + answer["change"] - ways["plan"]["money"]) < cent
    assert abs(answer["observed_change"] + answer["estimated_change"] - answer["change"]) < cent
    assert abs(answer["by_taking_back"] + answer["by_sharing"] - answer["change"]) < cent
    assert abs(sum(look["change"] for look in answer["looks"]) - answer["change"]) < cent
    for name in ("done", "plan", "hindsight"):
        assert abs(sum(row[name] for row in answer["batches"]) - ways[name]["money"]) < cent
    for row in ways.values():
        assert ways["worst"]["money"] <= row["money"] <= ways["hindsight"]["money"]
        assert abs(row["observed"] + row["estimated"] - row["money"]) < cent
    low, high = answer["change_80"]
    assert low < answer["change"] < high
    possible = ways["hindsight"]["money"] - ways["done"]["money"]
    assert answer["share_of_possible"] == pytest.approx(answer["change"] / possible)
    assert f"{answer['change']:,.0f} more would have been left net" in answer["verdict"]


def test_what_was_done_is_the_files_own_money(in_money) -> None:
    """Months after the first look, less commission, without complaints and discounting."""
    found, _ = in_money
    plain = load_library().with_values(
        {
            "bank_card.agency.complaint_cost_per_contact": 0.0,
            "market.discount_rate_per_year": 0.0,
        }
    )
    money = api.backtest_money(found, assumptions=plain, commission=0.25)
    of = found.remittances
    first = money.first_month
    came = 0.0
    for batch in range(len(of)):
        for month in range(of.months):
            cash = of.collected[batch, month]
            if of.placed[batch] + month >= first and cash == cash:
                came += 0.75 * cash
    assert money.ways.done.observed.sum() == pytest.approx(came)


def test_the_agency_that_collects_more_is_given_more(in_money) -> None:
    _, money = in_money
    given = {"Northgate": [], "Harbour": [], "Summit Recoveries": []}
    for each in money.batches:
        if each.first == 0:
            given[each.batch.split(" · ")[0]].append(each.part)
    mean = {name: sum(parts) / len(parts) for name, parts in given.items()}
    assert max(mean, key=lambda name: mean[name]) == "Summit Recoveries"


def test_a_way_out_that_is_not_taken_is_not_advised(desk) -> None:
    answer = desk("backtest", SAMPLE, "--money", "--without", "sale", "--json").answer["money"]
    then = {row["plan_then"] for row in answer["batches"]}
    then |= {row["best_then"] for row in answer["batches"]}
    assert "sale" not in then
    assert answer["without"] == ["sale"]


def test_an_agency_that_keeps_all_is_left(desk) -> None:
    """At 99 % commission nothing is left of keeping: all that may is taken back at once."""
    answer = desk("backtest", SAMPLE, "--money", "--commission", "0.99", "--json").answer["money"]
    assert sum(look["taken_back"] for look in answer["looks"]) == len(answer["batches"])
    assert answer["change"] > 0.0


def test_wrong_words_for_the_money_are_said(desk) -> None:
    for words, said in (
        (("--commission", "0.2"), "--commission goes with --money"),
        (("--money", "--commission", "22"), "commission must be a decimal share"),
        (("--money", "--without", "magic"), "without must name some of"),
        (("--money", "--creditor", "church"), "'church' is not one of"),
        (("--money", "--holdout", "40"), "No months can be held out"),
    ):
        result = desk("backtest", SAMPLE, *words)
        assert result.code == 2
        assert said in result.err


LONG = "batch,sector,age_months,{more}placed_balance,months_since,collected\n"


def plain_file(folder, *, sector: str, accounts: bool, agencies: int = 1) -> str:
    """Write six undated batches of twelve months, and return the path."""
    rows = [
        (
            f"B{batch},{sector},6,{'100,' if accounts else ''}100000,{month},"
            f"{2000 * 0.9**month * (1 + 0.1 * (batch % 3)):.2f}\n"
        )
        for batch in range(6)
        for month in range(1, 13)
    ]
    path = folder / "plain.csv"
    path.write_text(LONG.format(more="accounts_placed," if accounts else "") + "".join(rows))
    return str(path)


def test_money_needs_the_number_of_accounts_and_a_sector(desk, tmp_path) -> None:
    result = desk("backtest", plain_file(tmp_path, sector="bank_card", accounts=False), "--money")
    assert result.code == 2
    assert "needs the number of accounts of each batch" in result.err
    result = desk("backtest", plain_file(tmp_path, sector="", accounts=True), "--money")
    assert result.code == 2
    assert "needs a sector of the library" in result.err


def test_batches_without_dates_have_money_and_are_not_shared_out(desk, tmp_path) -> None:
    path = plain_file(tmp_path, sector="bank_card", accounts=True)
    answer = desk("backtest", path, "--money", "--json").answer["money"]
    assert answer["from_month"] is None
    assert "does not say when batches were placed" in answer["not_shared"]
    assert "months before the end on" in answer["verdict"]
    assert answer["by_sharing"] == 0.0
    assert {row["part_given"] for row in answer["batches"]} == {1.0}
