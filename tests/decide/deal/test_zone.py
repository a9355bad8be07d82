"""Floor, ceiling, the creditor's best commission, and what opens a deal."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import Lot
from placement.decide.deal.openers import Lever, gap_of, openers
from placement.decide.deal.others import best_other
from placement.decide.deal.search import first_true, last_true, top
from placement.decide.deal.vary import (
    with_accounts,
    with_contact_cost,
    with_fixed_cost,
    with_odds,
    with_term,
)
from placement.decide.deal.zone import deal_zone
from placement.decide.rank import OPTIONS, rank
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.plans import PLACEMENTS
from placement.domain.errors import InputError
from placement.domain.types import AGENCY_OPTIONS, Option
from placement.value.options import value_options
from placement.value.write_off import value_write_off
from tests.decide.deal.lots import (
    LIBRARY,
    NO_BUYER,
    USUAL,
    best_commission,
    mixed_lot,
    plain_lot,
    usual_lot,
)
from tests.tolerances import FLAT_TOP, RECOMPUTED

ALL = np.linspace(0.0, 1.0, 1_001)


@pytest.mark.parametrize(
    ("willing", "omega", "balance"), [(0.1, 7.09, 7_000.0), (0.25, 19.1, 7_000.0)]
)
def test_the_creditors_best_is_the_closed_form(
    willing: float, omega: float, balance: float
) -> None:
    """No fading, discount, self-cure or VAT, and many short months."""
    lot = plain_lot(willing=willing, per_willing=omega, balance=balance, months=120, most=5.0)
    expected = best_commission(willing=willing, share=2.3 * omega / balance)
    assert deal_zone(lot).best_for_creditor == pytest.approx(expected, abs=0.003)


@pytest.mark.parametrize(("omega", "low", "high"), [(5.0, 0.19, 0.205), (2.078, 0.125, 0.135)])
def test_the_fair_commission_of_the_field_note(omega: float, low: float, high: float) -> None:
    """125 calls a success at 4% willing: 5 contacts a willing debtor if 125 is marginal.

    Taken as the average of the placement that c* itself leads to, 2.078.
    """
    lot = plain_lot(willing=0.04, per_willing=omega, cost=11_500 / 5_000, months=120, most=5.0)
    assert low <= deal_zone(lot).best_for_creditor <= high


def test_fading_and_discount_raise_the_best_commission() -> None:
    plain = deal_zone(plain_lot(willing=0.25, months=6))
    fading = deal_zone(
        plain_lot(willing=0.25, months=6, fade=0.05, discount_per_month=0.01, vat=0.06)
    )
    closed = best_commission(willing=0.25, share=2.3 * 12.5 / 7_000.0)
    assert fading.best_for_creditor > plain.best_for_creditor
    assert fading.best_for_creditor > closed


def test_where_too_few_pay_no_commission_makes_anybody_work() -> None:
    """The first contact costs more than the whole balance brings: q > w."""
    zone = deal_zone(plain_lot(balance=100.0, willing=0.1, per_willing=12.5, fixed_cost=1.0))
    assert not zone.works_at_best
    assert (zone.bounds.floor, zone.bounds.deal, zone.low_end) == (None, False, None)


@pytest.mark.parametrize("sector", USUAL)
def test_nothing_leaves_the_creditor_more_than_the_best(sector: str) -> None:
    """Not one of a thousand commissions."""
    lot = usual_lot(sector)
    zone = deal_zone(lot)
    best = zone.marks.creditor_net[1]
    assert lot_curve(lot, ALL).creditor_net.max() <= best + FLAT_TOP * abs(best)
    assert zone.marks.commission.tolist() == [
        lot.quoted, zone.best_for_creditor, zone.best_to_begin,
    ]  # fmt: skip
    begun = zone.marks.creditor_value[2]
    assert lot_curve(lot, ALL).creditor_value.max() <= begun + FLAT_TOP * abs(begun)


@pytest.mark.parametrize("sector", USUAL)
@pytest.mark.parametrize("margin", [0.0, 0.15])
def test_the_floor_is_the_lowest_commission_that_earns_the_margin(
    sector: str, margin: float
) -> None:
    """At it the target is met, and nowhere below it."""
    lot = usual_lot(sector)
    floor = deal_zone(lot, target_margin=margin).bounds.floor
    below = lot_curve(lot, ALL if floor is None else ALL[floor - 1e-6 > ALL])
    assert np.all(below.agency_profit < margin * below.agency_revenue)
    if floor is not None:
        at = lot_curve(lot, np.array([floor]))
        missing = at.agency_profit[0] - margin * at.agency_revenue[0]
        assert -1e-9 <= missing <= 1e-6 * lot.owed.sum()


@pytest.mark.parametrize("sector", USUAL)
def test_the_ceiling_is_the_highest_commission_worth_paying(sector: str) -> None:
    """At it beginning with the placement equals beginning otherwise; above it is worth less."""
    lot = usual_lot(sector)
    zone = deal_zone(lot)
    ceiling, other = zone.bounds.ceiling, zone.other.total
    above = lot_curve(lot, ALL if ceiling is None else ALL[ceiling + 1e-6 < ALL])
    assert np.all(above.creditor_value < other)
    if ceiling is not None:
        at = lot_curve(lot, np.array([ceiling])).creditor_value[0]
        assert -1e-9 <= at - other <= 1e-6 * lot.owed.sum()


@pytest.mark.parametrize("sector", USUAL)
def test_the_sides_of_one_account_are_those_of_its_plans(sector: str) -> None:
    """At the library's contract: to begin with the placement, and to begin otherwise."""
    lot = usual_lot(sector, accounts=1)
    firsts = fitted_plan(build_moves(lot.segments, LIBRARY)).first_moves
    others = [plan.value for name, plan in firsts.items() if name not in PLACEMENTS]
    assert best_other(lot).total == pytest.approx(max(others), abs=0.005)
    if "agency_1" in firsts:
        begun = lot_curve(lot, np.array([lot.quoted])).creditor_value[0]
        assert begun == pytest.approx(firsts["agency_1"].value, abs=0.005)


