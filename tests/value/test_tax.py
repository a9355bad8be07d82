"""Tax relief on every option."""

from dataclasses import replace

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.domain.types import Component, Option, Segments
from placement.value.options import value_options
from placement.value.tax import relief_on_costs, tax_on_claim, tax_on_sale
from tests.builders import each_sector, random_book, segments
from tests.tolerances import CENT_FRACTION, RECOMPUTED, ROUNDING
from tests.value.book import parts, simple_tax, tax_free, with_pasts

LIBRARY = load_library()
BOOK = random_book(80, seed=3)

PINNED = LIBRARY.with_values(
    {
        "tax.income_tax_rate": 0.25,
        "market.discount_rate_per_year": 0.06,
        "bank_card.tax.deductible_after_small": 12,
        "bank_card.relationship.write_off": 0.0,
        "logistics.tax.deductible_after": 36,
        "logistics.tax.deductible_after_small": 12,
        "court.months.summary": 11,
        "logistics.debtor.easy_share": 0.4,
        "logistics.debtor.hard_share": 0.2,
        "logistics.debtor.reluctant_share": 0.1,
        "logistics.debtor.history_contacts_per_month": 0.0,
        "logistics.debtor.self_cure_rate": 0.0,
        "logistics.debtor.fade_rate": 0.0,
        "logistics.lawsuit.settle_willing": 0.3,
        "logistics.lawsuit.settle_reluctant": 0.4,
    }
)
"""Numbers worked out by hand below; the library's judgements may move."""


def whole_principal(size: int, seed: int) -> Segments:
    """Return a random book with pasts in which all that is owed is principal."""
    book = with_pasts(random_book(size, seed), LIBRARY, seed=seed)
    return replace(book, principal_share=np.ones(size))


def test_tax_on_the_claim_by_hand() -> None:
    """Half back in month 1, deducted in month 2: 0.25 * (800 * 0.81 - 500 * 0.81)."""
    tax = tax_on_claim(
        np.array([[0.0, 500.0, 0.0, 100.0]]),
        basis=np.array([800.0]),
        deductible_in=np.array([2.0]),
        discount=np.array(0.9),
        tax_rate=np.array(0.25),
    )
    by_hand = 0.25 * (800 * 0.81 - 500 * 0.81 - 100 * 0.729)
    np.testing.assert_allclose(tax, [by_hand], rtol=ROUNDING)


@pytest.mark.parametrize(("deductible_in", "when"), [(1.0, 0.9), (12.0, 0.9**3)])
def test_a_sale_realises_the_loss_by_hand(deductible_in: float, when: float) -> None:
    """126 for a claim of 1,000, paid in month 3; sooner deducted only if the law is sooner."""
    tax = tax_on_sale(
        np.array([126.0]),
        lag=np.array([3.0]),
        basis=np.array([960.0]),
        deductible_in=np.array([deductible_in]),
        discount=np.array(0.9),
        tax_rate=np.array(0.25),
    )
    np.testing.assert_allclose(tax, [0.25 * (960 * when - 126 * 0.9**3)], rtol=ROUNDING)


def test_a_cost_saves_its_tax() -> None:
    assert relief_on_costs(np.array([-40.0]), tax_rate=np.array(0.25)).tolist() == [10.0]


@pytest.mark.parametrize("option", [option for option in Option if option is not Option.SALE])
def test_where_the_loss_is_deductible_today_tax_takes_its_share_of_all(option: Option) -> None:
    """d = 0, beta = 1, h = rho = 0: (1 - tau) * (value without tax) + tau * B."""
    book = whole_principal(80, seed=5)
    with_tax = simple_tax(LIBRARY)
    net = value_options(book, with_tax).cash[option].net
    untaxed = value_options(book, tax_free(with_tax)).cash[option].net
    expected = 0.75 * untaxed + 0.25 * book.balance
    np.testing.assert_allclose(net, expected, rtol=RECOMPUTED, atol=CENT_FRACTION)


def test_a_sale_is_taxed_on_its_price_when_it_is_paid() -> None:
    """Under the same conditions the relief comes at once and costs save theirs, so it holds too.

    The lag shows only where the law would deduct later than the sale.
    """
    book = whole_principal(20, seed=6)
    values = each_sector(LIBRARY, "tax.deductible_after", 120.0)
    values |= each_sector(LIBRARY, "tax.deductible_after_small", 120.0)
    values |= each_sector(LIBRARY, "sale.price", 0.1)
    values |= each_sector(LIBRARY, "sale.lag_months", 5)
    late = simple_tax(LIBRARY).with_values(values)
    v = 1.06 ** (-1 / 12)
    net = value_options(book, late).cash[Option.SALE].net
    untaxed = value_options(book, tax_free(late)).cash[Option.SALE].net
    expected = 0.75 * untaxed + 0.25 * book.balance * v**5
    np.testing.assert_allclose(net, expected, rtol=RECOMPUTED)


