"""Odds of 200 batches of 24 months with their errors, against a generic optimiser.

    python benchmarks/calibrate.py

Yardstick: scipy's minimize on the same likelihood written with Python loops, to the same optimum;
it brings no errors. Both take turns; the medians are compared. At least 20 is wanted.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from placement.odds.calibrate import Batches, calibrate
from placement.odds.liquidation import Odds, expected_shares

BATCHES, MONTHS, SEED, TURNS = 200, 24, 11, 3
TRUE = Odds(willing_share=0.3, pay_hazard=0.09, fade_rate=0.03, reference_age=3.0)


def book() -> Batches:
    """Return batches of several ages whose payers are drawn by known odds."""
    rng = np.random.default_rng(SEED)
    age = 3.0 + 3.0 * (np.arange(BATCHES) % 10)
    shares = expected_shares(TRUE, age, MONTHS)
    chances = np.column_stack([shares, 1.0 - shares.sum(axis=1)])
    payers = rng.multinomial(2_000, chances)[:, :-1]
    size = np.full(BATCHES, 2_000.0)
    return Batches(age=age, accounts=size, balance=size * 1_000.0, collected=payers * 1_000.0)


def generic(batches: Batches) -> float:
    """Return the highest likelihood that a generic optimiser finds, cell by cell."""
    payers = (batches.collected / 1_000.0).tolist()
    ages, sizes = batches.age.tolist(), batches.accounts.tolist()
    youngest = min(ages)

    def loss(theta: np.ndarray) -> float:
        share = 1.0 / (1.0 + np.exp(-theta[0]))
        pays, fades = float(np.exp(theta[1])), float(np.exp(theta[2]))
        speed, total = pays + fades, 0.0
        for age, size, row in zip(ages, sizes, payers, strict=True):
            willing, left, rest = share * np.exp(-fades * (age - youngest)), size, 1.0
            for month, paid in enumerate(row):
                chance = np.exp(-speed * month) - np.exp(-speed * (month + 1))
                f = willing * pays / speed * chance
                total += paid * np.log(f)
                left, rest = left - paid, rest - f
            total += left * np.log(rest)
        return -float(total)

    options = {"fatol": 1e-6, "xatol": 1e-6}
    found = minimize(loss, [-1.0, -2.0, -3.0], method="Nelder-Mead", options=options)
    return -float(found.fun)


def seconds(call: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio."""
    batches = book()
    best = generic(batches)
    fit = calibrate(batches, fade_rate=0.02)
    same = abs(fit.log_likelihood - best) <= 1e-9 * abs(best)
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(seconds(lambda: calibrate(batches, fade_rate=0.02)))
        theirs.append(seconds(lambda: generic(batches)))
    ratio = statistics.median(theirs) / statistics.median(ours)
    print(
        f"calibrate: {ratio:,.0f} times faster than a generic optimiser, "
        f"{'the same optimum' if same else 'ANOTHER OPTIMUM'} (at least 20 wanted)"
    )


if __name__ == "__main__":
    main()