def test_closed_at_its_end_every_segment_has_its_own_best_other_option() -> None:
    lot = replace(mixed_lot(), plans=None)
    ranking = rank(value_options(lot.segments, LIBRARY))
    others = [row for row, option in enumerate(OPTIONS) if option not in AGENCY_OPTIONS]
    best = np.nanmax(ranking.net[others], axis=0)
    np.testing.assert_allclose(best_other(lot).net, best, rtol=RECOMPUTED)
    assert best_other(lot).total == pytest.approx(best @ lot.accounts)


def test_an_option_that_is_shut_is_no_alternative() -> None:
    """Even where it would be the best: here nothing but writing off is open."""
    lot = replace(usual_lot("bank_card"), plans=None)
    shut = {option: np.array([option is Option.WRITE_OFF]) for option in lot.available}
    alone = best_other(replace(lot, available=shut))
    assert alone.first == (Option.WRITE_OFF.value,)
    assert alone.total == pytest.approx(1_000 * value_write_off(lot.terms).net.item())
    assert best_other(lot).total > alone.total


def test_odds_cannot_make_more_debtors_than_there_are() -> None:
    debtor = with_odds(usual_lot("bank_card"), 50.0).terms.debtor
    np.testing.assert_allclose(debtor.willing + debtor.reluctant, 1.0)


def test_inside_the_zone_both_sides_gain() -> None:
    zone = deal_zone(usual_lot("bank_card"))
    assert zone.bounds.ceiling is not None
    assert zone.low_end is not None
    inside = lot_curve(zone.lot, np.linspace(zone.low_end, zone.bounds.ceiling, 50))
    slack = FLAT_TOP * zone.lot.owed.sum()
    assert np.all(inside.agency_profit >= -slack)
    assert np.all(inside.creditor_value >= zone.other.total - slack)


@pytest.mark.parametrize("margin", [-0.1, 1.0, 22.0, float("nan")])
def test_a_margin_is_a_share(margin: float) -> None:
    with pytest.raises(InputError, match="target margin must be a share"):
        deal_zone(usual_lot("bank_card"), target_margin=margin)


