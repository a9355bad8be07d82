"""How long 10,000 draws of a book take, beside what numpy needs for the random numbers alone.

10,000 draws x 200 segments x 9 options, every option valued by the functions that rank, with the
ranges, chances and regrets that follow. The yardstick is measured in the same run: generating as
many random numbers as there are numbers and draws, and one multiply-add for each draw, segment and
option. Only a part of the draws is made and the time is scaled up, because each part of the draws
takes the same time; it says how many.
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from placement import api
from placement.assume.library import load_library
from placement.domain.types import Option
from tests.builders import random_book

DRAWS, SEGMENTS = 10_000, 200
TARGET = 30.0
PART = 500
"""Draws that are made; `--all` makes them all."""


def main() -> None:
    """Print the ratio, the time and the memory."""
    draws = DRAWS if "--all" in sys.argv else PART
    library, book = load_library(), random_book(SEGMENTS, seed=12)
    warm = api.simulate(book, library, draws=10)
    numbers = len(warm.draws.paths)
    alone = min(timed(lambda: numpy_alone(numbers)) for _ in range(3))
    valued = timed(lambda: api.simulate(book, library, draws=draws).odds.evpi.sum())
    whole = valued * DRAWS / draws
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"risk: {whole / alone:.0f} times the time of random numbers and one multiply-add "
        f"(target {TARGET:.0f}): {DRAWS:,} draws x {SEGMENTS} segments x {len(Option)} options in "
        f"{whole:.0f} s ({draws:,} draws made, {1e6 * whole / DRAWS / SEGMENTS:.0f} us a draw and "
        f"segment) against {alone:.2f} s; {memory:.2f} GB at most"
    )


def numpy_alone(numbers: int) -> float:
    """Generate all random numbers; multiply and add once a draw, segment and option."""
    scores = np.random.default_rng(1).standard_normal((numbers, DRAWS))
    worth = np.ones((DRAWS, SEGMENTS, len(Option)))
    worth *= scores[0][:, None, None]
    worth += scores[1][:, None, None]
    return float(worth[-1, -1, -1])


def timed(work: Callable[[], object]) -> float:
    """Return the processor time of one call, which waiting for others does not lengthen."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
