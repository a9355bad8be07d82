"""Options with the best that can follow: both solvers, and options alone."""

from dataclasses import replace

import numpy as np
import pytest

from placement import api
from placement.api import follow_ups
from placement.assume.library import load_library
from placement.decide.rank import OPTIONS
from placement.decide.timing.book.solver import (
    first_move_plans,
    first_move_plans_twice,
    plan_book,
)
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.follow_up import EXACT_UP_TO, first_moves_of
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import FloatArray, Option
from tests.builders import random_book

LIBRARY = load_library()

ALLOWED_GAP = 0.001
"""Share of the balance an option with follow-up may be worth less than the exact value."""


def exact_values(moves: Moves) -> FloatArray:
    """Return the value of each first move one account at a time, NaN where it is not open."""
    value = np.full((len(FIRST_MOVES), len(moves.segments)), np.nan)
    for position, plans in enumerate(first_moves_of(moves, exactly=True)):
        for name, plan in plans.items():
            value[FIRST_MOVES.index(name), position] = plan.value
    return value


@pytest.mark.parametrize("size", [EXACT_UP_TO, EXACT_UP_TO + 35])
def test_it_is_never_below_the_option_alone(size: int) -> None:
    """Whichever solver; what is not open stays without a number."""
    ranking = api.rank_segments(random_book(size, 21), LIBRARY)
    found = api.follow_up(ranking, LIBRARY)
    assert found.solver == ("exact" if size <= EXACT_UP_TO else "book")
    np.testing.assert_array_equal(np.isnan(found.net), ~ranking.available)
    gain = (found.net - ranking.net)[ranking.available]
    assert (gain >= -1e-9).all()
    assert (gain > 0.01).mean() > 0.3


@pytest.mark.parametrize("size", [EXACT_UP_TO, EXACT_UP_TO + 35])
def test_what_leads_is_the_plan_of_every_page(size: int) -> None:
    """To the cent, in a book of any size; no first move is said to be worth more.

    In the larger one a search from what first moves leave would find two better plans.
    """
    ranking = api.rank_segments(random_book(size, 24), LIBRARY)
    found, planned = api.follow_up(ranking, LIBRARY), api.best_plans(ranking, LIBRARY)
    assert found.lead.plans == planned.plans
    np.testing.assert_array_equal(found.lead.parts, planned.parts)
    value = np.array([plan.value for plan in planned.plans])
    # An option alone may be worth more, where plans do not hold it.
    assert (found.net <= np.fmax(value, ranking.net) + 1e-9)[ranking.available].all()


@pytest.mark.parametrize("size", [EXACT_UP_TO, EXACT_UP_TO + 35])
def test_one_search_says_what_two_say(size: int) -> None:
    """A memo asks for both: to the last digit, in a book of any size."""
    ranking = api.rank_segments(random_book(size, 24), LIBRARY)
    plans, begun = follow_ups.best_plans_and_begun(ranking, LIBRARY)
    alone = api.best_plans(ranking, LIBRARY)
    assert plans.plans == alone.plans
    np.testing.assert_array_equal(plans.parts, alone.parts)
    np.testing.assert_array_equal(begun, follow_ups.parts_begun_with(ranking, LIBRARY))


def test_going_on_from_a_search_finds_what_a_new_one_does() -> None:
    moves = build_moves(random_book(EXACT_UP_TO + 35, 24), LIBRARY)
    usual, again = first_move_plans_twice(moves)
    assert usual == first_move_plans(moves)
    for plans, value in zip(again, plan_book(moves, thoroughly=True).first_value.T, strict=True):
        found = [plans[name].value if name in plans else np.nan for name in FIRST_MOVES]
        np.testing.assert_array_equal(found, value)


def test_what_ends_a_plan_is_worth_what_it_is_alone() -> None:
    """Nothing can follow a suit, a sale or a write-off."""
    ranking = api.rank_segments(random_book(12, 22), LIBRARY)
    found = api.follow_up(ranking, LIBRARY)
    for option in (Option.LAWSUIT, Option.SALE, Option.WRITE_OFF):
        row = OPTIONS.index(option)
        np.testing.assert_allclose(found.net[row], ranking.net[row], rtol=1e-9, atol=1e-6)


