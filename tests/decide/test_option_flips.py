"""Flips of the best option: closed forms, a search of its own kind, and plain rankings around."""

from dataclasses import replace
from functools import cache, partial

import numpy as np
import pytest

from placement.api import rank_segments
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.flip import best_margin, flip_assumption
from placement.decide.flip_quantities import PATHS, Flip, Quantity
from placement.decide.option_flips import LANES, OptionFlips, option_flips
from placement.domain.errors import InputError
from placement.domain.types import Option, Segments
from placement.value.options import value_options
from tests.builders import random_book, segments

LIBRARY = load_library()
CASES = {
    "bank_card": segments(sector="bank_card", balance=7_000.0, age=12.0),
    "telecom": segments(sector="telecom", balance=200.0, age=14.0),
    "property_fee": segments(sector="property_fee", balance=3_000.0, age=8.0),
    "logistics": segments(sector="logistics", balance=60_000.0, age=10.0),
    "software_retainage": segments(sector="software_retainage", balance=400_000.0, age=20.0),
}
NO_BUYER = LIBRARY.with_values({"bank_card.sale.price": 0.0})


@cache
def found(name: str) -> OptionFlips:
    """Return the flips of a case."""
    return option_flips(CASES[name], LIBRARY)


def best_at(account: Segments, quantity: Quantity, place: float) -> str:
    """Return the best option where a quantity is so much, by a ranking of its own."""
    if quantity is Quantity.BALANCE:
        return best(replace(account, balance=np.array([place])), LIBRARY)
    if quantity is Quantity.SALE_PRICE:
        # What buyers quote for packs, so that this account's price, for what it holds, is so much.
        path = f"{account.sector[0]}.sale.price"
        tenth = value_options(account, LIBRARY.with_values({path: 0.1})).terms.sale.price.item()
        return best(account, LIBRARY.with_values({path: min(0.1 * place / tenth, 1.0)}))
    return best(account, LIBRARY.with_values({PATHS[quantity]: place}))


def best(account: Segments, numbers: Assumptions) -> str:
    """Return the best option."""
    return rank_segments(account, numbers).order(0)[0].value


@pytest.mark.parametrize("name", CASES)
def test_all_quantities_are_looked_at_both_ways(name: str) -> None:
    """One price, and three quantities down and up, all from today's best option."""
    flips = found(name).flips
    assert [(f.quantity, f.is_up) for f in flips[1:]] == list(LANES)
    assert flips[0].quantity is Quantity.SALE_PRICE
    assert {flip.from_move for flip in flips} == {best(CASES[name], LIBRARY)}


def around(account: Segments, flip: Flip) -> tuple[str, str]:
    """Return the best options a hair's breadth of the way before a flip and behind it.

    Bands may be narrow: what agencies once did jumps with the balance.
    """
    assert flip.value is not None
    share = flip.way.share(flip.value)
    before, behind = (flip.way.place(share + step) for step in (-2e-4, 2e-4))
    return best_at(account, flip.quantity, before), best_at(account, flip.quantity, behind)


@pytest.mark.parametrize("name", CASES)
def test_before_a_flip_todays_option_is_best_and_behind_it_the_other(name: str) -> None:
    """Prices included; every case has a flip."""
    flips = [flip for flip in found(name).flips if flip.value is not None]
    assert flips
    for flip in flips:
        assert around(CASES[name], flip) == (flip.from_move, flip.to_move)


@pytest.mark.parametrize("name", CASES)
def test_where_none_is_found_todays_option_is_best_all_the_way(name: str) -> None:
    """At places that the search did not look at."""
    flips = [flip for flip in found(name).flips if flip.value is None]
    assert flips
    for flip in flips:
        for share in np.linspace(0.013, 1.0, 23).tolist():
            place = flip.way.place(share)
            assert best_at(CASES[name], flip.quantity, place) == flip.from_move


def test_the_flips_of_many_kinds_of_accounts_hold() -> None:
    """Placed, disputed, out of reach, barred: on both sides of each."""
    book = random_book(40, seed=5)
    told = 0
    for position in range(len(book)):
        account = book.take(np.array([position]))
        for flip in option_flips(account, LIBRARY).flips:
            # A price beyond what packs may be quoted at cannot be set in the library.
            if flip.quantity is Quantity.SALE_PRICE and flip.value and flip.value > 0.3:
                continue
            if flip.value is not None and 2e-3 < flip.way.share(flip.value) < 0.998:
                told += 1
                before, behind = around(account, flip)
                assert before == flip.from_move
                assert behind == flip.to_move
    assert told > 60


