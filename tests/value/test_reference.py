"""Every option, component by component, against the plain-float reference."""

import numpy as np
import pytest

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import AGENCY_OPTIONS, Component, Option, Segments, Stance
from placement.value.options import Valuation, value_options
from tests.builders import SECTORS, each_sector, random_book
from tests.reference.effort import worth
from tests.reference.options import COMPONENTS, Case, value_account
from tests.tolerances import CENT_FRACTION, FLAT_TOP, RECOMPUTED, SEARCHED
from tests.value.book import account_at, accounts_of, parts, plain_library

BOOK = random_book(240, seed=20261121)


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
        "in_house.months": 5,
        "law_letter.commission": 0.3,
        "lawsuit.lawyer_share": 0.25,
        "sale.price": 0.11,
        "relationship.in_house": 0.01,
    }.items():
        values |= each_sector(library, path, value)
    # Terms of different length in one book share a month axis.
    return library.with_values(
        values | {"telecom.agency.months": 3, "logistics.in_house.months": 9}
    )


NUMBERS = {"library": load_library(), "varied": varied()}


def efforts_at(valuation: Valuation, position: int) -> dict[str, tuple[float, float]]:
    """Return what the agencies were found to do with one segment."""
    return {
        option.value: (
            float(placed.effort.contacts_per_month[position]),
            float(placed.effort.worked_months[position]),
        )
        for option, placed in valuation.placements.items()
    }


def reference(
    book: Segments, assumptions: Assumptions, valuation: Valuation, option: Option
) -> np.ndarray:
    """Return the reference's components for the same efforts, shape (components, segments)."""
    library = plain_library(assumptions)
    columns = []
    for position, account in enumerate(accounts_of(book)):
        found = value_account(library, account, efforts=efforts_at(valuation, position))
        columns.append([found[option.value][component] for component in COMPONENTS])
    return np.array(columns).T


def test_the_book_holds_every_kind_of_account() -> None:
    """A gap here would hide a mistake below."""
    assert set(BOOK.sector) == set(SECTORS)
    assert len(set(BOOK.creditor_type)) == 3
    assert set(BOOK.placements.tolist()) == {0, 1, 2, 3, 4}
    for flag in (BOOK.disputed, BOOK.unreachable, np.isnan(BOOK.principal_share)):
        assert 0.1 < np.mean(flag) < 0.9
    assert tuple(component.value for component in Component) == COMPONENTS
    for sector in SECTORS:
        worked = value_options(
            BOOK, load_library().with_values({f"{sector}.agency.commission": 0.5})
        ).placements[Option.AGENCY_1]
        assert np.any(worked.effort.worked_months[np.array(BOOK.sector) == sector] > 0)


@pytest.mark.parametrize("option", Option)
@pytest.mark.parametrize("stance", Stance)
@pytest.mark.parametrize("numbers", NUMBERS)
def test_components_equal_the_reference(option: Option, stance: Stance, numbers: str) -> None:
    assumptions = NUMBERS[numbers]
    valuation = value_options(BOOK, assumptions, stance=stance)
    expected = reference(BOOK, assumptions, valuation, option)
    found = parts(valuation, option)
    np.testing.assert_allclose(found, expected, rtol=RECOMPUTED, atol=CENT_FRACTION)
    np.testing.assert_allclose(
        valuation.cash[option].net, expected.sum(axis=0), rtol=RECOMPUTED, atol=CENT_FRACTION
    )


@pytest.mark.parametrize("numbers", NUMBERS)
def test_a_reference_that_searches_itself_agrees(numbers: str) -> None:
    """Effort, profit of the agency and net of the creditor, from the account alone."""
    assumptions = NUMBERS[numbers]
    library, valuation = plain_library(assumptions), value_options(BOOK, assumptions)
    for position, account in enumerate(accounts_of(BOOK)):
        found = value_account(library, account)
        for placement, option in enumerate(AGENCY_OPTIONS, start=1):
            net = float(valuation.cash[option].net[position])
            own = sum(found[option.value].values())
            assert net == pytest.approx(own, abs=FLAT_TOP * account.balance)
            profit = float(valuation.placements[option].agency_profit[position])
            i, months = efforts_at(valuation, position)[option.value]
            work = Case(library, account).work(placement)
            assert profit == pytest.approx(
                worth(work, i, int(months)), abs=SEARCHED * account.balance
            )


def test_a_contractual_reference_agrees() -> None:
    library = plain_library(load_library())
    valuation = value_options(BOOK, load_library(), stance=Stance.CONTRACTUAL)
    for position in range(0, len(BOOK), 7):
        found = value_account(library, account_at(BOOK, position), contractual=True)
        for option in AGENCY_OPTIONS:
            net = float(valuation.cash[option].net[position])
            assert net == pytest.approx(sum(found[option.value].values()), rel=RECOMPUTED)


def test_a_segment_is_worth_the_same_alone_and_in_company() -> None:
    whole = value_options(BOOK, NUMBERS["varied"])
    for position in (0, 17, 101):
        alone = value_options(BOOK.take(np.array([position])), NUMBERS["varied"])
        for option in Option:
            assert float(alone.cash[option].net[0]) == pytest.approx(
                float(whole.cash[option].net[position]), rel=FLAT_TOP, abs=CENT_FRACTION
            )


def test_cash_by_month_discounts_to_its_present_value() -> None:
    """The table by month and today's value tell one story; tax is on today's value only."""
    valuation = value_options(BOOK, NUMBERS["varied"])
    v = float(valuation.terms.market.discount)
    for cash in valuation.cash.values():
        for component, table in cash.amounts.items():
            today = (table * v ** np.arange(table.shape[-1])).sum(axis=-1)
            np.testing.assert_allclose(
                np.broadcast_to(today, len(BOOK)),
                np.broadcast_to(cash.present[component], len(BOOK)),
                rtol=RECOMPUTED,
                atol=CENT_FRACTION,
            )
