"""The command `bid`: floor, best bid, chance, profit, and what may be wrong with a call."""

import warnings
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.conftest import Desk

LOT = ("bid", "--sector", "bank_card", "--creditor", "state_owned", "--balance", "7000",
       "--age", "7", "--accounts", "5000")  # fmt: skip
RIVALS = ("--rivals", "4", "--rival-mean", "0.22", "--rival-sd", "0.03")


def test_the_answer_has_its_keys_and_adds_up(desk: Desk) -> None:
    """Best of its own curve, no worse than the naive bid, steps of at most a point."""
    answer = desk(*LOT, *RIVALS, "--estimate-error", "0.3", "--ceiling", "0.355", "--json").answer
    keys = {"floor", "bid", "recommend", "win_probability", "expected_profit", "naive_bid"}
    keys |= {"naive_expected_profit", "curve", "baselines", "odds_if_won", "odds_if_lost"}
    assert set(answer) >= keys | {"sd", "loss_probability", "seats", "cash", "bid_cost"}
    assert answer["recommend"] is True
    assert answer["floor"] <= answer["bid"] <= answer["ceiling"] == 0.355
    assert answer["naive_expected_profit"] < answer["expected_profit"]
    chance = answer["win_probability"]
    assert answer["odds_if_won"] < 1.0 < answer["odds_if_lost"]
    assert chance * answer["odds_if_won"] + (1.0 - chance) * answer["odds_if_lost"] == (
        pytest.approx(1.0)
    )
    places = [row["commission"] for row in answer["curve"]]
    assert max(b - a for a, b in pairwise(places)) <= 0.01 + 1e-12
    for row in answer["curve"]:
        assert row["expected_profit"] == pytest.approx(
            row["win_probability"] * row["profit_if_won"]
        )
        if row["commission"] >= answer["floor"]:
            assert row["expected_profit"] <= answer["expected_profit"]


def test_the_chance_is_that_of_the_formula(desk: Desk) -> None:
    """Two of five win; normal rivals."""
    from scipy.stats import binom, norm

    answer = desk(*LOT, *RIVALS, "--winners", "2", "--json").answer
    below = norm.cdf((answer["bid"] - 0.22) / 0.03)
    assert answer["win_probability"] == pytest.approx(binom(4, below).cdf(1))


def test_past_results_stand_in_for_typed_rivals(desk: Desk, tmp_path: Path) -> None:
    """Number, mean and spread; bad rows on standard error and in the answer."""
    file = tmp_path / "past.csv"
    file.write_text(
        "tender,commission\nA,0.20\nA,24%\nA,0.22\nB,0.18\nB,22\nB,0.26\n", encoding="utf-8"
    )
    ran = desk(*LOT, "--past-results", str(file), "--json")
    assert ran.answer["past_results"]["mean"] == pytest.approx(0.22)
    assert ran.answer["rivals"]["expected"] == 3.0
    codes = {finding["code"] for finding in ran.answer["findings"]}
    assert "commission_percent" in codes
    assert "If you meant percent" in ran.err
    lowest = desk(
        *LOT, "--past-results", str(file), "--results-are", "lowest", "--rivals", "3", "--json"
    ).answer
    assert lowest["rivals"]["mean"] > 0.22


def test_a_scored_tender_and_an_uncertain_number(desk: Desk) -> None:
    """Better marks allow a dearer bid; a mean number is a mixture."""
    scored = (*LOT, *RIVALS, "--price-weight", "0.3", "--json")
    ahead = desk(*scored, "--own-points", "50", "--rival-points-mean", "40").answer
    behind = desk(*scored, "--own-points", "30", "--rival-points-mean", "40").answer
    assert ahead["bid"] > behind["bid"]
    assert ahead["expected_profit"] > behind["expected_profit"]
    mixed = desk(
        *LOT, "--rivals-expected", "3", "--rival-mean", "0.22", "--rival-sd", "0.03", "--json"
    ).answer
    assert sum(mixed["rivals"]["chances"]) == pytest.approx(1.0)


