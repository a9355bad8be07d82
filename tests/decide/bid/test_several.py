"""Several lots at once: a simulation, and what a shared error does and does not move."""

from dataclasses import dataclass

import numpy as np
import pytest

from placement.decide.bid.bid import best_bids
from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.rivals import Rivals, known_number
from placement.decide.bid.several import Total, total_of
from placement.decide.bid.tender import Tender
from placement.domain.types import FloatArray

SIZES = np.array([1.0e6, 2.0e6, 0.5e6])


@dataclass(frozen=True)
class Three:
    """Profits that rise with the truth."""

    fixed_cost: FloatArray

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        """Return profits by lot, truth and bid."""
        earned = commission[:, None, :] * factor[:, :, None] - 0.12
        return np.asarray(SIZES[: len(commission), None, None] * earned)


payoff = Three(np.zeros(1))


def total(rivals: Rivals, error: float, lots: int = 3) -> tuple[Total, np.ndarray, np.ndarray]:
    """Return the total, the bids and the chances."""
    tender = Tender(ceiling=0.35)
    found = best_bids(payoff, floor=np.full(lots, 0.12), rivals=rivals, tender=tender, error=error)
    assert found.recommend.all()
    return (
        total_of(found, payoff, rivals=rivals, tender=tender, error=error),
        found.bid,
        found.win_probability,
    )


def rivals(number: int, *, knows: float = 0.5) -> Rivals:
    """Return so many rivals around 22 +- 3."""
    bids = CutNormalBids(mean=np.array([0.22]), sd=np.array([0.03]))
    return Rivals(chance=known_number(number), bids=bids, knows=knows)


@pytest.mark.parametrize("knows", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("error", [0.1, 0.5])
def test_a_simulation_with_one_error_for_all_agrees(knows: float, error: float) -> None:
    """One truth a draw for all lots; rivals bid on it, for each lot by themselves."""
    found, bid, chance = total(rivals(3, knows=knows), error)
    generator = np.random.default_rng(6)
    draws = 200_000
    z = generator.standard_normal(draws)
    truth = np.exp(error * z - error**2 / 2.0)
    own = generator.standard_normal((3, draws, 3))
    others = 0.22 + 0.03 * (np.sqrt(1.0 - knows) * own - np.sqrt(knows) * z[:, None])
    wins = others.min(axis=-1) > bid[:, None]
    profit = payoff(bid[:, None], np.tile(truth, (3, 1)))[..., 0]
    totals = (profit * wins).sum(axis=0)
    assert abs(totals.mean() - found.expected_profit) < 4 * totals.std() / np.sqrt(draws)
    assert found.sd == pytest.approx(totals.std(), rel=0.01)
    alone = np.sqrt(((profit * wins).std(axis=1) ** 2).sum())
    assert found.sd_if_errors_differ == pytest.approx(alone, rel=0.01)
    assert found.expected_wins == pytest.approx(chance.sum())


def test_a_shared_error_widens_and_does_not_move() -> None:
    """With an exact estimate both spreads are that of independent wins."""
    shared, _, _ = total(rivals(3), 0.3)
    assert shared.sd > shared.sd_if_errors_differ
    exact, bid, chance = total(rivals(3), 0.0)
    profit = payoff(bid[:, None], np.ones((3, 1)))[:, 0, 0]
    by_hand = np.sqrt((chance * (1.0 - chance) * profit**2).sum())
    assert exact.sd == pytest.approx(by_hand)
    assert exact.sd_if_errors_differ == pytest.approx(by_hand)
    alone, _, _ = total(rivals(3), 0.3, lots=1)
    assert alone.sd == pytest.approx(alone.sd_if_errors_differ)


def test_lots_with_different_rivals_add_up() -> None:
    """The margins stay: the expected total is that of the lots one by one."""
    bids = CutNormalBids(mean=np.array([0.22]), sd=np.array([0.03]))
    mixed = Rivals(chance=known_number([1, 3, 8]), bids=bids)
    tender = Tender(ceiling=0.35)
    found = best_bids(payoff, floor=np.full(3, 0.12), rivals=mixed, tender=tender, error=0.2)
    together = total_of(found, payoff, rivals=mixed, tender=tender, error=0.2)
    worth = found.expected_profit[found.recommend].sum()
    assert together.expected_profit == pytest.approx(worth)
    assert together.sd > together.sd_if_errors_differ
