"""The best answer over a grid of balance and age."""

from collections.abc import Callable

import numpy as np

from placement.api.rules import require
from placement.api.uncertainty import (
    USUAL_CORRELATION,
    USUAL_SEED,
    Among,
    Simulation,
    simulate,
)
from placement.assume.assumptions import Assumptions
from placement.decide.grid import Case, DecisionGrid, cells_of, decision_grid, log_steps
from placement.decide.plan_grid import PlanGrid, plan_grid
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.text import t
from placement.domain.types import OLDEST_AGE, FloatArray, Stance

MAP_STEPS = (40, 40)
"""Balances and ages of a decision map; up to 60 months a row is a month and a half, so that the
ages at which commissions step are edges between rows."""

PLAN_MAP_STEPS = (30, 30)
"""The same where every cell is a whole plan, which takes a hundred times as long; up to 60 months
a row is two months, so that the ages at which commissions step are edges here too."""


SPOTS = {"options": (12, 10), "first_moves": (6, 5)}
"""Balances and ages at which a map is drawn many times, by what is chosen among."""


def decision_map(
    case: Case,
    assumptions: Assumptions,
    *,
    balance_from: float = 100.0,
    balance_to: float = 1_000_000.0,
    age_to: float = 60.0,
    stance: Stance = Stance.PROFIT_SEEKING,
    steps: tuple[int, int] = MAP_STEPS,
) -> DecisionGrid:
    """Return the best option over a grid of balance (equal ratios) and age (equal steps).

    Args:
        case: Sector, creditor type, placements and flags that all accounts share.
        assumptions: The numbers in use.
        balance_from: Lower edge of the map in the account's currency, above 0.
        balance_to: Upper edge, above the lower.
        age_to: Oldest age, months past due, above 0.
        stance: How agencies set their effort.
        steps: Number of balances and of ages, each 1 or more.

    Raises:
        InputError: The sector is unknown, or the edges do not rise.
    """
    balance, age = _axes(balance_from, balance_to, age_to, steps)
    return decision_grid(case, assumptions, balance=balance, age=age, stance=stance)


def simulate_map(
    case: Case,
    assumptions: Assumptions,
    *,
    among: Among = "options",
    balance_from: float = 100.0,
    balance_to: float = 1_000_000.0,
    age_to: float = 60.0,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
    draws: int,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    progress: Callable[[float], None] | None = None,
) -> Simulation:
    """Return spots spread evenly over a map, valued in many draws of all numbers.

    Args:
        case: As in `decision_map`, and so are the next five but `among`.
        assumptions: The numbers in use, with their ranges.
        among: As in `simulate`, and so are the last five.
        balance_from: Lower edge of the map.
        balance_to: Upper edge.
        age_to: Oldest age.
        stance: How agencies set their effort.
        horizon: Months a plan may last.
        draws: How many.
        seed: The same seed gives the same draws.
        correlation: Of each number with what its sector has in common.
        progress: Called with the share done.

    Raises:
        InputError: The sector is unknown, or the edges do not rise.
    """
    balance, age = _axes(balance_from, balance_to, age_to, SPOTS[among])
    ages, balances = np.meshgrid(age, balance, indexing="ij")
    return simulate(
        cells_of(case, balances, ages),
        assumptions,
        among=among,
        stance=stance,
        horizon=horizon,
        draws=draws,
        seed=seed,
        correlation=correlation,
        progress=progress,
    )


def _axes(
    balance_from: float, balance_to: float, age_to: float, steps: tuple[int, int]
) -> tuple[FloatArray, FloatArray]:
    """Return the balances and ages in the middle of a map's cells."""
    require(
        0.0 < balance_from < balance_to < np.inf,
        t(
            "The map's balances must rise from above 0; got {low:g} to {high:g}.",
            low=balance_from,
            high=balance_to,
        ),
    )
    require(
        0.0 < age_to <= OLDEST_AGE,
        t("age must lie from 0 to {most:g} months past due; got {x:g}.", most=OLDEST_AGE, x=age_to),
    )
    columns, rows = steps
    _, balance = log_steps(balance_from, balance_to, columns)
    return balance, (np.arange(rows) + 0.5) * age_to / rows


def plan_map(
    case: Case,
    assumptions: Assumptions,
    *,
    balance_from: float = 100.0,
    balance_to: float = 1_000_000.0,
    age_to: float = 60.0,
    stance: Stance = Stance.PROFIT_SEEKING,
    steps: tuple[int, int] = PLAN_MAP_STEPS,
    horizon: int = DEFAULT_HORIZON,
    progress: Callable[[float], None] | None = None,
) -> PlanGrid:
    """Return the best plan over a grid of balance and age, by the solver for whole books.

    Args:
        case: As in `decision_map`, and so are the next five.
        assumptions: The numbers in use.
        balance_from: Lower edge of the map.
        balance_to: Upper edge.
        age_to: Oldest age.
        stance: How agencies set their effort.
        steps: Number of balances and of ages.
        horizon: Months a plan may last.
        progress: Called with the share done, above 0 and up to 1.

    Raises:
        InputError: The sector is unknown, the edges do not rise, or the horizon is out of bounds.
    """
    alone = decision_map(
        case,
        assumptions,
        balance_from=balance_from,
        balance_to=balance_to,
        age_to=age_to,
        stance=stance,
        steps=steps,
    )
    return plan_grid(alone, assumptions, stance=stance, horizon=horizon, progress=progress)
