"""The best answer over a grid of balance and age."""

import numpy as np

from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.decide.grid import Case, DecisionGrid, decision_grid, log_steps
from placement.domain.text import t
from placement.domain.types import Stance

MAP_STEPS = (40, 40)
"""Balances and ages of a decision map; up to 60 months a row is a month and a half, so that the
ages at which commissions step are edges between rows."""


def decision_map(
    case: Case,
    assumptions: Assumptions,
    *,
    balance_from: float = 100.0,
    balance_to: float = 1_000_000.0,
    age_to: float = 60.0,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> DecisionGrid:
    """Return the best option over a grid of balance (equal ratios) and age (equal steps).

    Args:
        case: Sector, creditor type, placements and flags that all accounts share.
        assumptions: The numbers in use.
        balance_from: Lower edge of the map in the account's currency, above 0.
        balance_to: Upper edge, above the lower.
        age_to: Oldest age, months past due, above 0.
        stance: How agencies set their effort.

    Raises:
        InputError: The sector is unknown, or the edges do not rise.
    """
    require(
        0.0 < balance_from < balance_to < np.inf,
        t(
            "The map's balances must rise from above 0; got {low:g} to {high:g}.",
            low=balance_from,
            high=balance_to,
        ),
    )
    require(
        0.0 < age_to <= 600.0, t("age must lie from 0 to 600 months past due; got {x:g}.", x=age_to)
    )
    columns, rows = MAP_STEPS
    _, balance = log_steps(balance_from, balance_to, columns)
    age = (np.arange(rows) + 0.5) * age_to / rows
    return decision_grid(case, assumptions, balance=balance, age=age, stance=stance)
