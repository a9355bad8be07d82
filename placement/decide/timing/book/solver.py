"""The solver for whole books: the best plan of every segment at once, to a small gap.

Backward, the value of a state is kept as one linear piece (`backward`); forward, one plan is
followed for every first move at its real masses (`forward`). For each kind of first move the probes
begin again with the masses that it leaves, once with in-house work from there on and once without.
What is found are real plans; they are walked again with agencies that see what they get, so every
value is a lower bound, and benchmarks/timing.py prints how far below the exact solver it lies.
"""

from collections.abc import Iterator

import numpy as np

from placement.decide.timing.book.backward import probes, work_backward
from placement.decide.timing.book.forward import (
    KEEP,
    NEVER,
    WAITING,
    Followed,
    Forward,
    Standing,
    follow_plans,
)
from placement.decide.timing.book.layout import lay_out
from placement.decide.timing.book.numbers import Numbers
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import (
    FIRST_MOVES,
    BookPlans,
    Plan,
    Step,
    as_people_read,
    book_plans_of,
)
from placement.decide.timing.walk import walk


def plan_book(moves: Moves, *, thoroughly: bool = False) -> BookPlans:
    """Return a plan for every segment.

    Args:
        moves: The moves of the book.
        thoroughly: Search again from the masses that each kind of first move leaves, for what
            plans that do not begin best are worth.

    Returns:
        Plans with their values, limitation clock and agencies' own efforts included, and the best
        value found by first move: lower bounds.
    """
    return book_plans_of(first_move_plans(moves, thoroughly=thoroughly))


def first_move_plans(moves: Moves, *, thoroughly: bool = False) -> tuple[dict[str, Plan], ...]:
    """Return each segment's best plan found that begins with each move; arguments as `plan_book`."""
    found: list[dict[str, Plan]] = [{} for _ in range(len(moves.segments))]
    for followed in _searches(moves, thoroughly=thoroughly):
        steps = _read(followed)
        walked = walk(moves, followed.segment, steps)
        for at, (segment, first) in enumerate(
            zip(followed.segment.tolist(), followed.first_move.tolist(), strict=True)
        ):
            worth, name = float(walked.value[at]), FIRST_MOVES[first]
            best = found[segment].get(name)
            if walked.is_real[at] and (best is None or worth > best.value):
                found[segment][name] = Plan(steps=steps[at], value=worth)
    if not all(found):
        raise ValueError("Some segment has no plan; a claim may always be kept without work.")
    return tuple(found)


def _searches(moves: Moves, *, thoroughly: bool) -> Iterator[Followed]:
    """Yield plans for all first moves at the usual probes, then for each kind at its own."""
    rows = lay_out(moves)
    numbers = Numbers(moves, rows)
    late = rows.spread(moves.months_since_demand >= moves.limitation_months)

    def search(after: Standing | None, *, works: bool) -> Forward:
        masses = None if after is None else (after.month, after.masses)
        probe = probes(moves, rows, after=masses, works=works)
        return Forward(numbers, work_backward(numbers, probe=probe, late=late))

    forward = search(None, works=True)
    start = forward.start()
    worth = forward.weigh(start).worth
    choice, segment = np.nonzero(worth > NEVER)
    yield follow_plans(forward, start, segment, choice)
    if not thoroughly:
        return
    for kind in range(WAITING, len(worth)):
        mine = segment[choice == kind]
        if not len(mine):
            continue
        taken = np.full(len(moves.segments), KEEP)
        taken[mine] = kind
        after = forward.take(forward.weigh(start), taken)
        for works in (True, False):
            again = search(after, works=works)
            yield follow_plans(again, start, mine, np.full(len(mine), kind))


def _read(followed: Followed) -> list[tuple[Step, ...]]:
    """Return plans as people read them."""
    steps: list[list[Step]] = [[] for _ in followed.segment]
    for plan, move, start, months in followed.steps:
        rows = zip(plan.tolist(), move.tolist(), start.tolist(), months.tolist(), strict=True)
        for at, action, month, length in rows:
            steps[at].append(Step(action=FIRST_MOVES[action], start_month=month, months=length))
    return [as_people_read(tuple(taken)) for taken in steps]
