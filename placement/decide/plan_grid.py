"""The decision map of plans: what the best plan begins with at each balance and age.

Source: own definition, docs/model.md, "Decision map" and "When to change course".
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.grid import DecisionGrid
from placement.decide.timing.follow_up import BestPlans, best_plans_of, put_together
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.plans import FIRST_MOVES
from placement.decide.timing.stop import LEADS, begins_with
from placement.decide.totals import TOTALS
from placement.domain.types import FloatArray, IntArray, Stance

ROWS_AT_A_TIME = 5
"""Ages planned in one go: enough for the arrays to be worth while, few enough to show progress."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PlanGrid:
    """The best plan at every balance and age; money per account."""

    alone: DecisionGrid
    """Every option alone on the same cells."""
    plans: BestPlans
    """The same cells as a book, row after row."""
    horizon: int
    """Months a plan may last."""

    @cached_property
    def first_value(self) -> FloatArray:
        """Best value by first move, shape (first moves, ages, balances) in `FIRST_MOVES`.

        NaN where a move is not open; lower bounds, as in `BookPlans`.
        """
        return self.plans.first_value.reshape(len(FIRST_MOVES), *self.alone.best.shape)

    @cached_property
    def first_move(self) -> IntArray:
        """Position of the first move in `FIRST_MOVES`, shape (ages, balances)."""
        first = [FIRST_MOVES.index(plan.steps[0].action) for plan in self.plans.plans]
        return np.array(first, dtype=np.int64).reshape(self.alone.best.shape)

    @cached_property
    def begin_with(self) -> IntArray:
        """Position of what the plan begins with in `LEADS`, shape (ages, balances)."""
        begun = [begins_with(plan, horizon=self.horizon) for plan in self.plans.plans]
        places = np.array([LEADS.index(name) for name in begun], dtype=np.int64)
        return places.reshape(self.alone.best.shape)

    @cached_property
    def totals(self) -> FloatArray:
        """Cash, fees and tax of each plan, shape (totals, ages, balances)."""
        return self.plans.totals.reshape(len(TOTALS), *self.alone.best.shape)

    @cached_property
    def value(self) -> FloatArray:
        """Value of the best plan, shape (ages, balances)."""
        return np.array([plan.value for plan in self.plans.plans]).reshape(self.alone.best.shape)

    @cached_property
    def single_net(self) -> FloatArray:
        """Net recovery of the best single option, closed when it ends, shape (ages, balances)."""
        return self.alone.ranking.best_net.reshape(self.alone.best.shape)

    @property
    def gain(self) -> FloatArray:
        """What the plan leaves more than the best single option, shape (ages, balances)."""
        return np.asarray(self.value - self.single_net)

    @cached_property
    def order(self) -> IntArray:
        """Positions of the first moves, best first and those not open last."""
        ranked = np.where(np.isnan(self.first_value), -np.inf, self.first_value)
        return np.asarray(np.argsort(-ranked, axis=0, kind="stable"), dtype=np.int64)


def plan_grid(
    alone: DecisionGrid,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
    progress: Callable[[float], None] | None = None,
) -> PlanGrid:
    """Return the best plan of every cell of a map, by the solver for whole books.

    Args:
        alone: The map with every option alone, worked out with the same numbers and stance.
        assumptions: The numbers in use.
        stance: How agencies set their effort.
        horizon: Months a plan may last.
        progress: Called with the share done, above 0 and up to 1.

    Raises:
        InputError: The horizon is out of bounds.
    """
    segments = alone.ranking.valuation.segments
    step = ROWS_AT_A_TIME * len(alone.balance)
    parts = []
    for start in range(0, len(segments), step):
        end = min(start + step, len(segments))
        cells = segments.take(np.arange(start, end))
        moves = build_moves(cells, assumptions, stance=stance, horizon=horizon)
        parts.append(best_plans_of(moves, assumptions))
        if progress is not None:
            progress(end / len(segments))
    return PlanGrid(alone=alone, plans=put_together(parts), horizon=horizon)
