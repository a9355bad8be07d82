"""The map of plans equals the plan of the single account in every cell, to the solver's gap."""

import numpy as np
import pytest

from placement import api
from placement.assume.library import load_library
from placement.decide.grid import Case, decision_grid
from placement.decide.plan_grid import ROWS_AT_A_TIME, plan_grid
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.errors import InputError
from placement.domain.types import Stance

LIBRARY = load_library()
CARDS = Case(sector="bank_card", creditor_type="joint_stock")
GAP = 1e-3
"""Share of the balance by which the solver for whole books may miss the exact one."""


@pytest.mark.parametrize(
    "case",
    [
        CARDS,
        Case(sector="telecom", creditor_type="other", unreachable=True),
        Case(sector="logistics", creditor_type="other", disputed=True, placements=1),
    ],
)
def test_every_cell_is_the_plan_of_the_single_account_there(case: Case) -> None:
    """Value to the gap, never above; the move within it. Rows are ages: a swap would show."""
    alone = decision_grid(
        case, LIBRARY, balance=np.array([200.0, 9_000.0, 80_000.0]), age=np.array([2.0, 30.0])
    )
    grid = plan_grid(alone, LIBRARY)
    for row, age in enumerate(alone.age):
        for column, balance in enumerate(alone.balance):
            exact = api.plan_account(
                api.one_account(
                    sector=case.sector,
                    balance=float(balance),
                    age=float(age),
                    creditor_type=case.creditor_type,
                    placements=case.placements,
                    disputed=case.disputed,
                    unreachable=case.unreachable,
                ),
                LIBRARY,
            )
            short = exact.plan.value - grid.value[row, column]
            assert -1e-9 * balance <= short <= GAP * balance
            name = FIRST_MOVES[grid.first_move[row, column]]
            assert exact.first_moves[name].value >= exact.plan.value - GAP * balance
            best = float(api.rank_segments(_account(grid, row, column), LIBRARY).best_net[0])
            assert grid.gain[row, column] == pytest.approx(
                grid.value[row, column] - best, abs=1e-9 * balance
            )


def test_cells_drawn_at_random_match_the_exact_solver() -> None:
    """On the map as it is drawn, twelve cells of each of two sectors."""
    draw = np.random.default_rng(11)
    for sector in ("bank_card", "property_fee"):
        grid = api.plan_map(Case(sector=sector, creditor_type="other"), LIBRARY, steps=(12, 9))
        segments = grid.alone.ranking.valuation.segments
        chosen = draw.choice(len(segments), 12, replace=False)
        moves = build_moves(segments.take(chosen), LIBRARY)
        exact = [ExactSolver(moves, place).plan().value for place in range(len(chosen))]
        missed = (np.array(exact) - grid.value.ravel()[chosen]) / segments.balance[chosen]
        assert missed.min() >= -1e-9
        assert missed.max() <= GAP


def test_rows_planned_apart_are_the_rows_planned_together() -> None:
    """More rows than are planned in one go, the last lot not full; the share done rises to 1."""
    ages = np.arange(1.0, ROWS_AT_A_TIME + 3.0) * 7.0
    alone = decision_grid(CARDS, LIBRARY, balance=np.array([300.0, 20_000.0]), age=ages)
    done: list[float] = []
    grid = plan_grid(alone, LIBRARY, horizon=24, progress=done.append)
    assert done == pytest.approx([ROWS_AT_A_TIME / len(ages), 1.0])
    row = len(ages) - 1
    last = plan_grid(
        decision_grid(CARDS, LIBRARY, balance=alone.balance, age=ages[row:]), LIBRARY, horizon=24
    )
    np.testing.assert_allclose(grid.value[row], last.value[0], rtol=1e-12)
    np.testing.assert_allclose(grid.first_value[:, row], last.first_value[:, 0], rtol=1e-12)
    np.testing.assert_array_equal(grid.first_move[row], last.first_move[0])


def test_a_plan_is_never_worth_less_than_the_best_single_option() -> None:
    """It may begin with that option and end after it."""
    for sector in ("bank_card", "telecom", "logistics"):
        grid = api.plan_map(Case(sector=sector, creditor_type="other"), LIBRARY, steps=(10, 6))
        assert (grid.gain >= -1e-9 * grid.alone.balance).all()
        np.testing.assert_allclose(
            np.take_along_axis(grid.first_value, grid.order[:1], axis=0)[0], grid.value, rtol=1e-9
        )


def test_stance_and_horizon_reach_the_map_of_plans() -> None:
    """Another stance and another horizon, another value; no months at all are refused."""
    telecom = Case(sector="telecom", creditor_type="other")
    own, contract = (
        api.plan_map(telecom, LIBRARY, stance=stance, steps=(5, 4)).first_value for stance in Stance
    )
    assert not np.allclose(own, contract, equal_nan=True)
    short, long = (
        api.plan_map(CARDS, LIBRARY, steps=(5, 4), horizon=months).value for months in (12, 60)
    )
    assert (long > short).any()
    with pytest.raises(InputError, match="horizon must be a whole number"):
        api.plan_map(CARDS, LIBRARY, steps=(2, 2), horizon=0)


def _account(grid, row: int, column: int):
    position = row * len(grid.alone.balance) + column
    return grid.alone.ranking.valuation.segments.take(np.array([position]))
