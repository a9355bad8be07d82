"""The place a bid takes where the lowest commissions win, and what winning says of the lot.

Given the truth Z a rival bids below b with chance Phi(u), u = (score + sqrt(rho) Z)/sqrt(1 - rho),
and the rivals are independent. Where rivals know nearly everything the chance to win is a steep
step in Z. It is then split into sharp ones: with w(u) the chance to win at u,

    w(u) = w(inf) + sum over t of (w(t) - w(t + dt)) [u < t]
    u < t  where  Z < (sqrt(1 - rho) t - score)/sqrt(rho)

and each sharp step is averaged exactly. At rho = 1 all steps fall together.

Source: own definition, docs/model.md, "Bidding".
"""

import numpy as np
from scipy.special import ndtr

from placement.decide.bid.bids import TICK
from placement.decide.bid.choices import AboveCeiling
from placement.decide.bid.ranks import places, places_level_with_all, places_level_with_rest
from placement.decide.bid.rivals import Rivals, scores, scores_given
from placement.decide.bid.tender import Tender
from placement.decide.bid.truth import weight_below
from placement.domain.types import BoolArray, FloatArray

STEEP = 0.9
"""Knowledge above which the chance to win is too steep in Z for the grid of truths."""

_EDGES = np.linspace(-9.0, 9.0, 361)
_MIDDLE = (_EDGES[1:] + _EDGES[:-1]) / 2.0


def lowest_places(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    """Return the chance of each place that may win, given the truth.

    Args:
        commission: Own bids, shape (lots, bids).
        truth: Z, shape (truths,).
        rivals: The others.
        tender: The rules.

    Returns:
        Shape (lots, places, truths, bids).
    """
    score = scores(commission, rivals)[:, None, :]
    chance, most = _per_lot(rivals.chance, len(commission)), tender.most_winners
    at = scores_given(score, truth[None, :, None], rivals)
    found = places(chance, ndtr(at), ndtr(-at), most=most)
    tied = np.broadcast_to(rivals.bids.ties(commission), commission.shape)
    if tied.any():
        drawn = places_level_with_all(chance, most=most)
        found = np.where(tied[:, None, None, :], drawn[:, :, None, None], found)
    level = level_at_ceiling(commission, tender) & ~tied
    if level.any():
        shared = places_level_with_rest(chance, ndtr(at), ndtr(-at), most=most)
        found = np.where(level[:, None, None, :], shared, found)
    return found


def steep_chances(
    score: FloatArray,
    chance: FloatArray,
    *,
    knows: float,
    weights: FloatArray,
    level: BoolArray,
) -> FloatArray:
    """Return the chance to take a place that counts and find each truth, of one lot.

    Args:
        score: Of the own bids, shape (bids,).
        chance: Chance of 0, 1, 2 ... rivals, shape (counts,).
        knows: rho, above 0.
        weights: What each place counts, shape (kinds, places).
        level: Where rivals above us are level with us, shape (bids,).

    Returns:
        Shape (kinds, truths, bids).
    """
    edge = (np.sqrt(1.0 - knows) * _MIDDLE[:, None] - score) / np.sqrt(knows)
    everywhere, below = weight_below(np.array([np.inf]))[0], weight_below(edge)

    def averaged(by_score: FloatArray) -> FloatArray:
        counted = weights @ by_score[0]
        steps = counted[:, :-1] - counted[:, 1:]
        found = np.einsum("kq,qbt->ktb", steps, below)
        return np.asarray(found + counted[:, -1, None, None] * everywhere[:, None])

    ahead, behind, most = ndtr(_EDGES)[None], ndtr(-_EDGES)[None], weights.shape[-1]
    found = averaged(places(chance[None], ahead, behind, most=most))
    if level.any():
        shared = averaged(places_level_with_rest(chance[None], ahead, behind, most=most))
        found = np.where(level, shared, found)
    return found


def level_at_ceiling(commission: FloatArray, tender: Tender) -> BoolArray:
    """Return where rivals who want more stand level with us, because they bid the ceiling."""
    if tender.ceiling is None or tender.above_ceiling is AboveCeiling.STAY_AWAY:
        return np.zeros(commission.shape, dtype=bool)
    return np.asarray(np.abs(commission - tender.ceiling) < TICK * (1.0 - 1e-6))


def _per_lot(chance: FloatArray, lots: int) -> FloatArray:
    return np.broadcast_to(chance, (lots, chance.shape[-1]))
