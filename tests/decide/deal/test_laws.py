"""What holds for any lot: laws of both sides, on cases nobody picked."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from placement.api import deal
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import Ladder
from placement.decide.deal.zone import deal_zone
from placement.domain.types import Stance
from tests.builders import random_book
from tests.decide.deal.lots import LIBRARY, plain_lot
from tests.tolerances import FLAT_TOP

CASE = st.fixed_dictionaries(
    {
        "balance": st.floats(50.0, 1e5),
        "willing": st.floats(0.01, 0.9),
        "per_willing": st.floats(0.5, 200.0),
        "cost": st.floats(0.05, 20.0),
        "months": st.integers(1, 9),
        "fade": st.floats(0.0, 0.1),
        "self_cure": st.floats(0.0, 0.05),
        "discount_per_month": st.floats(0.0, 0.02),
        "vat": st.floats(0.0, 0.06),
        "onboarding": st.floats(0.0, 20.0),
        "complaint": st.floats(0.0, 1.0),
        "fixed_cost": st.floats(0.0, 1e5),
        "accounts": st.integers(1, 5_000),
    }
)
TRIED = np.linspace(0.0, 1.0, 333)


@given(case=CASE)
@settings(max_examples=40, deadline=None)
def test_profit_never_falls_with_the_commission(case: dict) -> None:
    lot = plain_lot(**case)
    profit = lot_curve(lot, TRIED).agency_profit
    assert np.all(np.diff(profit) >= -FLAT_TOP * lot.owed.sum())


@given(case=CASE)
@settings(max_examples=40, deadline=None)
def test_no_commission_leaves_the_creditor_more_than_the_best(case: dict) -> None:
    """Up to a top that lies within one step of the grid, beside a jump."""
    lot = plain_lot(**case)
    zone = deal_zone(lot)
    best = float(zone.marks.creditor_net[1])
    assert lot_curve(lot, TRIED).creditor_net.max() <= best + 1e-3 * lot.owed.sum()
    assert zone.curve.creditor_net.max() <= best


@given(case=CASE, margin=st.floats(0.0, 0.5))
@settings(max_examples=40, deadline=None)
def test_a_deal_is_a_commission_that_both_sides_take(case: dict, margin: float) -> None:
    zone = deal_zone(plain_lot(**case), target_margin=margin)
    low, bounds = zone.low_end, zone.bounds
    assert bounds.deal == (low is not None)
    if low is None or bounds.ceiling is None or bounds.floor is None:
        return
    ends = lot_curve(zone.lot, np.array([bounds.floor, bounds.ceiling]))
    slack = 1e-9 * zone.lot.owed.sum()
    earned = ends.agency_profit - margin * ends.agency_revenue
    assert earned[0] >= -slack
    assert ends.creditor_net[1] >= zone.other.total - slack
    assert low <= bounds.ceiling


def test_a_book_with_ladders_is_a_lot_too() -> None:
    """Every sector, creditor and flag; the parts of the fee add up over its rungs."""
    for stance in Stance:
        for ladder in Ladder:
            found = deal(random_book(25, seed=3), LIBRARY, stance=stance, ladder=ladder)
            assert found.fee is not None
            total = found.fee.headline + sum(found.fee.parts.values())
            assert abs(total - found.fee.effective) < 1e-12
            assert found.zone.lot.left_out > 0
            assert bool(found.openers) != found.zone.bounds.deal
