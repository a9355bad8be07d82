"""One law of bids and truth: tenders drawn at random, the law of total expectation, limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from placement.decide.bid.bid import Bids, best_bids
from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.choices import AboveCeiling
from placement.decide.bid.judge import how_won, judge_with
from placement.decide.bid.rivals import Rivals, known_number, listed_chances
from placement.decide.bid.several import outcome_of
from placement.decide.bid.tender import Tender
from placement.domain.errors import InputError
from tests.decide.bid.worlds import COST, FIXED, SIZE, Gains, draw, mean_and_error, outcomes

ERRORS, KNOWS = (0.1, 0.3, 0.5), (0.0, 0.5, 0.95, 1.0)


def rivals(number: int | list[float] = 4, *, knows: float, mean=0.22, sd=0.03) -> Rivals:
    """Return rivals as in the drawn worlds."""
    chance = known_number(number) if isinstance(number, int) else listed_chances(number)
    bids = CutNormalBids(mean=np.array([mean]), sd=np.array([sd]))
    return Rivals(chance=chance, bids=bids, knows=knows)


def found(others: Rivals, *, error: float, gains: Gains, **rules) -> Bids:
    """Return the best bid for the one lot."""
    return best_bids(
        gains, floor=np.array([0.1]), rivals=others, tender=Tender(**rules), error=error
    )


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("knows", KNOWS)
@pytest.mark.parametrize("shares", [(1.0,), (0.5, 0.5), (0.6, 0.3, 0.1)])
def test_drawn_tenders_agree(error: float, knows: float, shares: tuple[float, ...]) -> None:
    """Chance, odds if won and lost, profit, spread and chance of a loss, at the best bid."""
    gains, others = Gains(bend=0.5, fixed=FIXED), rivals(knows=knows)
    rules = {"winners": len(shares), "shares": shares, "bid_cost": 500.0}
    bids = found(others, error=error, gains=gains, **rules)
    worlds = draw(error=error, knows=knows)
    wins, profit = outcomes(worlds, bids.bid[0], gains, shares=shares, cost=500.0)
    mean, spread = mean_and_error(profit)
    if not bids.recommend[0]:
        assert mean < 4.0 * spread
        return
    assert abs(bids.expected_profit[0] - mean) < 4.0 * spread
    chance, chance_error = mean_and_error(wins.astype(float))
    assert abs(bids.win_probability[0] - chance) < 4.0 * chance_error
    for odds, which in ((bids.odds_if_won[0], wins), (bids.odds_if_lost[0], ~wins)):
        if which.sum() > 1000:
            held, held_error = mean_and_error(worlds.truth[which])
            assert abs(odds - held) < 4.0 * held_error
    outcome = outcome_of(bids, gains, rivals=others, tender=Tender(**rules), error=error)
    assert outcome.sd[0] == pytest.approx(profit.std(), rel=0.02)
    loss, loss_error = mean_and_error((profit < 0.0).astype(float))
    assert abs(outcome.loss_probability[0] - loss) < 4.0 * loss_error + 0.003


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("knows", KNOWS)
@pytest.mark.parametrize("number", [1, 4, 9])
def test_no_bid_of_the_drawn_tenders_is_better(error: float, knows: float, number: int) -> None:
    """The drawn best of a fine grid, on the same draws for all, gains nothing beyond chance."""
    gains = Gains(bend=0.3)
    bids = found(rivals(number, knows=knows), error=error, gains=gains)
    worlds = draw(error=error, knows=knows, number=number, worlds=60_000)
    grid = np.linspace(0.1, 0.45, 141)
    drawn = [mean_and_error(outcomes(worlds, bid, gains)[1]) for bid in grid]
    best, spread = max(drawn)
    ours = max(bids.expected_profit[0], 0.0)
    assert best - ours <= 4.0 * spread
    if bids.recommend[0]:
        here, here_error = mean_and_error(outcomes(worlds, bids.bid[0], gains)[1])
        assert abs(here - ours) < 4.0 * here_error


@pytest.mark.parametrize("knows", KNOWS)
def test_an_uncertain_number_of_rivals_agrees(knows: float) -> None:
    """Nobody, one or many may come."""
    chances, gains = [0.1, 0.2, 0.4, 0.3], Gains()
    bids = found(rivals(chances, knows=knows), error=0.3, gains=gains, ceiling=0.3)
    worlds = draw(error=0.3, knows=knows, number=np.array(chances))
    wins, profit = outcomes(worlds, bids.bid[0], gains)
    mean, spread = mean_and_error(profit)
    assert abs(bids.expected_profit[0] - mean) < 4.0 * spread
    assert abs(bids.win_probability[0] - wins.mean()) < 4.0 * mean_and_error(wins * 1.0)[1]


@settings(max_examples=60, deadline=None)
@given(
    error=st.floats(0.0, 1.0),
    knows=st.floats(0.0, 1.0),
    number=st.integers(0, 8),
    winners=st.integers(1, 3),
    mean=st.floats(0.1, 0.4),
    sd=st.floats(0.0, 0.08),
)
def test_total_expectation(error, knows, number, winners, mean, sd) -> None:
    """P * E[X | win] + (1 - P) * E[X | lose] = E[X] = 1 at every bid; winning never speaks well."""
    others = rivals(max(number, winners - 1), knows=knows, mean=mean, sd=sd)
    judge = judge_with(Gains(), how_won(others, Tender(winners=winners), error), lots=1)
    seen = judge(np.linspace(0.0, 1.0, 41)[None])
    total = seen.chance * seen.truth + (1.0 - seen.chance) * seen.truth_if_lost
    np.testing.assert_allclose(total, 1.0, atol=1e-7)
    assert np.all(seen.truth[seen.chance > 1e-6] <= 1.0 + 1e-6)
    assert np.all((seen.chance >= -1e-9) & (seen.chance <= 1.0 + 1e-9))
    assert np.all(np.diff(seen.chance[0]) <= 1e-6)


@pytest.mark.parametrize("knows", KNOWS)
def test_one_rivals_chance_is_as_typed(knows: float) -> None:
    """Mean and spread stay what they were, whatever the rival knows; the number makes the link."""
    places = np.array([[0.16, 0.2, 0.22, 0.25, 0.3]])
    judge = judge_with(Gains(), how_won(rivals(1, knows=knows), Tender(), 0.3), lots=1)
    expected = norm.sf((places - 0.22) / 0.03)
    np.testing.assert_allclose(judge(places).chance, expected, rtol=5e-5, atol=1e-9)


@pytest.mark.parametrize("knows", [0.25, 0.5, 0.8, 0.9])
def test_one_rival_has_a_closed_form(knows: float) -> None:
    """E[X | win] = P(win at a score higher by e*sqrt(rho))/P(win), from the shifted normal."""
    score, error = 0.4, 0.35
    judge = judge_with(Gains(), how_won(rivals(1, knows=knows), Tender(), error), lots=1)
    seen = judge(np.array([[0.22 + 0.03 * score]]))
    expected = norm.sf(score + error * np.sqrt(knows)) / norm.sf(score)
    assert seen.truth[0, 0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("number", [1, 5])
def test_rivals_who_know_everything_have_a_closed_form(number: int) -> None:
    """rho = 1: all bid mean - sd*Z, so that we win where Z < -score, whatever their number."""
    score, error = 0.3, 0.4
    judge = judge_with(Gains(), how_won(rivals(number, knows=1.0), Tender(), error), lots=1)
    seen = judge(np.array([[0.22 + 0.03 * score]]))
    assert seen.chance[0, 0] == pytest.approx(norm.cdf(-score), rel=1e-9)
    held = norm.cdf(-score - error) / norm.cdf(-score)
    assert seen.truth[0, 0] == pytest.approx(held, rel=1e-7)
    profit = norm.cdf(-score) * SIZE * ((0.22 + 0.03 * score) * held - COST)
    assert seen.real[0, 0] == pytest.approx(profit, rel=1e-6)


def test_nearly_everything_is_near_everything() -> None:
    """The steep case joins both its neighbours."""
    gains = Gains(bend=0.4)
    for below, above in ((0.9, 0.9 + 1e-9), (1.0 - 1e-9, 1.0)):
        one, other = (
            found(rivals(5, knows=knows), error=0.3, gains=gains, winners=2)
            for knows in (below, above)
        )
        assert one.expected_profit[0] == pytest.approx(other.expected_profit[0], rel=2e-4)
        assert one.bid[0] == pytest.approx(other.bid[0], abs=2e-4)


@pytest.mark.parametrize("winners", [1, 2])
@pytest.mark.parametrize("knows", KNOWS)
def test_without_an_error_nobody_knows_more(knows: float, winners: int) -> None:
    """The closed forms, whatever rho: what rivals could know is how far our estimate is off."""
    gains = Gains()
    exact = found(rivals(knows=knows), error=0.0, gains=gains, winners=winners)
    below = norm.cdf((exact.bid[0] - 0.22) / 0.03)
    chance = sum([1.0, 4.0][j] * below**j * (1.0 - below) ** (4 - j) for j in range(winners))
    assert exact.win_probability[0] == pytest.approx(chance, rel=1e-9)
    assert exact.expected_profit[0] == pytest.approx(
        chance * SIZE * (exact.bid[0] - COST) / winners, rel=1e-9
    )
    assert (exact.odds_if_won[0], exact.odds_if_lost[0]) == (1.0, pytest.approx(1.0))
    assert exact.naive_bid[0] == exact.bid[0]


def test_winning_tells_nothing_of_a_lot_that_rivals_know_nothing_of() -> None:
    """rho = 0: the estimate stays right on average, also if won."""
    bids = found(rivals(knows=0.0), error=0.5, gains=Gains())
    assert bids.odds_if_won[0] == pytest.approx(1.0)
    assert bids.odds_if_lost[0] == pytest.approx(1.0)


def test_the_naive_bid_may_err_either_way() -> None:
    """Too much is promised of a linear profit, too little of one that bends up in the truth."""
    cursed = found(rivals(knows=1.0), error=0.3, gains=Gains())
    assert cursed.naive_promised_profit[0] > cursed.expected_profit[0]
    assert cursed.naive_expected_profit[0] <= cursed.expected_profit[0]
    # Where rivals bid alike a lower bid wins better lots: the correction goes down.
    assert cursed.bid[0] < cursed.naive_bid[0]

    # The agency walks away from a bad lot: max(gain, 0) of the truth.
    class Option(Gains):
        def __call__(self, commission, factor):
            return np.maximum(Gains.__call__(self, commission, factor), 0.0)

    free = found(rivals(knows=0.0), error=0.5, gains=Option())
    assert free.naive_promised_profit[0] < free.expected_profit[0]


@pytest.mark.parametrize("knows", [0.0, 0.5, 1.0])
def test_rivals_above_the_ceiling_stay_away_or_bid_it(knows: float) -> None:
    """Those who bid the ceiling stand level with us there, so that a little less is better."""
    gains, same = Gains(), {"error": 0.2, "gains": Gains(), "ceiling": 0.21}
    others = rivals(2, knows=knows, mean=0.25)
    away = found(others, **same)
    level = found(others, above_ceiling=AboveCeiling.BID_CEILING, **same)
    assert away.bid[0] == pytest.approx(0.21)
    assert level.bid[0] == pytest.approx(0.21 - 1e-4)
    worlds = draw(error=0.2, knows=knows, number=2, mean=0.25)
    for bids in (away, level):
        mean, spread = mean_and_error(outcomes(worlds, bids.bid[0], gains)[1])
        assert abs(bids.expected_profit[0] - mean) < 4.0 * spread
    tender = Tender(ceiling=0.21, above_ceiling=AboveCeiling.BID_CEILING)
    at_ceiling = judge_with(gains, how_won(others, tender, 0.2), lots=1)(np.array([[0.21]]))
    ahead, level_with = (worlds.others < 0.21).sum(axis=1), (worlds.others >= 0.21).sum(axis=1)
    drawn = np.where(ahead == 0, 1.0 / (1.0 + level_with), 0.0)
    assert abs(at_ceiling.chance[0, 0] - drawn.mean()) < 4.0 * mean_and_error(drawn)[1]


def test_the_cost_of_bidding_decides() -> None:
    """Bid where the profit expected exceeds it; the bid itself does not move."""
    same = {"error": 0.2, "gains": Gains()}
    free = found(rivals(knows=0.5), **same)
    cost = free.expected_profit[0]
    for factor, bids in ((0.9, True), (1.1, False)):
        paid = found(rivals(knows=0.5), bid_cost=factor * cost, **same)
        assert paid.recommend[0] == bids
    paid = found(rivals(knows=0.5), bid_cost=0.9 * cost, **same)
    assert paid.bid[0] == pytest.approx(free.bid[0], abs=1e-5)
    assert paid.expected_profit[0] == pytest.approx(0.1 * cost, rel=1e-4)


def test_two_winners_share_the_lot() -> None:
    """Equal shares by default; each bears the fixed cost in full."""
    alone = rivals(1, knows=0.0)
    both = found(alone, error=0.0, gains=Gains(fixed=FIXED), winners=2, ceiling=0.3)
    assert both.win_probability[0] == pytest.approx(1.0)
    assert both.expected_profit[0] == pytest.approx(SIZE * (0.3 - COST) / 2.0 - FIXED)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"winners": 2, "shares": (0.7, 0.7)}, "add up to 1; got a sum of 1.4"),
        ({"winners": 2, "shares": (1.0,)}, "got 1 for 2"),
        ({"winners": 2, "shares": (1.4, -0.4)}, "0 or more"),
        ({"bid_cost": -1.0}, "bid-cost must be 0 or more"),
    ],
)
def test_wrong_rules_are_named(rules: dict, words: str) -> None:
    """What, the rule, what came."""
    with pytest.raises(InputError, match=words):
        Tender(**rules)


@pytest.mark.parametrize("knows", [-0.1, 1.5, 50.0])
def test_knowledge_is_a_share(knows: float) -> None:
    """From 0 to 1."""
    with pytest.raises(InputError, match="rivals-know must be a decimal share"):
        rivals(knows=knows)
