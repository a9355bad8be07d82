"""Bids for 100 lots, rivals fitted and what they know reckoned with, against a plain Monte Carlo.

    python benchmarks/bid.py [--draws 100000]

The Monte Carlo draws, lot by lot in numpy, what the lot is, every rival's bid on it, who wins and
what share of the volume then earns. It answers the same question, the best bid in steps of half a
point from floor to
ceiling, on the same draws for all bids; beside it stands the time for one given bid only. Both
sides read the same lots' profits from one table and the same fitted rivals; building these is left
out, and printed. At our bid, chance and expected profit must lie within four standard errors.

Processor time, which waiting for others does not lengthen.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from placement.api import lot_segments, one_account
from placement.assume.library import load_library
from placement.decide.bid.bid import Bids, best_bids
from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.fit import fit_bids
from placement.decide.bid.lots import lot_table
from placement.decide.bid.payoff import PayoffTable
from placement.decide.bid.results import PastResults
from placement.decide.bid.rivals import Rivals, known_number
from placement.decide.bid.tender import Tender
from placement.decide.deal.lot import make_lot
from placement.domain.types import FloatArray, IntArray

LOTS = 100
TARGET = 50.0
CEILING = 0.35
STEP = 0.005
KNOWS = 0.5
FEWEST_WINS = 10.0
"""Wins expected in the draws below which their standard error says nothing."""

TURNS = 7
SEED = 4

Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question for both sides."""

    table: PayoffTable
    floor: FloatArray
    number: IntArray
    winners: IntArray
    error: FloatArray
    mean: FloatArray
    sd: FloatArray


