"""People by month: the ramp on paper, idle people cost, and no choice with any hiring is better."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from placement.assume.library import load_library
from placement.decide.mix.capacities import Capacities, cash_until, seats_in_month
from placement.decide.mix.choose import Mix, choose_mix
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.hiring import cash_plan, hiring_plan
from placement.decide.mix.modes import Modes, staffing_modes
from placement.decide.mix.people import PeopleTerms, people_columns, productive_share
from placement.decide.mix.prices import gains
from placement.domain.errors import InputError
from tests.decide.mix.builders import contracts, random_contracts

LIBRARY = load_library()
FREE = {"hiring_cost": 3_000.0, "leaving_cost": 5_000.0, "ramp_months": 2}
BOTH = PeopleTerms(may_hire=True, may_let_go=True, **FREE)


def chosen(lots: Contracts, capacities: Capacities, **more) -> Mix:
    """Return the best mix of some contracts."""
    return choose_mix(lots, staffing_modes(lots, LIBRARY), capacities, **more)


def test_a_newcomer_grows_evenly() -> None:
    """Over four months: an eighth, three, five, seven eighths, then whole; half of them is lost."""
    share = productive_share(np.arange(0.0, 7.0), ramp_months=4)
    assert share.tolist() == [0.0, 0.125, 0.375, 0.625, 0.875, 1.0, 1.0]
    for ramp in range(7):
        lost = (1.0 - productive_share(np.arange(1.0, 13.0), ramp_months=ramp)).sum()
        assert lost == pytest.approx(ramp / 2.0)


def test_hiring_for_flat_work_is_the_closed_form() -> None:
    """Work of one person a month for six months from nobody, with a ramp of two months.

    A newcomer does a quarter in the first month, so four come. In the second they do three, so
    two who count whole may go; in the third the two do two, so one more goes.
    """
    columns = people_columns(BOTH, wage=10_000.0, months=6, discount=1.0, most=50.0)
    best = linprog(-columns.value, A_ub=-columns.productive, b_ub=-np.ones(6), bounds=(0.0, 50.0))
    hired, left = columns.hired(best.x), columns.let_go(best.x)
    np.testing.assert_allclose(hired, [4.0, 0.0, 0.0, 0.0, 0.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(left, [0.0, 2.0, 1.0, 0.0, 0.0, 0.0], atol=1e-9)
    np.testing.assert_allclose(columns.paid @ best.x, [4.0, 2.0, 1.0, 1.0, 1.0, 1.0])
    assert best.fun == pytest.approx(10.0 * 10_000.0 + 4.0 * 3_000.0 + 3.0 * 5_000.0)


def test_idle_people_are_paid() -> None:
    """Profit falls by exactly the wages of people who find nothing to do."""
    lots = contracts()
    some, more = (chosen(lots, Capacities(seats=seats)) for seats in (10.0, 13.0))
    months = some.modes.discount ** np.arange(1, 7)
    assert some.profit - more.profit == pytest.approx(3.0 * 11_500.0 * months.sum())
    plan = hiring_plan(more)
    assert plan.paid.tolist() == [13.0] * 6
    np.testing.assert_allclose(plan.idle, 13.0 - plan.full)
    assert plan.wage_bill == pytest.approx(13.0 * 11_500.0 * months.sum())
    at_work = plan.wage_bill - plan.idle_wages
    assert more.profit == pytest.approx(more.modes.profit[0, -1] - plan.idle_wages)
    assert at_work == pytest.approx(float(11_500.0 * plan.full @ months))


def test_nobody_idle_is_the_deals_profit() -> None:
    """Where people come and go at no cost and at once, the deal's own number comes out."""
    free = PeopleTerms(may_hire=True, may_let_go=True)
    mix = chosen(contracts(3), Capacities(seats=0.0, people=free))
    assert mix.profit == pytest.approx(float(mix.modes.profit[:, -1].sum()), abs=0.01)
    np.testing.assert_allclose(hiring_plan(mix).idle, 0.0, atol=1e-6)


def test_hiring_for_one_short_contract_loses_and_is_left() -> None:
    """A dear hire with a long ramp: better leave the lot; a cheap one takes it."""
    lots = contracts(accounts=3_000, fixed_cost=20_000.0)
    dear = PeopleTerms(may_hire=True, hiring_cost=200_000.0, ramp_months=6)
    cheap = PeopleTerms(may_hire=True, hiring_cost=1_000.0, ramp_months=1)
    assert chosen(lots, Capacities(seats=0.0, people=dear)).profit == 0.0
    hired = chosen(lots, Capacities(seats=0.0, people=cheap))
    assert hired.profit > 0.0
    assert hired.profit < hired.modes.profit[0, -1]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("cash", [None, 350_000.0])
