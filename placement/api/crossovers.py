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
from placement.domain.types import FloatArray, IntArray
from placement.tape.segment import Segmentation
from placement.tape.tape import Tape

MOST_CUTS = 6
"""Ages at which a sector's bands are cut, those with most money around them."""

APART = 0.5
"""Months below which two of them are one."""

INSIDE, ROUNDS = 5, 2
"""Ages tried at once inside a band, and how often: a year is narrowed to a third of a month, and
cuts are put at half months."""

ENOUGH = 3
"""Accounts a segment needs to be looked at."""


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
    known = np.array([sector in library.sectors for sector in segments.sector], dtype=bool)
    rows = np.flatnonzero(known & (segments.accounts >= ENOUGH) & (oldest > youngest))
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
    for _ in range(ROUNDS if len(rows) else 0):
        tried = low + steps * (high - low)
        other = best(tried[1:-1], rows) != first
        # The first age at which it is another; at the upper end it is.
        place = np.where(other.any(axis=0), other.argmax(axis=0), INSIDE)
        low, high = (np.take_along_axis(tried, at[None], axis=0)[0] for at in (place, place + 1))
    money = segments.balance[rows] * segments.accounts[rows]
    sectors = np.array(segments.sector, dtype=object)[rows]
    return {
        str(sector): tuple(_weightiest(high[sectors == sector], money[sectors == sector]))
        for sector in dict.fromkeys(sectors.tolist())
    }


def _weightiest(ages: FloatArray, money: FloatArray) -> Iterator[float]:
    """Yield the ages with most money around them, each some way from the others."""
    left = np.array(money)
    for _ in range(MOST_CUTS):
        around = [float(left[np.abs(ages - age) <= APART].sum()) for age in ages]
        chosen = int(np.argmax(around))
        if around[chosen] <= 0.0:
            return
        yield float(np.round(2.0 * ages[chosen]) / 2.0)
        left[np.abs(ages - ages[chosen]) <= APART] = 0.0
