"""Who else bids, and the chance to be among the lowest.

    P(win | b) = sum_n chance(n) * sum_{j<m} C(n, j) F(b)^j (1 - F(b))^(n-j)

n rivals, known or uncertain; m winners; F = chance that one rival bids below b. Source:
docs/model.md, "Bidding".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, pdtr, pdtrc

from placement.decide.bid.bids import BidDistribution
from placement.decide.bid.checks import require_at_least
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray

MOST_RIVALS = 500
"""More rivals than any tender has seen; a guard against mistyped numbers."""

_TAIL = 1e-13
"""Chance of more rivals than are reckoned with, where their number is Poisson."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rivals:
    """How many others bid and how each of them does; bids are independent of each other."""

    chance: FloatArray
    """Chance of 0, 1, 2 ... rivals, shape (lots, counts) or (1, counts); rows add up to 1."""
    bids: BidDistribution

    def __post_init__(self) -> None:
        object.__setattr__(self, "chance", np.atleast_2d(np.asarray(self.chance, dtype=float)))
        total = self.chance.sum(axis=-1)
        if np.any(self.chance < 0.0) or np.any(np.abs(total - 1.0) > 1e-6):
            raise InputError(
                t(
                    "The chances of 0, 1, 2 ... rivals must be 0 or more and add up to 1; "
                    "got a sum of {total:g}.",
                    total=float(total[np.argmax(np.abs(total - 1.0))]),
                )
            )

    @property
    def counts(self) -> IntArray:
        """Numbers of rivals that `chance` speaks of, shape (counts,)."""
        return np.arange(self.chance.shape[-1], dtype=np.int64)

    @property
    def expected(self) -> FloatArray:
        """Expected number of rivals, shape (lots,)."""
        return np.asarray(self.chance @ self.counts)

    @property
    def may_be_none(self) -> bool:
        """Some lot may find no rival at all, so that only a ceiling bounds its bid."""
        return bool(np.any(self.chance[:, 0] > 0.0))


def known_number(rivals: int | Sequence[int] | IntArray) -> FloatArray:
    """Return the chances of a number of rivals that is known, shape (lots, counts)."""
    number = np.atleast_1d(np.asarray(rivals))
    require_at_least(t("rivals"), number, 0.0)
    if np.any(number > MOST_RIVALS) or np.any(number != np.floor(number)):
        raise InputError(
            t(
                "rivals must be a whole number up to {most}; got {came:g}.",
                most=MOST_RIVALS,
                came=float(np.max(number)),
            )
        )
    return np.asarray(np.arange(int(number.max()) + 1) == number[:, None], dtype=float)


def listed_chances(chances: Sequence[float]) -> FloatArray:
    """Return the chances of 0, 1, 2 ... rivals as typed, scaled to add up to exactly 1."""
    listed = np.asarray(chances, dtype=float)
    total = float(listed.sum()) if listed.size else 0.0
    if not listed.size or np.any(~(listed >= 0.0)) or abs(total - 1.0) > 0.005:
        raise InputError(
            t(
                "The chances of 0, 1, 2 ... rivals must be 0 or more and add up to 1; "
                "got a sum of {total:g}.",
                total=total,
            )
        )
    return np.asarray((listed / total)[None, :])


def poisson_number(mean: float | FloatArray) -> FloatArray:
    """Return the chances of 0, 1, 2 ... rivals whose number is Poisson, shape (lots, counts).

    The last number takes the tail, which is below 1e-13.
    """
    rate = np.atleast_1d(np.asarray(mean, dtype=float))
    require_at_least(t("The mean number of rivals"), rate, 0.0)
    if np.any(rate > MOST_RIVALS / 2):
        raise InputError(
            t(
                "The mean number of rivals must be at most {most:g}; got {came:g}.",
                most=MOST_RIVALS / 2,
                came=float(rate.max()),
            )
        )
    most = int(np.argmax(pdtrc(np.arange(MOST_RIVALS + 1), rate.max()) < _TAIL))
    below = pdtr(np.arange(max(most, 1)), rate[:, None])
    edges = np.concatenate([np.zeros((rate.size, 1)), below, np.ones((rate.size, 1))], axis=-1)
    return np.asarray(np.diff(edges, axis=-1))


def require_bidders(chance: FloatArray, winners: int | IntArray) -> None:
    """Raise InputError where more are to win than ever bid; as many is a walk-over and stays."""
    bidders = chance.shape[-1]
    if np.any(np.asarray(winners) < 1) or np.any(np.asarray(winners) > bidders):
        raise InputError(
            t(
                "winners must be a whole number from 1 to the number of bidders, {bidders} with "
                "yourself; got {came}. Name fewer winners or more rivals.",
                bidders=bidders,
                came=int(np.max(winners)),
            )
        )


def chance_of_few(counts: IntArray, ahead: FloatArray, winners: FloatArray) -> FloatArray:
    """Return the chance that fewer than m of n rivals are ahead, each with chance `ahead`.

        sum_{j<m} C(n, j) q^j (1 - q)^(n - j); 1 where m > n

    Args:
        counts: Number of rivals n; broadcast with the others.
        ahead: Chance q that one rival is ahead of us.
        winners: m; 0 or less gives 0.
    """
    number, most = np.broadcast_arrays(np.asarray(counts, float), np.asarray(winners, float))
    few = np.minimum(most, number) - 1.0
    chance = bdtr(np.maximum(few, 0.0), np.maximum(number, 1.0).astype(int), ahead)
    return np.asarray(np.where(most > number, 1.0, np.where(most < 1.0, 0.0, chance)))


def chance_among_lowest(
    commission: FloatArray, rivals: Rivals, winners: int | IntArray = 1
) -> FloatArray:
    """Return P(win | b, n) of a tender that takes the m lowest bids.

    Where all rivals bid the same and so do we, lots are drawn: m of n + 1 win.

    Args:
        commission: Own bids, shape (lots, bids).
        rivals: The others.
        winners: m, one number or one for each lot.

    Returns:
        Shape (lots, counts, bids).
    """
    counts = rivals.counts[None, :, None]
    most = np.atleast_1d(np.asarray(winners, dtype=float))[:, None, None]
    below = rivals.bids.chance_below(commission)[:, None, :]
    tied = rivals.bids.ties(commission)[:, None, :]
    drawn = np.minimum(most / (counts + 1.0), 1.0)
    return np.where(tied, drawn, chance_of_few(counts, below, most))