def test_a_letter_gives_way_to_writing_off_where_it_brings_its_cost() -> None:
    """Past a year both are taxed alike: B = cost / (v * (1 - c) * s * (p_w w + p_r r))."""
    terms = value_options(CASES["telecom"], LIBRARY).terms
    debtor, letter = terms.debtor, terms.letter
    answers = (
        letter.willing_response * debtor.willing + letter.reluctant_response * debtor.reluctant
    )
    kept = terms.market.discount * (1.0 - letter.commission) * debtor.paid_value / debtor.balance
    flip = next(f for f in found("telecom").flips if f.quantity is Quantity.BALANCE)
    assert (flip.from_move, flip.to_move) == ("law_letter", "write_off")
    assert flip.value == pytest.approx(float((letter.cost / (kept * answers))[0]), rel=1e-5)


def test_the_price_is_the_one_that_a_search_finds() -> None:
    """The formula against a walk along the table of prices, which moves by a factor."""
    account = CASES["bank_card"]
    for price, toward in ((0.001, 500.0), (0.4, 0.002)):
        numbers = LIBRARY.with_values({"bank_card.sale.price": price})
        flip = option_flips(account, numbers).flips[0]
        factor = flip_assumption(
            account,
            numbers,
            path="bank_card.sale.price",
            gap=partial(best_margin, options={Option(flip.from_move)}),
            toward=toward,
        ).item()
        assert "sale" in (flip.from_move, flip.to_move)
        assert flip.value == pytest.approx(flip.start * factor, rel=1e-8)


def test_no_price_opens_a_sale_that_the_law_bars() -> None:
    """Cards two months past due are not sold at any price, and from 91 days on they are."""
    two, later = (
        option_flips(segments(balance=7_000.0, age=age), NO_BUYER).flips[0] for age in (2.0, 3.0)
    )
    assert (two.value, two.to_move) == (None, None)
    assert later.value is not None
    assert later.to_move == "sale"


def test_where_selling_is_best_the_price_falls_to_its_flip() -> None:
    """Down, never up: a higher price only makes it better."""
    prices = dict.fromkeys(LIBRARY.paths_under("bank_card.sale.price"), 0.4)
    flip = option_flips(CASES["bank_card"], LIBRARY.with_values(prices)).flips[0]
    assert (flip.from_move, flip.is_up) == ("sale", False)
    assert flip.value is not None
    assert flip.value < flip.start == pytest.approx(0.4)
    # Below it, what is best where nobody buys; and the same price lets a seller begin.
    assert flip.to_move == best(CASES["bank_card"], NO_BUYER)
    upward = option_flips(CASES["bank_card"], NO_BUYER).flips[0]
    assert (upward.to_move, upward.is_up, upward.start) == ("sale", True, 0.0)
    assert flip.value == pytest.approx(upward.value or 0.0, rel=1e-9)


def test_a_search_begins_at_the_readers_numbers() -> None:
    """Where the commission was raised by five points, that is today, and the flip stays put."""
    raised = option_flips(
        CASES["property_fee"], LIBRARY.with_values({PATHS[Quantity.COMMISSION]: 0.05})
    )
    plain = found("property_fee")
    pairs = [
        next(f for f in flips.flips if f.quantity is Quantity.COMMISSION and f.is_up)
        for flips in (plain, raised)
    ]
    assert [flip.start for flip in pairs] == [0.0, 0.05]
    assert pairs[1].value == pytest.approx(pairs[0].value or 0.0, abs=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_stretches_cover_every_way_and_name_what_is_best_on_them(name: str) -> None:
    """From today to the end without a gap; checked in their middles by plain rankings."""
    result = found(name)
    for flip in result.flips:
        parts = [
            part
            for part in result.stretches
            if (part.quantity, part.is_up) == (flip.quantity, flip.is_up)
        ]
        edges = [(part.start, part.end) for part in parts]
        assert edges[0][0] == 0.0
        assert edges[-1][1] == 1.0
        assert [end for _, end in edges[:-1]] == [start for start, _ in edges[1:]]
        assert parts[0].option == flip.from_move
        for part in parts:
            place = flip.way.place((part.start + part.end) / 2.0)
            assert best_at(CASES[name], flip.quantity, place) == part.option


def test_equal_options_are_no_flip() -> None:
    """Nobody pays, so an idle agency and writing off leave the same all the way."""
    nobody = {PATHS[Quantity.ODDS]: 0.0}
    for flip in option_flips(CASES["bank_card"], LIBRARY.with_values(nobody)).flips:
        assert flip.value is None or flip.value != flip.start


def test_one_segment_at_a_time() -> None:
    """Says how many came and what to do."""
    with pytest.raises(InputError, match=r"got 2\. Choose one"):
        option_flips(random_book(2, seed=1), LIBRARY)
