"""Who else bids, and what their bids have to do with the lot.

Rivals look at the same debtors. With F the distribution of one rival's bid and Z how much better
the lot is than we think, the rival's score is

    Phi^-1(F(bid)) = -sqrt(rho) * Z + sqrt(1 - rho) * own,     own standard normal

so that, whatever the lot, a bid is spread as F says; rho is the share of that spread which knows
this lot. For a normal F a bid given Z has mean m - sd*sqrt(rho)*Z and spread sd*sqrt(1 - rho).

Source: own definition, docs/model.md, "Bidding"; the copula is the Gaussian one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri, pdtr, pdtrc

from placement.decide.bid.bids import BidDistribution
from placement.decide.bid.checks import require_at_least, require_share
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray

MOST_RIVALS = 500
"""More rivals than any tender has seen; a guard against mistyped numbers."""

_FAR = 40.0
"""A score beyond which no bid lies."""

_TAIL = 1e-13
"""Chance of more rivals than are reckoned with, where their number is Poisson."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Rivals:
    """How many others bid and how each of them does; given the lot, independently of each other."""

    chance: FloatArray
    """Chance of 0, 1, 2 ... rivals, shape (lots, counts) or (1, counts); rows add up to 1."""
    bids: BidDistribution
    knows: float | FloatArray = 0.0
    """Share of the spread of their bids that knows the lot, rho, one or one for each lot; 0 is
    bids that know nothing of it, 1 is bids that follow from it."""

    def __post_init__(self) -> None:
        require_share(t("rivals-know"), self.knows)
        object.__setattr__(self, "chance", np.atleast_2d(np.asarray(self.chance, dtype=float)))
        total = self.chance.sum(axis=-1)
        if np.any(self.chance < 0.0) or np.any(np.abs(total - 1.0) > 1e-6):
            raise InputError(
                t(
                    "The chances of 0, 1, 2 ... rivals must be 0 or more and add up to 1; "
                    "got a sum of {total:g}. Write them as in 0.1,0.4,0.5.",
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


def scores(commission: FloatArray, rivals: Rivals) -> FloatArray:
    """Return the score of each bid, Phi^-1(F(b)); infinite where no rival bids below or above.

    Args:
        commission: Shape (lots, bids).
        rivals: The others.
    """
    return np.asarray(
        ndtri(np.broadcast_to(rivals.bids.chance_below(commission), commission.shape))
    )


def scores_given(score: FloatArray, truth: FloatArray, rivals: Rivals) -> FloatArray:
    """Return the scores of the same bids among rivals who bid on this truth.

        (score + sqrt(rho) * Z)/sqrt(1 - rho)

    With rho = 1 all rivals bid alike, and a score is infinite.

    Args:
        score: Phi^-1(F(b)); the lots come first.
        truth: Z; broadcasts with the score.
        rivals: The others.
    """
    knows = _wide(rivals.knows, max(np.ndim(score), np.ndim(truth)))
    moved, own = score + np.sqrt(knows) * truth, np.sqrt(1.0 - knows)
    known = np.where(moved > 0.0, np.inf, -np.inf)
    return np.asarray(np.where(own > 0.0, moved / np.where(own > 0.0, own, 1.0), known))


def bids_given(own: FloatArray, truth: FloatArray, rivals: Rivals) -> FloatArray:
    """Return rivals' bids on a truth, F^-1(Phi(-sqrt(rho)*Z + sqrt(1 - rho)*own)).

    Args:
        own: What is the rival's own, a standard normal score; the lots come first.
        truth: Z; broadcasts with the scores.
        rivals: The others.
    """
    knows = _wide(rivals.knows, max(np.ndim(own), np.ndim(truth)))
    # An infinite score is still the bid that all rivals make where they know everything.
    by_itself = np.sqrt(1.0 - knows) * np.clip(own, -_FAR, _FAR)
    return rivals.bids.at(ndtr(by_itself - np.sqrt(knows) * truth))


def _wide(knows: float | FloatArray, axes: int) -> FloatArray:
    return np.asarray(knows, dtype=float).reshape(-1, *(1,) * (axes - 1))


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
                "got a sum of {total:g}. Write them as in 0.1,0.4,0.5.",
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