def test_a_floor_above_the_ceiling_says_do_not_bid(desk: Desk) -> None:
    """With the gap in points and in money; the bid is the floor. An answer, not an error."""
    ran = desk(*LOT, *RIVALS, "--ceiling", "0.04", "--json")
    assert ran.code == 0
    assert ran.answer["recommend"] is False
    assert ran.answer["bid"] == ran.answer["floor"]
    assert ran.answer["gap_points"] == pytest.approx(ran.answer["floor"] - 0.04)
    assert ran.answer["gap_money"] > 0.0
    assert "Do not bid" in desk(*LOT, *RIVALS, "--ceiling", "0.04").out


def test_a_lot_that_never_pays_has_no_floor(desk: Desk) -> None:
    """Small telephone bills: null and false."""
    answer = desk("bid", "--sector", "telecom", "--balance", "200", "--age", "12", "--accounts",
                  "500", *RIVALS, "--ceiling", "0.4", "--json").answer  # fmt: skip
    assert answer["floor"] is None
    assert answer["recommend"] is False
    assert answer["reason"] == "nothing_pays"


def test_no_rivals_and_no_spread_have_answers(desk: Desk) -> None:
    """The ceiling; a hundredth of a point below the mean."""
    alone = desk(*LOT, "--rivals", "0", "--ceiling", "0.3", "--json").answer
    assert alone["bid"] == 0.3
    assert alone["win_probability"] == pytest.approx(1.0)
    same = desk(*LOT, *RIVALS[:-1], "0", "--json").answer
    assert same["bid"] == pytest.approx(0.2199)


def test_a_chance_next_to_nothing_is_none(desk: Desk) -> None:
    """No infinite profit and no warning of the arithmetic."""
    crowd = ("--rivals", "300", *RIVALS[2:], "--estimate-error", "0.15")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ran = desk(*LOT, *crowd)
    assert ran.code == 0
    assert "inf " not in ran.out + ran.err


def test_what_binds_is_named(desk: Desk) -> None:
    """Where rivals know the lot and bid near the floor, only a bad lot is left to win."""
    low = ("--rivals", "50", "--rival-mean", "0.12", "--rival-sd", "0.03")
    answer = desk(*LOT, *low, "--estimate-error", "1", "--json").answer
    assert answer["reason"] == "loses_if_won"
    assert answer["odds_if_won"] < 0.2
    assert "too hopefully" in answer["message"]
    blind = desk(*LOT, *low, "--estimate-error", "1", "--rivals-know", "0", "--json").answer
    assert blind["odds_if_won"] == pytest.approx(1.0)
    assert blind["expected_profit"] > answer["expected_profit"]


def test_bidding_costs_money(desk: Desk) -> None:
    """Above what the best bid earns it is said, with the cost."""
    free = desk(*LOT, *RIVALS, "--estimate-error", "0.2", "--json").answer
    cost = 1.1 * free["expected_profit"]
    paid = desk(*LOT, *RIVALS, "--estimate-error", "0.2", "--bid-cost", f"{cost}", "--json").answer
    assert paid["reason"] == "costs_more_than_it_earns"
    assert paid["bid"] == paid["floor"]
    assert f"{cost:,.0f}" in paid["message"]


def test_two_winners_share_the_volume(desk: Desk) -> None:
    """Equal by default, or as typed; the fixed cost is borne once by each, so the floor rises."""
    lot = (*LOT, *RIVALS, "--estimate-error", "0.2", "--winners", "2", "--json")
    equal, typed = desk(*lot).answer, desk(*lot, "--shares", "0.7,0.3").answer
    assert equal["shares"] == [0.5, 0.5]
    assert typed["shares"] == pytest.approx([0.7, 0.3])
    percent = desk(*lot, "--shares", "70%, 30%").answer
    assert percent["shares"] == pytest.approx([0.7, 0.3])
    alone = desk(*LOT, *RIVALS, "--json").answer
    assert alone["floor"] < typed["floor"] < equal["floor"]


