"""Planning a book of 500 segments over 60 months, against a general dynamic-programming library.

    python benchmarks/timing.py [--exact 300]

Four things are printed:

1. the special case in which nothing depends on the past (nobody willing, no letter answered):
   our recursion and quantecon's `backward_induction` on one problem per segment, equal values;
2. the full model with the solver for whole books, against that same quantecon time;
3. how far the solver for whole books lies below the exact one on random segments, best plans;
4. the same for each first move when it searches thoroughly, and its time.

Processor time, which waiting for others does not lengthen; both sides are warmed up and take
turns. Building the models is left out, and printed with it too.
"""

import argparse
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from quantecon.markov import DiscreteDP, backward_induction

from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.timing.book.history_free import history_free_values
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import MOST_LETTERS, End, Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import FloatArray
from tests.builders import random_book
from tests.reference.history_free import Problems, problems, without_history

SEGMENTS, MONTHS = 500, 60
TURNS = 7
FREE_TARGET, FULL_TARGET = 50.0, 10.0
BEST_TARGET, FIRST_TARGET = 0.0003, 0.001
ROUNDING = 1e-9
SEED = 1

Result = TypeVar("Result")


def main() -> None:
    """Print the two ratios and the two gaps."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--exact", type=int, default=300, help="segments to compare with the exact solver"
    )
    wanted = parser.parse_args().exact
    # That a discount factor of 1 has no infinite horizon is known: this one is finite.
    warnings.filterwarnings("ignore", message="infinite horizon solution methods")
    library = load_library()
    building, moves = timed(
        lambda: build_moves(random_book(SEGMENTS, SEED), library, horizon=MONTHS)
    )
    free, (theirs_built, general) = with_everything_open(moves), general_problems(moves)
    theirs, ours, full = take_turns(free, moves, general[1])
    print(
        f"without history: {theirs / ours:.0f} times faster than quantecon (target "
        f"{FREE_TARGET:.0f}): {SEGMENTS} segments x {MONTHS} months, {general[0].states} states "
        f"and {len(general[0].state):,} state-action pairs each, in {1000 * ours:.1f} ms against "
        f"{1000 * theirs:.0f} ms, equal values; with the moves built, which both need, "
        f"{building + ours:.2f} s against {building + theirs:.2f} s, and quantecon's problems "
        f"take {theirs_built:.2f} s more",
        flush=True,
    )
    print(
        f"full model: {theirs / full:.1f} times faster than quantecon without history (target "
        f"{FULL_TARGET:.0f}): {SEGMENTS} plans in {1000 * full:.0f} ms against "
        f"{1000 * theirs:.0f} ms; with the moves built {building + full:.2f} s",
        flush=True,
    )
    print_gap(library, wanted)


def with_everything_open(moves: Moves) -> Moves:
    """Return the history-free case with every option open, so that all problems have all pairs."""
    free, everyone = without_history(moves), np.ones(len(moves.segments), dtype=bool)

    def opened(end: End) -> End:
        return replace(end, may=np.ones_like(end.may))

    return replace(
        free,
        letter=replace(free.letter, most=np.full(len(everyone), MOST_LETTERS)),
        may_order=everyone,
        lawsuit=opened(free.lawsuit),
        lawsuit_barred=opened(free.lawsuit_barred),
        sale=opened(free.sale),
        write_off=opened(free.write_off),
    )


def general_problems(moves: Moves) -> tuple[float, tuple[Problems, list[DiscreteDP]]]:
    """Return seconds to build one problem a segment, and the problems."""

    def build() -> tuple[Problems, list[DiscreteDP]]:
        every = problems(with_everything_open(moves))
        return every, [every.problem(position) for position in range(len(moves.segments))]

    return timed(build)


def take_turns(free: Moves, moves: Moves, general: list[DiscreteDP]) -> tuple[float, float, float]:
    """Return median seconds: quantecon's, ours without history, ours in full."""

    def solve_all() -> FloatArray:
        # All steps of a plan, and the step into the end.
        return np.array([backward_induction(one, MONTHS + 1)[0][0, 0] for one in general])

    expected, found = solve_all(), history_free_values(free)
    plan_book(moves)
    np.testing.assert_allclose(
        found / free.segments.balance, expected / free.segments.balance, rtol=0, atol=1e-9
    )
    times: list[list[float]] = [[], [], []]
    for _ in range(TURNS):
        times[0].append(timed(solve_all)[0])
        times[1].append(timed(lambda: history_free_values(free))[0])
        times[2].append(timed(lambda: plan_book(moves))[0])
    theirs, ours, full = (statistics.median(taken) for taken in times)
    return theirs, ours, full


def print_gap(library: Assumptions, wanted: int) -> None:
    """Print how far below the exact solver the solver for books lies, in all and by first move."""
    moves = build_moves(random_book(wanted, SEED), library, horizon=MONTHS)
    found = np.array([plan.value for plan in plan_book(moves).plans])
    seconds, by_move = timed(lambda: exact_by_move(moves))
    exact = np.nanmax(by_move, axis=0)
    gap = (exact - found) / moves.segments.balance
    print(
        f"gap to the exact solver: worst {gap.max():.5%} of the balance "
        f"(at most {BEST_TARGET:.2%}), mean {gap.mean():.6%}, "
        f"{np.count_nonzero(gap > ROUNDING)} of {wanted:,} segments below it, highest above it "
        f"{max(-gap.min(), 0.0):.0e}; the exact solver takes {1000 * seconds / wanted:.0f} ms a "
        f"segment"
    )
    seconds, followed = timed(lambda: plan_book(moves, thoroughly=True).first_value)
    gaps = (by_move - followed) / moves.segments.balance
    worst = ", ".join(
        f"{name} {np.nanmax(row):.4%}"
        for name, row in zip(FIRST_MOVES, gaps, strict=True)
        if not np.isnan(row).all() and np.nanmax(row) > ROUNDING
    )
    print(
        f"gap by first move, with follow-up: worst {np.nanmax(gaps):.5%} of the balance (at most "
        f"{FIRST_TARGET:.1%}), mean {np.nanmean(gaps):.6%}, {np.count_nonzero(gaps > ROUNDING)} of "
        f"{np.count_nonzero(~np.isnan(gaps)):,} values below it ({worst}); {wanted:,} segments in "
        f"{1000 * seconds:.0f} ms"
    )


def exact_by_move(moves: Moves) -> FloatArray:
    """Return the exact value of each first move, shape (first moves, segments)."""
    value = np.full((len(FIRST_MOVES), len(moves.segments)), np.nan)
    for position in range(len(moves.segments)):
        for name, plan in fitted_plan(moves, position).first_moves.items():
            value[FIRST_MOVES.index(name), position] = plan.value
        if sys.stderr.isatty():
            print(f"\r{position + 1} solved", end="", file=sys.stderr)
    return value


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the processor time of one call, which waiting for others does not lengthen."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


if __name__ == "__main__":
    main()
