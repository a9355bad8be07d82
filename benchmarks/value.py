"""How much faster the vectorised valuation is than a loop over segments on Python floats.

500 segments, nine options, 36 months; both sides read the same library and must give the same
answers. The loop is that of `tests/reference`, with a search for the agencies' effort that does no
more than equal answers take: a few intensities walked once for all stopping months, then golden
section on the highest hills.
"""

import heapq
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import AGENCY_OPTIONS, FloatArray, Option, Segments
from placement.value.options import Valuation, value_options
from tests.builders import each_sector, random_book
from tests.reference import effort as plain_effort
from tests.reference import history as plain_history
from tests.reference.debtor import Masses, month_of_work
from tests.reference.effort import WORTH_WORKING, Effort, Lot, worth
from tests.reference.options import value_account
from tests.value.book import accounts_of, plain_library

SEGMENTS = 500
MONTHS = 36
TARGET = 30.0
TURNS = 10

MARKS = 9
"""Intensities at which the loop looks first, closer together where they are low."""

HILLS = 5
"""Highest hills, by stopping month and intensity, that it climbs."""

NARROWINGS = 34
"""Golden-section steps; they leave about 1e-7 of the bracket."""

SAME = 1e-6
"""Share of the balance by which two answers may differ, beside a hundredth of a cent."""

Result = TypeVar("Result")


def main() -> None:
    """Print the ratio for long terms, and the time for the usual ones."""
    library = load_library()
    terms = each_sector(library, "in_house.months", MONTHS)
    long = library.with_values(terms | each_sector(library, "agency.months", MONTHS))
    book = random_book(SEGMENTS, seed=36)
    # The model replays three placements at most, which is what its options know; the loop all.
    book = replace(book, placements=np.minimum(book.placements, len(AGENCY_OPTIONS)))
    loop, nets, vectorised, found = take_turns(book, long)
    off = np.abs(found - nets)
    allowed = np.broadcast_to(SAME * book.balance + 1e-4, off.shape)
    np.testing.assert_array_less(off, allowed)
    usual = statistics.median(
        timed(lambda: all_nets(value_options(book, library)))[0] for _ in range(TURNS)
    )
    print(
        f"value: {loop / vectorised:.0f} times faster than a loop on floats (target {TARGET:.0f}): "
        f"{SEGMENTS} segments x {len(Option)} options x {MONTHS} months in "
        f"{1000 * vectorised:.0f} ms against {loop:.2f} s, equal answers; "
        f"with the library's terms {1000 * usual:.0f} ms"
    )


def take_turns(
    book: Segments, assumptions: Assumptions
) -> tuple[float, FloatArray, float, FloatArray]:
    """Return seconds and nets of the loop, then median seconds and nets of the valuation.

    Both are warmed up; then a slice of the loop and a whole valuation take turns, so that a
    busy machine slows both.
    """
    library, accounts = plain_library(assumptions), accounts_of(book)
    plain_effort.best_effort = plain_history.best_effort = quick_effort
    for account in accounts[:5]:
        value_account(library, account)
    found = all_nets(value_options(book, assumptions))
    loop, nets, times = 0.0, [], []
    size = SEGMENTS // TURNS
    for turn in range(TURNS):
        some = accounts[turn * size : (turn + 1) * size]
        taken, values = timed(
            lambda some=some: [value_account(library, account) for account in some]
        )
        loop += taken
        nets += [[sum(value.parts[option].values()) for option in Option] for value in values]
        taken, found = timed(lambda: all_nets(value_options(book, assumptions)))
        times.append(taken)
    return loop, np.array(nets).T, statistics.median(times), found


def quick_effort(lot: Lot, masses: Masses) -> Effort:
    """Return the agency's best effort, as `tests.reference.effort.best_effort` does."""
    shares = masses.per_open()
    marks = [lot.most * (step / (MARKS - 1)) ** 2 for step in range(MARKS)]
    heights = [by_stop(lot, shares, contacts) for contacts in marks]
    hills = [
        (heights[at][stop], at, stop)
        for stop in range(1, lot.term + 1)
        for at in range(MARKS)
        if heights[at][stop] >= max(row[stop] for row in heights[max(at - 1, 0) : at + 2])
    ]
    idle = heights[0][0]
    best = (idle, 0.0, 0)
    for height, at, stop in heapq.nlargest(HILLS, hills):
        best = max(best, (height, marks[at], stop))
        low, high = marks[max(at - 1, 0)], marks[min(at + 1, MARKS - 1)]
        contacts = highest(lambda i, stop=stop: worth(lot, shares, i, stop), low, high)
        best = max(best, (worth(lot, shares, contacts, stop), contacts, stop))
    value, contacts, worked = best
    if value <= idle + WORTH_WORKING:
        value, contacts, worked = idle, 0.0, 0
    return Effort(contacts=contacts, months=worked, value=value, profit=value - lot.onboarding)


def by_stop(lot: Lot, masses: Masses, contacts: float) -> list[float]:
    """Return V(i, T) for T = 0 to the end of the term, in one walk."""
    alone = [0.0] * (lot.term + 1)
    for k in range(lot.term, 0, -1):
        rate = lot.self_cure + lot.fades[k - 1]
        part = lot.self_cure / rate * (1.0 - math.exp(-rate)) if rate > 0.0 else 0.0
        alone[k - 1] = lot.v**k * part + math.exp(-rate) * alone[k]
    worked = 0.0
    found = [lot.income * alone[0] * (masses.easy + masses.hard)]
    for k in range(1, lot.term + 1):
        easy, hard = lot.omegas[k - 1]
        hazards = (lot.self_cure + contacts / easy, lot.self_cure + contacts / hard)
        was_open = masses.open
        masses, paid = month_of_work(masses, hazards, lot.fades[k - 1])
        worked += lot.v**k * (lot.income * paid - lot.cost * contacts * was_open)
        found.append(worked + lot.income * alone[k] * (masses.easy + masses.hard))
    return found


def highest(value: Callable[[float], float], low: float, high: float) -> float:
    """Return where a value with one hill between two places is highest (golden section)."""
    golden = (math.sqrt(5.0) - 1.0) / 2.0
    ends = (low, high)
    left, right = high - golden * (high - low), low + golden * (high - low)
    at_left, at_right = value(left), value(right)
    for _ in range(NARROWINGS):
        if at_left >= at_right:
            high, right, at_right = right, left, at_left
            left = high - golden * (high - low)
            at_left = value(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + golden * (high - low)
            at_right = value(right)
    return max(((low + high) / 2.0, *ends), key=value)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the processor time of one call, which waiting for others does not lengthen."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def all_nets(valuation: Valuation) -> FloatArray:
    """Return every option's net for every segment, open or not, as the loop does."""
    return np.stack([valuation.cash[option].net for option in Option])


if __name__ == "__main__":
    main()
