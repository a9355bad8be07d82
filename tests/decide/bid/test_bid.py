"""The best bid: equilibria as oracles, a simulation, and laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from placement.decide.bid.bid import Bids, best_bids
from placement.decide.bid.bids import TICK, CutNormalBids
from placement.decide.bid.curse import truths
from placement.decide.bid.rivals import Rivals, known_number, listed_chances, poisson_number
from placement.decide.bid.search import STEPS
from placement.decide.bid.tender import Tender
from placement.domain.types import FloatArray

SIZE, COST = 1_000_000.0, 0.15
"""A lot that earns SIZE * (commission * truth - COST)."""


def payoff(commission: FloatArray, factor: FloatArray) -> FloatArray:
    """Return a profit that can be checked on paper."""
    return np.asarray(SIZE * (commission[:, None, :] * factor[:, :, None] - COST))


def rivals(
    number: int | FloatArray = 4, *, mean: float | FloatArray = 0.22, sd: float | FloatArray = 0.03
) -> Rivals:
    """Return rivals whose bids are normal."""
    chance = known_number(number) if isinstance(number, int) else number
    return Rivals(chance=chance, bids=CutNormalBids(mean=mean, sd=sd))


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


def test_the_search_finds_what_a_fine_grid_finds() -> None:
    """A thousandth of a point apart, with the curse and an uncertain number of rivals."""
    others = rivals(listed_chances([0.1, 0.2, 0.4, 0.3]))
    found = bid_for(others, error=0.25, ceiling=0.3)
    behind = truths(0.25, others.counts)
    grid = np.linspace(COST, 0.3, 15_001)
    below = norm.cdf((grid - 0.22) / 0.03)
    chance = sum(
        others.chance[0, n] * (1.0 - below) ** n * (grid * (k := _mean(behind, n)) - COST)
        for n in range(4)
    )
    assert found.expected_profit[0] == pytest.approx(SIZE * chance.max(), rel=1e-6)
    assert found.bid[0] == pytest.approx(grid[np.argmax(chance)], abs=1e-4)
    assert k < 1.0


def _mean(behind, number: int) -> float:
    return float(behind.weight_if_won[0, number] @ behind.factor[0])


def test_ignoring_the_curse_bids_too_low_and_earns_less() -> None:
    """By hand: linear profit, so the curse makes the cost look like cost / kappa."""
    found = bid_for(rivals(4), error=0.2)
    assert found.naive_bid[0] < found.bid[0]
    assert found.naive_expected_profit[0] < found.expected_profit[0]
    assert found.loss_if_naive[0] > 0.0
    kappa = found.correction[0]
    cost = COST / kappa
    by_hand = best_bids(
        lambda b, x: np.asarray(kappa * SIZE * (b[:, None, :] - cost) * np.ones_like(x)[..., None]),
        floor=np.array([COST]),
        rivals=rivals(4),
        tender=Tender(),
    )
    assert found.bid[0] == pytest.approx(by_hand.bid[0], abs=2e-5)
    assert found.expected_profit[0] == pytest.approx(by_hand.expected_profit[0], rel=1e-7)


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
    assert found.naive_promised_profit[0] >= found.naive_expected_profit[0] - 1e-6
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
    winners, floors = np.array([1, 2, 3]), np.array([0.15, 0.16, np.nan])
    together = best_bids(
        payoff,
        floor=floors,
        rivals=Rivals(chance=known_number(numbers), bids=CutNormalBids(mean=means, sd=sds)),
        tender=Tender(winners=winners, ceiling=0.4),
        error=errors,
    )
    for lot in range(3):
        alone = best_bids(
            payoff,
            floor=floors[lot : lot + 1],
            rivals=rivals(numbers[lot], mean=means[lot], sd=sds[lot]),
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
    found = bid_for(rivals(9), ceiling=0.155, error=0.5)
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


def test_a_simulation_of_the_tender_agrees() -> None:
    """Estimates, rivals' bids, who wins and what the lot then is, all drawn; a Poisson number."""
    generator = np.random.default_rng(3)
    draws = 200_000
    others = rivals(poisson_number(3.0))
    found = bid_for(others, error=0.3, ceiling=0.3)
    number = generator.poisson(3.0, draws)
    bids = generator.normal(0.22, 0.03, (draws, number.max()))
    taken = np.arange(number.max()) < number[:, None]
    wins = ~np.any(taken & (bids < found.bid[0]), axis=1)
    errors = np.where(taken, generator.standard_normal(bids.shape), -np.inf)
    most_hopeful = np.maximum(errors.max(axis=1, initial=-np.inf), generator.standard_normal(draws))
    log_sd = np.sqrt(np.log1p(0.09))
    truth = np.exp(-log_sd * most_hopeful - log_sd**2 / 2.0)
    profit = wins * SIZE * (found.bid[0] * truth - COST)
    error = profit.std() / np.sqrt(draws)
    assert abs(profit.mean() - found.expected_profit[0]) < 4.0 * error
    chance = found.win_probability[0]
    assert abs(wins.mean() - chance) < 4.0 * np.sqrt(chance * (1 - chance) / draws)


def test_winning_raises_the_floor_by_the_correction() -> None:
    """Linear profit: cost / kappa. Without error it is the cost, where nothing pays NaN."""
    found = bid_for(rivals(4), error=0.2)
    assert found.curve.floor_if_won[0] == pytest.approx(COST / found.correction[0], abs=1e-6)
    assert bid_for(rivals(4)).curve.floor_if_won[0] == pytest.approx(COST, abs=1e-9)
    never = best_bids(
        lambda b, x: np.asarray(-1.0 - b[:, None, :] * x[:, :, None]),
        floor=np.array([np.nan]),
        rivals=rivals(),
        tender=Tender(),
    )
    assert np.isnan(never.curve.floor_if_won[0])