def main() -> None:
    """Print the ratio, and how far the two are apart."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--draws", type=int, default=100_000, help="draws per lot")
    draws = parser.parse_args().draws
    building, case = timed(hundred_lots)
    found = our_bids(case)
    seconds = statistics.median(timed(lambda: our_bids(case))[0] for _ in range(TURNS))
    whole, one, apart, behind = 0.0, 0.0, [], []
    for lot in range(LOTS):
        generator = np.random.default_rng([SEED, lot])
        taken, best = timed(lambda lot=lot, g=generator: search_by_draws(case, lot, g, draws))
        whole += taken
        generator = np.random.default_rng([SEED, LOTS + lot])
        bid = found.bid[lot : lot + 1]
        taken, drawn = timed(
            lambda lot=lot, g=generator, b=bid: worth_by_draws(case, lot, b, g, draws)
        )
        one += taken
        apart.append(standard_errors(found, lot, drawn, draws))
        behind.append(found.expected_profit[lot] - best)
    worst = np.abs(apart).max(axis=0)
    assert np.all(worst <= 4.0), f"apart by {worst} standard errors"
    print(
        f"bid: {whole / seconds:.0f} times faster than a Monte Carlo of {draws:,} draws per lot "
        f"(target {TARGET:.0f}): best bids for {LOTS} lots in {1000 * seconds:.0f} ms against "
        f"{whole:.1f} s; a Monte Carlo of our bid alone, without a search, takes {one:.1f} s, "
        f"{one / seconds:.0f} times as long; worst difference {worst[0]:.1f} standard errors in "
        f"expected profit and {worst[1]:.1f} in the chance to win (at most 4); the search by "
        f"draws, in steps of half a point, finds "
        f"{np.sum(behind) / found.expected_profit.sum():.2%} less in all; lots and rivals built in "
        f"{building:.1f} s, {np.count_nonzero(found.recommend)} of {LOTS} worth bidding for"
    )


def hundred_lots() -> Case:
    """Return lots of all sizes that agencies live on, and rivals fitted to past results."""
    generator = np.random.default_rng(SEED)
    library = load_library()
    lots = [
        make_lot(
            lot_segments(
                one_account(
                    sector="bank_card",
                    balance=float(generator.uniform(3_000, 30_000)),
                    age=float(generator.uniform(6, 36)),
                ),
                int(generator.integers(1_000, 20_000)),
            ),
            library,
        )
        for _ in range(LOTS)
    ]
    commission = np.linspace(0.0, 1.0, 101)
    table = lot_table(
        lots, commission=commission, factor=np.exp(np.linspace(-3.5, 2.5, 61)), learning_months=2
    )
    at_face_value = table(np.tile(commission, (LOTS, 1)), np.ones((LOTS, 1)))[:, 0]
    number = generator.integers(2, 8, LOTS)
    winners = np.minimum(generator.integers(1, 4, LOTS), number)
    # A share of the volume bears the fixed cost in full.
    shared = (at_face_value + table.fixed_cost[:, None]) / winners[:, None]
    shared -= table.fixed_cost[:, None]
    fits = [
        fit_bids(PastResults(commission=np.clip(generator.normal(mean, 0.03, 24), 0.01, 0.99)))
        for mean in generator.uniform(0.15, 0.28, LOTS)
    ]
    return Case(
        table=table,
        floor=commission[np.argmax(shared >= 0.0, axis=-1)],
        number=number,
        winners=winners,
        error=generator.uniform(0.1, 0.4, LOTS),
        mean=np.array([fit.mean for fit in fits]),
        sd=np.array([fit.sd for fit in fits]),
    )


def our_bids(case: Case) -> Bids:
    """Return the bids of all lots in one call."""
    return best_bids(
        case.table,
        floor=case.floor,
        rivals=Rivals(
            chance=known_number(case.number),
            bids=CutNormalBids(mean=case.mean, sd=case.sd),
            knows=KNOWS,
        ),
        tender=Tender(winners=case.winners, ceiling=CEILING),
        error=case.error,
    )


def search_by_draws(case: Case, lot: int, generator: np.random.Generator, draws: int) -> float:
    """Return the best expected profit from floor to ceiling, by draws."""
    bids = np.arange(case.floor[lot], CEILING + 1e-9, STEP)
    if not bids.size:
        return 0.0
    return float(worth_by_draws(case, lot, bids, generator, draws)[0].max())


def worth_by_draws(
    case: Case, lot: int, bids: FloatArray, generator: np.random.Generator, draws: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return expected profit, its standard error and the chance to win of each bid."""
    number, most = int(case.number[lot]), int(case.winners[lot])
    z = generator.standard_normal(draws)
    own = generator.standard_normal((draws, number))
    score = np.sqrt(1.0 - KNOWS) * own - np.sqrt(KNOWS) * z[:, None]
    others = np.clip(case.mean[lot] + case.sd[lot] * score, 0.0, 1.0)
    to_beat = np.partition(others, most - 1, axis=1)[:, most - 1]
    truth = np.exp(case.error[lot] * z - case.error[lot] ** 2 / 2.0)
    fixed = float(case.table.fixed_cost[lot])
    rows = profits_at(case.table, lot, bids)
    mean, spread, chance = np.empty(bids.size), np.empty(bids.size), np.empty(bids.size)
    for place, bid in enumerate(bids):
        wins = to_beat > bid
        gain = np.interp(truth, case.table.factor, rows[:, place]) + fixed
        profit = wins * (gain / most - fixed)
        mean[place], spread[place], chance[place] = profit.mean(), profit.std(), wins.mean()
    return mean, spread / np.sqrt(draws), chance


def profits_at(table: PayoffTable, lot: int, bids: FloatArray) -> FloatArray:
    """Return a lot's profits by factor at each bid, read as the table reads them."""
    return np.stack([np.interp(bids, table.commission, row) for row in table.profit[lot]])


def standard_errors(
    found: Bids, lot: int, drawn: tuple[FloatArray, FloatArray, FloatArray], draws: int
) -> tuple[float, float]:
    """Return how far expected profit and chance lie apart, in standard errors of the draws."""
    if found.floor[lot] > found.ceiling[lot]:
        return 0.0, 0.0
    mean, error, chance = (float(array[0]) for array in drawn)
    if found.win_probability[lot] * draws < FEWEST_WINS:
        return 0.0, 0.0
    won = found.win_probability[lot]
    draws_error = np.sqrt(won * (1.0 - won) / draws) + 1e-9
    return (
        (found.expected_profit[lot] - mean) / max(error, 1e-9),
        (won - chance) / draws_error,
    )


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the processor time of one call."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


if __name__ == "__main__":
    main()
