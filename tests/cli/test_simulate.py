"""Command `simulate`: as `value` and `rank`, with ranges; wrong words end with exit 2."""

import re

import pytest

from tests.cli.conftest import Desk

ACCOUNT = ("--sector", "bank_card", "--balance", "7000", "--age", "7")
SIMULATE = ("simulate", *ACCOUNT, "--draws", "300", "--json")


def test_an_account_has_every_key_and_money_adds_up(desk: Desk) -> None:
    ran = desk(*SIMULATE)
    assert ran.code == 0, ran.err
    answer = ran.answer
    assert len(answer["options"]) == 9
    some = [row for row in answer["options"] if row["mean"] is not None]
    for row in some:
        assert row["p05"] <= row["mean"] <= row["p95"]
        assert 0.0 <= row["p_loss"] <= 1.0
        assert row["regret"] >= answer["evpi"] - 1e-9
    assert sum(row["p_best"] for row in some) == pytest.approx(1.0)
    assert some[0]["option"] == answer["best_on_average"]
    assert some[0]["regret"] == pytest.approx(answer["evpi"])
    driver = answer["drivers"][0]
    keys = {"path", "factor", "net_low", "net_high", "best_low", "best_high", "main_effect", "evpi"}
    assert keys <= set(driver)
    assert (answer["draws"], answer["seed"], answer["correlation"]) == (300, 1, 0.5)
    assert isinstance(answer["enough"], bool)


def test_the_nets_as_they_stand_are_those_of_value(desk: Desk) -> None:
    ranked = {
        row["option"]: row["net"] for row in desk("value", *ACCOUNT, "--json").answer["options"]
    }
    for row in desk(*SIMULATE).answer["options"]:
        if row["net"] is not None:
            assert row["net"] == ranked[row["option"]]


def test_the_same_seed_gives_the_same_answer(desk: Desk) -> None:
    assert desk(*SIMULATE).out == desk(*SIMULATE).out
    assert desk(*SIMULATE).out != desk(*SIMULATE, "--seed", "2").out


def test_what_is_held_is_no_driver(desk: Desk) -> None:
    held = desk(*SIMULATE, "--hold", "bank_card.sale.price").answer
    assert not [row for row in held["drivers"] if row["path"] == "bank_card.sale.price"]
    assert held["held"] == ["bank_card.sale.price"]


def test_one_draw_answers_and_says_that_it_is_not_enough(desk: Desk) -> None:
    answer = desk("simulate", *ACCOUNT, "--draws", "1", "--json").answer
    assert answer["enough"] is False
    assert answer["drivers"][0]["main_effect"] is None


def test_first_moves_have_answers_of_their_own(desk: Desk) -> None:
    answer = desk("simulate", *ACCOUNT, "--draws", "20", "--first-moves", "--json").answer
    moves = answer["first_moves"]
    assert {row["option"] for row in moves["options"]} >= {"wait", "in_house", "sale"}
    assert sum(row["p_best"] for row in moves["options"]) == pytest.approx(1.0)


def test_a_tape_has_segments_and_a_total(desk: Desk) -> None:
    ran = desk("simulate", "data/samples/bank_card.csv", "--draws", "60", "--json")
    assert ran.code == 0, ran.err
    answer = ran.answer
    total = answer["total"]
    assert total["p05"] <= total["mean"] <= total["p95"]
    net = desk("rank", "data/samples/bank_card.csv", "--json").answer["best_mix"]
    assert total["net"] == pytest.approx(net, rel=1e-12)
    assert sum(row["evpi"] for row in answer["segments"]) == pytest.approx(answer["evpi"])
    assert sum(row["p_best"] for row in answer["options"]) == pytest.approx(1.0)


def test_words_for_people_say_how_sure(desk: Desk) -> None:
    ran = desk("simulate", *ACCOUNT, "--draws", "300")
    assert "is best in" in ran.out
    assert re.search(r"is best in \d+% of the draws;", ran.out)
    assert "of 100" not in ran.out
    assert "All judgements together may go" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--draws", "0"), "draws must be a whole number from 1 to 100,000; got 0"),
        (("--draws", "-3"), "draws must be"),
        (("--draws", "999999999"), "draws must be"),
        (("--draws", "1.5"), "--draws"),
        (("--seed", "-1"), "seed must be a whole number, 0 or more; got -1"),
        (("--correlation", "1.5"), "correlation must lie from -1 to 1; got 1.5"),
        (("--correlation", "nan"), "correlation must lie from -1 to 1; got nan"),
        (("--hold", "bank_card.sale.prize"), "There is no assumption called bank_card.sale.prize"),
    ],
)
def test_wrong_words_end_with_exit_2_on_one_line(desk: Desk, words, said) -> None:
    ran = desk("simulate", *ACCOUNT, *words)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1
    assert ran.err.startswith("error: ")
    assert said in ran.err


def test_low_above_high_is_refused_by_name(desk: Desk, tmp_path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        "[bank_card.sale]\ncost = { value = 60, low = 90, high = 30 }\n", encoding="utf-8"
    )
    ran = desk("simulate", *ACCOUNT, "--assumptions", str(file))
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert "bank_card.sale.cost" in ran.err
    assert "Traceback" not in ran.err


def test_neither_tape_nor_account_is_refused(desk: Desk) -> None:
    ran = desk("simulate", "--sector", "bank_card")
    assert ran.code == 2
    assert "simulate takes a tape or one account" in ran.err
