"""How much faster the vectorised valuation is than a loop over segments on Python floats.

500 segments, nine options, 36 months; both sides read the same library and must give the same
answers. The loop searches the agencies' effort by a grid and golden section, no finer than that
takes.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.types import FloatArray, Option, Segments
from placement.value.options import Valuation, value_options
from tests.builders import each_sector, random_book
from tests.reference.options import value_account
from tests.value.book import accounts_of, plain_library

SEGMENTS = 500
MONTHS = 36
TARGET = 30.0
TURNS = 10

NARROWINGS = 26
"""Golden-section steps of the loop; they leave about 1e-6 of the bracket, so 1e-12 of the value."""

Result = TypeVar("Result")


def main() -> None:
    """Print the ratio for long terms, and the time for the usual ones."""
    library = load_library()
    terms = each_sector(library, "in_house.months", MONTHS)
    long = library.with_values(terms | each_sector(library, "agency.months", MONTHS))
    book = random_book(SEGMENTS, seed=36)
    loop, nets, vectorised, found = take_turns(book, long)
    # A hundredth of a cent is nothing.
    np.testing.assert_allclose(found, nets, rtol=1e-6, atol=1e-4)
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
    for account in accounts[:5]:
        value_account(library, account, narrowings=NARROWINGS)
    found = all_nets(value_options(book, assumptions))
    loop, nets, times = 0.0, [], []
    size = SEGMENTS // TURNS
    for turn in range(TURNS):
        some = accounts[turn * size : (turn + 1) * size]
        taken, values = timed(
            lambda some=some: [value_account(library, a, narrowings=NARROWINGS) for a in some]
        )
        loop += taken
        nets += [[sum(found[option].values()) for option in Option] for found in values]
        taken, found = timed(lambda: all_nets(value_options(book, assumptions)))
        times.append(taken)
    return loop, np.array(nets).T, statistics.median(times), found


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