def test_rules_of_a_benchmark(desk: Desk) -> None:
    """Trimmed average less a drawn k, blended with the ceiling, deductions by the percent."""
    rules = ("--price-weight", "0.6", "--price-formula", "from_average", "--average", "trimmed",
             "--ceiling", "0.3", "--ceiling-share", "0.4", "--discounts", "0.02,0.05",
             "--deduct-above", "1", "--deduct-below", "0.5", "--ties", "lower_bid")  # fmt: skip
    answer = desk(*LOT, *RIVALS, *rules, "--estimate-error", "0.2", "--json").answer
    assert answer["recommend"] is True
    assert 0.15 < answer["bid"] < 0.3


def test_without_an_error_the_text_has_no_curse(desk: Desk) -> None:
    """The floors agree, the curve stops with the chance, and the currency is said."""
    ran = desk(*LOT, *RIVALS)
    assert "winner's curse" not in ran.out
    assert "currency of the accounts" in ran.out
    rows = [line.split() for line in ran.out.splitlines() if line.startswith("     ")]
    assert rows
    assert all(row[1] != "0.00%" for row in rows)
    answer = desk(*LOT, *RIVALS, "--json").answer
    assert answer["floor_if_won"] >= answer["floor"]
    refused = desk(*LOT, *RIVALS, "--estimate-error", "0.3", "--ceiling", "0.04").out
    assert "winner's curse" not in refused


def test_a_creditor_with_a_better_way_is_warned_of(desk: Desk) -> None:
    """In the text, where he would not award the lot at the bid."""
    ran = desk(*LOT, "--rivals", "1", "--rival-mean", "0.9", "--rival-sd", "0.02")
    assert "he may not award the lot" in ran.out


def test_it_reads_as_text_too(desk: Desk) -> None:
    """What to bid, the floor, the curse, the curve."""
    out = desk(*LOT, *RIVALS, "--estimate-error", "0.3").out
    assert out.startswith("Bid 1")
    assert "Naive bid" in out
    assert "commission" in out


