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


def test_the_price_of_cash_is_what_ten_thousand_more_bring() -> None:
    lots = random_contracts(12, seed=4)
    mix, more = (chosen(lots, Capacities(seats=8.0, cash=c)) for c in (250_000.0, 260_000.0))
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


def test_profit_falls_by_no_more_than_the_wages_of_more_people() -> None:
    mix = chosen(random_contracts(15, seed=1), Capacities(seats=20.0))
    line = frontier(mix, frontier_seats(mix, 6))
    wages = mix.modes.wage * (mix.modes.discount ** np.arange(1, mix.columns.months + 1)).sum()
    slack = 1e-4 * np.abs(line.bound).max()
    assert (np.diff(line.profit) >= -wages * np.diff(line.seats) - slack).all()
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
    assert cheap.columns.months == 0, "nothing to work on: nobody is paid"


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
    """Shares are of the expected revenue, limits by name of seats; bids count by their chance."""
    lots = replace(
        random_contracts(12, seed=5), creditor=("A", "B", "C") * 4,
        win_probability=np.linspace(0.3, 1.0, 12),
    )  # fmt: skip
    capacities = Capacities(
        seats=20.0, creditor_share=0.4, sector_share=0.7, seats_of={("sector", "bank_card"): 8.0}
    )
    mix = chosen(lots, capacities)
    revenue = lots.chance * mix.of(mix.modes.revenue)
    creditor, sector = np.array(lots.creditor), np.array(lots.sector)
    assert revenue.sum() > 0.0
    for name in "ABC":
        assert revenue[creditor == name].sum() <= 0.4 * revenue.sum() * (1.0 + 1e-4)
    for name in set(lots.sector):
        assert revenue[sector == name].sum() <= 0.7 * revenue.sum() * (1.0 + 1e-4)
    assert mix.of(mix.modes.seats)[sector == "bank_card"].sum() <= 8.0 + 1e-4
    assert mix.profit < chosen(lots, Capacities(seats=20.0)).profit


def test_a_sector_limit_counts_its_bands_of_a_mixed_contract() -> None:
    """Half cards, half carriers: only the cards' people count against the cards' limit."""
    lots = contracts(
        bands=2, sector=["bank_card", "logistics"], accounts=[4_000, 200],
        balance=[7_000.0, 50_000.0], age=[12.0, 6.0], commission=[0.3, 0.3],
    )  # fmt: skip
    modes = staffing_modes(lots, LIBRARY)
    cards = modes.people_of_sector["bank_card"][0, -1, 0]
    assert 0.0 < cards < modes.seats[0, -1]
    limit = Capacities(seats=50.0, seats_of={("sector", "bank_card"): cards + 1e-6})
    assert choose_mix(lots, modes, limit).picked[0, -1]


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
    assert apart.profit_before_wages > at_once.profit_before_wages
    for month in range(14):
        assert apart.of(seats_in_month(both, apart.modes, month)).sum() <= seats + 1e-4


def test_simulated_wins_come_out_as_every_outcome_counted() -> None:
    """Against all 2 ** n outcomes."""
    lots = replace(
        random_contracts(7, seed=9), win_probability=np.linspace(0.3, 0.9, 7),
        start_month=np.zeros(7, dtype=np.int64),
    )  # fmt: skip
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


def test_seats_that_fit_in_full_are_never_exceeded() -> None:
    """Cash may be short, as wages are paid where bids are lost; the draws say how often."""
    lots = replace(random_contracts(9, seed=9), win_probability=np.full(9, 0.5))
    seats = 0.3 * seats_wanted(lots)
    mix = chosen(lots, Capacities(seats=seats, cash=80_000.0 * seats))
    assert mix.taken.any()
    found = simulate_wins(mix, np.random.default_rng(1))
    assert all(each.ever == 0.0 for each in found if each.row.kind == "seats")
    cash = [each for each in found if each.row.kind == "cash"]
    assert all(each.ever >= each.share for each in cash)
    assert cash[0].ever == max(each.ever for each in cash) > 0.0
    assert all(use.counted <= use.available * (1.0 + 1e-6) for use in uses(mix))


def test_wins_of_one_creditor_come_together() -> None:
    """Linked fully, of two even bids both or none are won; the chances stay what they are."""
    lots = contracts(2, creditor="Bank A", win_probability=0.5, start_month=[0, 1])
    modes = staffing_modes(lots, LIBRARY)
    seats = 1.5 * modes.seats[0, -1]

    def share(correlation: float, names: str | tuple[str, ...] = "Bank A") -> float:
        rule = Rule(kind=Overbooking.EXPECTED, correlation=correlation)
        mine = replace(lots, creditor=(names, names) if isinstance(names, str) else names)
        mix = choose_mix(mine, modes, Capacities(seats=seats), rule=rule)
        assert mix.picked[:, -1].all()
        return max(f.share for f in simulate_wins(mix, np.random.default_rng(1), draws=40_000))

    assert share(0.0) == pytest.approx(0.25, abs=0.01)
    assert share(1.0) == pytest.approx(0.5, abs=0.01)
    assert share(0.3) == pytest.approx(0.25 + np.arcsin(0.3) / (2.0 * np.pi), abs=0.01)
    assert share(1.0, ("Bank A", "Bank B")) == pytest.approx(0.25, abs=0.01)
    assert share(1.0, "") == pytest.approx(0.25, abs=0.01)


def test_the_safe_rule_keeps_more_free_where_wins_are_linked() -> None:
    """No mix of linked bids is exceeded more often than accepted."""
    lots = replace(
        random_contracts(14, seed=6), win_probability=np.full(14, 0.5), creditor=("A", "B") * 7
    )
    seats = 0.5 * seats_wanted(lots)
    mixes = [
        chosen(lots, Capacities(seats=seats), Rule(kind=Overbooking.SAFE, correlation=link))
        for link in (0.0, 0.5)
    ]
    assert mixes[1].profit <= mixes[0].profit * (1.0 + 1e-4)
    draws = simulate_wins(mixes[1], np.random.default_rng(2), draws=40_000)
    assert max(found.share for found in draws) <= 0.06


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


def test_people_follow_the_lots_curves() -> None:
    lots = contracts(2, start_month=[0, 2], win_probability=[1.0, 0.5])
    mix = chosen(lots, Capacities(seats=1_000.0))
    plan = hiring_plan(mix)
    first, second = (mix.modes.people[i][mix.picked[i]][0] for i in (0, 1))
    assert plan.full[0] == pytest.approx(first[0])
    assert plan.full[2] == pytest.approx(first[2] + second[0])
    assert plan.expected[2] == pytest.approx(first[2] + 0.5 * second[0])
    assert len(plan.paid) == 8


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