@pytest.mark.parametrize(
    "terms",
    [PeopleTerms(), PeopleTerms(may_hire=True, **FREE), PeopleTerms(may_let_go=True, **FREE), BOTH],
)
def test_no_choice_with_any_hiring_is_better(
    seed: int, cash: float | None, terms: PeopleTerms
) -> None:
    """Every combination of modes, and for each the best hiring by a programme of its own."""
    lots = replace(
        random_contracts(3, seed=seed), win_probability=np.array([1.0, 0.7, 0.4]),
        start_month=np.array([0, 1, 3]),
    )  # fmt: skip
    modes = staffing_modes(lots, LIBRARY, modes=3)
    capacities = Capacities(seats=4.0, cash=cash, people=terms)
    mix = choose_mix(lots, modes, capacities)
    best = by_hand(lots, modes, capacities)
    if not np.isfinite(best):
        assert mix.conflict is not None
        return
    assert mix.profit == pytest.approx(best, abs=1.0)
    assert mix.is_optimal


def by_hand(lots: Contracts, modes: Modes, capacities: Capacities) -> float:
    """Return the best profit, months and people written out anew."""
    terms, wage = capacities.people, modes.wage
    works = modes.people > 0.0
    months = max(
        int(lots.start_month[j]) + int(np.flatnonzero(works[j].any(axis=0)).max(initial=-1)) + 1
        for j in range(len(lots))
        if works[j].any() and (modes.profit_before_wages[j, modes.offered[j]] > 0.0).any()
    )  # fmt: skip
    v = modes.discount ** np.arange(1, months + 1)
    best = -np.inf
    for choice in itertools.product(range(-1, modes.seats.shape[1]), repeat=len(lots)):
        mode = np.array(choice)
        picked = mode[:, None] == np.arange(modes.seats.shape[1])
        if (picked & ~modes.offered).any():
            continue
        before = float((lots.chance * (picked * modes.profit_before_wages).sum(axis=1)).sum())
        before -= float(lots.exit_cost[lots.held & (mode < 0)].sum())
        need = [float((picked * seats_in_month(lots, modes, t)).sum()) for t in range(months)]
        # What a bid brings counts times its chance, what it takes counts whole.
        brought = [(picked * cash_until(lots, modes, t)).sum(axis=1) for t in range(months + 1)]
        flow = [float(np.where(b > 0.0, lots.chance * b, b).sum()) for b in brought]
        # Unknowns: people, hired, let go, each by month.
        n = months
        zero, one = np.zeros((n, n)), np.eye(n)
        step = one - np.eye(n, k=-1)
        start = np.zeros(n)
        start[0] = capacities.seats
        ramp = sum(
            (
                (1.0 - (j - 0.5) / terms.ramp_months) * np.eye(n, k=-(j - 1))
                for j in range(1, terms.ramp_months + 1)
            ),
            start=zero,
        )
        rows, limits = [np.hstack([-one, ramp, zero])], [-np.array(need)]
        if capacities.cash is not None:
            paid = np.tril(np.ones((n, n)))
            rows.append(
                np.hstack([paid * wage, paid * terms.hiring_cost, paid * terms.leaving_cost])
            )
            limits.append(capacities.cash + np.array(flow[1:]))
            if capacities.cash + flow[0] < -1e-6:
                continue
        cost = np.concatenate([wage * v, terms.hiring_cost * v, terms.leaving_cost * v])
        most = [None] * n + [None if terms.may_hire else 0.0] * n
        most += [None if terms.may_let_go else 0.0] * n
        solved = linprog(
            cost, A_ub=np.vstack(rows), b_ub=np.concatenate(limits),
            A_eq=np.hstack([step, -one, one]), b_eq=start, bounds=[(0.0, top) for top in most],
        )  # fmt: skip
        if solved.x is not None:
            best = max(best, before - float(solved.fun))
    return best