CASES = {
    "percent for a share": ((*RIVALS[:3], "22", *RIVALS[4:]), "If you meant 22%, write 0.22."),
    "negative spread": ((*RIVALS[:-1], "-0.03"), "rival-sd must be 0 or more; got -0.03"),
    "negative rivals": (("--rivals", "-1", *RIVALS[2:]), "rivals must be 0 or more; got -1"),
    "too many winners": ((*RIVALS, "--winners", "6"), "5 with yourself; got 6"),
    "no winner": ((*RIVALS, "--winners", "0"), "winners must be 1 or more"),
    "percent for the ceiling": ((*RIVALS, "--ceiling", "30"), "If you meant 30%, write 0.3."),
    "percent for the error": ((*RIVALS, "--estimate-error", "20"), "write 0.2."),
    "weight above 1": ((*RIVALS, "--price-weight", "30"), "write 0.3."),
    "no bids": (("--rivals", "4"), "rival-mean and rival-sd, or past results"),
    "no number": (RIVALS[2:], "The number of rivals is needed"),
    "chances in words": (("--rival-chances", "a,b", *RIVALS[2:]), "numbers with commas"),
    "chances above 1": (("--rival-chances", "0.9,0.9", *RIVALS[2:]), "got a sum of 1.8"),
    "missing file": (("--past-results", "nowhere.csv"), "nowhere.csv"),
    "no account": ((*RIVALS, "--accounts", "0"), "accounts must be 1 or more; got 0"),
    "odd margin": ((*RIVALS, "--target-margin", "10"), "target margin must be a share"),
    "percent for knowledge": ((*RIVALS, "--rivals-know", "50"), "write 0.5."),
    "negative knowledge": ((*RIVALS, "--rivals-know", "-0.1"), "rivals-know must be a decimal"),
    "negative cost of bidding": ((*RIVALS, "--bid-cost", "-1"), "bid-cost must be 0 or more"),
    "shares of one": ((*RIVALS, "--winners", "2", "--shares", "1"), "got 1 for 2"),
    "shares that do not add up": (
        (*RIVALS, "--winners", "2", "--shares", "0.7,0.7"),
        "got a sum of 1.4",
    ),
    "shares in words": ((*RIVALS, "--shares", "half"), "--shares takes numbers with commas"),
    "k out of range": (
        (*RIVALS, "--price-formula", "from_average", "--discounts", "1.5"),
        "from 0 to below 1",
    ),
    "own marks by price alone": (
        (*RIVALS, "--own-points", "40"),
        "--own-points holds only with --price-weight below 1",
    ),
    "rivals' marks by price alone": (
        (*RIVALS, "--rival-points-mean", "40", "--rival-points-sd", "7"),
        "--rival-points-mean, --rival-points-sd hold only with --price-weight below 1",
    ),
    "a slope twice": (
        (*RIVALS, "--price-formula", "from_average", "--slope", "2", "--deduct-above", "1"),
        "not both",
    ),
    "a blend without a ceiling": (
        (*RIVALS, "--price-formula", "from_average", "--ceiling-share", "0.5"),
        "Name the tender's ceiling",
    ),
    "a sliver of a sum": ((*RIVALS, "--winners", "2", "--shares", "0.6,0.3"), "or 60%,40%"),
    "no error at all": ((*RIVALS, "--estimate-error", "nan"), "as in 0.3 for 30%"),
    "knowledge just above 1": (
        (*RIVALS, "--rivals-know", "1.2"),
        "got 1.2. Write a number between 0 and 1",
    ),
    "no amount": ((*RIVALS, "--bid-cost", "nan"), "at most 1e+12; got nan. Write an amount"),
    "a huge cost of bidding": ((*RIVALS, "--bid-cost", "1e308"), "at most 1e+12; got 1e+308"),
    "a huge fixed cost": ((*RIVALS, "--fixed-cost", "1e308"), "at most 1e+12; got 1e+308"),
    "a huge slope": (
        (*RIVALS, "--price-formula", "from_average", "--slope", "1e308"),
        "slope must be at most",
    ),
    "negative fixed cost": ((*RIVALS, "--fixed-cost", "-1"), "fixed-cost must be 0 or more"),
}


@pytest.mark.parametrize("words", [
    ("--deduct-above", "1"), ("--deduct-below", "1"), ("--slope", "1"), ("--slope-below", "1"),
    ("--average", "trimmed"), ("--ceiling-share", "0.5"), ("--discounts", "0.02"),
    ("--ties", "lower_bid"),
])  # fmt: skip
@pytest.mark.parametrize("rules", [(), ("--price-weight", "0.6"), ("--price-formula",
                                                                   "from_ceiling")])  # fmt: skip
def test_what_only_a_benchmark_needs_is_refused_elsewhere(
    desk: Desk, words: tuple[str, ...], rules: tuple[str, ...]
) -> None:
    """An option that would do nothing is a mistake."""
    ran = desk(*LOT, *RIVALS, "--ceiling", "0.3", *rules, *words)
    assert ran.code == 2
    assert f"{words[0]} holds only with --price-formula from_average; got" in ran.err


def test_rules_of_a_lot_that_do_nothing_are_refused(desk: Desk, tmp_path: Path) -> None:
    """A lot of a list says its own rules; one whose own formula is another forgets the sheet's."""
    file = tmp_path / "lots.csv"
    file.write_text(
        "lot,sector,accounts,balance,age,rules\n"
        "A,bank_card,500,7000,7,slope=2\n"
        "B,bank_card,500,7000,7,own_points=40\n"
        "C,bank_card,500,7000,7,price_formula=from_average; slope=2\n",
        encoding="utf-8",
    )
    ran = desk("bid", str(file), *RIVALS, "--json")
    assert [row["lot"] for row in ran.answer["lots"]] == ["C"]
    assert "Lot A: slope holds only with price_formula from_average" in ran.err
    assert "Lot B: own_points holds only with price_weight below 1" in ran.err
    file.write_text(
        "lot,sector,accounts,balance,age,rules\n"
        "D,bank_card,500,7000,7,price_formula=lowest_over_bid\n",
        encoding="utf-8",
    )
    sheet = ("--price-formula", "from_average", "--slope", "2", "--ties", "lower_bid")
    assert len(desk("bid", str(file), *RIVALS, *sheet, "--json").answer["lots"]) == 1


