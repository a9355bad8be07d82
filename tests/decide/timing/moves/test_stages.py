"""In-house stages in a row: as long as they can be where that changes nothing."""

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.masses import AccountMoves
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.moves.stages import longest_stages
from placement.decide.timing.plans import Plan
from tests.builders import segments

LIBRARY = load_library()


def moves_of(sector: str, age: float, balance: float = 300_000.0) -> Moves:
    return build_moves(segments(sector=sector, age=age, balance=balance), LIBRARY)


def worth(moves: Moves, start: int, lengths: tuple[int, ...]) -> tuple[float, ...]:
    """Return reward and masses after in-house stages, move by move."""
    account = AccountMoves(moves, 0)
    state, masses, total = account.start, account.masses, 0.0

    def step(name: str, months: int) -> None:
        nonlocal state, masses, total
        move = next(
            move
            for move in account.transitions(state)
            if move.name == name and move.after.month - state.month == months
        )
        total, masses, state = total + float(move.reward @ masses), move.matrix @ masses, move.after

    for _ in range(start):
        step("wait", 1)
    for months in lengths:
        step("in_house", months)
    return (total, *masses)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((1, 1, 1, 1, 1), (5,)),
        ((6, 1, 1, 1, 1, 1), (6, 5)),
        ((1, 6), (6, 1)),
        ((2, 6, 4, 3), (6, 6, 3)),
        ((6, 6), (6, 6)),
        ((4,), (4,)),
    ],
)
def test_where_age_changes_nothing_the_longest_come_first(
    given: tuple[int, ...], said: tuple[int, ...]
) -> None:
    """Past the last age of the tables all lengths are worth the same."""
    moves = moves_of("software_retainage", 60.0)
    assert longest_stages(moves, 0, start_month=3, months=given) == said
    assert worth(moves, 3, given) == pytest.approx(worth(moves, 3, said), rel=1e-11)


@pytest.mark.parametrize("given", [(1, 1, 1, 1, 1), (1, 6), (2, 3)])
def test_where_age_matters_stages_stay_as_they_are(given: tuple[int, ...]) -> None:
    """A young debt gets harder by the month, and a stage holds the odds of its start."""
    moves = moves_of("telecom", 1.0, 200.0)
    assert longest_stages(moves, 0, start_month=0, months=given) == given
    joined = (sum(given),) if sum(given) <= 6 else (6, sum(given) - 6)
    assert worth(moves, 0, given)[0] != pytest.approx(worth(moves, 0, joined)[0], rel=1e-9)


def test_only_the_part_that_is_the_same_is_joined() -> None:
    """Months before 24, the last age of this table, stay apart, those after it are joined."""
    moves = moves_of("software_retainage", 20.0)
    found = longest_stages(moves, 0, start_month=0, months=(1,) * 12)
    assert found == (1, 1, 1, 1, 6, 2)
    assert worth(moves, 0, found) == pytest.approx(worth(moves, 0, (1,) * 12), rel=1e-11)


def stages_of(plan: Plan) -> tuple[int, ...]:
    return tuple(step.months for step in plan.steps if step.action == "in_house")


def test_both_solvers_say_the_longest() -> None:
    """No plan holds in-house stages in a row that fewer, longer ones would equal."""
    book = segments(
        sector="software_retainage", balance=np.linspace(150_000.0, 900_000.0, 8),
        age=np.linspace(7.0, 30.0, 8),
    )  # fmt: skip
    moves = build_moves(book, LIBRARY)
    plans = list(plan_book(moves).plans) + [ExactSolver(moves, at).plan() for at in range(8)]
    rows = [*range(8), *range(8)]
    assert any(len(stages_of(plan)) > 1 for plan in plans)
    for position, plan in zip(rows, plans, strict=True):
        begins = [step.start_month for step in plan.steps if step.action == "in_house"]
        lengths = stages_of(plan)
        if begins and begins[-1] + lengths[-1] - begins[0] == sum(lengths):
            said = longest_stages(moves, position, start_month=begins[0], months=lengths)
            assert lengths == said
