"""People, money and cash of a lot from the agency's side."""

from dataclasses import replace

import numpy as np
import pytest

from placement.decide.deal.agency_economics import AgencyEconomics, agency_economics
from placement.decide.deal.business import resolve_business
from placement.decide.deal.cash_curve import CashCurve
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import CourtWork, Lot
from placement.decide.deal.staffing import staffing
from placement.value.agency import place
from placement.value.cashflow import present_value
from tests.decide.deal.lots import LIBRARY, USUAL, mixed_lot, usual_lot
from tests.tolerances import RECOMPUTED

LOTS = {**{sector: usual_lot(sector) for sector in USUAL}, "mixed": mixed_lot()}


def economics_of(lot: Lot, *, lag: int | None = None, **kwargs: float) -> AgencyEconomics:
    """Return the economics at today's quote, paid after some months."""
    business = resolve_business(lot.segments, LIBRARY)
    if lag is not None:
        business = replace(business, commission_lag_months=lag)
    return agency_economics(lot, business, quoted=kwargs.pop("quoted", lot.quoted), **kwargs)


@pytest.mark.parametrize("name", LOTS)
def test_cash_paid_at_once_is_the_profit_of_the_valuation(name: str) -> None:
    """Discounted at the model's rate, with nothing advanced."""
    lot = LOTS[name]
    found = economics_of(lot, lag=0)
    today = present_value(found.cash.net, discount=lot.terms.market.discount)
    assert today == pytest.approx(found.profit, abs=1e-6)
    assert found.profit == lot_curve(lot, np.array([lot.quoted])).agency_profit[0]


@pytest.mark.parametrize("name", LOTS)
def test_channels_add_up_to_the_cost_of_contacts(name: str) -> None:
    lot = LOTS[name]
    found = economics_of(lot).staffing
    cost = lot.contract.cost_per_contact[0] * found.contacts
    assert found.cost == pytest.approx(cost, rel=RECOMPUTED)
    assert found.calls + found.letters + found.visits == pytest.approx(found.contacts)
    assert found.adds_up


def test_two_people_make_twenty_five_visits_a_month_each() -> None:
    """100 visits of 50,000 contacts: 8 person-months, 92,000; the calls get the rest."""
    lot = usual_lot("bank_card")
    business = replace(
        resolve_business(lot.segments, LIBRARY),
        visit_share=np.array([0.002]),
        letter_share=np.array([0.01]),
    )
    work = staffing(np.array([50_000.0]), cost_per_contact=np.array([2.3]), business=business)
    assert (work.visits, work.letters, work.calls) == (100.0, 500.0, 49_400.0)
    assert work.visit_person_months == pytest.approx(8.0)
    assert work.visit_cost == pytest.approx(92_000.0)
    assert work.letter_cost == 1_500.0
    assert work.call_cost == pytest.approx(115_000.0 - 93_500.0)
    assert work.seat_months == pytest.approx(8.0 + 21_500.0 / 11_500.0)


def test_visits_that_cost_more_than_all_contacts_are_noticed() -> None:
    lot = usual_lot("bank_card")
    business = replace(resolve_business(lot.segments, LIBRARY), visit_share=np.array([0.1]))
    work = staffing(np.array([1_000.0]), cost_per_contact=np.array([2.3]), business=business)
    assert not work.adds_up


@pytest.mark.parametrize("sector", USUAL)
@pytest.mark.parametrize("end", ["low", "value", "high"])
def test_the_librarys_visits_and_letters_leave_something_for_calls(sector: str, end: str) -> None:
    """Anywhere in their ranges, everything else as it is."""
    shares = {
        f"{sector}.agency.{name}": getattr(LIBRARY.entries[f"{sector}.agency.{name}"], end)
        for name in ("visit_share", "letter_share")
    }
    lot = LOTS[sector]
    business = resolve_business(lot.segments, LIBRARY.with_values(shares))
    cost = lot.contract.cost_per_contact
    assert staffing(np.array([1_000.0]), cost_per_contact=cost, business=business).adds_up