def test_cash_may_not_fall_below_nothing_in_any_month() -> None:
    lots = random_contracts(12, seed=4)
    mix = chosen(lots, Capacities(seats=20.0, cash=600_000.0, people=BOTH))
    cash = cash_plan(mix)
    assert min(cash.full.min(), cash.expected.min()) >= -1.0
    assert cash.full[0] <= 600_000.0
    free = chosen(lots, Capacities(seats=20.0, people=BOTH))
    assert mix.profit <= free.profit + 1e-6
    assert cash_plan(free).lowest < cash.lowest - 600_000.0 + 1.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cash_lasts_if_all_is_won_and_on_average_and_its_worst_is_known(seed: int) -> None:
    """Every set of wins, month by month."""
    lots = replace(
        random_contracts(6, seed=seed), win_probability=np.array([1.0, 0.7, 0.4, 0.5, 0.1, 0.9])
    )
    mix = chosen(lots, Capacities(seats=6.0, cash=900_000.0, people=BOTH))
    plan, modes = cash_plan(mix), mix.modes
    months = len(plan.full)
    brought = np.array([mix.of(cash_until(lots, modes, t)) for t in range(months)])
    paid = plan.full - brought.sum(axis=1)
    sure = lots.chance == 1.0
    lowest = np.full(months, np.inf)
    for wins in itertools.product([False, True], repeat=int((~sure).sum())):
        won = sure.copy()
        won[~sure] = wins
        lowest = np.minimum(lowest, paid + brought @ won)
    assert mix.taken[~sure].any()
    assert min(plan.full.min(), plan.expected.min()) >= -1.0
    np.testing.assert_allclose(plan.worst, lowest, atol=1e-6)


def test_a_contract_that_nobody_would_sign_keeps_nobody_paid() -> None:
    """A loser that starts in five years changes nothing."""
    alone = contracts(1)
    both = contracts(2, fixed_cost=[alone.fixed_cost[0], 5e7], start_month=[0, 60])
    profits = [chosen(lots, Capacities(seats=6.0)).profit for lots in (alone, both)]
    assert profits[1] == pytest.approx(profits[0])
    mix = chosen(both, Capacities(seats=6.0))
    assert mix.paid_until == both.contract[0]


def test_cash_that_does_not_last_says_when_and_what_would() -> None:
    """The amount asked for is the least that does."""
    lots = contracts()
    short = chosen(lots, Capacities(seats=10.0, cash=80_000.0))
    assert short.conflict is not None
    assert not short.conflict.about_contracts
    [shortage] = short.conflict.shortages
    assert (shortage.first_month, shortage.there) == (1, 80_000.0)
    assert "Cash is short from month 1 on" in short.conflict.message()
    enough = Capacities(seats=10.0, cash=shortage.needed + 1.0)
    assert chosen(lots, enough).conflict is None
    less = Capacities(seats=10.0, cash=shortage.needed - 1_000.0)
    assert chosen(lots, less).conflict is not None


def test_a_deposit_is_out_until_the_court_is_done() -> None:
    """It costs its time, and the cash in between."""
    none, some = (staffing_modes(contracts(cash=cash), LIBRARY) for cash in (0.0, 90_000.0))
    out = np.cumsum(some.cash[0, -1])
    assert out[0] == pytest.approx(np.cumsum(none.cash[0, -1])[0] - 90_000.0)
    assert out[-1] == pytest.approx(none.cash[0, -1].sum())
    assert some.profit[0, -1] < none.profit[0, -1]


def test_the_value_of_more_people_is_after_their_wages() -> None:
    """Difference of two answers each, and their mean a person is the price."""
    lots = random_contracts(10, seed=2)
    mix = chosen(lots, Capacities(seats=5.0))
    found = gains(mix)
    for more in found.value_of_more[:3]:
        other = chosen(lots, Capacities(seats=5.0 + more.people))
        assert more.value == pytest.approx(other.profit - mix.profit, abs=0.01)
    each = [more.value / more.people for more in found.value_of_more]
    assert found.per_seat == pytest.approx(np.mean(each))
    plenty = gains(chosen(lots, Capacities(seats=500.0)))
    assert plenty.per_seat < 0.0


@pytest.mark.parametrize(
    ("terms", "word"),
    [({"wage": -1.0}, "wage"), ({"hiring_cost": -1.0}, "hiring-cost"),
     ({"leaving_cost": np.inf}, "leaving-cost"), ({"ramp_months": -1}, "ramp")],
)  # fmt: skip
def test_terms_out_of_bounds_are_named(terms: dict, word: str) -> None:
    with pytest.raises(InputError, match=word):
        PeopleTerms(**terms)


def test_a_ramp_longer_than_the_work_is_refused() -> None:
    terms = PeopleTerms(may_hire=True, ramp_months=7)
    with pytest.raises(InputError, match="at most the 6 months"):
        chosen(contracts(), Capacities(seats=1.0, people=terms))
