"""When the plan places a card, by the age at which planning begins."""

from functools import cache

from docs.calibration_measures import LIBRARY
from docs.calibration_targets import FIELD
from placement.api import one_account, plan_account

PLANNED_AGES = (0.5, 1.0, 3.0, 7.0, 12.0)
PLACE_BY = (4, 12)
"""Months past due between which the field note's cards go to an agency."""

YOUNG = tuple(f"bank_card.sale.price.{month}m" for month in (0, 3, 6, 10, 12))
"""Points of the sale price up to a year past due."""


@cache
def month_placed(age: float, *, quoted_within_a_year: float | None = None) -> float | None:
    """Return the age at which the plan of a joint-stock card first places it, None for never.

    Args:
        age: Months past due when planning begins.
        quoted_within_a_year: Sale price up to twelve months past due; the library's if not given.
    """
    prices = {} if quoted_within_a_year is None else dict.fromkeys(YOUNG, quoted_within_a_year)
    account = one_account(sector="bank_card", balance=FIELD, age=age)
    steps = plan_account(account, LIBRARY.with_values(prices)).plan.steps
    return next((age + step.start_month for step in steps if step.action == "agency_1"), None)
