"""The place a bid takes where price points fall with the distance from a benchmark of all bids.

Rivals' bids are quasi-random points, the same whatever the question, and given the bids the rest is
exact. So an answer is the same each time. With technical marks it is smooth; by the price alone a
rival stands before us where his bid lies in the band about the benchmark that is better than ours.

Where rivals know nearly everything about the lot the chance to win is a steep step in Z, which no
curve through a few truths can follow. The points are then drawn over Z as well, one after the other
from the worst lot to the best, so that a step is found to the nearest of them.

A rival who would want more than the ceiling and stays away is never ahead and no part of the
average.

Source: own definition, docs/model.md, "Bidding".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from placement.decide.bid.choices import AboveCeiling, Average, Ties
from placement.decide.bid.rivals import Rivals, bids_given
from placement.decide.bid.tender import FEWEST_TRIMMED, LEVEL, POINTS, Tender, price_points
from placement.decide.bid.truth import TRUTHS
from placement.domain.types import BoolArray, FloatArray, IntArray

POINTS_DRAWN, POINTS_WITHOUT_MARKS = 8, 10
"""Powers of 2: quasi-random tenders at each truth where technical marks smooth the answer, and
where not."""

BETWEEN_TRUTHS, BETWEEN_WITHOUT_MARKS = 7, 9
"""The same between each two of `TRUTHS`, where tenders are drawn over the truths as well."""

MOST_DRAWN = 2**19
"""Rivals' bids that are drawn over all truths at most; a crowd is spread evenly with fewer."""

EACH = 64
"""Tenders at each truth of a long list of truths."""

_AT_ONCE = 64
"""Of those truths, how many are looked at together."""

AT_A_TIME = 2**15
"""Pairs of a drawn tender and an own bid that are looked at together, so that they stay close to
the processor."""

_NEAR = 6
"""Of `TRUTHS`, those that a tender between two of them is read at: a curve of the fifth degree."""


