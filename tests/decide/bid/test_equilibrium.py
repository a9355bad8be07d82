"""Published equilibria: where all others bid by the rule, our best bid is the rule's too."""

from dataclasses import dataclass

import numpy as np
import pytest

from placement.decide.bid.baselines import friedman, gates
from placement.decide.bid.bid import best_against, best_bids
from placement.decide.bid.equilibrium import (
    exponential_costs,
    uniform_costs,
    uniform_estimates,
    weibull_estimates,
    weibull_scale,
)
from placement.decide.bid.judge import Winning, Won
from placement.decide.bid.rivals import Rivals, known_number
from placement.decide.bid.tender import Tender
from placement.domain.errors import InputError
from placement.domain.types import BoolArray, FloatArray

DRAWS = 400_000


@dataclass(frozen=True)
class RisingBids:
    """Bids whose chance below b is min(max(1 - survival(b), 0), 1)."""

    below: object

    def chance_below(self, commission: FloatArray) -> FloatArray:
        return np.asarray(self.below(commission))

    def ties(self, commission: FloatArray) -> BoolArray:
        return np.zeros(commission.shape, dtype=bool)

    def at(self, chance: FloatArray) -> FloatArray:
        places = np.linspace(0.0, 1.0, 10_001)
        return np.interp(chance, self.chance_below(places), places)

    def jumps(self) -> FloatArray:
        return np.zeros((1, 0))


@dataclass(frozen=True)
class Free:
    """A payoff without a fixed cost."""

    profit: object
    fixed_cost: object = 0.0

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        return np.asarray(self.profit(commission, factor))


def best_private(cost: float, number: int, below, *, winners: int = 1) -> float:
    """Return our best bid where profit is the bid less the cost, however seldom it wins."""
    found = best_bids(
        Free(lambda b, x: b[:, None, :] - cost + 0.0 * x[..., None]),
        floor=np.array([cost]),
        rivals=Rivals(chance=known_number(number), bids=RisingBids(below)),
        tender=Tender(winners=winners),
    )
    return float(found.best.commission[0, 0])


@pytest.mark.parametrize("number", [1, 3, 8])
@pytest.mark.parametrize("cost", [0.1, 0.45, 0.9])
def test_uniform_private_costs(cost: float, number: int) -> None:
    """Rivals' costs even on (0, 1), so their bids are even on (1/(n+1), 1)."""
    lowest = uniform_costs(0.0, number)
    found = best_private(cost, number, lambda b: np.clip((b - lowest) / (1.0 - lowest), 0.0, 1.0))
    assert found == pytest.approx(cost + (1.0 - cost) / (number + 1), abs=2e-5)
    assert uniform_costs(cost, number) == pytest.approx(cost + (1.0 - cost) / (number + 1))


@pytest.mark.parametrize(("number", "winners"), [(2, 2), (4, 2), (6, 3)])
@pytest.mark.parametrize("cost", [0.2, 0.6])
def test_uniform_private_costs_and_several_winners(cost: float, number: int, winners: int) -> None:
    """Rivals bid by the rule of their even costs; the same rule is our best bid."""
    costs = np.linspace(0.0, 1.0, 4001)
    rule = np.array([uniform_costs(each, number, winners=winners) for each in costs])
    assert np.all(np.diff(rule) > -1e-12)
    found = best_private(
        cost, number, lambda b: np.interp(b, rule, costs, left=0.0), winners=winners
    )
    assert found == pytest.approx(uniform_costs(cost, number, winners=winners), abs=2e-4)


@pytest.mark.parametrize(("number", "winners"), [(3, 1), (4, 2), (6, 3)])
def test_nobody_gains_by_leaving_the_uniform_rule(number: int, winners: int) -> None:
    """Drawn at random: bidding as if the own cost were another one earns less."""
    generator = np.random.default_rng(12)
    costs = generator.random((DRAWS, number))
    rule = [uniform_costs(each, number, winners=winners) for each in np.linspace(0.0, 1.0, 2001)]
    bids = np.interp(costs, np.linspace(0.0, 1.0, 2001), rule)
    to_beat = np.sort(bids, axis=1)[:, winners - 1]
    own = 0.35
    earned = []
    for as_if in (0.25, 0.35, 0.45):
        bid = uniform_costs(as_if, number, winners=winners)
        earned.append(((bid - own) * (bid < to_beat)).mean())
    assert earned[1] > max(earned[0], earned[2])


def test_several_winners_by_hand() -> None:
    """Two of three win: from cost 0 it is the mean of the second lowest of two; all win: 1."""
    assert uniform_costs(0.0, 2, winners=2) == pytest.approx(2.0 / 3.0)
    assert uniform_costs(0.3, 2, winners=3) == 1.0
    assert uniform_costs(0.1, 4, winners=1) == pytest.approx(0.1 + 0.9 / 5.0)
    assert uniform_costs(1.0, 4, winners=2) == 1.0


@pytest.mark.parametrize("number", [1, 4])
def test_exponential_private_costs(number: int) -> None:
    """Costs 0.1 and more, 0.02 above that on average: everyone adds 0.02/n."""
    lowest = exponential_costs(0.1, number, rate=50.0)
    found = best_private(0.13, number, lambda b: -np.expm1(-50.0 * np.maximum(b - lowest, 0.0)))
    assert found == pytest.approx(0.13 + 0.02 / number, abs=2e-5)
    assert found == pytest.approx(exponential_costs(0.13, number, rate=50.0), abs=2e-5)


