"""The command that prices a pilot."""

import numpy as np
import pytest

from placement.report.pilot_answer import stop_sentence
from placement.risk.pilot_stop import StopRule

CALL = (
    "pilot", "--prior-mean", "0.1", "--prior-strength", "10", "--accounts", "2000",
    "--gain-per-success", "900", "--cost-per-account", "100",
)  # fmt: skip


def test_it_prices_a_pilot(desk) -> None:
    answer = desk(*CALL, "--json").answer
    best = max(answer["curve"], key=lambda row: row["net"])
    assert (answer["best_size"], answer["evsi"]) == (best["n"], best["evsi"])
    assert answer["without"] == 0.0
    assert 0.0 < answer["evsi"] < answer["evpi"]
    assert [row["n"] for row in answer["curve"][:50]] == list(range(1, 51))
    # From so many successes the mean pays: (1 + x) / (10 + n) * 900 > 100.
    n, x = answer["best_size"], answer["go_from"]
    assert (1 + x) / (10 + n) * 900 > 100 >= x / (10 + n) * 900
    assert f"Best pilot: {n} accounts, which adds {answer['net']:,.2f}." in desk(*CALL).out
    # The accounts tried are spent: 84 and 49,034, where counting them twice says 167 and 51,982.
    assert (n, round(answer["net"], 2)) == (84, 49_033.62)
    for row in answer["curve"]:
        left = (2_000 - row["n"]) / 2_000 * row["evsi"] - row["n"] * 10.0
        assert row["net"] == pytest.approx(left, abs=1e-6)
        assert row["net"] == pytest.approx(row["evsi"] - row["cost"], abs=1e-9)


@pytest.mark.parametrize("cost", ["0.4", "0.5", "0.6"])
def test_one_account_has_no_rest(desk, cost) -> None:
    """Whoever tries the only account there is has none left to decide about."""
    one = (
        "pilot", "--prior-mean", "0.5", "--prior-strength", "2", "--accounts", "1",
        "--gain-per-success", "1", "--cost-per-account", cost,
    )  # fmt: skip
    answer = desk(*one, "--json").answer
    assert (answer["worth_it"], answer["best_size"], answer["net"]) == (False, 0, 0.0)
    (row,) = answer["curve"]
    assert row["net"] == pytest.approx(min(0.5 - float(cost), 0.0))
    said = desk(*one).out
    assert "-0.00" not in said
    assert "1 accounts" not in said
    assert "rest" not in said
    assert "saves 0.00" not in said
    if cost == "0.5":
        assert row["evsi"] == pytest.approx(1 / 12)
        assert answer["evpi"] == pytest.approx(0.125)


def test_stopping_that_saves_next_to_nothing_is_said_so() -> None:
    rule = StopRule(size=1, go_on_from=np.array([1]), value=0.0, to_the_end=-0.001, tried=0.0)
    assert stop_sentence(rule, saves="0.00").endswith("stopping in time saves less than 0.01.")
    assert "Of 1 account about" in stop_sentence(rule, saves="0.00")


def test_a_sure_thing_needs_none(desk) -> None:
    sure = [*CALL[:4], "1000000", *CALL[5:]]
    assert "No pilot is worth its cost" in desk(*sure).out


@pytest.mark.parametrize("mean", ["0", "1", "1.5", "nan"])
def test_a_mean_that_is_no_share_is_said(desk, mean) -> None:
    result = desk(CALL[0], CALL[1], mean, *CALL[3:])
    assert result.code == 2
    assert result.err.startswith("error: The prior mean must be a share")


def test_it_says_when_to_stop(desk) -> None:
    """From each number of accounts on it is worth less than nothing to try one more."""
    answer = desk(*CALL, "--json").answer
    stop = answer["stop"]
    assert stop["size"] == answer["best_size"]
    assert stop["value"] - stop["to_the_end"] == stop["saves"] > 0.0
    after = [line["after"] for line in stop["rule"]]
    assert after == sorted(after)
    assert [line["fewer_than"] for line in stop["rule"]] == sorted(
        {line["fewer_than"] for line in stop["rule"]}
    )
    # No account is tried beyond where a success would be too late.
    first = stop["rule"][0]
    assert first["fewer_than"] == 1
    assert 1 / (10 + first["after"]) * 900 < 100
    assert f"after {after[0]} accounts stop below 1 success\n" in desk(*CALL).out
    assert desk(*CALL, "--size", "40", "--json").answer["stop"]["size"] == 40


def test_nothing_worth_trying_has_no_rule(desk) -> None:
    hopeless = [*CALL[:2], "0.01", CALL[3], "1000000", *CALL[5:]]
    assert desk(*hopeless, "--json").answer["stop"] is None


def test_two_agencies_are_weighed(desk) -> None:
    against = ("--against-mean", "0.12", "--against-strength", "5")
    answer = desk(*CALL, *against, "--json").answer["against"]
    assert answer["choice_now"] == "second"
    assert answer["without"] == pytest.approx(2_000 * (0.12 * 900 - 100))
    best = max(answer["curve"], key=lambda row: row["net"])
    assert (answer["best_size"], answer["evsi"]) == (best["n"], best["evsi"])
    n, wins = best["n"], answer["second_wins_from"]
    assert len(wins) == n + 1
    assert (0.6 + wins[20]) / (5 + n) > (1 + 20) / (10 + n) >= (0.6 + wins[20] - 1) / (5 + n)
    assert f"Best: {n} accounts with each" in desk(*CALL, *against).out
    assert desk(*CALL, "--json").answer["against"] is None


def test_half_a_second_agency_is_refused(desk) -> None:
    result = desk(*CALL, "--against-mean", "0.12")
    assert result.code == 2
    assert result.err.startswith("error: --against-mean and --against-strength")


def test_where_going_on_pays_one_begins_and_watches(desk) -> None:
    pays = [CALL[0], CALL[1], "0.2", *CALL[3:]]
    result = desk(*pays)
    assert "begin, watch, and stop where it says so" in result.out
    assert desk(*pays, "--json").answer["stop"]["size"] == 2000


def test_the_guess_may_be_that_of_the_numbers_in_use(desk) -> None:
    of_sector = ("pilot", "--sector", "信用卡", "--age", "7", *CALL[5:])
    answer = desk(*of_sector, "--json").answer
    prior = answer["prior"]
    typed = desk(
        "pilot", "--prior-mean", str(prior["mean"]), "--prior-strength", str(prior["strength"]),
        *CALL[5:], "--json",
    ).answer  # fmt: skip
    assert typed == answer
    assert f"expect {prior['mean']:.1%} to succeed" in desk(*of_sector).out
    worse = desk(*of_sector, "--set", "bank_card.debtor.hard_share=0.05", "--json").answer
    assert worse["prior"]["mean"] < prior["mean"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "takes what is thought of success either as"),
        (("--sector", "bank_card"), "takes what is thought of success either as"),
        (("--sector", "bank_card", "--age", "7", "--prior-mean", ".1"), "takes what is thought"),
        (("--sector", "bank_card", "--age", "7", "--months", "0"), "months must be a whole number"),
        (("--sector", "shoes", "--age", "7"), "shoes"),
    ],
)
def test_half_a_guess_is_refused(desk, words, says) -> None:
    ran = desk("pilot", *words, *CALL[5:])
    assert ran.code == 2
    assert says in ran.err
