"""The solver for whole books against the exact one, account by account."""

from dataclasses import replace

import numpy as np
import pytest
from quantecon.markov import backward_induction

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.book.history_free import history_free_values
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.masses import AccountMoves
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES, Plan
from placement.domain.errors import InputError
from placement.domain.types import Stance
from tests.builders import random_book
from tests.reference.history_free import problems, without_history

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

ALLOWED_GAP = 0.001
"""Share of the balance a plan may be worth less than the exact one."""


def worth(moves: Moves, position: int, plan: Plan) -> float:
    """Return what a plan's steps are worth, one after the other, the limitation clock included."""
    account = AccountMoves(moves, position)
    state, masses, clock, total = account.start, account.masses, account.clock, 0.0
    for step in plan.steps:
        barred = clock >= account.limitation_months
        ends = dict(account.ends(state, barred=barred))
        if step.action in ends:
            return total + float(ends[step.action] @ masses)
        # Months of waiting are shown as one step and taken one by one.
        months = 1 if step.action == "wait" else step.months
        for _ in range(step.months // months):
            move = next(
                move
                for move in account.transitions(state)
                if move.name == step.action and move.after.month - state.month == months
            )
            total, masses = total + float(move.reward @ masses), move.matrix @ masses
            renews = clock < account.limitation_months and np.isfinite(move.months_since_demand)
            clock = move.months_since_demand if renews else clock + months
            state = move.after
    raise AssertionError(f"the plan does not end: {plan.steps}")


@pytest.mark.parametrize(
    ("numbers", "stance"), [(LIBRARY, Stance.PROFIT_SEEKING), (UNEVEN, Stance.CONTRACTUAL)]
)
def test_a_book_is_planned_nearly_as_well_as_each_account(
    numbers: Assumptions, stance: Stance
) -> None:
    """Never above the exact solver, and at most 0.1 % of the balance below it."""
    moves = build_moves(random_book(40, 11), numbers, stance=stance, horizon=36)
    found = plan_book(moves)
    for position, plan in enumerate(found.plans):
        balance = float(moves.segments.balance[position])
        exact = ExactSolver(moves, position).plan().value
        assert plan.value <= exact + 1e-9 * balance
        assert exact - plan.value <= ALLOWED_GAP * balance


@pytest.mark.parametrize("numbers", [LIBRARY, UNEVEN])
def test_a_plan_is_worth_the_sum_of_its_steps(numbers: Assumptions) -> None:
    """Replayed move by move, each plan's steps follow on and pay what the plan says."""
    moves = build_moves(random_book(40, 12), numbers)
    for position, plan in enumerate(plan_book(moves).plans):
        tolerance = 1e-9 * float(moves.segments.balance[position])
        assert plan.value == pytest.approx(worth(moves, position, plan), abs=tolerance)


def test_first_moves_are_those_of_the_exact_solver_and_never_above_it() -> None:
    """The best of them is the plan; what is not open is not a number."""
    moves = build_moves(random_book(12, 13), UNEVEN, horizon=24)
    found = plan_book(moves)
    for position, plan in enumerate(found.plans):
        balance = float(moves.segments.balance[position])
        by_first = dict(zip(FIRST_MOVES, found.first_value[:, position], strict=True))
        exact = ExactSolver(moves, position).first_moves()
        assert {name for name, value in by_first.items() if not np.isnan(value)} == set(exact)
        for name, best in exact.items():
            assert by_first[name] <= best.value + 1e-9 * balance
        assert plan.value == pytest.approx(by_first[plan.steps[0].action], abs=1e-9 * balance)
        assert plan.value == pytest.approx(np.nanmax(found.first_value[:, position]))


def test_no_suit_comes_too_late_unseen() -> None:
    """With the clock about to run out and no mercy after it, values hold it exactly."""
    numbers = LIBRARY.with_values({"court.limitation_plead": 1.0})
    book = random_book(30, 14)
    book = replace(book, months_since_demand=np.linspace(25.0, 36.5, 30))
    moves = build_moves(book, numbers, horizon=36)
    for position, plan in enumerate(plan_book(moves).plans):
        balance = float(moves.segments.balance[position])
        exact = ExactSolver(moves, position).plan().value
        assert plan.value == pytest.approx(worth(moves, position, plan), abs=1e-9 * balance)
        assert 0.0 <= exact - plan.value + 1e-9 * balance <= ALLOWED_GAP * balance


@pytest.mark.parametrize("horizon", [1, 2, 7])
def test_a_short_horizon_leaves_what_fits(horizon: int) -> None:
    """No step ends after it."""
    moves = build_moves(random_book(20, 15), LIBRARY, horizon=horizon)
    for position, plan in enumerate(plan_book(moves).plans):
        last = plan.steps[-1]
        assert last.start_month <= horizon
        exact = ExactSolver(moves, position).plan().value
        balance = float(moves.segments.balance[position])
        assert exact - plan.value <= ALLOWED_GAP * balance


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
