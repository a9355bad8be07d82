"""The command `when`: a dated plan, what each first move is worth, what waiting is worth."""

import pytest

from tests.cli.conftest import Desk

CARD = ("when", "--sector", "bank_card", "--balance", "7000", "--age", "4", "--json")


def test_the_plan_has_dates_and_ends(desk: Desk) -> None:
    """Steps follow each other without a gap; the last one ends the plan."""
    answer = desk(*CARD).answer
    assert set(answer) >= {"plan", "value", "value_of_waiting", "act_now"}
    month = 0
    for step in answer["plan"]:
        assert step["start_month"] == month
        month += step["months"]
    assert [step["months"] == 0 for step in answer["plan"]] == [False] * (
        len(answer["plan"]) - 1
    ) + [True]


def test_acting_now_and_waiting_agree_with_the_plan(desk: Desk) -> None:
    """The plan is the best first move; waiting is measured against the best other one."""
    answer = desk(*CARD).answer
    now = answer["act_now"]
    best = max(now, key=now.get)
    assert answer["plan"][0]["action"] == best
    assert answer["value"] == pytest.approx(now[best])
    others = [value for name, value in now.items() if name != "wait"]
    assert answer["value_of_waiting"] == pytest.approx(now["wait"] - max(others))


def test_a_plan_beats_every_option_alone(desk: Desk) -> None:
    """What `value` shows alone is one of the plans."""
    alone = desk("value", *CARD[1:]).answer
    now = desk(*CARD).answer["act_now"]
    for row in alone["options"]:
        if row["available"]:
            assert now[row["option"]] >= row["net"] - 1e-6


@pytest.mark.parametrize("horizon", ["0", "500", "six"])
def test_a_bad_horizon_is_named(desk: Desk, horizon: str) -> None:
    """Exit 2 and one line."""
    ran = desk(*CARD, "--horizon", horizon)
    assert ran.code == 2
    assert ran.out == ""
    assert "horizon" in ran.err


def test_it_reads_as_text_too(desk: Desk) -> None:
    """Months, moves and money."""
    ran = desk(*CARD[:-1])
    assert "in_house" in ran.out
    assert "Waiting a month" in ran.out
