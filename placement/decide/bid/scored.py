"""The chance to win a scored tender: price and technical points, the m highest totals win.

Own total S = price points + technical points. Given the lowest rival bid y (or the rivals'
average), a rival at z totals above us with chance Phi((price points(z) + mean - S)/sd), and rivals
are independent of each other. So

    P(win | b, n) = integral over y of P(fewer than m of n rivals total above us | y)

with y the lowest of n bids, where one rival stands at y and the other n - 1 anywhere above it. The
integrals are Gauss-Legendre in the chances of y and z, split at y = b and z = b, where the lowest
bid changes hands and, if points hardly count, the order does. For `from_average` the average of n
rivals is taken as normal and a rival's distance from it as independent of the others', which is
exact for one rival.

Source: own definition, docs/model.md, "Bidding".
"""

import numpy as np
from scipy.special import ndtr, ndtri

from placement.decide.bid.bids import BidDistribution, CutNormalBids
from placement.decide.bid.choices import PriceFormula
from placement.decide.bid.rivals import Rivals, chance_among_lowest, chance_of_few
from placement.decide.bid.tender import Tender, price_points
from placement.domain.types import FloatArray

NODES = 16
"""Points of each integral, or of each half where it is split."""

_PLACES, _WEIGHTS = np.polynomial.legendre.leggauss(NODES)
_SHARES, _WEIGHTS = (_PLACES + 1.0) / 2.0, _WEIGHTS / 2.0


def win_chance(commission: FloatArray, rivals: Rivals, tender: Tender) -> FloatArray:
    """Return P(win | b, n) under the tender's rules; a bid above the ceiling never wins.

    Args:
        commission: Own bids, shape (lots, bids).
        rivals: The others.
        tender: The rules.

    Returns:
        Shape (lots, counts, bids).
    """
    if tender.is_scored:
        chance = _scored(commission, rivals, tender)
    else:
        chance = chance_among_lowest(commission, rivals, tender.winners)
    admitted = commission <= tender.highest_bid + _ROUNDING
    return np.asarray(chance * admitted[:, None, :])


def _scored(commission: FloatArray, rivals: Rivals, tender: Tender) -> FloatArray:
    """Return P(win | b, n); the loop is over numbers of rivals, a handful."""
    chances = []
    for count in rivals.counts:
        if count == 0 or not np.any(rivals.chance[:, count] > 0.0):
            chances.append(np.ones_like(commission))
        elif tender.formula is PriceFormula.FROM_AVERAGE:
            chances.append(_against_average(commission, rivals, tender, int(count)))
        else:
            chances.append(_against_lowest(commission, rivals, tender, int(count)))
    return np.stack(chances, axis=1)


def _against_lowest(
    commission: FloatArray, rivals: Rivals, tender: Tender, count: int
) -> FloatArray:
    own = commission[..., None]
    below = rivals.bids.chance_below(commission)
    # Chance that the lowest rival is below us; its nodes lie in both parts of (0, 1).
    places, weights = _halves(1.0 - (1.0 - below) ** count)
    chance = 1.0 - (1.0 - places) ** (1.0 / count)
    lowest_rival = rivals.bids.at(chance)
    reference = np.minimum(own, lowest_rival)
    total = price_points(own, reference=reference, tender=tender) + tender.lead
    first_ahead = _ahead(
        total, price_points(lowest_rival, reference=reference, tender=tender), tender
    )
    # The others lie above the lowest; where points hardly count, those below us are the ones ahead.
    past = ((below[..., None] - chance) / np.maximum(1.0 - chance, _ROUNDING)).clip(0.0, 1.0)
    within, shares = _halves(past)
    others = rivals.bids.at(chance[..., None] + (1.0 - chance[..., None]) * within)
    other_points = price_points(others, reference=reference[..., None], tender=tender)
    other_ahead = (_ahead(total[..., None], other_points, tender) * shares).sum(axis=-1)
    most = np.atleast_1d(np.asarray(tender.winners, dtype=float))[:, None, None]
    rest = np.asarray(count - 1)
    inside = first_ahead * chance_of_few(rest, other_ahead, most - 1.0)
    inside = inside + (1.0 - first_ahead) * chance_of_few(rest, other_ahead, most)
    return np.asarray((inside * weights).sum(axis=-1))


def _against_average(
    commission: FloatArray, rivals: Rivals, tender: Tender, count: int
) -> FloatArray:
    own = commission[..., None]
    mean, sd = _moments(rivals.bids)
    score = ndtri(_SHARES)
    averages = np.clip(mean + sd / np.sqrt(count) * score, 0.0, 1.0)[:, None, :]
    reference = (own + count * averages) / (count + 1.0)
    total = price_points(own, reference=reference, tender=tender) + tender.lead
    apart = sd[:, None, :, None] * np.sqrt(1.0 - 1.0 / count) * score
    others = np.clip(averages[..., None] + apart, 0.0, 1.0)
    points = price_points(others, reference=reference[..., None], tender=tender)
    ahead = _ahead(total[..., None], points, tender) @ _WEIGHTS
    most = np.atleast_1d(np.asarray(tender.winners, dtype=float))[:, None, None]
    return np.asarray(chance_of_few(np.asarray(count), ahead, most) @ _WEIGHTS)


def _halves(split: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return places in (0, 1) on both sides of a split, and their weights, on a new last axis."""
    at = split[..., None]
    places = np.concatenate([at * _SHARES, at + (1.0 - at) * _SHARES], axis=-1)
    return places, np.concatenate([at * _WEIGHTS, (1.0 - at) * _WEIGHTS], axis=-1)


def _ahead(own_total: FloatArray, rival_price_points: FloatArray, tender: Tender) -> FloatArray:
    """Return the chance that a rival with these price points totals above us; a tie is half."""
    behind = rival_price_points - own_total
    if tender.rival_points_sd:
        return np.asarray(ndtr(behind / tender.rival_points_sd))
    return np.asarray((np.sign(behind) + 1.0) / 2.0)


def _moments(bids: BidDistribution) -> tuple[FloatArray, FloatArray]:
    """Return mean and standard deviation, shape (lots, 1)."""
    if isinstance(bids, CutNormalBids):
        mean, sd = bids.mean_and_sd()
        return mean[:, None], sd[:, None]
    values = bids.at(_SHARES[None, :])
    mean = values @ _WEIGHTS
    return mean[:, None], np.sqrt((values - mean[:, None]) ** 2 @ _WEIGHTS)[:, None]


_ROUNDING = 1e-12
"""So that a bid at the ceiling is admitted in spite of rounding."""