def best_common(truth: FloatArray, weight: FloatArray, chance, start: float) -> float:
    """Return our best bid where the lot costs `truth` and `chance(b, truth)` wins it."""

    def won(bids: FloatArray) -> Won:
        found = np.asarray(weight[:, None] * chance(bids[0][None, :], truth[:, None]))[None]
        return Won(chance=found, volume=found)

    one = np.ones(1)
    found = best_against(
        Winning(
            factor=truth[None], weight=weight, won=won, if_hardly=weight[None], least_volume=one
        ),
        Free(lambda b, x: b[:, None, :] - x[..., None]),
        floor=np.array([start]),
        ceiling=np.array([1.0]),
    )
    return float(found.bid[0])


@pytest.mark.parametrize("number", [1, 2, 6])
def test_a_common_cost_with_even_errors(number: int) -> None:
    """Estimate 0.4, errors within 0.1: the cost is even on 0.3 to 0.5, and 0.5 is bid."""
    half = 0.1
    truth = 0.3 + 0.2 * (np.arange(4000) + 0.5) / 4000
    found = best_common(
        truth,
        np.full(4000, 1 / 4000),
        lambda b, cost: np.clip((cost + 2 * half - b) / (2 * half), 0.0, 1.0) ** number,
        start=0.3,
    )
    assert found == pytest.approx(uniform_estimates(0.4, number, half_width=half), abs=5e-4)


@pytest.mark.parametrize(("number", "shape"), [(1, 4.0), (3, 3.0), (8, 2.0)])
def test_a_common_cost_with_weibull_errors(number: int, shape: float) -> None:
    """Estimate 0.1: a cost c = 0.1/x weighs f(x), in money of that cost, as in his model."""
    scale = weibull_scale(shape)
    error = np.linspace(1e-3, 6.0, 20_001)
    ratio = error / scale
    weight = shape / scale * ratio ** (shape - 1) * np.exp(-(ratio**shape))
    truth = 0.1 / error
    rule = weibull_estimates(1.0, number, shape=shape)
    found = best_common(
        truth,
        # Profit is in money of today's cost, so each cost counts by its inverse.
        weight * error / (weight * error).sum(),
        lambda b, cost: np.exp(-number * (b / (rule * cost * scale)) ** shape),
        start=0.01,
    )
    assert found == pytest.approx(0.1 * rule, rel=2e-3)


@pytest.mark.parametrize(("number", "shape"), [(2, 4.0), (5, 3.0)])
def test_nobody_gains_by_leaving_the_weibull_rule(number: int, shape: float) -> None:
    """Drawn at random with common numbers: 3 % more or less mark-up earns less."""
    generator = np.random.default_rng(8)
    estimates = weibull_scale(shape) * generator.weibull(shape, (DRAWS, number + 1))
    rule = weibull_estimates(1.0, number, shape=shape)
    lowest = rule * estimates[:, 1:].min(axis=1)
    earned = []
    for own in (rule * 0.97, rule, rule * 1.03):
        bids = own * estimates[:, 0]
        earned.append(((bids - 1.0) * (bids < lowest)).mean())
    assert earned[1] > max(earned[0], earned[2])
    assert earned[1] > 0.0


@pytest.mark.parametrize("number", [1, 4])
def test_nobody_gains_by_leaving_the_even_errors_rule(number: int) -> None:
    """Cost 1, errors within 0.2: each earns 2 * 0.2/((n + 2)(n + 1)); leaving costs."""
    generator = np.random.default_rng(9)
    estimates = 1.0 + 0.2 * (2.0 * generator.random((DRAWS, number + 1)) - 1.0)
    lowest = uniform_estimates(estimates[:, 1:].min(axis=1), number, half_width=0.2)
    earned = []
    for added in (0.16, 0.2, 0.24):
        bids = estimates[:, 0] + added
        earned.append((bids - 1.0) * (bids < lowest))
    means = [each.mean() for each in earned]
    expected = 0.4 / ((number + 2) * (number + 1))
    assert abs(means[1] - expected) < 4.0 * earned[1].std() / np.sqrt(DRAWS)
    assert means[1] > max(means[0], means[2])


def test_baselines_by_hand() -> None:
    """Two rivals beaten at 0.5 and 0.8: Friedman 0.4, Gates 1/(1 + 1 + 0.25)."""
    beats = np.array([0.5, 0.8])
    assert friedman(beats) == pytest.approx(0.4)
    assert gates(beats) == pytest.approx(1.0 / 2.25)
    assert gates(np.array([0.0, 0.8])) == 0.0
    assert friedman(np.zeros(0)) == gates(np.zeros(0)) == 1.0


def test_an_equilibrium_that_does_not_exist_is_named() -> None:
    """Errors too loose for so few; nobody to bid against."""
    with pytest.raises(InputError, match=r"above 1; got 0\.5"):
        weibull_estimates(0.1, 1, shape=0.5)
    with pytest.raises(InputError, match="needs a rival"):
        exponential_costs(0.1, 0, rate=1.0)
