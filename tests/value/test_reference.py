"""Every option, component by component, against the plain-float reference."""

from functools import cache

import numpy as np
import pytest

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import AGENCY_OPTIONS, Component, Option, Stance
from placement.value.options import Valuation, value_options
from tests.builders import SECTORS, each_sector, random_book
from tests.reference.effort import fixed_effort, lot_of
from tests.reference.numbers import Case
from tests.reference.options import COMPONENTS, Value, value_account
from tests.tolerances import CENT_FRACTION, FLAT_TOP, RECOMPUTED, SEARCHED
from tests.value.book import account_at, parts, plain_library, with_pasts


def varied() -> Assumptions:
    """Return numbers in which nothing that is zero in the library hides a mistake."""
    library = load_library()
    values = {"tax.revenue_per_year": 9e8, "what_if.commission_points": 0.02}
    for path, value in {
        "debtor.holding_cost_rate": 0.004,
        "debtor.instalment_months": 4,
        "debtor.instalment_breakage": 0.05,
        "agency.placement_fee": 7.0,
        "agency.months": 9,
        "agency.recall_lag_months": 1,
        "in_house.months": 5,
        "law_letter.commission": 0.3,
        "law_letter.repeat_factor": 0.7,
        "lawsuit.lawyer_share": 0.25,
        "lawsuit.settle_willing": 0.3,
        "lawsuit.settle_reluctant": 0.4,
        "sale.price": 0.11,
        "sale.earlier_placements": 0.6,
        "sale.from_month": 4,
        "write_off.from_month": 7,
        "relationship.agency": 0.04,
        "relationship.law_letter": 0.05,
        "relationship.lawsuit": 0.06,
        "relationship.sale": 0.045,
        "relationship.write_off": 0.01,
    }.items():
        values |= each_sector(library, path, value)
    # Terms of different length in one book share a month axis.
    values |= {"telecom.agency.months": 3, "logistics.in_house.months": 9}
    return library.with_values(values | {"property_fee.sale.earlier_placements": 1.3})


NUMBERS = {"library": load_library(), "varied": varied()}
BOOKS = {
    name: with_pasts(random_book(120, seed=20261121), numbers, seed=5)
    for name, numbers in NUMBERS.items()
}


@cache
def valued(numbers: str, stance: Stance) -> Valuation:
    """Return the product's answer."""
    return value_options(BOOKS[numbers], NUMBERS[numbers], stance=stance)


def efforts_at(valuation: Valuation, position: int) -> dict[str, tuple[float, float]]:
    """Return what the agencies were found to do with one segment."""
    return {
        option.value: (
            float(placed.effort.contacts_per_month[position]),
            float(placed.effort.worked_months[position]),
        )
        for option, placed in valuation.placements.items()
    }


@cache
def reference(numbers: str, stance: Stance) -> list[Value]:
    """Return the reference's answer for the efforts that the product found."""
    library, valuation = plain_library(NUMBERS[numbers]), valued(numbers, stance)
    return [
        value_account(
            library,
            account_at(BOOKS[numbers], position),
            contractual=stance is Stance.CONTRACTUAL,
            efforts=efforts_at(valuation, position),
        )
        for position in range(len(BOOKS[numbers]))
    ]