def places_by_benchmark(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    """Return the chance of each place that may win, given the truth.

    Args:
        commission: Own bids, shape (lots, bids).
        truth: Z, shape (truths,); good at each of them.
        rivals: The others.
        tender: The rules, with a benchmark.

    Returns:
        Shape (lots, places, truths, bids).
    """
    power = POINTS_DRAWN if tender.marks_spread > 0.0 else POINTS_WITHOUT_MARKS
    found = np.empty((len(commission), tender.most_winners, truth.size, commission.shape[-1]))
    for place, z in enumerate(truth):
        tenders = _tenders_at(float(z), power, rivals, tender)
        for lot, some, chance in _in_tenders(commission, tenders, tender):
            found[lot, :, place, some] = chance.mean(axis=-1)
    return found


def places_at_many_truths(
    commission: FloatArray, truth: FloatArray, rivals: Rivals, tender: Tender
) -> FloatArray:
    """Return the same for a long list of truths; good for sums over neighbours, rough at each."""
    drawn = _drawn(rivals.chance.shape[-1], int(np.ceil(np.log2(truth.size * EACH))))
    found = np.empty((len(commission), tender.most_winners, truth.size, commission.shape[-1]))
    for first in range(0, truth.size, _AT_ONCE):
        z = np.repeat(truth[first : first + _AT_ONCE], EACH)[:, None]
        here = drawn[first * EACH : first * EACH + z.size]
        tenders = _tenders(z, here, rivals, tender)
        for lot, some, chance in _in_tenders(commission, tenders, tender):
            by_truth = chance.reshape(*chance.shape[:2], -1, EACH).mean(axis=-1)
            found[lot, :, first : first + _AT_ONCE, some] = np.swapaxes(by_truth, 1, 2)
    return found


def chances_by_benchmark(commission: FloatArray, rivals: Rivals, tender: Tender) -> FloatArray:
    """Return the chance to take each place and find each of `TRUTHS`.

    Args:
        commission: Own bids, shape (lots, bids).
        rivals: The others; what they know may be all there is.
        tender: The rules, with a benchmark.

    Returns:
        Shape (lots, places, truths, bids).
    """
    counts, gaps = rivals.chance.shape[-1], TRUTHS.size - 1
    power = BETWEEN_TRUTHS if tender.marks_spread > 0.0 else BETWEEN_WITHOUT_MARKS
    power = min(power, int(np.log2(MOST_DRAWN / (gaps * counts))))
    each = 2**power
    _, weight, nearest = _over_truths(each)
    found = np.zeros((len(commission), tender.most_winners, TRUTHS.size, commission.shape[-1]))
    for gap in range(gaps):
        near = slice(nearest[gap], nearest[gap] + _NEAR)
        tenders = _tenders_between(gap, each, rivals, tender)
        for lot, some, chance in _in_tenders(commission, tenders, tender):
            found[lot, :, near, some] += weight[gap] @ np.swapaxes(chance, -1, -2)
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class _Tenders:
    """Drawn tenders; arrays of shape (lots or 1, rivals, tenders), the tenders side by side."""

    bids: FloatArray
    """What each rival bids, at most the ceiling."""
    here: BoolArray
    """Who bids at all."""


def _tenders(truth: FloatArray, drawn: FloatArray, rivals: Rivals, tender: Tender) -> _Tenders:
    """Return the tenders of points of the unit cube.

    Args:
        truth: Z of each tender, shape (tenders, 1), or of all.
        drawn: Shape (tenders, rivals + 1). The first coordinate draws the number of rivals, the
            others what is each rival's own.
        rivals: The others.
        tender: The rules.
    """
    wanted = bids_given(ndtri(drawn[None, :, 1:]), np.asarray(truth)[None], rivals)
    number = (np.cumsum(rivals.chance, axis=-1)[:, None, :-1] <= drawn[None, :, :1]).sum(axis=-1)
    here = np.arange(drawn.shape[-1] - 1) < number[..., None]
    if tender.above_ceiling is AboveCeiling.STAY_AWAY:
        here = here & (wanted <= tender.highest_bid)
    bids, here = (
        np.ascontiguousarray(np.swapaxes(each, -1, -2))
        for each in (np.minimum(wanted, tender.highest_bid), here)
    )
    return _Tenders(bids=bids, here=here)


@lru_cache(maxsize=16)
def _tenders_at(truth: float, power: int, rivals: Rivals, tender: Tender) -> _Tenders:
    """Return tenders of one truth; a search asks for the same ones again and again."""
    return _tenders(np.array(truth), _drawn(rivals.chance.shape[-1], power), rivals, tender)


@lru_cache(maxsize=64)
def _tenders_between(gap: int, each: int, rivals: Rivals, tender: Tender) -> _Tenders:
    """Return as many tenders between two of `TRUTHS`."""
    drawn = _drawn(rivals.chance.shape[-1], int(np.ceil(np.log2((TRUTHS.size - 1) * each))))
    z, _, _ = _over_truths(each)
    return _tenders(z[gap, :, None], drawn[gap * each : (gap + 1) * each], rivals, tender)


def _in_tenders(
    commission: FloatArray, tenders: _Tenders, tender: Tender
) -> Iterator[tuple[int, slice, FloatArray]]:
    """Yield a lot, some of its bids and their chance of each place, (places, bids, tenders)."""
    bids, here = tenders.bids, tenders.here
    size = max(AT_A_TIME // bids.shape[-1], 1)
    for lot in range(len(commission)):
        others, present = bids[min(lot, len(bids) - 1)], here[min(lot, len(here) - 1)]
        for first in range(0, commission.shape[-1], size):
            some = slice(first, first + size)
            yield lot, some, _against(commission[lot, some, None], others, present, tender)


def _against(own: FloatArray, others: FloatArray, here: BoolArray, tender: Tender) -> FloatArray:
    """Return the chance of each place for bids (bids, 1) in tenders, (places, bids, tenders)."""
    average = _average(own, others, here, tender)
    found = np.zeros((tender.most_winners, *average.shape))
    by = _by_marks if tender.marks_spread > 0.0 else _by_price
    for discount in tender.discounts:
        blended = tender.ceiling_share * tender.highest_bid
        benchmark = (1.0 - discount) * (blended + (1.0 - tender.ceiling_share) * average)
        found += by(own, others, here, benchmark, tender)
    return found / len(tender.discounts)


def _by_marks(
    own: FloatArray, others: FloatArray, here: BoolArray, benchmark: FloatArray, tender: Tender
) -> FloatArray:
    """Return the chance of each place; a rival is ahead with a chance that his marks decide."""
    total = price_points(own, reference=benchmark, tender=tender) + tender.lead
    chance = np.zeros((tender.most_winners, *benchmark.shape))
    chance[0] = 1.0
    for bid, present in zip(others, here, strict=True):
        points = price_points(bid, reference=benchmark, tender=tender)
        ahead = ndtr((points - total) / tender.marks_spread) * present
        behind = chance * (1.0 - ahead)
        behind[1:] += chance[:-1] * ahead
        chance = behind
    return chance


def _by_price(
    own: FloatArray, others: FloatArray, here: BoolArray, benchmark: FloatArray, tender: Tender
) -> FloatArray:
    """Return the chance of each place, which without marks is certain but for drawn lots.

    A rival has more points than we where his bid lies in the band about the benchmark that loses
    less than ours, and as many on its edges; or anywhere outside where we have no point at all.
    """
    lost = 1.0 - price_points(own, reference=benchmark, tender=tender) / _most(tender)
    nearly = LEVEL / _most(tender)
    above, below = _band(benchmark, lost - nearly, tender)
    # Wider by what rounding may do to two totals that are the same.
    high, low = _band(benchmark, lost + nearly, tender)
    # Without a point nobody can have less.
    nothing = lost + nearly >= 1.0
    if nothing.any():
        high, low = np.where(nothing, np.inf, high), np.where(nothing, -np.inf, low)
    # Counts of one byte are the quickest.
    kind = np.int8 if len(others) < np.iinfo(np.int8).max else np.int16
    ahead, level = np.zeros((2, *benchmark.shape), dtype=kind)
    # Who is not here bids nothing, and no comparison with that holds.
    for bid in np.where(here, others, np.nan):
        better = bid < above
        better &= bid > below
        as_good = bid <= high
        as_good &= bid >= low
        if tender.ties is Ties.AGAINST_US:
            better = as_good
        elif tender.ties is Ties.LOWER_BID:
            better |= as_good & (bid < own)
            as_good &= better | (bid == own)
        ahead += better.view(np.int8)
        level += as_good.view(np.int8)
    level -= ahead
    place = np.arange(tender.most_winners)[:, None, None]
    if not level.any():
        return np.asarray(ahead == place, dtype=float)
    # Of all who are level each is as likely as the others to be drawn first.
    return np.asarray(((place >= ahead) & (place <= ahead + level)) / (1.0 + level))


def _band(benchmark: FloatArray, lost: FloatArray, tender: Tender) -> tuple[FloatArray, FloatArray]:
    """Return the bids above and below the benchmark that lose this share of the price points."""
    slopes = (tender.slope, tender.slope if tender.slope_below is None else tender.slope_below)
    above, below = (lost / max(slope, _FLAT) for slope in slopes)
    return benchmark * (1.0 + above), benchmark * (1.0 - below)


def _most(tender: Tender) -> float:
    return POINTS * tender.price_weight


def _average(own: FloatArray, others: FloatArray, here: BoolArray, tender: Tender) -> FloatArray:
    """Return the average of all bids that are admitted, shape (bids, tenders)."""
    count = here.sum(axis=0) + 1.0
    total = (others * here).sum(axis=0) + own
    if tender.average is Average.PLAIN or not len(others):
        return np.asarray(total / count)
    high = np.maximum(np.where(here, others, -np.inf).max(axis=0), own)
    low = np.minimum(np.where(here, others, np.inf).min(axis=0), own)
    trimmed = (total - high - low) / np.maximum(count - 2.0, 1.0)
    return np.asarray(np.where(count >= FEWEST_TRIMMED, trimmed, total / count))


@lru_cache(maxsize=16)
def _drawn(dimensions: int, power: int) -> FloatArray:
    """Return quasi-random points of the unit cube, always the same, (2**power, dimensions)."""
    cube = qmc.Sobol(dimensions, scramble=True, seed=20_260_101)
    return np.asarray(np.clip(cube.random_base2(power), 1e-12, 1.0 - 1e-12))


@lru_cache(maxsize=4)
def _over_truths(each: int) -> tuple[FloatArray, FloatArray, IntArray]:
    """Return Z in equal steps, so many between each two of `TRUTHS`, and how to read `TRUTHS`.

    Returns:
        Z, shape (gaps, each); its weights at the nearest of `TRUTHS`, those of the curve of the
        fifth degree through 1 at one and 0 at the others, shape (gaps, 6, each); and the place of
        the first of these, shape (gaps,).
    """
    gaps, step = TRUTHS.size - 1, TRUTHS[1] - TRUTHS[0]
    inside = (np.arange(each) + 0.5) / each
    nearest = np.clip(np.arange(gaps) - _NEAR // 2 + 1, 0, TRUTHS.size - _NEAR)
    x = np.arange(gaps)[:, None] + inside - nearest[:, None]
    curves = []
    for one in range(_NEAR):
        others = [other for other in range(_NEAR) if other != one]
        curves.append(np.prod([(x - other) / (one - other) for other in others], axis=0))
    z = TRUTHS[:-1, None] + step * inside
    weight = np.stack(curves, axis=1) * np.exp(-(z[:, None] ** 2) / 2.0)
    return z, weight / weight.sum(), nearest


_FLAT = 1e-12
"""Slope that takes no point off."""