@pytest.mark.parametrize("option", Option)
def test_a_tax_rate_of_zero_switches_tax_off(option: Option) -> None:
    found = parts(value_options(BOOK, tax_free(LIBRARY)), option)
    assert np.all(found[list(Component).index(Component.TAX)] == 0.0)
    taxed = parts(value_options(BOOK, LIBRARY), option)
    assert np.any(taxed[list(Component).index(Component.TAX)] != 0.0)
    np.testing.assert_array_equal(found[:-1], taxed[:-1])


def test_a_write_off_is_the_relief_when_the_law_allows_it() -> None:
    """A card of 10,000, 4 months old, 8 months before the first year is over."""
    book = segments(age=4.0, balance=10_000.0, principal_share=0.9)
    net = value_options(book, PINNED).cash[Option.WRITE_OFF].net
    np.testing.assert_allclose(net, [0.25 * 9_000 * 1.06 ** (-8 / 12)], rtol=ROUNDING)


def test_a_ruling_brings_the_deduction_forward() -> None:
    """A freight bill of 70,000 at 13 months: three years are over in 23, the suit in 11.

    Nobody paid or faded so far: 0.3 * 0.6 + 0.4 * 0.1 settle, and keep their date.
    """
    book = segments(sector="logistics", balance=70_000.0, age=13.0, principal_share=1.0)
    valuation = value_options(book, PINNED)
    months = float(valuation.terms.lawsuit.months[0])
    suit = valuation.cash[Option.LAWSUIT].present
    v = 1.06 ** (-1 / 12)
    spent = suit[Component.COMMISSION] + suit[Component.LEGAL_COST] + suit[Component.FEES_REFUNDED]
    settled = 0.3 * 0.6 + 0.4 * 0.1
    at_once, ruled = valuation.cash[Option.LAWSUIT].amounts[Component.COLLECTED][0, [2, 11]]
    claim = suit[Component.TAX] + 0.25 * (spent + at_once * v**23 + ruled * v**11)
    relief = 70_000 * (settled * v**23 + (1.0 - settled) * v**11)
    assert (months, valuation.terms.market.months_until_deductible[0]) == (11.0, 23.0)
    np.testing.assert_allclose(claim, [0.25 * relief], rtol=RECOMPUTED)
    write_off = valuation.cash[Option.WRITE_OFF].present[Component.TAX]
    np.testing.assert_allclose(write_off, [0.25 * 70_000 * v**23], rtol=RECOMPUTED)


@pytest.mark.parametrize(
    ("balance", "age", "revenue", "months"),
    [
        (50_000.0, 3.0, 0.0, 9.0),
        (50_001.0, 3.0, 0.0, 33.0),
        (50_001.0, 3.0, 6e8, 9.0),
        (50_001.0, 40.0, 0.0, 0.0),
    ],
)
def test_small_claims_are_deducted_after_one_year(
    balance: float, age: float, revenue: float, months: float
) -> None:
    """Up to 50,000 or a ten-thousandth of the year's revenue; never before today."""
    book = segments(sector="logistics", balance=balance, age=age)
    assumptions = PINNED.with_values({"tax.revenue_per_year": revenue})
    market = value_options(book, assumptions).terms.market
    assert market.months_until_deductible.tolist() == [months]


def test_an_order_that_stood_is_evidence_and_one_that_fell_is_not() -> None:
    """Deducted in month 8 where it stood, in 23 where it fell; what was paid likewise."""
    numbers = PINNED.with_values(
        {
            "court.months.payment_order": 8,
            "logistics.payment_order.served": 0.5,
            "logistics.payment_order.objection": 0.4,
        }
    )
    book = segments(sector="logistics", balance=70_000.0, age=13.0, principal_share=1.0)
    order = value_options(book, numbers).cash[Option.PAYMENT_ORDER].present
    v = 1.06 ** (-1 / 12)
    spent = order[Component.LEGAL_COST] + order[Component.FEES_REFUNDED]
    claim = order[Component.TAX] + 0.25 * (spent + order[Component.COLLECTED])
    relief = 70_000 * (0.3 * v**8 + 0.7 * v**23)
    np.testing.assert_allclose(claim, [0.25 * relief], rtol=RECOMPUTED)