@pytest.mark.parametrize("name", CASES)
def test_wrong_words_are_named(desk: Desk, name: str) -> None:
    """Exit 2, one line, nothing on standard output."""
    words, expected = CASES[name]
    ran = desk(*LOT, *words)
    assert ran.code == 2, ran.out
    assert ran.out == ""
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err
    assert expected in ran.err


def test_rivals_that_all_bid_below_the_floor_leave_no_real_chance(desk: Desk) -> None:
    """Not a curse and not a loss: nobody can be beaten at a commission that pays."""
    low = ("--rivals", "5", "--rival-mean", "0.02", "--rival-sd", "0.005")
    answer = desk(*LOT, *low, "--json").answer
    assert (answer["recommend"], answer["reason"]) == (False, "no_real_chance")
    assert answer["expected_profit"] < 1.0
    assert "no bid has a real chance" in answer["message"]


OWN = ("bid", "--sector", "bank_card", "--balance", "8000", "--age", "8", "--accounts", "1500",
       "--fixed-cost", "40000", "--rivals", "5", "--rival-sd", "0.03")  # fmt: skip


def test_where_every_bid_that_can_win_loses_that_is_the_reason(desk: Desk) -> None:
    """The naive bid wins often enough; it is what is won that costs money. The bid is the floor."""
    answer = desk(
        *OWN, "--rival-mean", "0.16", "--estimate-error", "0.5", "--rivals-know", "1", "--json"
    ).answer
    assert answer["naive_win_probability"] > 0.3 > 0.0 > answer["naive_expected_profit"]
    assert (answer["recommend"], answer["reason"]) == (False, "loses_if_won")
    assert answer["bid"] == answer["floor"]
    assert "loses on average, because the lots won are worse than they look" in answer["message"]
    assert "real chance" not in answer["message"]


def test_a_bid_that_hardly_ever_wins_is_not_recommended(desk: Desk) -> None:
    """A chance in two thousand and one yuan expected: said, and the bid is the floor."""
    points = ("--price-weight", ".3", "--own-points", "40", "--rival-points-mean", "45",
              "--rival-points-sd", "7", "--winners", "2")  # fmt: skip
    answer = desk(*OWN, "--rival-mean", "0.24", "--estimate-error", "0.3", *points, "--json").answer
    assert (answer["recommend"], answer["reason"]) == (False, "no_real_chance")
    assert answer["bid"] == answer["floor"]
    assert "a bid that hardly ever wins" in answer["message"]
    assert "30.08%" in answer["message"]


@pytest.mark.parametrize("error", ["0", "0.3"])
def test_odds_of_a_lot_that_is_not_bid_for_keep_the_law(desk: Desk, error: str) -> None:
    """Above the ceiling nothing is won, so a lost lot is any lot: its odds are as estimated."""
    rules = ("--rival-mean", "0.22", "--ceiling", "0.05", "--estimate-error", error, "--json")
    answer = desk(*OWN, *rules).answer
    assert answer["reason"] == "floor_above_ceiling"
    assert answer["odds_if_won"] is None
    assert answer["win_probability"] == 0.0
    assert answer["odds_if_lost"] == pytest.approx(1.0)


def test_a_list_of_which_no_lot_can_be_bid_for_is_an_error(desk, tmp_path) -> None:
    file = tmp_path / "lots.csv"
    file.write_text("lot,sector,accounts,balance,age,rules\nA,bank_card,2000,7000,6,winners=9\n")
    ran = desk("bid", str(file), "--rivals", "4", "--rival-mean", ".24", "--rival-sd", ".03")
    assert (ran.code, ran.out) == (2, "")
    assert "no lot that can be bid for" in ran.err
    assert "winners must be a whole number" in ran.err
