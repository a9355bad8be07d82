"""Money by the month batches are taken back: every month tried, bounds, and sums to the cent."""

from itertools import product

import numpy as np
import pytest

from placement.decide.looking_back.outcomes import (
    UNGROUPED,
    Outcomes,
    Ways,
    change_range,
    held_for,
    ways_of,
)
from placement.decide.looking_back.streams import worth_by_stop

CENT = 0.005


def random_outcomes(rng: np.random.Generator, *, batches: int = 6, months: int = 5) -> Outcomes:
    """Return batches of two groups, two agencies and some that stay."""
    first = rng.integers(0, 3, batches)
    return Outcomes(
        observed=np.round(rng.normal(1_000.0, 900.0, (batches, months + 1)), 2),
        estimated=np.round(rng.normal(300.0, 400.0, (batches, months + 1)), 2),
        first=first,
        last=np.asarray(first + rng.integers(0, months - 1, batches)),
        balance=np.round(rng.uniform(1e3, 1e4, batches), 2),
        agency=np.arange(batches) % 2,
        group=np.array([0, 0, 1, 1, 1, UNGROUPED]),
    )


def random_ways(rng: np.random.Generator) -> tuple[Outcomes, Ways]:
    made = random_outcomes(rng)
    stop = np.asarray(rng.integers(made.first, made.last + 1))
    by_agency = rng.dirichlet([1.0, 1.0])
    return made, ways_of(made, stop, by_agency[made.agency], {"held_for": held_for(made, 3)})


@pytest.mark.parametrize("seed", range(20))
def test_no_month_and_no_sharing_beats_hindsight_or_falls_below_the_worst(seed: int) -> None:
    """Every month of every batch, and every group given to either agency, one by one."""
    made, ways = random_ways(np.random.default_rng(seed))
    one_by_one = [
        [
            made.way(np.where(np.arange(6) == batch, month, made.last)).money[batch]
            for month in range(made.first[batch], made.last[batch] + 1)
        ]
        for batch in range(6)
    ]
    tried = []
    for which in (max, min):
        of_batch = np.array([which(each) for each in one_by_one])
        sums = []
        for given in product([0, 1], repeat=2):
            total = of_batch[5]
            for group, agency in enumerate(given):
                rows, its = made.group == group, (made.group == group) & (made.agency == agency)
                rate = of_batch[its].sum() / made.balance[its].sum()
                total += rate * made.balance[rows].sum()
            sums.append(total)
        tried.append(which(sums))
    most, least = tried
    assert ways.hindsight.total == pytest.approx(most)
    assert ways.worst.total == pytest.approx(least)
    for way in (ways.done, ways.stops, ways.plan, *ways.rules.values()):
        assert least - CENT <= way.total <= most + CENT


@pytest.mark.parametrize("seed", range(20))
def test_done_and_changes_add_up_to_the_plan(seed: int) -> None:
    _, ways = random_ways(np.random.default_rng(seed))
    assert abs(ways.done.total + ways.change - ways.plan.total) < CENT
    assert abs(ways.observed_change + ways.estimated_change - ways.change) < CENT
    assert abs(ways.change_by_stops + ways.change_by_shares - ways.change) < CENT
    assert abs((ways.plan.money - ways.done.money).sum() - ways.change) < CENT


def test_shares_move_balance_and_make_none() -> None:
    made = random_outcomes(np.random.default_rng(3))
    part = made.given_by(np.where(made.agency == 0, 0.8, 0.2))
    for group in (0, 1):
        rows = made.group == group
        assert (part * made.balance)[rows].sum() == pytest.approx(made.balance[rows].sum())
        its = rows & (made.agency == 0)
        assert (part * made.balance)[its].sum() == pytest.approx(0.8 * made.balance[rows].sum())
    assert part[5] == 1.0


def test_what_was_done_reaches_nothing_and_the_best_all() -> None:
    made, _ = random_ways(np.random.default_rng(4))
    lone = Outcomes(**{**vars(made), "group": np.full(6, UNGROUPED)})
    share = np.ones(6)
    assert ways_of(lone, lone.last, share, {}).reached == 0.0
    assert ways_of(lone, lone.best, share, {}).reached == pytest.approx(1.0)


def test_how_far_the_expectation_may_be_off() -> None:
    """Gives up 60 that came for 100 that is expected: 60 % of it is enough."""
    made = Outcomes(
        observed=np.array([[0.0, 60.0]]),
        estimated=np.array([[100.0, 0.0]]),
        first=np.array([0]),
        last=np.array([1]),
        balance=np.array([1e3]),
        agency=np.array([0]),
        group=np.array([UNGROUPED]),
    )
    ways = ways_of(made, np.array([0]), np.ones(1), {})
    assert (ways.change, ways.breaks_even_at) == (40.0, pytest.approx(0.6))


def test_the_range_of_alike_changes_is_that_change() -> None:
    made = Outcomes(
        observed=np.array([[70.0, 60.0]] * 8),
        estimated=np.zeros((8, 2)),
        first=np.zeros(8, dtype=np.int64),
        last=np.ones(8, dtype=np.int64),
        balance=np.full(8, 1e3),
        agency=np.zeros(8, dtype=np.int64),
        group=np.full(8, UNGROUPED),
    )
    ways = ways_of(made, np.zeros(8, dtype=np.int64), np.ones(8), {})
    found = change_range(ways, made.group, rng=np.random.default_rng(1), draws=100, level=0.8)
    assert found == (80.0, 80.0)


@pytest.mark.parametrize("speed", [0.07, 0.2])
def test_the_best_month_in_closed_form(speed: float) -> None:
    """Months bring a * exp(-S (k - 1)) and cost h each; nothing is to be had behind.

    Worth keeping while a * exp(-S (k - 1)) >= h: up to k = 1 + ln(a / h) / S.
    """
    month = np.arange(1, 61)
    kept = 100.0 * np.exp(-speed * (month - 1.0)) - 9.0
    worth = worth_by_stop(kept[None], np.zeros((1, 61)), np.array([0]), 1.0)
    assert int(np.argmax(worth[0])) == int(np.floor(1.0 + np.log(100.0 / 9.0) / speed))
    later = worth_by_stop(kept[None], np.zeros((1, 61)), np.array([55]), 1.0)
    assert int(np.argmax(later[0])) == 55


def test_worth_by_month_the_slow_way() -> None:
    rng = np.random.default_rng(5)
    kept, back = rng.normal(size=(3, 7)), rng.normal(size=(3, 8))
    seen, v = np.array([0, 2, 7]), 0.98
    found = worth_by_stop(kept, back, seen, v)
    for row in range(3):
        for k in range(8):
            if k < seen[row]:
                assert found[row, k] == -np.inf
                continue
            slow = sum(v ** (j - seen[row]) * kept[row, j - 1] for j in range(seen[row] + 1, k + 1))
            assert found[row, k] == pytest.approx(slow + v ** (k - seen[row]) * back[row, k])
