"""Lots of many segments: what they earn is read off a surface, near enough to valuing afresh."""

import numpy as np
import pytest

from placement.api import rivals_of
from placement.assume.library import load_library
from placement.decide.bid.judge import how_won, judge_with
from placement.decide.bid.lots import FEW_SEGMENTS, LotPayoff, lot_profit
from placement.decide.bid.studied import exact_desk, study_lot
from placement.decide.bid.surface import REACHES, ROOTS, STEP, Surface
from placement.decide.bid.tender import Tender
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import Lot, make_lot
from placement.decide.deal.zone import deal_zone
from placement.domain.types import Segments

LIBRARY = load_library()


def cards(count: int = 24) -> Lot:
    """Return card accounts of many sizes and ages under one contract."""
    rng = np.random.default_rng(5)
    return make_lot(
        Segments(
            label=tuple(map(str, range(count))),
            sector=("bank_card",) * count,
            creditor_type=("joint_stock",) * count,
            accounts=rng.integers(20, 400, count),
            balance=np.exp(rng.normal(8.5, 1.2, count)),
            principal_share=np.full(count, np.nan),
            age=rng.uniform(3.0, 40.0, count),
            placements=rng.integers(0, 3, count),
            months_since_demand=np.full(count, np.nan),
            disputed=np.zeros(count, dtype=bool),
            unreachable=np.zeros(count, dtype=bool),
        ),
        LIBRARY,
    )


def test_the_surface_is_exact_at_its_points_and_for_smooth_sums() -> None:
    """x * c^2 has its own value between the points as well; far out the value stays."""

    def profit(commission, factor):
        return factor[:, None] * commission**2

    read = Surface(profit=profit)
    at, truth = ROOTS[[3, 17]] ** 2, np.exp(STEP * np.array([-3, 5]))
    np.testing.assert_allclose(read(at, truth), profit(at, truth), rtol=1e-12, atol=1e-12)
    between, beyond = np.array([0.111, 0.237]), np.array([0.83, 1.21])
    np.testing.assert_allclose(read(between, beyond), profit(between, beyond), rtol=1e-5)
    wild, end = np.exp([REACHES[-1] + 2.0]), np.exp([REACHES[-1]])
    np.testing.assert_allclose(read(between, wild), profit(between, end), rtol=1e-5)


def test_a_surface_grows_only_as_far_as_it_is_asked() -> None:
    """Small errors need few truths, and none is worked out twice."""
    asked: list[float] = []

    def profit(commission, factor):
        asked.extend(factor)
        return factor[:, None] * commission

    read = Surface(profit=profit)
    for factor in (0.9, 1.1, 0.4, 0.9):
        read(np.array([0.2]), np.array([factor]))
    assert len(asked) == len(set(asked)) == 2 * round(REACHES[1] / STEP) + 1


def test_what_a_bid_is_expected_to_earn_is_that_of_valuing_afresh() -> None:
    """Averaged over the truths, within half a percent."""
    lot = cards()
    assert len(lot.segments) > FEW_SEGMENTS
    rivals, tender = rivals_of(number=3, mean=0.22, sd=0.03), Tender()
    studied = study_lot(lot, target_margin=0.1, learning_months=2)
    found = exact_desk(studied, rivals=rivals, tender=tender, error=0.3).desk.found

    class Afresh(LotPayoff):
        def __call__(self, commission, factor):
            return lot_profit(lot, commission[0], factor[0], learning_months=2)[None]

    exact = Afresh(lots=(lot,), learning_months=2)
    judge = judge_with(exact, how_won(rivals, tender, 0.3), lots=1)
    expected = judge(found.bid[:, None]).real[0, 0]
    assert found.expected_profit[0] == pytest.approx(expected, rel=5e-3)


def test_without_an_error_it_is_the_deal_zone_to_the_cent() -> None:
    """One truth is valued afresh however many segments there are."""
    lot = cards()
    zone = deal_zone(lot, target_margin=0.1)
    studied = study_lot(lot, target_margin=0.1, learning_months=2)
    assert studied.floor == zone.bounds.floor
    found = exact_desk(
        studied, rivals=rivals_of(number=3, mean=0.22, sd=0.03), tender=Tender(), error=0.0
    ).desk.found
    profit = lot_curve(lot, found.bid).agency_profit[0]
    assert found.profit_if_won[0] == pytest.approx(profit, abs=0.005)


def test_few_segments_are_valued_afresh_under_any_truth() -> None:
    lot = cards(FEW_SEGMENTS)
    commission, factor = np.array([[0.1, 0.2]]), np.array([[0.7, 1.3]])
    np.testing.assert_array_equal(
        LotPayoff(lots=(lot,), learning_months=2)(commission, factor)[0],
        lot_profit(lot, commission[0], factor[0], learning_months=2),
    )
