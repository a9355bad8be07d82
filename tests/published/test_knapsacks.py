"""Knapsack problems whose best values are in print, solved as a choice of contracts.

* Petersen (1967), "Computational experience with variants of the Balas algorithm applied to the
  selection of R&D projects", Management Science 13(9), 736-750, problem 1: 3800.
* Weingartner and Ness (1967), "Methods for the solution of the multidimensional 0/1 knapsack
  problem", Operations Research 15(1), 83-103, problem 1: 141278.
* Kreher and Stinson (1999), "Combinatorial Algorithms", CRC Press, the instance of 15 items with
  a capacity of 750: 1458.

The first two as in Beasley's OR-Library.
"""

import numpy as np
import pytest

from placement.decide.mix.clock import Clock
from placement.decide.mix.maximise import maximise
from tests.decide.mix.builders import programme

PETERSEN = (
    [100, 600, 1200, 2400, 500, 2000],
    [
        [8, 12, 13, 64, 22, 41],
        [8, 12, 13, 75, 22, 41],
        [3, 6, 4, 18, 6, 4],
        [5, 10, 8, 32, 6, 12],
        [5, 13, 8, 42, 6, 20],
        [5, 13, 8, 48, 6, 20],
        [0, 0, 0, 0, 8, 0],
        [3, 0, 4, 0, 8, 0],
        [3, 2, 4, 0, 8, 4],
        [3, 2, 4, 8, 8, 4],
    ],
    [80, 96, 20, 36, 44, 48, 10, 18, 22, 24],
    3800,
)
WEINGARTNER = (
    [1898, 440, 22507, 270, 14148, 3100, 4650, 30800, 615, 4975, 1160, 4225, 510, 11880,
     479, 440, 490, 330, 110, 560, 24355, 2885, 11748, 4550, 750, 3720, 1950, 10500],
    [
        [45, 0, 85, 150, 65, 95, 30, 0, 170, 0, 40, 25, 20, 0,
         0, 25, 0, 0, 25, 0, 165, 0, 85, 0, 0, 0, 0, 100],
        [30, 20, 125, 5, 80, 25, 35, 73, 12, 15, 15, 40, 5, 10,
         10, 12, 10, 9, 0, 20, 60, 40, 50, 36, 49, 40, 19, 150],
    ],
    [600, 600],
    141278,
)  # fmt: skip
KREHER_STINSON = (
    [135, 139, 149, 150, 156, 163, 173, 184, 192, 201, 210, 214, 221, 229, 240],
    [[70, 73, 77, 80, 82, 87, 90, 94, 98, 106, 110, 113, 115, 118, 120]],
    [750],
    1458,
)


@pytest.mark.parametrize(
    ("profits", "weights", "capacities", "best"),
    [PETERSEN, WEINGARTNER, KREHER_STINSON],
    ids=["petersen", "weingartner-ness", "kreher-stinson"],
)
def test_the_printed_optimum_is_found_and_proved(profits, weights, capacities, best) -> None:
    rows = [(np.array(w)[:, None], float(c)) for w, c in zip(weights, capacities, strict=True)]
    found = maximise(programme(np.array(profits)[:, None], *rows), clock=Clock.of(10.0))
    assert found is not None
    assert found.value == pytest.approx(best, abs=1e-6)
    assert found.bound == pytest.approx(best, abs=1e-3)
