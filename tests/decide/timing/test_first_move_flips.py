"""Flips of the first move: on both sides of each, the exact solver says what was claimed."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.flip_quantities import Flip, Quantity
from placement.decide.timing.first_move_flips import (
    each_flip,
    first_move_flips,
    price_to_sell_today,
)
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.domain.errors import InputError
from placement.domain.types import Option, Segments
from placement.value.options import value_options
from tests.builders import segments

LIBRARY = load_library()
HORIZON = 12
CASES = {"bank_card": 7_000.0, "property_fee": 3_000.0, "telecom": 200.0}


def account_of(sector: str) -> Segments:
    """Return one typical account."""
    return segments(sector=sector, balance=CASES[sector], age=8.0)


@cache
def flips_of(sector: str) -> tuple[Flip, ...]:
    """Return all flips of an account."""
    return first_move_flips(account_of(sector), LIBRARY, horizon=HORIZON)


def first_move(account: Segments, numbers: Assumptions) -> str:
    """Return the first move of the best plan."""
    return fitted_plan(build_moves(account, numbers, horizon=HORIZON)).plan.steps[0].action


def with_balance(account: Segments, value: float) -> str:
    """Return the first move at another balance."""
    return first_move(replace(account, balance=np.array([value])), LIBRARY)


def with_number(path: str) -> Callable[[Segments, float], str]:
    """Return the first move under another number."""
    return lambda account, value: first_move(account, LIBRARY.with_values({path: value}))


MOVED: dict[Quantity, Callable[[Segments, float], str]] = {
    Quantity.BALANCE: with_balance,
    Quantity.COMMISSION: with_number("what_if.commission_points"),
    Quantity.ODDS: with_number("what_if.odds_factor"),
}


@pytest.mark.parametrize("sector", CASES)
def test_all_quantities_are_looked_at_both_ways(sector: str) -> None:
    """One price, and three quantities up and down, all from today's first move."""
    found = flips_of(sector)
    assert [flip.quantity for flip in found] == [
        Quantity.SALE_PRICE, *(q for q in MOVED for _ in range(2)),
    ]  # fmt: skip
    assert {flip.from_move for flip in found} == {first_move(account_of(sector), LIBRARY)}


@pytest.mark.parametrize("sector", CASES)
def test_just_before_a_flip_the_first_move_stands_and_just_after_it_is_the_other(
    sector: str,
) -> None:
    """A thousandth of the way from today on both sides."""
    flips = [f for f in flips_of(sector) if f.quantity in MOVED and f.value is not None]
    assert flips
    for flip in flips:
        step = 1e-3 * (flip.value - flip.start)
        move_at = MOVED[flip.quantity]
        assert move_at(account_of(sector), flip.value - step) == flip.from_move
        assert move_at(account_of(sector), flip.value + step) == flip.to_move
        assert (flip.value > flip.start) is flip.is_up


@pytest.mark.parametrize("sector", CASES)
def test_where_none_is_found_the_first_move_stands_all_the_way(sector: str) -> None:
    """At five places of the way, the end included."""
    none = [f for f in flips_of(sector) if f.quantity in MOVED and f.value is None]
    assert none
    for flip in none:
        assert flip.to_move is None
        for place in np.linspace(flip.start, flip.searched_to, 6)[1:]:
            assert MOVED[flip.quantity](account_of(sector), float(place)) == flip.from_move


@pytest.mark.parametrize("sector", ["bank_card", "property_fee"])
def test_at_the_price_found_selling_today_is_worth_the_best_plan(sector: str) -> None:
    """The sale valued alone at that price, against the plan with the prices of the library."""
    account = account_of(sector)
    flip = price_to_sell_today(account, LIBRARY, horizon=HORIZON)
    assert flip.value is not None
    assert flip.to_move == "sale"
    assert flip.value > flip.start
    at_price = LIBRARY.with_values({f"{sector}.sale.price": flip.value})
    sold = float(value_options(account, at_price).cash[Option.SALE].net[0])
    best = fitted_plan(build_moves(account, LIBRARY, horizon=HORIZON)).plan.value
    assert sold == pytest.approx(best, rel=1e-9)


def test_where_selling_is_first_the_price_is_the_lowest_that_keeps_it_so() -> None:
    """Down to what the best other first move is worth."""
    account = segments(sector="bank_card", balance=7_000.0, age=4.0)
    # Dear today and hardly anything later, so that waiting for a better price does not pay.
    later = {f"bank_card.sale.price.{age}m": 0.01 for age in (6, 10, 12, 18, 60, 101)}
    dear = LIBRARY.with_values({**later, "bank_card.sale.price.3m": 0.9})
    flip = price_to_sell_today(account, dear, horizon=HORIZON)
    assert flip.from_move == "sale"
    assert flip.value is not None
    assert flip.value < flip.start
    first = fitted_plan(build_moves(account, dear, horizon=HORIZON)).first_moves
    others = {name: plan.value for name, plan in first.items() if name != "sale"}
    at_price = LIBRARY.with_values({"bank_card.sale.price": flip.value})
    sold = float(value_options(account, at_price).cash[Option.SALE].net[0])
    assert sold == pytest.approx(max(others.values()), rel=1e-9)
    assert flip.to_move == max(others, key=lambda name: others[name])


def test_a_price_above_the_balance_is_no_price() -> None:
    """Selling a small bill costs more than the bill could bring."""
    costly = LIBRARY.with_values({"telecom.sale.cost": 500.0})
    flip = price_to_sell_today(account_of("telecom"), costly, horizon=HORIZON)
    assert flip.value is None
    assert flip.to_move is None


def test_the_search_starts_from_the_numbers_in_use() -> None:
    """Dearer agencies have less room up to the same flip."""
    today = next(
        f for f in flips_of("property_fee") if f.quantity is Quantity.COMMISSION and f.is_up
    )
    assert today.value is not None
    dearer = LIBRARY.with_values({"what_if.commission_points": 0.005})
    moved = each_flip(account_of("property_fee"), dearer, horizon=HORIZON)
    again = next(f for f in moved if f.quantity is Quantity.COMMISSION and f.is_up)
    assert again.start == 0.005
    assert again.value == pytest.approx(today.value, abs=1e-4)


def test_one_segment_at_a_time() -> None:
    """What came, and what to do."""
    with pytest.raises(InputError, match=r"one segment at a time; got 2\. Choose one"):
        first_move_flips(segments(age=[1.0, 2.0]), LIBRARY)