def test_the_book_holds_every_kind_of_account() -> None:
    """A gap here would hide a mistake below."""
    book = BOOKS["library"]
    assert set(book.sector) == set(SECTORS)
    assert len(set(book.creditor_type)) == 3
    assert set(book.placements.tolist()) == {0, 1, 2, 3}
    assert set(book.letters.tolist()) == {0, 1, 2, 3}
    told = np.array([bool(text) for text in book.history])
    given = ~np.isnan(book.in_house_months)
    for flag in (book.disputed, book.unreachable, np.isnan(book.principal_share), told, given):
        assert 0.1 < np.mean(flag) < 0.9
    assert tuple(component.value for component in Component) == COMPONENTS


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("numbers", NUMBERS)
def test_the_types_left_equal_the_reference(stance: Stance, numbers: str) -> None:
    debtor = valued(numbers, stance).terms.debtor
    found = [debtor.willing_easy, debtor.willing_hard, debtor.reluctant]
    expected = np.array([value.masses[:3] for value in reference(numbers, stance)]).T
    np.testing.assert_allclose(found, expected, rtol=FLAT_TOP, atol=RECOMPUTED)


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("option", Option)
def test_components_equal_the_reference(option: Option, stance: Stance, numbers: str) -> None:
    valuation, values = valued(numbers, stance), reference(numbers, stance)
    expected = np.array(
        [[value.parts[option.value][name] for name in COMPONENTS] for value in values]
    ).T
    scale = BOOKS[numbers].balance
    # Both sides find the efforts of the past by themselves, on tops that are flat.
    close = {"rtol": 0.0, "atol": 10.0 * RECOMPUTED}
    np.testing.assert_allclose(parts(valuation, option) / scale, expected / scale, **close)
    net = valuation.cash[option].net
    np.testing.assert_allclose(net / scale, expected.sum(axis=0) / scale, **close)


@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("numbers", NUMBERS)
def test_what_is_open_equals_the_reference(stance: Stance, numbers: str) -> None:
    """By law, by month past due, by placement number and by what pays an agency."""
    valuation, values = valued(numbers, stance), reference(numbers, stance)
    for option in Option:
        expected = [value.is_open[option.value] for value in values]
        assert valuation.available[option].tolist() == expected


@pytest.mark.parametrize("numbers", NUMBERS)
def test_a_reference_that_searches_itself_agrees(numbers: str) -> None:
    """Effort, profit of the agency and net of the creditor, from the account alone."""
    library = plain_library(NUMBERS[numbers])
    valuation = valued(numbers, Stance.PROFIT_SEEKING)
    for position in range(0, len(BOOKS[numbers]), 2):
        account = account_at(BOOKS[numbers], position)
        found = value_account(library, account)
        for placement, option in enumerate(AGENCY_OPTIONS, start=1):
            net = float(valuation.cash[option].net[position])
            own = sum(found.parts[option.value].values())
            assert net == pytest.approx(own, abs=FLAT_TOP * account.balance)
            profit = float(valuation.placements[option].agency_profit[position])
            i, months = efforts_at(valuation, position)[option.value]
            lot = lot_of(Case(library, account), account.age, placement)
            assert profit == pytest.approx(
                fixed_effort(lot, found.masses, i, int(months)).profit,
                abs=SEARCHED * account.balance,
            )
            assert profit == pytest.approx(
                found.efforts[option.value].profit, abs=SEARCHED * account.balance + 1e-6
            )


def test_a_segment_is_worth_the_same_alone_and_in_company() -> None:
    book, whole = BOOKS["varied"], valued("varied", Stance.PROFIT_SEEKING)
    for position in (0, 17, 101):
        alone = value_options(book.take(np.array([position])), NUMBERS["varied"])
        for option in Option:
            assert float(alone.cash[option].net[0]) == pytest.approx(
                float(whole.cash[option].net[position]), rel=FLAT_TOP, abs=CENT_FRACTION
            )


def test_cash_by_month_discounts_to_its_present_value() -> None:
    """The table by month and today's value tell one story; tax is on today's value only."""
    book, valuation = BOOKS["varied"], valued("varied", Stance.PROFIT_SEEKING)
    v = float(valuation.terms.market.discount)
    for cash in valuation.cash.values():
        for component, table in cash.amounts.items():
            today = (table * v ** np.arange(table.shape[-1])).sum(axis=-1)
            np.testing.assert_allclose(
                np.broadcast_to(today, len(book)),
                np.broadcast_to(cash.present[component], len(book)),
                rtol=RECOMPUTED,
                atol=CENT_FRACTION,
            )
