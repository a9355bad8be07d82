"""Contracts within means: prices, conflicts, exits, limits, wins by chance and hiring."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.mix import overbooking
from placement.decide.mix.capacities import Capacities, seats_in_month
from placement.decide.mix.choose import Mix, choose_mix, uses
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.hiring import hiring_plan
from placement.decide.mix.modes import staffing_modes
from placement.decide.mix.overbooking import simulate_wins
from placement.decide.mix.prices import frontier, frontier_seats, gains, moves
from placement.decide.mix.programme import Overbooking, Rule
from placement.domain.errors import InputError
from tests.decide.mix.builders import contracts, random_contracts

LIBRARY = load_library()


def chosen(lots: Contracts, capacities: Capacities, rule: Rule | None = None) -> Mix:
    """Return the best mix of some contracts."""
    return choose_mix(lots, staffing_modes(lots, LIBRARY), capacities, rule=rule)


def seats_wanted(lots: Contracts) -> float:
    """Return the seats of the mix that nothing bounds."""
    free = chosen(lots, Capacities(seats=1e5))
    return float(free.of(free.modes.seats).sum())


def test_the_price_of_a_seat_is_what_one_more_brings() -> None:
    lots = random_contracts(12, seed=4)
    seats = 0.4 * seats_wanted(lots)
    mix = chosen(lots, Capacities(seats=seats))
    more = chosen(lots, Capacities(seats=seats + 1.0))
    assert gains(mix).per_seat == pytest.approx(more.profit - mix.profit)
    assert gains(mix).per_seat > 0.0


def test_the_price_of_cash_is_what_ten_thousand_more_bring() -> None:
    lots = random_contracts(12, seed=4)
    mix, more = (chosen(lots, Capacities(seats=50.0, cash=c)) for c in (300_000.0, 310_000.0))
    assert gains(mix).per_cash_step == pytest.approx(more.profit - mix.profit)


def test_the_next_contract_enters_at_the_seats_said_and_not_before() -> None:
    lots = random_contracts(10, seed=7)
    seats = 0.4 * seats_wanted(lots)
    mix = chosen(lots, Capacities(seats=seats))
    entry = moves(mix).next_in
    assert entry is not None
    position = lots.contract.index(entry.contract)
    assert not mix.taken[position]
    assert chosen(lots, Capacities(seats=entry.seats)).taken[position]
    first = moves(mix).first_out
    assert first is not None
    assert first.seats < seats
    assert not chosen(lots, Capacities(seats=first.seats)).taken[
        lots.contract.index(first.contract)
    ]


def test_profit_never_falls_with_seats() -> None:
    mix = chosen(random_contracts(15, seed=1), Capacities(seats=20.0))
    line = frontier(mix, frontier_seats(mix, 6))
    assert (np.diff(line.profit) >= -1e-4 * np.abs(line.profit[1:])).all()
    assert line.profit[0] <= line.profit[-1]
    assert (line.bound >= line.profit - 1e-6).all()


def test_no_seats_is_an_answer() -> None:
    mix = chosen(random_contracts(8, seed=2), Capacities(seats=0.0))
    assert mix.is_optimal
    assert mix.of(mix.modes.seats).sum() == 0.0
    assert mix.profit >= 0.0


def test_must_keeps_that_do_not_fit_are_named_with_what_is_missing() -> None:
    lots = contracts(3, must_keep=[True, True, False], accounts=[5_000, 5_000, 10])
    modes = staffing_modes(lots, LIBRARY)
    seats = 1.5 * modes.seats[0, 0]
    mix = choose_mix(lots, modes, Capacities(seats=seats))
    assert mix.conflict is not None
    [shortage] = mix.conflict.shortages
    assert shortage.needed == pytest.approx(2 * modes.seats[0, 0])
    assert shortage.missing == pytest.approx(2 * modes.seats[0, 0] - seats)
    assert set(shortage.contracts) == {"lot 1", "lot 2"}
    assert len(mix.conflict.release) == 1
    assert "do not fit" in mix.conflict.message()
    assert "lot 1" in mix.conflict.message()


def test_a_held_contract_is_left_where_keeping_it_costs_more() -> None:
    """A telephone lot loses money: it goes for 1,000 and stays where going costs a million."""
    lossy = {"sector": "telecom", "balance": 100.0, "commission": 0.1, "held": True}
    cheap = chosen(contracts(exit_cost=1_000.0, **lossy), Capacities(seats=9.0))
    dear = chosen(contracts(exit_cost=1e6, **lossy), Capacities(seats=9.0))
    assert not cheap.taken[0]
    assert cheap.profit == pytest.approx(-1_000.0)
    assert dear.taken[0]
    assert dear.profit == pytest.approx(dear.modes.profit[0, -1])


def test_locks_are_kept() -> None:
    lots = random_contracts(6, seed=3)
    free = chosen(lots, Capacities(seats=5.0))
    best = int(np.argmax(free.profit_of))
    out = chosen(replace(lots, locked_out=np.arange(6) == best), Capacities(seats=5.0))
    weak = int(np.argmax(~free.taken))
    into = chosen(replace(lots, locked_in=np.arange(6) == weak), Capacities(seats=50.0))
    assert not out.taken[best]
    assert out.profit < free.profit
    assert into.taken[weak]


def test_limits_on_a_creditor_and_a_sector_hold() -> None:
    lots = replace(random_contracts(12, seed=5), creditor=("A",) * 6 + ("B",) * 6)
    capacities = Capacities(
        seats=20.0, creditor_share=0.5, sector_share=0.6, seats_of={("sector", "bank_card"): 8.0}
    )
    mix = chosen(lots, capacities)
    seats = mix.of(mix.modes.seats)
    creditor, sector = np.array(lots.creditor), np.array(lots.sector)
    assert max(seats[creditor == name].sum() for name in "AB") <= 10.0 + 1e-4
    assert seats[sector == "bank_card"].sum() <= 8.0 + 1e-4
    assert mix.profit < chosen(lots, Capacities(seats=20.0)).profit


def test_a_limit_about_nobody_is_named() -> None:
    with pytest.raises(InputError, match="known are none"):
        chosen(contracts(), Capacities(seats=1.0, seats_of={("creditor", "Bank Z"): 3.0}))


def test_seats_hold_in_every_month_and_free_ones_are_used_again() -> None:
    """A lot that starts when the first is done needs no further seats."""
    both = contracts(2, start_month=[0, 7])
    together = contracts(2)
    seats = 1.2 * staffing_modes(both, LIBRARY).seats[0, -1]
    limit = Capacities(seats=seats)
    apart, at_once = chosen(both, limit), chosen(together, limit)
    assert apart.profit > at_once.profit
    for month in range(14):
        assert apart.of(seats_in_month(both, apart.modes, month)).sum() <= seats + 1e-4


def test_simulated_wins_come_out_as_every_outcome_counted() -> None:
    """Against all 2 ** n outcomes."""
    lots = replace(random_contracts(7, seed=9), win_probability=np.linspace(0.3, 0.9, 7))
    seats = 0.5 * seats_wanted(lots)
    mix = chosen(lots, Capacities(seats=seats), Rule(kind=Overbooking.EXPECTED))
    exact, use, chance = 0.0, mix.of(mix.programme.rows[0].use), lots.chance
    for won in itertools.product((0.0, 1.0), repeat=7):
        w = np.array(won)
        if w @ use > seats + 1e-4:
            exact += float(np.prod(np.where(w == 1.0, chance, 1.0 - chance)))
    [found] = simulate_wins(mix, np.random.default_rng(1), draws=40_000)
    assert exact > 0.05
    assert found.share == pytest.approx(exact, abs=0.01)


def test_what_fits_in_full_is_never_exceeded() -> None:
    lots = replace(random_contracts(9, seed=9), win_probability=np.full(9, 0.5))
    seats = 0.5 * seats_wanted(lots)
    mix = chosen(lots, Capacities(seats=seats, cash=400_000.0))
    assert [found.share for found in simulate_wins(mix, np.random.default_rng(1))] == [0.0, 0.0]
    assert all(use.full <= use.row.capacity * (1.0 + 1e-6) for use in uses(mix))


def test_draws_are_the_same_whatever_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks save memory and change no draw; more draws than fit are refused."""
    lots = replace(random_contracts(7, seed=9), win_probability=np.linspace(0.3, 0.9, 7))
    seats = 0.5 * seats_wanted(lots)
    mix = chosen(lots, Capacities(seats=seats), Rule(kind=Overbooking.EXPECTED))
    at_once = simulate_wins(mix, np.random.default_rng(1), draws=1_000)
    monkeypatch.setattr(overbooking, "_BLOCK", 7)
    in_blocks = simulate_wins(mix, np.random.default_rng(1), draws=1_000)
    for one, other in zip(at_once, in_blocks, strict=True):
        assert one.share == other.share
        assert one.high == pytest.approx(other.high, rel=1e-12)
    with pytest.raises(InputError, match="draws must be from 1 to 1,000,000; got 1,000,001"):
        simulate_wins(mix, np.random.default_rng(1), draws=1_000_001)