def varied(lot: Lot, lever: Lever, value: float) -> Lot:
    """Return the lot with one lever at a value."""
    match lever:
        case Lever.ACCOUNTS:
            return with_accounts(lot, value / lot.accounts.sum())
        case Lever.FIXED_COST:
            return with_fixed_cost(lot, value)
        case Lever.CONTACT_COST:
            return with_contact_cost(lot, value)
        case Lever.ODDS:
            return with_odds(lot, value)
        case _:
            return with_term(lot, round(value))


A_HAIR = 1e-4
"""What floor and ceiling, each found by itself, may leave open of a fixed cost."""

LESS = {
    Lever.ACCOUNTS: lambda x: x - 1,
    Lever.FIXED_COST: lambda x: x * 1.001,
    Lever.CONTACT_COST: lambda x: x * 1.002,
    Lever.ODDS: lambda x: x / 1.002,
}
"""A hair less of a move than was found to be needed."""


@pytest.mark.parametrize("case", [("bank_card", 100), ("property_fee", 20), ("property_fee", 50)])
def test_an_opener_opens_and_a_hair_less_does_not(case: tuple[str, int]) -> None:
    lot = usual_lot(case[0], accounts=case[1], numbers=NO_BUYER)
    found = openers(deal_zone(lot))
    assert {opener.lever for opener in found} == set(Lever)
    assert any(opener.needed is not None for opener in found)
    for opener in found:
        if opener.needed is None:
            continue
        needed = opener.needed
        if opener.lever is Lever.FIXED_COST:
            needed *= 1.0 - A_HAIR
        assert deal_zone(varied(lot, opener.lever, needed)).bounds.deal, opener
        if opener.lever in LESS:
            less = varied(lot, opener.lever, LESS[opener.lever](opener.needed))
            assert not deal_zone(less).bounds.deal, opener


def test_the_gap_is_what_each_side_lacks() -> None:
    """At the ceiling the agency misses what a cheaper contract would have to save."""
    zone = deal_zone(usual_lot("property_fee", accounts=20))
    gap = gap_of(zone)
    assert gap is not None
    floor, ceiling = zone.bounds.floor, zone.bounds.ceiling
    assert floor is not None
    assert ceiling is not None
    assert gap.points == floor - ceiling > 0.0
    cheaper = next(each for each in openers(zone) if each.lever is Lever.FIXED_COST)
    assert cheaper.needed == pytest.approx(zone.lot.fixed_cost - gap.agency_short)
    at_floor = lot_curve(zone.lot, np.array([floor])).creditor_value[0]
    assert gap.creditor_short == pytest.approx(zone.other.total - at_floor)


def test_where_there_is_a_deal_nothing_needs_opening() -> None:
    zone = deal_zone(usual_lot("bank_card", numbers=NO_BUYER))
    assert zone.bounds.deal
    assert openers(zone) == ()
    assert gap_of(zone) is None
    assert zone.bounds.gap_points is None


def test_a_lot_grows_in_whole_accounts() -> None:
    lot = usual_lot("bank_card", accounts=3)
    assert with_accounts(lot, 1.0).accounts.tolist() == [3.0]
    assert with_accounts(lot, 1.01).accounts.tolist() == [4.0]


@given(place=st.floats(0.0, 1.0))
@settings(max_examples=40)
def test_searches_find_a_step_wherever_it_lies(place: float) -> None:
    grid = np.linspace(0.0, 1.0, 201)
    first = first_true(grid, grid >= place, lambda x: x >= place)
    last = last_true(grid, grid <= place, lambda x: x <= place)
    assert first == pytest.approx(place, abs=1e-8)
    assert last == pytest.approx(place, abs=1e-8)
    jump = top(grid, -np.abs(grid - place), lambda x: -np.abs(x - place))
    assert jump == pytest.approx(place, abs=1e-6)


def test_searches_say_where_there_is_nothing() -> None:
    grid = np.linspace(0.0, 1.0, 201)
    assert first_true(grid, grid > 2.0, lambda x: x > 2.0) is None
    assert last_true(grid, grid > 2.0, lambda x: x > 2.0) is None


def test_a_lot_that_loses_everywhere_has_no_floor() -> None:
    zone = deal_zone(replace(usual_lot("bank_card"), fixed_cost=1e9))
    assert zone.bounds.floor is None
    assert not zone.bounds.deal
