"""Why one option is ahead: the parts of the lead are the lead."""

import pytest

from placement.assume.library import load_library
from placement.decide.explain import lead_over, lead_over_second
from placement.decide.rank import rank
from placement.domain.types import Component, Option
from placement.value.options import value_options
from tests.builders import random_book, segments

LIBRARY = load_library()
BOOK = random_book(40, seed=3)
RANKING = rank(value_options(BOOK, LIBRARY))


def test_parts_add_up_to_the_lead_and_the_largest_comes_first() -> None:
    """Every segment of a book with every flag."""
    for position in range(len(BOOK)):
        lead = lead_over_second(RANKING, position)
        amounts = [amount for _, amount in lead.parts]
        assert [lead.best, lead.second] == RANKING.order(position)[:2]
        assert sum(amounts) == pytest.approx(lead.amount, rel=1e-9, abs=1e-6)
        assert lead.amount == pytest.approx(
            RANKING.lead[position] * BOOK.accounts[position], rel=1e-9, abs=1e-6
        )
        assert [abs(x) for x in amounts] == sorted((abs(x) for x in amounts), reverse=True)
        assert 0.0 not in amounts


def test_the_lead_is_for_all_accounts() -> None:
    """Five accounts lead by five times as much."""
    one, five = (
        lead_over_second(rank(value_options(segments(accounts=count), LIBRARY)), 0)
        for count in (1, 5)
    )
    assert five.amount == pytest.approx(5 * one.amount, rel=1e-12)


def test_a_lead_turned_round_changes_its_sign() -> None:
    """Any two options can be compared."""
    there = lead_over(RANKING, 0, best=Option.IN_HOUSE, second=Option.WRITE_OFF)
    back = lead_over(RANKING, 0, best=Option.WRITE_OFF, second=Option.IN_HOUSE)
    assert there.amount == -back.amount
    assert dict(there.parts) == {part: -amount for part, amount in back.parts}


def test_against_a_write_off_the_collected_money_is_the_difference() -> None:
    """A write-off collects nothing, so the part is the whole of what is collected in-house."""
    lead = lead_over(RANKING, 0, best=Option.IN_HOUSE, second=Option.WRITE_OFF)
    collected = RANKING.component_total(Option.IN_HOUSE, 0)[Component.COLLECTED]
    assert dict(lead.parts)[Component.COLLECTED] == pytest.approx(collected, rel=1e-12)