def test_hiring_follows_the_lots_curves() -> None:
    lots = contracts(2, start_month=[0, 2], win_probability=[1.0, 0.5])
    mix = chosen(lots, Capacities(seats=1_000.0))
    plan = hiring_plan(mix)
    first, second = (mix.modes.seats_by_month[i][mix.picked[i]][0] for i in (0, 1))
    assert plan.full[0] == pytest.approx(first[0])
    assert plan.full[2] == pytest.approx(first[2] + second[0])
    assert plan.expected[2] == pytest.approx(first[2] + 0.5 * second[0])
    assert plan.change.sum() == pytest.approx(plan.full[-1])


@pytest.mark.parametrize(
    ("given", "word"),
    [({"seats": -1.0}, "seats"), ({"seats": 1.0, "cash": -5.0}, "cash"),
     ({"seats": 1.0, "sector_share": 40.0}, "sector-share")],
)  # fmt: skip
def test_means_out_of_bounds_are_named(given: dict[str, float], word: str) -> None:
    with pytest.raises(InputError, match=word):
        Capacities(**given)


@pytest.mark.parametrize(
    ("given", "word"),
    [({"commission": 22.0}, "commission"), ({"accounts": 0}, "accounts"),
     ({"contract": ("a", "a")}, "stand more than once"),
     ({"must_keep": True, "locked_out": True}, "locked out")],
)  # fmt: skip
def test_contracts_out_of_bounds_are_named(given: dict[str, object], word: str) -> None:
    with pytest.raises(InputError, match=word):
        contracts(2, **given)
