"""The solver for whole books against the exact one, account by account."""

from dataclasses import replace

import numpy as np
import pytest
from quantecon.markov import backward_induction

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.book.history_free import history_free_values
from placement.decide.timing.book.solver import first_move_plans, plan_book
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.decide.timing.walk import walk
from placement.domain.errors import InputError
from placement.domain.types import Stance
from tests.builders import random_book
from tests.reference.history_free import problems, without_history
from tests.reference.point_based import PointBased

LIBRARY = load_library()

UNEVEN = LIBRARY.with_values(
    {
        "bank_card.agency.months": 4,
        "telecom.agency.recall_lag_months": 1.0,
        "logistics.in_house.months": 3,
        "property_fee.in_house.months": 1,
        "tax.income_tax_rate": 0.25,
    }
)
"""Terms of different lengths side by side, and tax."""

ALLOWED_GAP = 0.0003
"""Share of the balance a plan may be worth less than the exact one."""


def exact_plans(moves: Moves) -> list[float]:
    """Return what each account's best plan is worth, one at a time."""
    return [fitted_plan(moves, position).plan.value for position in range(len(moves.segments))]


@pytest.mark.parametrize(
    ("numbers", "stance"), [(LIBRARY, Stance.PROFIT_SEEKING), (UNEVEN, Stance.CONTRACTUAL)]
)
def test_a_book_is_planned_nearly_as_well_as_each_account(
    numbers: Assumptions, stance: Stance
) -> None:
    """Never above the exact solver, and at most 0.03 % of the balance below it."""
    moves = build_moves(random_book(25, 11), numbers, stance=stance, horizon=20)
    found = np.array([plan.value for plan in plan_book(moves).plans])
    gap = (np.array(exact_plans(moves)) - found) / moves.segments.balance
    assert gap.min() >= -1e-9
    assert gap.max() <= ALLOWED_GAP


@pytest.mark.parametrize("numbers", [LIBRARY, UNEVEN])
def test_a_plan_is_worth_the_sum_of_its_steps(numbers: Assumptions) -> None:
    """Walked month by month, each plan's steps follow on and pay what the plan says."""
    moves = build_moves(random_book(40, 12), numbers)
    plans = plan_book(moves).plans
    walked = walk(moves, np.arange(len(plans)), [plan.steps for plan in plans])
    gap = (walked.value - [plan.value for plan in plans]) / moves.segments.balance
    assert np.abs(gap).max() <= 1e-12
    assert walked.is_real.all()
    for plan in plans:
        month = 0
        for step in plan.steps:
            assert step.start_month == month
            month += step.months


def test_first_moves_are_those_of_the_exact_solver() -> None:
    """The best of them is the plan; what is not open is not a number."""
    moves = build_moves(random_book(12, 13), UNEVEN, horizon=15)
    found = plan_book(moves)
    for position, plan in enumerate(found.plans):
        by_first = dict(zip(FIRST_MOVES, found.first_value[:, position], strict=True))
        exact = fitted_plan(moves, position).first_moves
        assert {name for name, value in by_first.items() if not np.isnan(value)} == set(exact)
        assert plan.value == by_first[plan.steps[0].action]
        assert plan.value == np.nanmax(found.first_value[:, position])


def test_no_suit_comes_too_late_unseen() -> None:
    """With the clock about to run out and no mercy after it, plans still demand in time."""
    numbers = LIBRARY.with_values({"court.limitation_plead": 1.0})
    book = random_book(24, 14)
    book = replace(book, months_since_demand=np.linspace(25.0, 36.5, 24))
    moves = build_moves(book, numbers, horizon=20)
    found = np.array([plan.value for plan in plan_book(moves).plans])
    gap = (np.array(exact_plans(moves)) - found) / book.balance
    assert gap.min() >= -1e-9
    assert gap.max() <= ALLOWED_GAP


@pytest.mark.parametrize("horizon", [1, 2, 7])
def test_a_short_horizon_leaves_what_fits(horizon: int) -> None:
    """No step ends after it."""
    moves = build_moves(random_book(20, 15), LIBRARY, horizon=horizon)
    plans = plan_book(moves).plans
    assert all(p.steps[-1].start_month + p.steps[-1].months <= horizon for p in plans)
    found = np.array([plan.value for plan in plans])
    assert ((np.array(exact_plans(moves)) - found) <= ALLOWED_GAP * moves.segments.balance).all()


def test_segments_do_not_touch_each_other() -> None:
    """Alone, a segment gets the plan it gets in a book."""
    book = random_book(9, 16)
    together = plan_book(build_moves(book, UNEVEN, horizon=24)).plans
    for position, plan in enumerate(together):
        alone = plan_book(build_moves(book.take(np.array([position])), UNEVEN, horizon=24)).plans[0]
        assert alone.steps == plan.steps
        assert alone.value == pytest.approx(plan.value, rel=1e-9, abs=1e-9)


@pytest.mark.filterwarnings("ignore:infinite horizon solution methods")
def test_without_history_a_general_library_gives_the_same_values() -> None:
    """quantecon's backward induction, the recursion without masses and the solver agree."""
    moves = without_history(build_moves(random_book(6, 17), LIBRARY, horizon=24))
    every = problems(moves)
    values = history_free_values(moves)
    planned = np.array([plan.value for plan in plan_book(moves).plans])
    for position, balance in enumerate(moves.segments.balance):
        found, _ = backward_induction(every.problem(position), moves.horizon + 1)
        assert values[position] == pytest.approx(found[0, 0], abs=1e-9 * balance)
        assert planned[position] <= found[0, 0] + 1e-9 * balance
    np.testing.assert_allclose(planned, values, atol=1e-9 * moves.segments.balance.max())


def test_with_history_the_special_case_refuses() -> None:
    """It says what it needs, what came and what to use."""
    moves = build_moves(random_book(3, 18), LIBRARY, horizon=6)
    with pytest.raises(InputError, match="need willing shares and letter responses of 0; got up"):
        history_free_values(moves)


def test_a_book_follows_its_recursion_written_out_state_by_state() -> None:
    """Every plan found in one search is the one that the plain recursion leads to."""
    book = random_book(10, 21)
    book = replace(book, placements=np.minimum(book.placements, 2), age=0.5 * book.age)
    # A clock that is about to run out is searched twice.
    moves = build_moves(replace(book, months_since_demand=0.1 * book.age), UNEVEN, horizon=14)
    found = first_move_plans(moves)
    for position, plans in enumerate(found):
        expected = PointBased(moves, position).first_moves()
        walked = walk(moves, np.full(len(expected), position), list(expected.values()))
        worth = dict(zip(expected, walked.value.tolist(), strict=True))
        real = {name for name, is_real in zip(expected, walked.is_real, strict=True) if is_real}
        assert set(plans) == real
        for name, plan in plans.items():
            assert plan.value == pytest.approx(worth[name], abs=1e-12 * book.balance[position])
