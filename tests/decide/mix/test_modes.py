"""Staffing levels: a value that grows less with every seat, starts, and lots nobody works."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.assume.library import load_library
from placement.decide.mix.modes import LEVELS, MODES, staffing_modes
from placement.domain.errors import InputError
from tests.decide.mix.builders import contracts, random_contracts

LIBRARY = load_library()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_each_further_seat_brings_less(seed: int) -> None:
    modes = staffing_modes(random_contracts(8, seed), LIBRARY)
    scale = np.abs(modes.profit).max()
    assert (np.diff(modes.profit, axis=1) >= -1e-6 * scale).all()
    works = modes.seats[:, -1] > 0.0
    slope = np.diff(modes.profit[works], axis=1) / np.diff(modes.seats[works], axis=1)
    assert (np.diff(slope, axis=1) <= 1e-6 * np.abs(slope).max(initial=1.0)).all()
    np.testing.assert_allclose(modes.seats, modes.seats[:, -1:] * np.array(LEVELS), atol=1e-9)
    assert (np.diff(modes.people, axis=2) <= 1e-9).all()


def test_a_lot_that_no_agency_works_takes_no_seats() -> None:
    lot = contracts(sector="telecom", balance=100.0, commission=0.1)
    modes = staffing_modes(lot, LIBRARY)
    assert (modes.seats == 0.0).all()
    assert modes.offered.tolist() == [[False] * (MODES - 1) + [True]]


def test_a_later_start_is_discounted() -> None:
    now, later = (staffing_modes(contracts(start_month=m), LIBRARY) for m in (0, 12))
    np.testing.assert_allclose(later.profit, now.profit / 1.06)
    np.testing.assert_allclose(later.profit_before_wages, now.profit_before_wages / 1.06)


def test_a_dearer_seat_keeps_its_difference() -> None:
    """Software's people cost more than the wage of most; what is more stays in the cash."""
    lots = contracts(
        2, sector=["bank_card", "software_retainage"], accounts=[5_000, 30],
        balance=[7_000.0, 200_000.0], age=[12.0, 6.0], commission=[0.3, 0.5],
    )  # fmt: skip
    modes = staffing_modes(lots, LIBRARY)
    assert modes.wage == LIBRARY.number("bank_card.agency.seat_cost_per_month")
    months = modes.discount ** np.arange(1, modes.people.shape[-1] + 1)
    np.testing.assert_allclose(
        modes.profit_before_wages - modes.profit, modes.wage * modes.people @ months
    )


def test_the_librarys_rung_is_taken_where_none_is_stated() -> None:
    rung = staffing_modes(contracts(commission=np.nan, creditor_type="joint_stock"), LIBRARY)
    stated = staffing_modes(contracts(commission=0.3), LIBRARY)
    assert rung.revenue[0, -1] > 0.0
    assert rung.revenue[0, -1] != stated.revenue[0, -1]


def test_a_sector_nobody_knows_is_named() -> None:
    with pytest.raises(InputError, match="shipping"):
        staffing_modes(contracts(sector="shipping"), LIBRARY)
