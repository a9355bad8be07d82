"""The planner against every plan there is: given plans, given efforts, fitted efforts."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import Step
from placement.decide.timing.walk import walk
from placement.domain.types import Segments
from tests.builders import TYPICAL_BALANCE, segments
from tests.reference.numbers import Account
from tests.reference.plans import Best, Desk, Outcome, enumerate_plans
from tests.value.book import account_at, plain_library

LIBRARY = load_library()
HORIZON = 6
CASES = range(16)
"""Seeds of random accounts."""
EQUAL = 1e-7
"""Of the balance: both sides find by themselves what agencies did before, on flat tops."""


def short_stages(sector: str, rng: np.random.Generator) -> Assumptions:
    """Return numbers with stages short enough for all moves to meet within six months."""
    own = {
        "in_house.months": 2,
        "agency.months": 2,
        "agency.recall_lag_months": float(rng.integers(0, 2)),
        "agency.onboarding": float(rng.choice([0.1, 2.0])),
        "agency.accounts_per_seat": float(rng.choice([200.0, 1_000.0])),
        "debtor.holding_cost_rate": float(rng.choice([0.0, 0.002])),
        "lawsuit.case_cost": float(rng.choice([50.0, 5_000.0])),
        "sale.price": float(rng.choice([0.0, 0.1])),
        "sale.earlier_placements": float(rng.choice([0.0, 0.5])),
        "tax.deductible_after": float(rng.choice([12.0, 48.0])),
    }
    shared = {"court.months.small_claims": 4, "court.months.summary": 4}
    shared["tax.income_tax_rate"] = float(rng.choice([0.0, 0.25]))
    return LIBRARY.with_values({f"{sector}.{path}": v for path, v in own.items()} | shared)


def drawn(seed: int) -> tuple[Segments, Assumptions, Account]:
    """Return an account and its numbers."""
    rng = np.random.default_rng(seed)
    sector = str(rng.choice(list(TYPICAL_BALANCE)))
    book = segments(
        sector=sector,
        balance=TYPICAL_BALANCE[sector] * float(rng.lognormal(0.0, 0.7)),
        age=float(rng.uniform(0.0, 40.0)),
        placements=int(rng.integers(0, 3)),
        months_since_demand=float(rng.choice([0.0, 31.0, 33.5, 35.0, 50.0])),
        disputed=bool(rng.random() < 0.2),
    )
    book = replace(book, letters=np.array([int(rng.integers(0, 3))]))
    return (
        book,
        short_stages(sector, rng),
        replace(account_at(book, 0), letters=int(book.letters[0])),
    )


@cache
def case(seed: int) -> tuple[Moves, Desk]:
    """Return the product's moves and the reference's desk."""
    book, numbers, account = drawn(seed)
    return build_moves(book, numbers, horizon=HORIZON), Desk(plain_library(numbers), account)


def in_steps(outcome: Outcome) -> list[Step]:
    """Return a reference's plan in the product's words."""
    steps, month = [], 0
    for action, months in outcome.steps:
        name = "wait" if action == "keep" else action
        steps.append(Step(action=name, start_month=month, months=months))
        month += months
    return steps


def by_first(best: Best) -> dict[str, float]:
    """Return the best value by first move."""
    return {name: outcome.value for name, outcome in best.by_first.items()}


@pytest.mark.parametrize("seed", CASES)
def test_a_plan_is_worth_what_the_reference_says(seed: int) -> None:
    """Forty plans taken at random, every placement worked as its own masses make worthwhile."""
    moves, desk = case(seed)
    rng = np.random.default_rng(seed)
    outcomes = []
    for _ in range(40):
        at, ended = desk.begin(), None
        while ended is None:
            ends, further = list(desk.ends(at, HORIZON)), list(desk.moves(at, HORIZON))
            if not further or (ends and rng.random() < 0.25):
                ended = ends[int(rng.integers(len(ends)))]
            else:
                at = further[int(rng.integers(len(further)))]
        outcomes.append(ended)
    walked = walk(moves, np.zeros(40, dtype=np.int64), [in_steps(o) for o in outcomes])
    expected = [outcome.value for outcome in outcomes]
    np.testing.assert_allclose(walked.value, expected, rtol=0, atol=1e-7 * desk.case.balance)
    assert walked.is_real.all()


@pytest.mark.parametrize("seed", CASES)
def test_with_given_efforts_no_plan_is_better_and_one_is_as_good(seed: int) -> None:
    """Every first move's best plan equals full enumeration under the same efforts."""
    moves, desk = case(seed)
    efforts = {
        (month, number + 1): (float(contacts[0, month]), int(worked[0, month]))
        for number, (contacts, worked) in enumerate(moves.first_efforts)
        for month in range(HORIZON + 1)
    }
    every = enumerate_plans(desk, HORIZON, efforts)
    found = {name: plan.value for name, plan in ExactSolver(moves).first_moves().items()}
    assert every.plans > 500
    assert found == pytest.approx(by_first(every), abs=EQUAL * desk.case.balance)


@pytest.mark.parametrize("seed", CASES)
def test_with_efforts_that_fit_no_plan_is_better(seed: int) -> None:
    """Of all plans, each valued with the effort at its own masses."""
    moves, desk = case(seed)
    every, fitted = enumerate_plans(desk, HORIZON), fitted_plan(moves)
    found = {name: plan.value for name, plan in fitted.first_moves.items()}
    assert fitted.plan.value == pytest.approx(every.value, abs=EQUAL * desk.case.balance)
    assert found == pytest.approx(by_first(every), abs=EQUAL * desk.case.balance)
