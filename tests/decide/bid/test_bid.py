"""The best bid: equilibria as oracles, a simulation, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from placement.decide.bid.bid import Bids, best_bids
from placement.decide.bid.bids import TICK, CutNormalBids
from placement.decide.bid.judge import how_won, judge_with
from placement.decide.bid.rivals import Rivals, known_number, listed_chances
from placement.decide.bid.search import STEPS
from placement.decide.bid.tender import Tender
from placement.domain.types import FloatArray
from tests.decide.bid.worlds import COST, SIZE, Gains

payoff = Gains()
"""A lot that earns SIZE * (commission * truth - COST)."""


def rivals(
    number: int | FloatArray = 4,
    *,
    mean: float | FloatArray = 0.22,
    sd: float | FloatArray = 0.03,
    knows: float = 0.5,
) -> Rivals:
    """Return rivals whose bids are normal."""
    chance = known_number(number) if isinstance(number, int) else number
    return Rivals(chance=chance, bids=CutNormalBids(mean=mean, sd=sd), knows=knows)


def bid_for(others: Rivals, *, floor: float = COST, error: float = 0.0, **rules) -> Bids:
    """Return the best bid for the one lot."""
    return best_bids(
        payoff, floor=np.array([floor]), rivals=others, tender=Tender(**rules), error=error
    )


def test_worked_example() -> None:
    """One rival around 22 +- 3: b - cost = (1 - F(b))/f(b) where W(b) is highest."""
    found = bid_for(rivals(1))
    score = (found.bid[0] - 0.22) / 0.03
    margin = 0.03 * norm.sf(score) / norm.pdf(score)
    assert found.bid[0] - COST == pytest.approx(margin, abs=2e-5)
    assert found.win_probability[0] == pytest.approx(norm.sf(score))
    assert found.expected_profit[0] == pytest.approx(
        norm.sf(score) * SIZE * (found.bid[0] - COST), rel=1e-9
    )


@pytest.mark.parametrize("sd", [0.03, 0.004, 0.0005])
@pytest.mark.parametrize("knows", [0.0, 0.5, 1.0])
def test_the_search_finds_what_a_fine_grid_finds(sd: float, knows: float) -> None:
    """A hundredth of a point apart, an uncertain number of rivals, also where they bid alike."""
    others = rivals(listed_chances([0.1, 0.2, 0.4, 0.3]), sd=sd, knows=knows)
    found = bid_for(others, error=0.25, ceiling=0.3)
    judge = judge_with(payoff, how_won(others, Tender(ceiling=0.3), 0.25), lots=1)
    seen = judge(np.linspace(COST, 0.3, 1501)[None])
    assert found.expected_profit[0] >= seen.real.max() * (1.0 - 1e-6)


@settings(max_examples=40, deadline=None)
@given(
    mean=st.floats(0.1, 0.5),
    sd=st.floats(0.0, 0.1),
    number=st.integers(0, 8),
    error=st.floats(0.0, 0.8),
    winners=st.integers(1, 3),
    ceiling=st.floats(0.05, 0.6),
)
def test_laws(mean, sd, number, error, winners, ceiling) -> None:
    """The bid keeps to its bounds, beats its own curve and the naive bid; money adds up."""
    others = rivals(max(number, winners - 1), mean=mean, sd=sd)
    found = bid_for(others, error=error, winners=winners, ceiling=ceiling)
    if not found.recommend[0]:
        assert found.bid[0] == COST
        assert ceiling < COST or found.expected_profit[0] <= 0.0
        return
    assert COST <= found.bid[0] <= ceiling
    curve = found.curve
    allowed = (curve.commission[0] >= COST) & (curve.commission[0] <= ceiling)
    if allowed.any():
        assert found.expected_profit[0] >= curve.expected_profit[0][allowed].max() - 1e-6
    assert found.expected_profit[0] >= found.naive_expected_profit[0] - 1e-6
    # A linear profit is promised too much: whoever wins has read too hopefully.
    assert found.naive_promised_profit[0] >= found.naive_expected_profit[0] - 1e-4
    np.testing.assert_allclose(
        found.expected_profit, found.win_probability * found.profit_if_won, rtol=1e-12
    )


@pytest.mark.parametrize("sd", [5e-324, 1e-310, 1e-20])
def test_a_spread_of_next_to_nothing_is_none(sd: float) -> None:
    """Nothing overflows, and all rivals bid the mean."""
    narrow, none = (bid_for(rivals(3, mean=0.2, sd=spread)) for spread in (sd, 0.0))
    assert narrow.bid[0] == none.bid[0]
    assert narrow.expected_profit[0] == none.expected_profit[0]


def test_many_lots_are_each_lot_alone() -> None:
    """Rivals, errors, winners and floors differ by lot."""
    means, sds = np.array([0.2, 0.25, 0.3]), np.array([0.03, 0.0, 0.05])
    numbers, errors = [1, 4, 7], np.array([0.1, 0.3, 0.2])
    knows = np.array([0.95, 0.5, 0.0])
    winners, floors = np.array([1, 2, 3]), np.array([0.15, 0.16, np.nan])
    together = best_bids(
        payoff,
        floor=floors,
        rivals=Rivals(
            chance=known_number(numbers), bids=CutNormalBids(mean=means, sd=sds), knows=knows
        ),
        tender=Tender(winners=winners, ceiling=0.4),
        error=errors,
    )
    for lot in range(3):
        alone = best_bids(
            payoff,
            floor=floors[lot : lot + 1],
            rivals=rivals(numbers[lot], mean=means[lot], sd=sds[lot], knows=knows[lot]),
            tender=Tender(winners=int(winners[lot]), ceiling=0.4),
            error=float(errors[lot]),
        )
        for name in ("bid", "win_probability", "expected_profit", "naive_bid", "recommend"):
            np.testing.assert_allclose(
                getattr(together, name)[lot], getattr(alone, name)[0], rtol=1e-9, err_msg=name
            )


def test_without_rivals_the_ceiling_is_bid() -> None:
    """Nobody to undercut, nothing to learn from winning."""
    found = bid_for(rivals(0), ceiling=0.3, error=0.3)
    assert found.bid[0] == 0.3
    assert found.win_probability[0] == pytest.approx(1.0, abs=1e-12)
    assert found.expected_profit[0] == pytest.approx(SIZE * (0.3 - COST))
    assert found.naive_bid[0] == 0.3


def test_without_spread_a_tick_below_the_mean_is_bid() -> None:
    """Everyone at the mean: a hundredth of a point less takes the lot."""
    found = bid_for(rivals(4, sd=0.0))
    assert found.bid[0] == pytest.approx(0.22 - TICK)
    assert found.win_probability[0] == 1.0


def test_a_floor_above_the_ceiling_is_no_bid() -> None:
    """The bid is the floor, it is not admitted and earns nothing."""
    found = bid_for(rivals(), ceiling=0.12)
    assert found.bid[0] == COST
    assert not found.recommend[0]
    assert (found.win_probability[0], found.expected_profit[0]) == (0.0, 0.0)


def test_where_the_curse_eats_every_profit_nothing_is_recommended() -> None:
    """A rich-looking lot at a ceiling just above the floor."""
    found = bid_for(rivals(9, mean=0.16), ceiling=0.155, error=0.5)
    assert not found.recommend[0]
    assert found.bid[0] == COST
    assert found.expected_profit[0] < 0.0
    assert found.naive_promised_profit[0] > 0.0 > found.naive_expected_profit[0]
    assert found.loss_if_naive[0] == pytest.approx(-found.naive_expected_profit[0])


def test_no_floor_is_no_bid() -> None:
    """NaN stays NaN; nothing is expected."""
    found = bid_for(rivals(), floor=float("nan"))
    assert np.isnan(found.bid[0])
    assert not found.recommend[0]
    assert found.expected_profit[0] == 0.0


def test_the_curve_has_a_point_for_every_point() -> None:
    """From 0 to 100 % in steps of 0.01."""
    curve = bid_for(rivals(), error=0.2).curve
    np.testing.assert_allclose(curve.commission[0], np.arange(STEPS + 1) / 100)
    np.testing.assert_allclose(
        curve.expected_profit, curve.win_probability * curve.profit_if_won, rtol=1e-12
    )
    assert np.all(np.isfinite(curve.profit_if_won))


def test_winning_raises_the_floor() -> None:
    """By hand: where commission * E[X | win] is the cost. Without error it is the cost."""
    found = bid_for(rivals(4), error=0.2)
    raised = found.curve.floor_if_won[0]
    odds = np.interp(raised, found.curve.commission[0], found.curve.odds_if_won[0])
    assert raised > COST
    assert raised * odds == pytest.approx(COST, rel=1e-3)
    assert bid_for(rivals(4)).curve.floor_if_won[0] == pytest.approx(COST, abs=1e-9)
    never = best_bids(
        Gains(fixed=2.0 * SIZE),
        floor=np.array([np.nan]),
        rivals=rivals(),
        tender=Tender(),
    )
    assert np.isnan(never.curve.floor_if_won[0])
