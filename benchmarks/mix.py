"""Choosing among 200 contracts and hiring for them by month, against CP-SAT.

    python benchmarks/mix.py [--books 5]

People are hired and let go with a ramp of two months; seats, cash and legal hours hold in every
month. Both solvers get the same numbers, in whole yuan, 400ths of a seat and tenths of an hour;
CP-SAT, which knows whole numbers only, hires by the hundredth of a person, ours any part of one.
Both prove their answer to within 1e-4 of the bound. Wall-clock time, because CP-SAT works on all
cores; building the staffing levels is left out and printed. The two take turns, book by book, and
each is warmed up before.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ortools.sat.python import cp_model

from placement.assume.library import load_library
from placement.decide.mix.capacities import Capacities, columns_of
from placement.decide.mix.choose import programme_of
from placement.decide.mix.clock import Clock
from placement.decide.mix.maximise import maximise
from placement.decide.mix.modes import MODES, staffing_modes
from placement.decide.mix.people import PeopleTerms
from placement.decide.mix.programme import OPTIMAL_GAP, Choice, Programme, Row, Rule
from tests.decide.mix.builders import random_contracts

CONTRACTS = 200
TARGET = 2.0
TIME_LIMIT = 120.0
UNITS = {"seats": 400.0, "cash": 1.0, "legal_hours": 10.0}
"""Whole numbers per unit of each capacity."""
PARTS = 100
"""Of a person, that CP-SAT hires by."""
PEOPLE = PeopleTerms(
    hiring_cost=4_000.0, leaving_cost=6_000.0, ramp_months=2, may_hire=True, may_let_go=True
)

Result = TypeVar("Result")


def main() -> None:
    """Print the ratio of the two times."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--books", type=int, default=5, help="random books to choose from")
    books = parser.parse_args().books
    building, problems = timed(lambda: [problem(seed) for seed in range(books)])
    ours(problems[0])
    theirs(problems[0])
    times, gaps = [], []
    for programme in problems:
        taken, found = timed(lambda programme=programme: ours(programme))
        other, (value, bound) = timed(lambda programme=programme: theirs(programme))
        assert found.value >= value * (1.0 - OPTIMAL_GAP), (found.value, value)
        assert bound >= found.value * (1.0 - OPTIMAL_GAP), (found.value, bound)
        gaps.append(found.gap)
        times.append((taken, other))
    mine, cp_sat = (statistics.median(column) for column in zip(*times, strict=True))
    worst = max(taken / other for taken, other in times)
    rows = len(problems[0].rows)
    print(
        f"mix: {mine / cp_sat:.2f} times the time of CP-SAT (target at most {TARGET:.0f}), worst "
        f"book {worst:.2f}: {CONTRACTS} contracts x {MODES} modes, {rows} rows by month of people, "
        f"cash and hours, hiring and leaving, in {1000 * mine:.0f} ms against "
        f"{1000 * cp_sat:.0f} ms, medians of {books} books; gap at most {max(gaps):.0e}, values "
        f"equal within {OPTIMAL_GAP:.0e}; staffing levels of a book in "
        f"{1000 * building / books:.0f} ms"
    )


def problem(seed: int) -> Programme:
    """Return a random book's programme with about a third of what it could use, in whole units."""
    contracts = random_contracts(CONTRACTS, seed=seed)
    modes = staffing_modes(contracts, load_library())
    best = np.where(modes.profit[:, -1] > 0.0, 1.0, 0.0)
    seats = float(np.round(0.3 * best @ modes.seats[:, -1]))
    capacities = Capacities(
        seats=seats,
        cash=float(np.round(40_000.0 * seats)),
        legal_hours=float(0.35 * best @ modes.legal_hours[:, -1]),
        people=PEOPLE,
    )
    columns = columns_of(contracts, modes, capacities)
    programme = programme_of(contracts, modes, capacities, Rule(), columns)
    return replace(
        programme,
        profit=np.round(programme.profit),
        rows=tuple(whole(row) for row in programme.rows),
        people_value=np.round(programme.people_value),
        people_most=np.floor(programme.people_most),
    )


def whole(row: Row) -> Row:
    """Return a capacity in whole numbers of its unit."""
    unit = UNITS[row.kind]
    return replace(
        row,
        use=np.ceil(row.use * unit - 1e-6),
        capacity=float(np.floor(row.capacity * unit)),
        staff=None if row.staff is None else np.round(row.staff * unit),
        taken_before=float(np.round(row.taken_before * unit)),
    )


def ours(programme: Programme) -> Choice:
    """Return our choice."""
    found = maximise(programme, clock=Clock.of(TIME_LIMIT), gap=OPTIMAL_GAP)
    assert found is not None
    return found


def theirs(programme: Programme) -> tuple[float, float]:
    """Return value and bound of CP-SAT's choice."""
    model = cp_model.CpModel()
    taken = [
        [model.new_bool_var("") for _ in range(programme.profit.shape[1])] for _ in programme.profit
    ]
    for contract, modes in enumerate(taken):
        model.add_at_most_one(modes)
        for mode, allowed in enumerate(programme.allowed[contract]):
            if not allowed:
                model.add(modes[mode] == 0)
    every = [variable for modes in taken for variable in modes]
    people = [model.new_int_var(0, int(most) * PARTS, "") for most in programme.people_most]
    for row in programme.rows:
        scale = PARTS if row.staff is not None and (row.staff % PARTS).any() else 1
        use = (row.use.astype(int) * scale).ravel().tolist()
        parts = [0] * len(people) if row.staff is None else _parts(row.staff, scale)
        load = cp_model.LinearExpr.weighted_sum([*every, *people], [*use, *parts])
        model.add(load <= int(row.capacity) * scale)
    # In hundredths of a yuan, so that a hundredth of a person has a whole value.
    profit = (PARTS * programme.profit).astype(int).ravel().tolist()
    value = programme.people_value.astype(int).tolist()
    model.maximize(cp_model.LinearExpr.weighted_sum([*every, *people], [*profit, *value]))
    solver = cp_model.CpSolver()
    solver.parameters.relative_gap_limit = OPTIMAL_GAP
    solver.parameters.max_time_in_seconds = TIME_LIMIT
    solver.solve(model)
    return solver.objective_value / PARTS, solver.best_objective_bound / PARTS


def _parts(staff: np.ndarray, scale: int) -> list[int]:
    """Return what a hundredth of a person takes of a row that is multiplied by the scale."""
    return (staff * scale / PARTS).astype(int).tolist()


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the wall-clock time of one call."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    main()