def test_seats_are_the_people_of_the_busiest_month() -> None:
    """Work is heaviest at first, so the peak lies above the mean and below all of it."""
    lot = LOTS["bank_card"]
    found = economics_of(lot)
    worked = place(lot.terms, lot.contract).effort.worked_months.item()
    assert worked > 1.0
    assert found.staffing.seat_months / worked < found.peak_seats < found.staffing.seat_months


def test_profit_per_seat_month_and_margin_are_quotients() -> None:
    found = economics_of(LOTS["bank_card"])
    assert found.profit_per_seat_month == pytest.approx(found.profit / found.staffing.seat_months)
    assert found.margin == pytest.approx(found.profit / found.curve.agency_revenue[0])
    assert found.vat == pytest.approx(0.06 * found.curve.agency_revenue[0])
    assert found.onboarding == pytest.approx(2_000.0)


@pytest.mark.parametrize("name", LOTS)
def test_at_the_break_even_commission_nothing_is_left(name: str) -> None:
    lot = LOTS[name]
    found = economics_of(lot)
    if found.break_even_commission is None:
        assert lot_curve(lot, np.ones(1)).agency_profit[0] < 0.0
        return
    at = economics_of(lot, quoted=found.break_even_commission)
    assert at.profit == pytest.approx(0.0, abs=1e-6 * lot.owed.sum())
    assert at.break_even_liquidation == pytest.approx(at.curve.liquidation[0], rel=1e-3)


def test_at_the_break_even_liquidation_revenue_pays_for_the_work() -> None:
    found = economics_of(LOTS["bank_card"])
    assert found.break_even_liquidation is not None
    per_point = found.curve.agency_revenue[0] / found.curve.liquidation[0]
    assert per_point * found.break_even_liquidation == pytest.approx(found.curve.agency_cost[0])


def test_where_nobody_works_there_is_no_seat() -> None:
    found = economics_of(LOTS["telecom"])
    assert found.staffing.contacts == 0.0
    assert found.profit_per_seat_month is None
    assert economics_of(LOTS["telecom"], quoted=0.0).margin is None


def test_later_commission_digs_deeper() -> None:
    """The same money in the end, later."""
    soon, late = (economics_of(LOTS["property_fee"], lag=lag).cash for lag in (0, 2))
    assert late.net.sum() == pytest.approx(soon.net.sum())
    assert late.deepest < soon.deepest <= 0.0
    assert late.financing_cost > soon.financing_cost
    assert late.paid_back_month is not None
    assert late.paid_back_month > 0


def test_court_fees_come_back_when_the_court_is_done() -> None:
    """A tenth of 1,000 accounts at 50 each lies out until month 9."""
    cash = economics_of(replace(LOTS["bank_card"], court=CourtWork(share=0.1))).cash
    laid_out = 100 * LOTS["bank_card"].terms.lawsuit.fee[0]
    assert cash.court_fees[0] == pytest.approx(-laid_out)
    assert cash.court_fees[9] == pytest.approx(laid_out)
    assert cash.court_fees.sum() == pytest.approx(0.0)


def test_a_cash_curve_by_hand() -> None:
    """100 out, then 30 and 90 in: 70 still out after a month, back in the second."""
    nothing = np.zeros(3)
    curve = CashCurve(
        commission=np.array([0.0, 30.0, 90.0]),
        contacts=nothing,
        onboarding=nothing,
        fixed=np.array([-100.0, 0.0, 0.0]),
        court_fees=nothing,
        working_capital_rate=0.01,
    )
    assert curve.cumulative.tolist() == [-100.0, -70.0, 20.0]
    assert (curve.deepest, curve.deepest_month, curve.paid_back_month) == (-100.0, 0, 2)
    assert curve.financing_cost == pytest.approx(1.7)
    lost = replace(curve, commission=nothing)
    assert lost.paid_back_month is None
    # Nothing is owed for a month that has not begun.
    assert lost.financing_cost == pytest.approx(2.0)
    assert replace(curve, fixed=nothing).paid_back_month == 0
