"""One truth over time: what a plan leaves at some age is what the tape says of that age.

An account is planned and its plan followed. At every month in which the plan could change course
what is left is written as a tape row (age, placements, letters, in-house months, and the order they
came in), and planned again: the rest of the plan and its value are the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from placement.assume.library import load_library
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import OPEN, Moves
from placement.decide.timing.plans import PLACEMENTS, Plan, Step
from placement.decide.timing.walk import walk
from placement.domain.types import Option, Segments
from tests.builders import segments
from tests.tolerances import ONE_TRUTH

HORIZON = 24
LIBRARY = load_library()
SECTORS = LIBRARY.sectors
ACCOUNTS = 4
"""Per sector here; benchmarks/one_truth.py takes 200."""


@dataclass(frozen=True, kw_only=True)
class Later:
    """An account some months into its plan, as a tape row, and what the plan says of it."""

    month: int
    row: Segments
    open: float
    """Share of the account that is still open."""
    rest: tuple[Step, ...]
    value: float
    """What the rest is worth per account at the cut-off date, in money of that date."""


def random_account(rng: np.random.Generator, sector: str) -> Segments:
    """Return one account with a standard past."""
    low, high = {"telecom": (50, 2000), "software_retainage": (2e4, 5e5)}.get(sector, (1e3, 1e5))
    return segments(
        sector=sector,
        balance=float(np.exp(rng.uniform(np.log(low), np.log(high)))),
        age=float(rng.uniform(0.0, 30.0)),
    )


def later_rows(moves: Moves, account: Segments, plan: Plan) -> Iterator[Later]:
    """Yield the account at every month in which its plan could change course."""
    steps = _by_month(plan.steps)
    age = float(account.age[0])
    for number in range(1, len(steps)):
        before, rest = steps[:number], steps[number:]
        walked = walk(moves, np.array([0]), [tuple(steps)])
        stop = walked.stops[number]
        month = int(stop.month[0])
        # A payment order is no part of a tape, and neither is a date after the horizon's end.
        if int(stop.ordered[0]) or month >= HORIZON:
            return
        so_far = walk(moves, np.array([0]), [before]).value[0] - moves.relief[0]
        told = [("in_house", age)] if age > 0.0 else []
        told += [(_kind(step), float(step.months)) for step in before]
        row = replace(
            account,
            age=account.age + month,
            placements=np.asarray(stop.placements),
            letters=account.letters + stop.letters,
            in_house_months=np.array([np.nan]),
            history=(_text(told),),
            months_since_demand=np.array([float(stop.clock[0])]),
        )
        yield Later(
            month=month,
            row=row,
            open=float(stop.masses[OPEN, 0]),
            rest=tuple(rest),
            value=float(plan.value - so_far),
        )


def _by_month(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return in-house work and waiting as stages of a month each."""
    found: list[Step] = []
    for step in steps:
        if step.action in ("wait", Option.IN_HOUSE) and step.months > 1:
            found += [
                Step(action=step.action, start_month=step.start_month + k, months=1)
                for k in range(step.months)
            ]
        else:
            found.append(step)
    return tuple(found)


def _kind(step: Step) -> str:
    if step.action in PLACEMENTS:
        return "agency"
    return {Option.LAW_LETTER.value: "letter"}.get(step.action, step.action)


def _text(told: list[tuple[str, float]]) -> str:
    return ", ".join(kind if kind == "letter" else f"{kind} {months!r}" for kind, months in told)


def gap_of(later: Later, moves: Moves) -> float:
    """Return by how much planning again differs from the plan, as a share of the balance."""
    again_moves = build_moves(later.row, LIBRARY, horizon=HORIZON - later.month)
    again = fitted_plan(again_moves).plan
    # What has been paid brings its relief and its tax whatever comes after.
    v = float(moves.agencies.discount[0]) ** later.month
    settled = moves.relief[0] - later.open * float(again_moves.relief[0]) * v
    expected = (later.value - settled) / (v * later.open)
    return (again.value - expected) / float(later.row.balance[0])


@pytest.mark.parametrize("sector", SECTORS)
def test_what_a_plan_leaves_is_what_the_tape_says(sector: str) -> None:
    """Planning again in any month leaves the rest of the plan and its value as they are."""
    rng = np.random.default_rng(sum(map(ord, sector)))
    for _ in range(ACCOUNTS):
        _check(random_account(rng, sector))


@pytest.mark.parametrize(
    ("balance", "age"), [(12_432.19585009601, 3.9089908102316464), (2_939.96, 1.496001769560883)]
)
def test_so_it_is_where_one_change_of_a_plan_is_not_enough(balance: float, age: float) -> None:
    """Cards whose best plan is two changes from a plan that no single change betters."""
    _check(segments(sector="bank_card", balance=balance, age=age))


def _check(account: Segments) -> None:
    moves = build_moves(account, LIBRARY, horizon=HORIZON)
    plan = fitted_plan(moves).plan
    for later in later_rows(moves, account, plan):
        assert abs(gap_of(later, moves)) <= ONE_TRUTH, (account, plan, later)
