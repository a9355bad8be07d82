"""The place a bid takes in a scored tender: price and technical points, the highest totals win.

Own total S = price points + technical points. Given the reference of the price points, a rival at z
totals above us with chance Phi((price points(z) + mean - S)/sd), and given the lot rivals are
independent of each other. All that follows is for one truth Z.

* The lowest bid is the reference: an integral over the lowest rival's chance c, where one rival
  stands and all others above. Both integrals are Gauss-Legendre, split at the own bid, where the
  lowest bid changes hands.
* A benchmark from all bids: see `placement.decide.bid.benchmark`.

A rival who would want more than the ceiling is never ahead and never the reference.

Source: own definition, docs/model.md, "Bidding".
"""

import numpy as np
from scipy.special import ndtr, ndtri

from placement.decide.bid.benchmark import places_by_benchmark
from placement.decide.bid.choices import AboveCeiling, PriceFormula
from placement.decide.bid.ranks import places
from placement.decide.bid.rivals import Rivals, bids_given, scores, scores_given
from placement.decide.bid.tender import Tender, price_points
from placement.domain.types import FloatArray

NODES = 6
"""Points of each half of an integral."""

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
        return places_by_benchmark(commission, truth, rivals, tender)
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
    first = ndtr((first_points - total) / tender.marks_spread)
    within, shares = _halves(
        np.maximum(below[..., None], lowest), np.broadcast_to(most[..., None], lowest.shape),
        start=lowest,
    )  # fmt: skip
    others = np.minimum(_at(within, z[..., None, None], rivals), tender.highest_bid)
    points = price_points(others, reference=reference[..., None], tender=tender)
    ahead = ndtr((points - total[..., None]) / tender.marks_spread)
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


_ROUNDING = 1e-12
"""Keeps a fraction line above zero."""
