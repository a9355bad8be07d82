"""The field's three closing rules, held over all five sectors at once."""

import numpy as np
import pytest

from docs.make_verdicts import HEADINGS
from docs.verdict_claims import LIBRARY, SOME_CONTACTS, before_tax
from docs.verdict_measures import book
from docs.verdict_plans import Outlook
from placement.api import default_creditor_type
from placement.decide.flip import best_margin, flip_account
from placement.domain.types import FloatArray, Option
from placement.value.options import Valuation, value_options

WORKING = (
    Option.IN_HOUSE,
    Option.LAW_LETTER,
    Option.PAYMENT_ORDER,
    Option.LAWSUIT,
    Option.SALE,
)
SECTORS = pytest.mark.parametrize("sector", HEADINGS)


def landscape(sector: str, sets: dict[str, float] | None = None) -> Valuation:
    """Return a sector valued from 10 to a million and from 0 to 36 months."""
    balances, ages = np.meshgrid(np.geomspace(10, 1e6, 26), np.arange(0.0, 37.0, 3.0))
    accounts = book(sector, balances.ravel(), ages.ravel(), default_creditor_type(sector))
    return value_options(accounts, LIBRARY.with_values(sets or {}))


def worked(valuation: Valuation) -> FloatArray:
    """Return where the first agency works the account."""
    return valuation.placements[Option.AGENCY_1].effort.contacts_per_month > SOME_CONTACTS


def beyond_write_off(valuation: Valuation, option: Option) -> FloatArray:
    """Return what an option is worth beyond cancelling."""
    return valuation.cash[option].net - valuation.cash[Option.WRITE_OFF].net


@SECTORS
def test_placing_is_best_only_where_reach_pays_for_the_fee(sector: str) -> None:
    """Where a worked placement is best, it leaves more before tax than the own people do.

    A twentieth of a percent is left for the tax on money that comes at different times.
    """
    valuation = landscape(sector)
    placed = (best_margin(valuation, options={Option.AGENCY_1}) > 0.0) & worked(valuation)
    ahead = before_tax(valuation, Option.AGENCY_1) - before_tax(valuation, Option.IN_HOUSE)
    assert (ahead[placed] > -0.0005 * valuation.segments.balance[placed]).all()


def test_placing_is_the_answer_somewhere_and_not_everywhere() -> None:
    """The rule above is not about an empty set; of plans, as a sale closes more than it opens."""
    assert (best_margin(landscape("bank_card"), options={Option.AGENCY_1}) > 0.0).any()
    balances, ages = np.meshgrid(np.geomspace(500, 1e5, 6), np.array([3.0, 9.0, 18.0, 36.0]))
    cards = book("bank_card", balances.ravel(), ages.ravel(), "joint_stock")
    assert 0.2 < np.mean(Outlook(cards, LIBRARY).uses("agency")) < 0.9


@SECTORS
def test_an_agency_without_reach_is_not_used(sector: str) -> None:
    """With a thousand times the contacts per success nobody works, so nobody is paid to."""
    paths = [f"{sector}.agency.contacts_per_{kind}" for kind in ("easy", "hard")]
    out_of_reach = {path: 1000.0 * LIBRARY.entries[path].value for path in paths}
    small = landscape(sector, out_of_reach)
    typical = small.segments.balance <= 30_000.0
    assert not worked(small)[typical].any()


@SECTORS
@pytest.mark.parametrize("option", [Option.LAW_LETTER, Option.LAWSUIT])
def test_law_is_for_debtors_it_moves(sector: str, option: Option) -> None:
    """If neither letter nor court moves anybody, neither is worth its cost at any balance."""
    unmoved = {
        f"{sector}.law_letter.willing_response": 0.0,
        f"{sector}.law_letter.reluctant_response": 0.0,
        f"{sector}.lawsuit.yield": 0.0,
        f"{sector}.lawsuit.settle_willing": 0.0,
        f"{sector}.lawsuit.settle_reluctant": 0.0,
        # A ruling moves the date of the tax relief, which is worth something by itself.
        "tax.income_tax_rate": 0.0,
    }
    assert (beyond_write_off(landscape(sector, unmoved), option) < 0.0).all()


@SECTORS
@pytest.mark.parametrize("option", [Option.LAW_LETTER, Option.LAWSUIT])
def test_law_is_for_balances_that_carry_its_cost(sector: str, option: Option) -> None:
    """Below one balance cancelling is better, above it the law; large claims all lie above."""
    low, high = 1.0, 1e7
    account = book(sector, np.array([low]), np.array([12.0]), default_creditor_type(sector))
    from_here = flip_account(
        account,
        LIBRARY,
        field="balance",
        gap=lambda valuation: beyond_write_off(valuation, option),
        toward=high,
    ).item()
    if (sector, option) == ("software_retainage", Option.LAW_LETTER):
        # Acceptance is open: the next project at risk outweighs what a letter brings.
        assert np.isnan(from_here)
        return
    assert low < from_here < high
    balances = np.geomspace(from_here * 1.001, high, 40)
    above = book(sector, balances, np.full_like(balances, 12.0), default_creditor_type(sector))
    assert (beyond_write_off(value_options(above, LIBRARY), option) > 0.0).all()


@SECTORS
def test_cancel_where_collecting_costs_more_than_it_brings(sector: str) -> None:
    """Where every way of collecting loses money before tax, none of them beats cancelling.

    An idle placement is no way of collecting: nobody works, self-cures come in.
    """
    valuation = landscape(sector, {"tax.income_tax_rate": 0.0})
    losing = np.all([before_tax(valuation, option) < 0.0 for option in WORKING], axis=0)
    losing &= ~worked(valuation)
    assert losing.any()
    for option in WORKING:
        assert (beyond_write_off(valuation, option)[losing] <= 0.0).all()


@SECTORS
def test_cancelling_is_for_small_debts(sector: str) -> None:
    """At a year past due 10 yuan are cancelled, or left idle for a hair; 5,000,000 are not."""
    ends = book(
        sector, np.array([10.0, 5e6]), np.array([12.0, 12.0]), default_creditor_type(sector)
    )
    valuation = value_options(ends, LIBRARY)
    gains = np.array([beyond_write_off(valuation, option) for option in WORKING])
    assert (gains[:, 0] < 0.0).all()
    assert (gains[:, 1] > 0.0).any()
