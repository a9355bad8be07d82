"""The place a bid takes in a scored tender: price and technical points, the highest totals win.

Own total S = price points + technical points. Given the reference of the price points, a rival at z
totals above us with chance Phi((price points(z) + mean - S)/sd), and given the lot rivals are
independent of each other. All that follows is for one truth Z.

* The lowest bid is the reference: an integral over the lowest rival's chance c, where one rival
  stands and all others above. Both integrals are Gauss-Legendre, split at the own bid, where the
  lowest bid changes hands.
* A benchmark from all bids: rivals' bids are quasi-random points, the same whatever the question,
  and given the bids the rest is exact. So an answer is the same each time, and smooth.

A rival who would want more than the ceiling is never ahead and never the reference.

Source: own definition, docs/model.md, "Bidding".
"""

from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from placement.decide.bid.choices import AboveCeiling, Average, PriceFormula, Ties
from placement.decide.bid.ranks import places
from placement.decide.bid.rivals import Rivals, bids_given, scores, scores_given
from placement.decide.bid.tender import FEWEST_TRIMMED, Tender, price_points
from placement.domain.types import FloatArray

NODES = 6
"""Points of each half of an integral."""

POINTS_DRAWN, POINTS_WITHOUT_MARKS = 8, 10
"""Powers of 2: quasi-random tenders where technical marks smooth the answer, and where not."""

AT_A_TIME = 2_000_000
"""Rivals' points that are kept at once."""

NEGLIGIBLE = 1e-9
"""Chance of a number of rivals that is left out of a scored tender."""

_PLACES, _WEIGHTS = np.polynomial.legendre.leggauss(NODES)
_SHARES, _WEIGHTS = (_PLACES + 1.0) / 2.0, _WEIGHTS / 2.0


