"""Staffing levels: the numbers of a lot, and a value that grows less with every seat."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assume.library import load_library
from placement.decide.mix.envelope import concave_envelope
from placement.decide.mix.modes import MODES, staffing_modes
from placement.domain.types import Option, Stance
from placement.value.agency import place
from placement.value.effort import Effort, agency_value
from placement.value.resolve import resolve_terms
from tests.decide.mix.builders import contracts, random_contracts

LIBRARY = load_library()


def test_the_last_mode_is_the_agencys_own_best() -> None:
    """5,000 cards at 5,000 contacts a seat: seats are contacts a month to one account."""
    lot = contracts()
    modes = staffing_modes(lot, LIBRARY)
    terms = resolve_terms(lot.segments(), LIBRARY, stance=Stance.PROFIT_SEEKING)
    best = place(terms, replace(terms.agency[Option.AGENCY_1], commission=lot.commission))
    assert modes.seats[0, -1] == pytest.approx(best.effort.contacts_per_month.item())
    assert modes.profit[0, -1] == pytest.approx(5_000 * best.agency_profit.item() - 60_000)
    assert modes.liquidation[0, -1] == pytest.approx(best.liquidation.item())
    assert modes.payers[0, -1] == pytest.approx(best.payers.item())
    assert modes.liquidation[0, -1] < modes.payers[0, -1]


def test_a_mode_worked_one_way_earns_what_the_agency_values_it_at() -> None:
    """Where no split is better, the cash of the months is the value of the effort."""
    lot = contracts(cash=0.0)
    modes = staffing_modes(lot, LIBRARY)
    terms = resolve_terms(lot.segments(), LIBRARY, stance=Stance.PROFIT_SEEKING)
    agency = replace(terms.agency[Option.AGENCY_1], commission=lot.commission)
    alone = [
        agency_value(
            modes.contacts_per_month[:, mode],
            np.array([float(stop)]),
            debtor=terms.debtor,
            market=terms.market,
            agency=agency,
        ).item()
        for mode in range(MODES)
        for stop in range(1, 7)
    ]
    best = np.array(alone).reshape(MODES, 6).max(axis=1) * 5_000 - 60_000
    assert (modes.profit[0] >= best - 1e-6).all()
    np.testing.assert_allclose(modes.profit[0], best, rtol=0.01)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_each_further_seat_brings_less(seed: int) -> None:
    modes = staffing_modes(random_contracts(8, seed), LIBRARY)
    steps = np.diff(modes.profit, axis=1)
    assert (steps >= -1e-6 * np.abs(modes.profit).max()).all()
    assert (np.diff(steps, axis=1) <= 1e-9 * np.abs(modes.profit).max()).all()
    np.testing.assert_allclose(np.diff(modes.seats, axis=1), modes.seats[:, :1].repeat(4, axis=1))
    assert (np.diff(modes.seats_by_month, axis=2) <= 1e-9).all()


def test_cash_that_is_stated_is_taken_and_else_it_is_the_deepest_point() -> None:
    stated = staffing_modes(contracts(cash=123.0), LIBRARY)
    own = staffing_modes(contracts(), LIBRARY)
    assert (stated.cash == 123.0).all()
    onboarding = float(LIBRARY.number("bank_card.agency.onboarding"))
    assert (own.cash >= 60_000.0 + 5_000 * onboarding - 1e-6).all()


def test_a_lot_that_no_agency_works_takes_no_seats() -> None:
    lot = contracts(sector="telecom", balance=100.0, commission=0.1)
    modes = staffing_modes(lot, LIBRARY)
    assert (modes.seats == 0.0).all()
    assert modes.offered.tolist() == [[False] * (MODES - 1) + [True]]


def test_a_later_start_is_discounted() -> None:
    now, later = (staffing_modes(contracts(start_month=m), LIBRARY) for m in (0, 12))
    np.testing.assert_allclose(later.profit, now.profit / 1.06)


@given(values=st.lists(st.floats(-100.0, 100.0), min_size=5, max_size=9))
def test_the_envelope_is_the_least_concave_function_above(values: list[float]) -> None:
    """Against the upper hull walked point by point."""
    curve = np.array(values)
    hull: list[int] = []
    for point in range(len(curve)):
        while len(hull) > 1 and (curve[hull[-1]] - curve[hull[-2]]) * (point - hull[-1]) <= (
            curve[point] - curve[hull[-1]]
        ) * (hull[-1] - hull[-2]):
            hull.pop()
        hull.append(point)
    at = np.arange(1, len(curve))
    found = concave_envelope(curve[:, None], at=at)
    np.testing.assert_allclose(
        found.value[:, 0], np.interp(at, hull, curve[hull]), rtol=0, atol=1e-9
    )


def test_a_split_effort_has_the_value_of_its_parts() -> None:
    """A dip in the middle is bridged half and half."""
    found = concave_envelope(np.array([[0.0], [1.0], [4.0]]), at=np.array([1]))
    assert found.value.item() == pytest.approx(2.0)
    assert (found.left.item(), found.right.item(), found.share.item()) == (0, 2, 0.5)
    assert isinstance(Effort(contacts_per_month=found.value, worked_months=found.value), Effort)
