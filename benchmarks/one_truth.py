"""One truth over time: what a plan leaves at some age is what a tape says of that age.

    python benchmarks/one_truth.py [--accounts 200] [--horizon 24] [--sector bank_card]

Random accounts of every sector are planned and their plans followed. At every month in which a plan
could change course what is left is written as a tape row and planned again; the rest of the plan is
worth the same. Printed are the checks, those off by more than 1e-6 of the balance, and the worst.
It takes many minutes; how far it is goes to the error stream.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from tests.decide.timing import test_one_truth
from tests.decide.timing.test_one_truth import LIBRARY, SECTORS, gap_of, later_rows, random_account
from tests.tolerances import ONE_TRUTH


def main() -> None:
    """Print one line a sector and one for all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--accounts", type=int, default=200, help="accounts of each sector")
    parser.add_argument("--horizon", type=int, default=test_one_truth.HORIZON, help="months")
    parser.add_argument("--sector", choices=SECTORS, action="append", help="only this one")
    arguments = parser.parse_args()
    # The functions of the test read its horizon.
    test_one_truth.HORIZON = arguments.horizon
    gaps = {
        sector: sector_gaps(sector, arguments.accounts, arguments.horizon)
        for sector in arguments.sector or SECTORS
    }
    for sector, found in gaps.items():
        print(words(sector, found, arguments.accounts))
    every = [gap for found in gaps.values() for gap in found]
    print(words("all", every, arguments.accounts * len(gaps)))


def sector_gaps(sector: str, accounts: int, horizon: int) -> list[float]:
    """Return by how much planning again differs, as shares of the balance, one a check."""
    rng = np.random.default_rng(sum(map(ord, sector)))
    found: list[float] = []
    start = time.monotonic()
    for number in range(accounts):
        account = random_account(rng, sector)
        moves = build_moves(account, LIBRARY, horizon=horizon)
        plan = fitted_plan(moves).plan
        for later in later_rows(moves, account, plan):
            gap = gap_of(later, moves)
            found.append(gap)
            if abs(gap) > ONE_TRUTH:
                age, balance = float(account.age[0]), float(account.balance[0])
                print(
                    f"{sector} of {balance:,.2f} at {age:.3f} months, month {later.month}: "
                    f"{gap:.2e}",
                    file=sys.stderr,
                )
        print(
            f"{sector}: {number + 1} of {accounts} accounts, {len(found)} checks, "
            f"{time.monotonic() - start:.0f} s",
            file=sys.stderr,
        )
    return found


def words(sector: str, gaps: list[float], accounts: int) -> str:
    """Return what was found as one line."""
    off = sum(abs(gap) > ONE_TRUTH for gap in gaps)
    worst = max(map(abs, gaps), default=0.0)
    return (
        f"one truth over time, {sector}: {accounts:,} accounts, {len(gaps):,} checks, {off} off by "
        f"more than {ONE_TRUTH:g} of the balance, worst {worst:.1e}"
    )


if __name__ == "__main__":
    main()
