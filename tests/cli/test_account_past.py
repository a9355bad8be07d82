"""What one account has been through: the words of `value` and `when`, and the segment they make."""

import math
from typing import Any

import pytest

from placement.api.accounts import one_account
from placement.domain.errors import InputError
from tests.cli.conftest import Desk

CARD = {"sector": "bank_card", "balance": 7_000.0, "age": 12.0}

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "negative letters": ({"letters": -1}, "letters must be 0 or more and at most 1000; got -1"),
    "too many letters": ({"letters": 10**30}, "letters must be 0 or more and at most 1000"),
    "too many placements": ({"placements": 10**30}, "placements must be 0 or more and at most"),
    "negative months": ({"in_house_months": -1.0}, "in-house-months must lie from 0 to the age"),
    "months above the age": ({"in_house_months": 12.5}, "to the age of 12,"),
    "no months": ({"in_house_months": math.nan}, "got nan"),
    "unknown stage": ({"history": "court 12"}, "got 'court 12'. Correct this stage."),
    "history too short": ({"history": "in_house 5"}, "12 months, give or take one; got 5 months"),
    "history too long": ({"history": "in_house 12, agency 6"}, "got 18 months"),
    "another placement": (
        {"history": "in_house 6, agency 6", "placements": 2},
        "placements must agree with the history, which has 1; got 2. Leave placements out",
    ),
    "another letter": ({"history": "in_house 12", "letters": 1}, "which has 0; got 1"),
    "other months": (
        {"history": "in_house 6, wait 6", "in_house_months": 5.0},
        "in-house-months must agree with the history, which has 6; got 5",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_past_that_cannot_be_is_refused(name: str) -> None:
    """What, the rule, what came, what to do."""
    given, says = BAD[name]
    with pytest.raises(InputError) as caught:
        one_account(**CARD, **given)
    assert says in str(caught.value)


def test_a_past_is_carried() -> None:
    account = one_account(**CARD, placements=1, letters=2, in_house_months=3.0)
    assert account.placements.tolist() == [1]
    assert account.letters.tolist() == [2]
    assert account.in_house_months.tolist() == [3.0]
    assert account.history == ("",)
    nothing = one_account(**CARD)
    assert nothing.letters.tolist() == [0]
    assert math.isnan(nothing.in_house_months[0])


def test_a_history_is_counted() -> None:
    """In its one way of writing; what agrees with it may be given beside it."""
    account = one_account(**CARD, history="In-house 5; agency 6, letter", placements=1)
    assert account.history == ("in_house 5, agency 6, letter",)
    assert (account.placements.tolist(), account.letters.tolist()) == ([1], [1])
    assert math.isnan(account.in_house_months[0])


@pytest.mark.parametrize("command", ["value", "when"])
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--letters", "-1"), "letters must be 0 or more"),
        (("--letters", "two"), "--letters"),
        (("--in-house-months", "13"), "in-house-months must lie from 0"),
        (("--history", "court 12"), "got 'court 12'"),
    ],
)
def test_wrong_words_are_named(desk: Desk, command: str, words: tuple[str, ...], says: str) -> None:
    """Exit 2, nothing on standard output, never a traceback."""
    ran = desk(command, "--sector", "bank_card", "--balance", "7000", "--age", "12", *words)
    assert (ran.code, ran.out) == (2, "")
    assert all(line.startswith("error: ") for line in ran.err.splitlines())
    assert says in ran.err


def test_a_tape_has_columns_for_the_past(desk: Desk) -> None:
    """So the words for one account are refused beside a tape."""
    ran = desk("when", "data/samples/bank_card.csv", "--letters", "1", "--history", "wait 3")
    assert (ran.code, ran.out) == (2, "")
    assert "--letters, --history" in ran.err
