"""The number at which an answer flips: against closed forms and plain evaluation."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from placement.api import one_account
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.flip import (
    best_margin,
    first_flip,
    flip_account,
    flip_assumption,
    open_nets,
)
from placement.domain.errors import AssumptionError
from placement.domain.types import FloatArray, Option
from placement.value.options import Valuation, value_options

LIBRARY = load_library()
GOOD_PRICE = {"bank_card.sale.price": 0.3}
"""At which cards are best sold, whatever the library's prices are."""

BILL = one_account(sector="telecom", balance=200.0, age=14.0)


def letter_beyond_write_off(valuation: Valuation) -> FloatArray:
    """Return what a letter is worth beyond doing nothing."""
    return valuation.cash[Option.LAW_LETTER].net - valuation.cash[Option.WRITE_OFF].net


@given(
    at=st.floats(0.02, 0.98),
    ends=st.tuples(st.floats(1.0, 1e6), st.floats(1.0, 1e6)).filter(
        lambda pair: abs(np.log(pair[0] / pair[1])) > 0.1
    ),
)
def test_a_line_flips_where_it_crosses_zero(at: float, ends: tuple[float, float]) -> None:
    """Either direction, any scale."""
    start, toward = (np.array([end]) for end in ends)
    crossing = start + at * (toward - start)
    found = first_flip(lambda x: x - crossing, start=start, toward=toward)
    np.testing.assert_allclose(found, crossing, rtol=1e-8)


def test_each_segment_has_its_own_flip() -> None:
    """One crosses, one never does, one crosses below zero, where ratios make no sense."""
    crossing = np.array([3.0, 99.0, -2.0])
    found = first_flip(
        lambda x: crossing - x, start=np.array([1.0, 1.0, 1.0]), toward=np.array([9.0, 9.0, -9.0])
    )
    np.testing.assert_allclose(found, [3.0, np.nan, -2.0], rtol=1e-8)


def test_the_flip_nearest_to_the_start_is_found() -> None:
    """Of three crossings on the way, the first."""
    found = first_flip(
        lambda x: (x - 2.0) * (x - 5.0) * (x - 8.0),
        start=np.array([1.0, 9.0]),
        toward=np.array([9.0, 1.0]),
    )
    np.testing.assert_allclose(found, [2.0, 8.0], rtol=1e-8)


def test_the_price_of_a_letter_flips_where_it_costs_what_it_brings() -> None:
    """Past a year both sides are taxed alike: cost = v * (1 - c) * B * s * (p_w w + p_r r)."""
    terms = value_options(BILL, LIBRARY).terms
    debtor, letter = terms.debtor, terms.letter
    answers = (
        letter.willing_response * debtor.willing + letter.reluctant_response * debtor.reluctant
    )
    cost = terms.market.discount * (1.0 - letter.commission) * debtor.paid_value * answers
    found = flip_assumption(
        BILL, LIBRARY, path="telecom.law_letter.cost", gap=letter_beyond_write_off, toward=1000.0
    )
    np.testing.assert_allclose(found, cost, rtol=1e-8)


def test_the_balance_of_a_letter_flips_in_proportion() -> None:
    """What a letter brings grows with the balance and its cost does not."""
    flip = flip_account(
        BILL, LIBRARY, field="balance", gap=letter_beyond_write_off, toward=1.0
    ).item()
    price = flip_assumption(
        BILL, LIBRARY, path="telecom.law_letter.cost", gap=letter_beyond_write_off, toward=1000.0
    ).item()
    assert flip == pytest.approx(200.0 * 3.0 / price, rel=1e-8)


def test_a_table_moves_by_a_factor() -> None:
    """All prices of cards at once, down to where selling is no longer best."""
    factor = flip_assumption(
        one_account(sector="bank_card", balance=7000.0, age=12.0),
        LIBRARY.with_values(GOOD_PRICE),
        path="bank_card.sale.price",
        gap=partial(best_margin, options={Option.SALE}),
        toward=0.01,
    ).item()
    for step, holds in ((1.001, True), (0.999, False)):
        prices = {"bank_card.sale.price": GOOD_PRICE["bank_card.sale.price"] * factor * step}
        account = one_account(sector="bank_card", balance=7000.0, age=12.0)
        valuation = value_options(account, LIBRARY.with_values(prices))
        assert (best_margin(valuation, options={Option.SALE}).item() > 0.0) is holds


@pytest.mark.parametrize("field", ["balance", "age"])
def test_just_before_the_flip_the_answer_stands(field: str) -> None:
    """A suit against a large freight debtor, and plain valuations on both sides of the flip."""
    base = {"balance": 200_000.0, "age": 15.0}
    gap = partial(best_margin, options={Option.LAWSUIT})
    account = one_account(sector="logistics", **base)
    low = {"balance": 1_000.0, "age": 1.0}[field]
    flip = flip_account(account, LIBRARY, field=field, gap=gap, toward=low).item()
    assert low < flip < base[field]
    for step, holds in ((1.001, True), (0.999, False)):
        moved = one_account(sector="logistics", **{**base, field: flip * step})
        assert (gap(value_options(moved, LIBRARY)).item() > 0.0) is holds


def test_several_accounts_flip_as_each_alone() -> None:
    """The draws of one account do not reach another."""
    accounts = [one_account(sector="telecom", balance=b, age=14.0) for b in (100.0, 200.0, 400.0)]
    book = value_options(accounts[0], LIBRARY).segments
    together = type(book)(
        **{
            name: np.concatenate([getattr(a, name) for a in accounts])
            if isinstance(getattr(book, name), np.ndarray)
            else tuple(value for a in accounts for value in getattr(a, name))
            for name in book.__dataclass_fields__
        }
    )

    def flip(segments: object) -> FloatArray:
        return flip_assumption(
            segments,  # type: ignore[arg-type]
            LIBRARY,
            path="telecom.law_letter.cost",
            gap=letter_beyond_write_off,
            toward=1000.0,
        )

    np.testing.assert_allclose(flip(together), [flip(a).item() for a in accounts], rtol=1e-8)


def test_what_cannot_flip_is_not_a_number() -> None:
    """No price of a sale makes a letter cost more than it brings."""
    found = flip_assumption(
        BILL, LIBRARY, path="telecom.sale.cost", gap=letter_beyond_write_off, toward=1e6
    )
    assert np.isnan(found).all()


def test_an_unknown_path_is_named() -> None:
    """With what is close to it."""
    with pytest.raises(
        AssumptionError, match=r"telecom\.law_letter\.costs.*telecom\.law_letter\.cost"
    ):
        flip_assumption(
            BILL, LIBRARY, path="telecom.law_letter.costs", gap=letter_beyond_write_off, toward=9.0
        )


def test_an_agency_that_would_lose_is_no_option_there() -> None:
    """Draw by draw: at poor odds nobody takes the accounts, at good ones they are taken."""
    account = one_account(sector="bank_card", balance=7000.0, age=12.0)
    factors = np.array([0.01, 1.0, 0.02, 1.5])
    drawn = Assumptions(entries=LIBRARY.entries, drawn={"what_if.odds_factor": factors[:, None]})
    nets = open_nets(value_options(account, drawn))[list(Option).index(Option.AGENCY_1), :, 0]
    alone = [
        value_options(account, LIBRARY.with_values({"what_if.odds_factor": factor}))
        for factor in factors
    ]
    opened = [bool(each.available[Option.AGENCY_1][0]) for each in alone]
    assert opened == [False, True, False, True]
    assert np.isfinite(nets).tolist() == opened
