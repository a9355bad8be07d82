"""What may come of bids: their spread and chance of a loss, one lot alone and several together.

Lots read by the same people share one error. Given Z, how much better all of them are than they
look, lots are won independently of each other:

    total | Z:  mean sum_l E[profit_l | Z],  variance sum_l Var[profit_l | Z]

A lot that is not won costs what it cost to bid. A shared error does not move the expected total; it
widens it.

Source: own definition, docs/model.md, "Bidding".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.interpolate import make_interp_spline

from placement.decide.bid.bid import Bids
from placement.decide.bid.judge import as_far_as_unknown, places_given
from placement.decide.bid.payoff import Payoff
from placement.decide.bid.rivals import Rivals
from placement.decide.bid.tender import Tender
from placement.decide.bid.truth import truths
from placement.domain.types import FloatArray

FINE: FloatArray = np.asarray(np.linspace(-6.0, 6.0, 961), dtype=float)
"""Z at which a bid's outcomes are listed: fine enough for a chance to win that steps in Z."""

_WEIGHT = np.exp(-(FINE**2) / 2.0) / np.exp(-(FINE**2) / 2.0).sum()


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
    """What may come of lots' bids, at each Z of `FINE`."""

    chance: FloatArray
    """Chance of each place that wins, shape (lots, places, truths); 0 where no bid is made."""
    profit: FloatArray
    """Profit there, the cost of bidding included, same shape."""
    share: FloatArray
    """Share of the volume by place, shape (lots or 1, places)."""
    if_lost: FloatArray
    """What is earned where the lot is not won, 0 or less, shape (lots,), as the next."""
    expected: FloatArray
    win_probability: FloatArray

    @cached_property
    def mean(self) -> FloatArray:
        """Expected profit given Z, shape (lots, truths)."""
        return np.asarray(self._over_places(self.profit) + self._lost * self.if_lost[:, None])

    @cached_property
    def variance(self) -> FloatArray:
        """Variance of the profit given Z, same shape."""
        square = self._over_places(self.profit**2) + self._lost * self.if_lost[:, None] ** 2
        return np.asarray(np.maximum(square - self.mean**2, 0.0))

    @property
    def sd(self) -> FloatArray:
        """Standard deviation of the profit of each lot, shape (lots,)."""
        within, between = self.variance @ _WEIGHT, self.mean**2 @ _WEIGHT
        return np.asarray(np.sqrt(np.maximum(within + between - (self.mean @ _WEIGHT) ** 2, 0.0)))

    @property
    def loss_probability(self) -> FloatArray:
        """Chance to end below zero, shape (lots,): won and no profit, or bid in vain at a cost."""
        won = (self.chance * (self.profit < 0.0)).sum(axis=1) @ _WEIGHT
        return np.asarray(won + (self._lost @ _WEIGHT) * (self.if_lost < 0.0))

    @property
    def share_if_won(self) -> FloatArray:
        """Share of the volume that a winner expects, shape (lots,); 1 where no bid is made."""
        by_place = self.chance @ _WEIGHT
        wins = by_place.sum(axis=-1)
        made = wins > 0.0
        return np.asarray(
            np.where(made, (self.share * by_place).sum(axis=-1) / np.where(made, wins, 1.0), 1.0)
        )

    @property
    def _lost(self) -> FloatArray:
        return np.asarray(1.0 - self.chance.sum(axis=1))

    def _over_places(self, profit: FloatArray) -> FloatArray:
        return np.asarray((self.chance * profit).sum(axis=1))


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
    bid, behind = np.nan_to_num(found.bid, nan=1.0)[:, None], truths(error)
    lots = len(bid)
    fixed = np.broadcast_to(payoff.fixed_cost, lots)[:, None]
    factor = np.broadcast_to(behind.factor, (lots, behind.z.size))
    gain = payoff(bid, factor)[..., 0] + fixed
    if behind.z.size > 1:
        gain = make_interp_spline(behind.z, gain, k=3, axis=-1)(FINE)
    gain = np.broadcast_to(gain, (lots, FINE.size))
    made = found.recommend[:, None, None]
    chance = places_given(bid, FINE, as_far_as_unknown(rivals, error), tender)
    share = tender.volume[:, :, None]
    return Outcome(
        chance=np.asarray(chance * made),
        profit=share * gain[:, None] - fixed[..., None] - tender.bid_cost,
        share=tender.volume,
        if_lost=np.where(found.recommend, -tender.bid_cost, 0.0),
        expected=np.where(found.recommend, found.expected_profit, 0.0),
        win_probability=np.where(found.recommend, found.win_probability, 0.0),
    )


def add_up(outcomes: Sequence[Outcome]) -> Total:
    """Return what bids bring together whose errors are the same, tendered under any rules."""
    mean = np.concatenate([outcome.mean for outcome in outcomes])
    variance = np.concatenate([outcome.variance for outcome in outcomes])
    expected = np.concatenate([outcome.expected for outcome in outcomes])
    together = mean.sum(axis=0)
    spread = variance.sum(axis=0) @ _WEIGHT + together**2 @ _WEIGHT - (together @ _WEIGHT) ** 2
    alone = np.concatenate([outcome.sd for outcome in outcomes])
    return Total(
        expected_profit=float(expected.sum()),
        sd=float(np.sqrt(max(spread, 0.0))),
        sd_if_errors_differ=float(np.sqrt((alone**2).sum())),
        expected_wins=float(sum(outcome.win_probability.sum() for outcome in outcomes)),
    )
