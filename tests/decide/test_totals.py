"""A net in three: cash, fees and tax add up to it, for every option, mix and way."""

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.rank import OPTIONS, rank
from placement.decide.totals import TOTALS, Total, total_of, totals_of
from placement.domain.types import Component
from placement.value.options import value_options
from tests.builders import random_book

RANKING = rank(value_options(random_book(40, 31), load_library()))


def test_a_worked_example() -> None:
    """1,000 collected, 220 commission, 30 for the letter, 5 back, a sale of 50, 200 saved."""
    parts = np.zeros(len(Component))
    for component, amount in (
        (Component.COLLECTED, 1_000.0),
        (Component.COMMISSION, -220.0),
        (Component.LEGAL_COST, -30.0),
        (Component.FEES_REFUNDED, 5.0),
        (Component.SALE_PROCEEDS, 50.0),
        (Component.TAX, 200.0),
    ):
        parts[tuple(Component).index(component)] = amount
    np.testing.assert_allclose(totals_of(parts), [1_050.0, -245.0, 200.0])


def test_every_component_is_in_one_total() -> None:
    """What comes in is cash, tax is tax, and all else is paid for it."""
    cash = {part for part in Component if total_of(part) is Total.CASH}
    assert cash == {Component.COLLECTED, Component.SALE_PROCEEDS}
    assert [part for part in Component if total_of(part) is Total.TAX] == [Component.TAX]


def test_they_add_up_to_every_net() -> None:
    """Per option and segment, of the best option, and empty where an option is not open."""
    np.testing.assert_allclose(RANKING.totals.sum(axis=0), RANKING.net, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(RANKING.best_totals.sum(axis=0), RANKING.best_net, rtol=1e-12)
    assert RANKING.best_mix_totals.sum() == pytest.approx(RANKING.best_mix_total)
    np.testing.assert_array_equal(np.isnan(RANKING.totals[0]), ~RANKING.available)


def test_they_add_up_for_every_way_to_treat_all_alike() -> None:
    """Also for the next agency in turn, and where some accounts are written off instead."""
    for option in OPTIONS:
        total, split = RANKING.same_way_total(option), RANKING.same_way_totals(option)
        assert (total is None) == (split is None)
        if split is not None:
            assert split.sum() == pytest.approx(total)
    assert RANKING.next_placement_totals().sum() == pytest.approx(RANKING.next_placement_total())


def test_cash_comes_in_and_fees_go_out() -> None:
    """Whatever the option; a sale's price is cash."""
    cash, fees = (RANKING.totals[TOTALS.index(total)] for total in (Total.CASH, Total.FEES))
    assert np.nanmin(cash) >= 0.0
    assert np.nanmax(fees) <= 1e-9
