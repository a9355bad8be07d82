"""How sure a choice of contracts is: each draw is the best mix of its own numbers."""

from itertools import product

import numpy as np
import pytest

from placement import api
from placement.api.uncertainty import draws_under_contract
from placement.assume.library import load_library
from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import Mix, choose_mix
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.hiring import cash_plan
from placement.decide.mix.modes import Modes, staffing_modes
from placement.risk.draws import numbers_of_draw
from placement.risk.mixes import MixDraws
from tests.decide.mix.builders import contracts, random_contracts

LIBRARY = load_library()
LOTS = random_contracts(6, seed=3)
LEVELS = 3


def _chosen(lots: Contracts, capacities: Capacities) -> Mix:
    return choose_mix(lots, staffing_modes(lots, LIBRARY, modes=LEVELS), capacities)


def _modes(lots: Contracts, draw: int, draws: int) -> Modes:
    sectors = sorted(set(lots.bands.sector))
    drawn = draws_under_contract(
        LIBRARY, sectors, count=draws, seed=1, correlation=api.USUAL_CORRELATION, held=()
    ).numbers()
    return staffing_modes(lots, numbers_of_draw(drawn, draw), modes=LEVELS)


def _half(lots: Contracts) -> Capacities:
    """Half the people that all contracts would take."""
    return Capacities(
        seats=0.5 * float(staffing_modes(lots, LIBRARY, modes=LEVELS).seats[:, -1].sum())
    )


def test_nothing_drawn_is_the_choice() -> None:
    mix = _chosen(LOTS, _half(LOTS))
    every = sorted({path.rsplit("[", 1)[0] for path in LIBRARY.entries})
    found = api.simulate_mix(mix, LIBRARY, draws=2, held=every)
    np.testing.assert_allclose(found.profit, mix.profit, rtol=1e-9)
    np.testing.assert_allclose(found.best, mix.profit, rtol=1e-9)
    assert found.p_same == 1.0
    assert found.regret == pytest.approx(0.0, abs=1e-6)
    np.testing.assert_array_equal(found.p_taken, mix.taken)
    np.testing.assert_allclose(found.profit_of[0][mix.taken], mix.profit_of[mix.taken], rtol=1e-9)


def test_each_draw_is_the_best_of_all_levels_tried_one_by_one() -> None:
    """Three contracts, every level of each or none: the best of all, and of those kept."""
    lots = random_contracts(3, seed=8)
    capacities = _half(lots)
    mix = _chosen(lots, capacities)
    found = api.simulate_mix(mix, LIBRARY, draws=3)
    for draw in range(3):
        modes = _modes(lots, draw, 3)
        best = _by_hand(lots, modes, capacities)
        kept = _by_hand(lots, modes, capacities, must=mix.taken)
        assert found.best[draw] == pytest.approx(best, rel=1e-6)
        assert found.profit[draw] == pytest.approx(kept, rel=1e-6)


def _by_hand(
    lots: Contracts, modes: Modes, capacities: Capacities, must: np.ndarray | None = None
) -> float:
    """Return the best profit over every choice of levels that has the people in every month.

    People are paid until the last contract worth a look ends; nobody is hired or leaves.
    """
    gain = modes.profit_before_wages
    worth = (modes.offered & (gain > 0.0)).any(axis=1)
    if must is not None:
        worth |= must
    ends = [
        lots.start_month[row] + np.flatnonzero(modes.people[row].sum(axis=0))[-1] + 1
        for row in np.flatnonzero(worth)
    ]
    months = int(max(ends, default=0))
    wages = capacities.seats * modes.wage * (modes.discount ** np.arange(1, months + 1)).sum()
    best = -np.inf
    for picked in product(range(-1, LEVELS), repeat=len(lots)):
        taken = np.array(picked) >= 0
        if np.any(taken & ~worth) or (must is not None and np.any(taken != must)):
            continue
        use, profit = np.zeros(months + 60), 0.0
        for row, level in enumerate(picked):
            if level >= 0:
                start = lots.start_month[row]
                people = modes.people[row, level]
                use[start : start + len(people)] += people
                profit += gain[row, level]
        if np.all(use <= capacities.seats + 1e-9):
            best = max(best, profit - wages)
    return best


def test_knowing_never_costs() -> None:
    found = api.simulate_mix(_chosen(LOTS, _half(LOTS)), LIBRARY, draws=12)
    assert found.fits.all()
    assert np.all(found.best >= found.profit - 1e-6 * np.abs(found.best))
    same = np.all(found.taken == found.chosen, axis=1)
    assert 0 < same.sum() < 12
    np.testing.assert_allclose(found.best[same], found.profit[same], rtol=1e-6)
    low, high = found.range
    assert low < np.median(found.profit) < high


def test_cash_that_lasts_as_the_numbers_stand_may_not_in_a_draw() -> None:
    lots = contracts(
        1, sector="bank_card", accounts=2_000, balance=7_000.0, age=7.0, commission=0.4
    )
    modes = staffing_modes(lots, LIBRARY, modes=LEVELS)
    people = float(modes.seats[0, -1])
    free = choose_mix(lots, modes, Capacities(seats=people))
    lowest = cash_plan(free).lowest
    mix = choose_mix(lots, modes, Capacities(seats=people, cash=-lowest + 1.0))
    assert mix.taken.tolist() == [True]
    found = api.simulate_mix(mix, LIBRARY, draws=12)
    assert 0.0 < found.p_fits < 1.0
    assert np.isnan(found.profit[~found.fits]).all()


def test_what_was_signed_is_kept_where_it_loses() -> None:
    """One contract that pays by little: in a bad draw the best is none, and it is kept."""
    given = {"sector": "bank_card", "accounts": 2_000, "balance": 7_000.0, "age": 7.0}
    free = contracts(1, **given, commission=0.4)
    modes = staffing_modes(free, LIBRARY, modes=LEVELS)
    people = Capacities(seats=float(modes.seats[0, -1]))
    left = choose_mix(free, modes, people).profit
    assert left > 0.0
    lots = contracts(1, **given, commission=0.4, fixed_cost=0.9 * left)
    mix = _chosen(lots, people)
    assert mix.taken.tolist() == [True]
    found = api.simulate_mix(mix, LIBRARY, draws=12)
    bad = ~found.taken[:, 0]
    assert 0 < bad.sum() < 12
    assert np.all(found.profit[bad] < found.best[bad])
    assert np.any(found.best[bad] == 0.0), "people are not paid for what nobody would sign"


def test_what_draws_say_of_a_choice() -> None:
    found = MixDraws(
        profit=np.array([10.0, np.nan, -5.0, 20.0]),
        best=np.array([10.0, 4.0, 3.0, 20.0]),
        taken=np.array([[1, 0], [0, 1], [0, 1], [1, 0]], dtype=bool),
        chosen=np.array([True, False]),
        profit_of=np.zeros((4, 2)),
    )
    assert found.p_fits == 0.75
    assert found.p_loss == pytest.approx(1 / 3)
    assert found.p_same == 0.5
    assert found.p_taken.tolist() == [0.5, 0.5]
    assert found.regret == pytest.approx(8 / 3)
