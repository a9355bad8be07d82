"""Where inside an age band the best option changes: there the band is cut.

A segment is valued at its mean account, so a band whose youngest accounts are better kept in-house
and whose oldest are better placed would get one answer for both. The library's numbers decide, so
that a what-if moves answers and not the segments under a reader's eyes.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from placement.api.accounts import rank_segments
from placement.assume.assumptions import Assumptions
from placement.domain.days import DAYS_PER_STAGE, days_of
from placement.domain.types import FloatArray, IntArray
from placement.tape.segment import Segmentation
from placement.tape.tape import Tape

MOST_CUTS = 6
"""Ages at which a sector's bands are cut, those with most money around them."""

APART = 0.5
"""Months below which two of them are one."""

SLIVER = 0.15
"""Months from a band's own end at which nothing is cut."""

INSIDE = 5
"""Ages tried at once inside a band, until a change is known to less than `APART`."""

ENOUGH = 3
"""Accounts a segment needs to be looked at."""

LOOKED_AT = 0.95
"""Share of a sector's money whose segments are looked at, the largest first: the rest would not
move the cuts."""


def crossover_ages(
    tape: Tape, segmentation: Segmentation, library: Assumptions
) -> dict[str, tuple[float, ...]]:
    """Return by sector the ages at which the best option changes inside a band.

    Args:
        tape: The accounts.
        segmentation: How they are cut so far.
        library: The numbers that decide.
    """
    segments, index = segmentation.segments, segmentation.index
    youngest = np.full(len(segments), np.inf)
    oldest = np.zeros(len(segments))
    np.minimum.at(youngest, index, tape.age)
    np.maximum.at(oldest, index, tape.age)
    names, sector = np.unique(segments.sector, return_inverse=True)
    money = segments.balance * segments.accounts
    several = (segments.accounts >= ENOUGH) & (oldest > youngest)
    known = np.isin(names, library.sectors)[sector]
    rows = _largest(np.flatnonzero(known & several), sector, money)
    if not len(rows):
        return {}

    def best(at: FloatArray, some: IntArray) -> IntArray:
        """Return the best options at some ages, shape (ages, rows)."""
        every = segments.take(np.tile(some, len(at)))
        return rank_segments(replace(every, age=at.ravel()), library).best.reshape(at.shape)

    first, last = best(np.stack([youngest[rows], oldest[rows]]), rows)
    crosses = first != last
    rows, first = rows[crosses], first[crosses]
    low, high = youngest[rows], oldest[rows]
    steps = np.arange(INSIDE + 2)[:, None] / (INSIDE + 1)
    while len(wide := np.flatnonzero(high - low > APART)):
        tried = low[wide] + steps * (high - low)[wide]
        other = best(tried[1:-1], rows[wide]) != first[wide]
        # The first age at which it is another; at the upper end it is.
        place = np.where(other.any(axis=0), other.argmax(axis=0), INSIDE)
        low[wide], high[wide] = (
            np.take_along_axis(tried, at[None], axis=0)[0] for at in (place, place + 1)
        )
    edges = _edges((low + high) / 2.0)
    # A cut beside the band's own end would make a sliver of a few accounts.
    ends = np.array(segmentation.bands.age)
    inside = np.abs(edges[:, None] - ends).min(axis=1, initial=np.inf) >= SLIVER
    rows, edges = rows[inside], edges[inside]
    money, sector = money[rows], sector[rows]
    return {
        str(names[code]): tuple(_weightiest(edges[sector == code], money[sector == code]))
        for code in np.unique(sector)
    }


def _edges(ages: FloatArray) -> FloatArray:
    """Return edges that part ages: whole days, from a year on tenths of a month."""
    edges = np.floor(days_of(ages)) / DAYS_PER_STAGE
    return np.where(edges < 12.0, edges, np.maximum(np.round(ages, 1), 12.0))


def _largest(rows: IntArray, sector: IntArray, money: FloatArray) -> IntArray:
    """Return the segments that hold most of the money of each sector."""
    falling = rows[np.lexsort((-money[rows], sector[rows]))]
    kept = []
    for code in np.unique(sector[rows]):
        mine = falling[sector[falling] == code]
        larger = np.cumsum(money[mine]) - money[mine]
        kept.append(mine[larger < LOOKED_AT * money[mine].sum()])
    return np.sort(np.concatenate(kept)) if kept else rows


def _weightiest(ages: FloatArray, money: FloatArray) -> Iterator[float]:
    """Yield the ages with most money around them, each some way from the others."""
    left = np.array(money)
    for _ in range(MOST_CUTS):
        around = [float(left[np.abs(ages - age) <= APART].sum()) for age in ages]
        chosen = int(np.argmax(around))
        if around[chosen] <= 0.0:
            return
        yield float(ages[chosen])
        left[np.abs(ages - ages[chosen]) <= APART] = 0.0
