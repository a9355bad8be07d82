"""Several lots at once, read by the same people: one error runs through all of them.

Given how far the estimates are off, lots are won independently of each other. A shared error does
not move the expected total; it widens it:

    total | x:  mean sum_l P_l * profit_l(x),  variance sum_l P_l * (1 - P_l) * profit_l(x)^2

Source: own definition, docs/model.md, "Bidding".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.bid.bid import Bids
from placement.decide.bid.judge import how_won
from placement.decide.bid.payoff import Payoff
from placement.decide.bid.rivals import Rivals
from placement.decide.bid.tender import Tender
from placement.domain.types import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Total:
    """All lots that are worth bidding for, together; money in today's money."""

    expected_profit: float
    sd: float
    """Standard deviation where all lots share one error."""
    sd_if_errors_differ: float
    """The same if each lot were read by somebody else."""
    expected_wins: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Outcome:
    """What may come of lots' bids; arrays of shape (lots, truths)."""

    joint: FloatArray
    """Chance to win and find each truth; 0 where no bid is made."""
    profit: FloatArray
    """Profit if so."""


def total_of(
    found: Bids,
    payoff: Payoff,
    *,
    rivals: Rivals,
    tender: Tender,
    error: float | FloatArray = 0.0,
) -> Total:
    """Return what the recommended bids bring together; arguments as `best_bids`."""
    return add_up([outcome_of(found, payoff, rivals=rivals, tender=tender, error=error)])


def outcome_of(
    found: Bids,
    payoff: Payoff,
    *,
    rivals: Rivals,
    tender: Tender,
    error: float | FloatArray = 0.0,
) -> Outcome:
    """Return what may come of the recommended bids; arguments as `best_bids`."""
    winning = how_won(rivals, tender, error)
    bid = np.nan_to_num(found.bid, nan=1.0)[:, None]
    lots = len(bid)
    factor = np.broadcast_to(winning.factor, (lots, winning.factor.shape[-1]))
    joint = np.broadcast_to(winning.won(bid), (lots, factor.shape[-1], 1))[..., 0]
    return Outcome(
        joint=np.asarray(joint * found.recommend[:, None]), profit=payoff(bid, factor)[..., 0]
    )


def add_up(outcomes: Sequence[Outcome]) -> Total:
    """Return what bids bring together whose errors are the same, tendered under any rules."""
    joint = np.concatenate([outcome.joint for outcome in outcomes])
    profit = np.concatenate([outcome.profit for outcome in outcomes])
    chance = joint.sum(axis=-1)
    given_win = joint / np.maximum(chance[:, None], 1e-300)
    # Where no bid is made nothing can happen, yet the pieces below need chances that add up.
    given_win = np.where(chance[:, None] > 0.0, given_win, 1.0 / joint.shape[-1])
    expected = (given_win * profit).sum(axis=-1)
    square = (given_win * profit**2).sum(axis=-1)
    alone = chance * square - (chance * expected) ** 2
    shares, moved = _in_step(given_win, profit)
    together = chance @ moved
    within = (chance * (1.0 - chance)) @ moved**2
    variance = shares @ (within + together**2) - float(shares @ together) ** 2
    return Total(
        expected_profit=float(chance @ expected),
        sd=float(np.sqrt(max(variance, 0.0))),
        sd_if_errors_differ=float(np.sqrt(max(alone.sum(), 0.0))),
        expected_wins=float(chance.sum()),
    )


def _in_step(chances: FloatArray, profit: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return shares and each lot's profit when all stand at the same rank of their own error.

    Args:
        chances: Chance of each truth, shape (lots, truths).
        profit: Profit there, same shape.

    Returns:
        Shares of shape (pieces,), adding up to 1, and profits of shape (lots, pieces).
    """
    upto = np.cumsum(chances, axis=-1)
    edges = np.unique(np.clip(upto, 0.0, 1.0))
    edges = np.unique(np.concatenate([[0.0], edges, [1.0]]))
    middle = (edges[1:] + edges[:-1]) / 2.0
    # How many truths end below the middle is the place of the truth that holds it.
    place = (upto[:, :, None] < middle).sum(axis=1)
    place = np.minimum(place, chances.shape[-1] - 1)
    return np.diff(edges), np.take_along_axis(profit, place, axis=-1)