def scored_places(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    """Return the chance of each place that may win, given the truth.

    Args:
        commission: Own bids, shape (lots, bids).
        truth: Z, shape (truths,).
        rivals: The others.
        tender: The rules, with points.

    Returns:
        Shape (lots, places, truths, bids).
    """
    if tender.formula is PriceFormula.FROM_AVERAGE:
        return _by_average(commission, truth, rivals, tender)
    return _by_lowest(commission, truth, rivals, tender)


def _by_lowest(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    z = truth[None, :, None]
    own = commission[:, None, :, None]
    numbers, chance = _numbers(rivals)
    found = np.zeros((len(commission), tender.most_winners, truth.size, commission.shape[-1]))
    found[:, 0] = rivals.chance[:, 0, None, None]
    numbers, chance = numbers[numbers > 0], chance[:, numbers > 0]
    if not numbers.size:
        return found
    below = ndtr(scores_given(scores(commission, rivals)[:, None, :], z, rivals))
    most = np.broadcast_to(_present(rivals, tender, z), below.shape)
    below = np.minimum(below, most)
    # Of several numbers the fewest rivals have the widest spread of their lowest bid.
    few = float(numbers[0])
    at_own, at_most = 1.0 - (1.0 - below) ** few, 1.0 - (1.0 - most) ** few
    nodes, weights = _halves(at_own, at_most)
    lowest = 1.0 - (1.0 - nodes) ** (1.0 / few)
    lowest_bid = np.minimum(_at(lowest, z[..., None], rivals), tender.highest_bid)
    reference = np.minimum(own, lowest_bid)
    total = price_points(own, reference=reference, tender=tender) + tender.lead
    first_points = price_points(lowest_bid, reference=reference, tender=tender)
    first = _ahead(total, first_points, own, lowest_bid, tender)
    within, shares = _halves(
        np.maximum(below[..., None], lowest), np.broadcast_to(most[..., None], lowest.shape),
        start=lowest,
    )  # fmt: skip
    others = np.minimum(_at(within, z[..., None, None], rivals), tender.highest_bid)
    points = price_points(others, reference=reference[..., None], tender=tender)
    ahead = _ahead(total[..., None], points, own[..., None], others, tender)
    higher = np.maximum(1.0 - lowest, _ROUNDING)
    ahead = np.clip((ahead * shares).sum(axis=-1) / higher, 0.0, 1.0)
    for place, number in enumerate(numbers):
        # Density of the lowest of this number where the nodes are those of the fewest.
        density = weights * (number / few) * higher ** (number - few)
        here = chance[:, place, None, None]
        rest = places(np.eye(number)[None, number - 1], ahead, 1.0 - ahead, most=len(found[0]))
        beaten = np.concatenate([np.zeros_like(rest[:, :1]), rest[:, :-1]], axis=1)
        inside = first[:, None] * beaten + (1.0 - first[:, None]) * rest
        nobody = here * (1.0 - most) ** number
        found += here[:, None] * (inside * density[:, None]).sum(axis=-1)
        found[:, 0] += nobody
    return found


def _by_average(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    lots, bids = commission.shape
    drawn = _drawn(rivals.chance.shape[-1] - 1, bool(tender.rival_points_sd))
    # The first coordinate draws the number of rivals, the others what is each rival's own.
    own_scores = ndtri(drawn[:, 1:])
    found = np.empty((lots, tender.most_winners, truth.size, bids))
    size = max(int(AT_A_TIME / max(drawn.size, 1)), 1)
    number = (np.cumsum(rivals.chance, axis=-1)[:, None, :-1] <= drawn[None, :, :1]).sum(axis=-1)
    takes_part = np.arange(own_scores.shape[-1]) < number[..., None]
    for place, z in enumerate(truth):
        everyone = bids_given(own_scores[None], np.array(z), rivals)
        for lot in range(lots):
            others = everyone[min(lot, len(everyone) - 1)]
            here = takes_part[min(lot, len(takes_part) - 1)]
            if tender.above_ceiling is AboveCeiling.STAY_AWAY:
                here = here & (others <= tender.highest_bid)
            others = np.minimum(others, tender.highest_bid)
            for first in range(0, bids, size):
                some = slice(first, first + size)
                found[lot, :, place, some] = _against(commission[lot, some], others, here, tender)
    return found


def _against(own: FloatArray, others: FloatArray, here: FloatArray, tender: Tender) -> FloatArray:
    """Return the chance of each place for bids against drawn rivals, shape (places, bids)."""
    average = _average(own, others, here, tender)
    found = np.zeros((tender.most_winners, own.size))
    for discount in tender.discounts:
        blended = tender.ceiling_share * tender.highest_bid
        benchmark = (1.0 - discount) * (blended + (1.0 - tender.ceiling_share) * average)
        total = price_points(own, reference=benchmark, tender=tender) + tender.lead
        chance = np.zeros((tender.most_winners, *benchmark.shape))
        chance[0] = 1.0
        for rival in range(others.shape[-1]):
            bid = others[:, rival, None]
            points = price_points(bid, reference=benchmark, tender=tender)
            ahead = _ahead(total, points, own, bid, tender) * here[:, rival, None]
            behind = chance * (1.0 - ahead)
            behind[1:] += chance[:-1] * ahead
            chance = behind
        found += chance.mean(axis=1) / len(tender.discounts)
    return found


def _average(own: FloatArray, others: FloatArray, here: FloatArray, tender: Tender) -> FloatArray:
    """Return the average of all bids that are admitted, shape (tenders drawn, bids)."""
    count = here.sum(axis=-1)[:, None] + 1.0
    total = (others * here).sum(axis=-1)[:, None] + own
    if tender.average is Average.PLAIN or not others.shape[-1]:
        return np.asarray(total / count)
    high = np.maximum(np.where(here, others, -np.inf).max(axis=-1)[:, None], own)
    low = np.minimum(np.where(here, others, np.inf).min(axis=-1)[:, None], own)
    trimmed = (total - high - low) / np.maximum(count - 2.0, 1.0)
    return np.asarray(np.where(count >= FEWEST_TRIMMED, trimmed, total / count))


@lru_cache(maxsize=16)
def _drawn(rivals: int, with_marks: bool) -> FloatArray:
    """Return quasi-random points of the unit cube, always the same, shape (points, rivals + 1)."""
    cube = qmc.Sobol(rivals + 1, scramble=True, seed=20_260_101)
    points = cube.random_base2(POINTS_DRAWN if with_marks else POINTS_WITHOUT_MARKS)
    return np.asarray(np.clip(points, 1e-12, 1.0 - 1e-12))


def _present(rivals: Rivals, tender: Tender, truth: FloatArray) -> FloatArray:
    """Return the chance that one rival bids at all, given the truth; those above may stay away."""
    if tender.ceiling is None or tender.above_ceiling is AboveCeiling.BID_CEILING:
        return np.ones((1, 1, 1))
    lots = len(rivals.chance) if len(rivals.chance) > 1 else 1
    at_ceiling = rivals.bids.chance_below(np.full((lots, 1), tender.ceiling))
    return np.asarray(ndtr(scores_given(ndtri(at_ceiling)[:, None, :], truth, rivals)))


def _at(chance: FloatArray, truth: FloatArray, rivals: Rivals) -> FloatArray:
    """Return the bid below which a rival bids with this chance, given the truth."""
    return bids_given(ndtri(chance), truth, rivals)


def _numbers(rivals: Rivals) -> tuple[np.ndarray, FloatArray]:
    """Return the numbers of rivals that matter, and their chances, shape (lots or 1, numbers)."""
    matter = np.flatnonzero(np.any(rivals.chance > NEGLIGIBLE, axis=0))
    return matter, rivals.chance[:, matter]


def _halves(
    split: FloatArray, end: FloatArray, *, start: FloatArray | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return places from start (0) to end on both sides of a split, and their weights."""
    low = np.zeros_like(split)[..., None] if start is None else start[..., None]
    middle, high = split[..., None], end[..., None]
    places_ = [low + (middle - low) * _SHARES, middle + (high - middle) * _SHARES]
    weights = [(middle - low) * _WEIGHTS, (high - middle) * _WEIGHTS]
    return np.concatenate(places_, axis=-1), np.concatenate(weights, axis=-1)


def _ahead(
    own_total: FloatArray, points: FloatArray, own: FloatArray, bid: FloatArray, tender: Tender
) -> FloatArray:
    """Return the chance that a rival with these price points and this bid stands before us."""
    lead = points - own_total
    if tender.rival_points_sd:
        return np.asarray(ndtr(lead / tender.rival_points_sd))
    level = np.full(np.shape(lead), 0.5)
    if tender.ties is Ties.AGAINST_US:
        level = np.ones_like(level)
    elif tender.ties is Ties.LOWER_BID:
        level = (np.sign(own - bid) + 1.0) / 2.0 + np.zeros_like(level)
    return np.asarray(np.where(np.abs(lead) <= _LEVEL, level, lead > 0.0))


_ROUNDING = 1e-12
"""Keeps a fraction line above zero."""

_LEVEL = 1e-9
"""Points by which two totals are level in spite of rounding."""