def test_an_option_that_no_plan_holds_counts_alone() -> None:
    """A placement does not fit five months; with a dear recall lag plans pay what it does not."""
    account = api.one_account(sector="bank_card", balance=7_000.0, age=8.0)
    row = OPTIONS.index(Option.AGENCY_1)
    ranking = api.rank_segments(account, LIBRARY)
    assert api.follow_up(ranking, LIBRARY, horizon=5).net[row, 0] == ranking.net[row, 0]
    dear = LIBRARY.with_values(
        {"bank_card.agency.recall_lag_months": 2, "bank_card.debtor.holding_cost_rate": 0.05}
    )
    ranking = api.rank_segments(account, dear)
    planned = fitted_plan(build_moves(account, dear)).first_moves[Option.AGENCY_1.value].value
    assert planned < ranking.net[row, 0] - 1.0
    assert api.follow_up(ranking, dear).net[row, 0] == ranking.net[row, 0]


UNEVEN = LIBRARY.with_values(
    {
        "bank_card.agency.months": 4,
        "telecom.agency.recall_lag_months": 1.0,
        "logistics.in_house.months": 3,
        "property_fee.in_house.months": 1,
    }
)
LATE = LIBRARY.with_values({"court.limitation_plead": 1.0})


@pytest.mark.parametrize("numbers", [LIBRARY, UNEVEN, LATE], ids=["library", "uneven", "late"])
def test_a_book_is_nearly_exact_for_every_first_move(numbers: object) -> None:
    """Never above the exact solver, never more than 0.1 % of the balance below it."""
    book = random_book(30, 23)
    if numbers is LATE:
        book = replace(book, months_since_demand=np.linspace(25.0, 36.5, 30))
    moves = build_moves(book, numbers, horizon=24)
    found, exact = plan_book(moves, thoroughly=True).first_value, exact_values(moves)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(exact))
    gap = (exact - found) / book.balance
    assert np.nanmin(gap) >= -1e-9
    assert np.nanmax(gap) <= ALLOWED_GAP


def test_looking_again_from_where_a_first_move_leads_finds_more() -> None:
    """For young telephone bills a plan that waits is found that the usual probes miss."""
    rng = np.random.default_rng(24)
    book = replace(
        random_book(80, 24), sector=("telecom",) * 80, age=rng.uniform(0.0, 5.0, 80),
        balance=rng.uniform(100.0, 400.0, 80),
    )  # fmt: skip
    moves = build_moves(book, LIBRARY)
    usual, again = plan_book(moves).first_value, plan_book(moves, thoroughly=True).first_value
    gain = np.nan_to_num((again - usual) / book.balance)
    assert gain.min() >= -1e-12
    assert gain.max() > ALLOWED_GAP


def test_a_big_book_is_solved_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments do not touch each other, so parts change nothing."""
    ranking = api.rank_segments(random_book(30, 25), LIBRARY)
    whole = api.follow_up(ranking, LIBRARY, horizon=24).net
    monkeypatch.setattr(follow_ups, "SEGMENTS_AT_A_TIME", 7)
    parts = api.follow_up(ranking, LIBRARY, horizon=24).net
    np.testing.assert_allclose(parts, whole, rtol=1e-9, atol=1e-9)


def test_the_best_option_to_begin_with_is_the_highest() -> None:
    """Never below the best option alone."""
    ranking = api.rank_segments(random_book(6, 26), LIBRARY)
    found = api.follow_up(ranking, LIBRARY, horizon=12)
    np.testing.assert_array_equal(found.best_net, found.net[found.best, np.arange(6)])
    assert (np.nan_to_num(found.net, nan=-np.inf) <= found.best_net).all()
    assert (found.best_net >= ranking.best_net - 1e-9).all()


def test_cash_fees_and_tax_add_up_and_the_lead_is_the_best_plan() -> None:
    """Of every option followed up; no option leaves more than the plan that leads."""
    ranking = api.rank_segments(random_book(30, 27), LIBRARY)
    found = api.follow_up(ranking, LIBRARY, horizon=24)
    np.testing.assert_allclose(found.totals.sum(axis=0), found.net, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(found.best_totals.sum(axis=0), found.best_net, rtol=1e-9, atol=1e-6)
    assert (found.lead.net >= found.best_net - 1e-6 * ranking.valuation.segments.balance).all()
