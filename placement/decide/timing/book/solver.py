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
    NEVER,
    ORDERING,
    PLACING,
    WAITING,
    WRITING,
    Begun,
    Forward,
    Standing,
    begin,
    follow,
)
from placement.decide.timing.book.layout import Rows, lay_out
from placement.decide.timing.book.numbers import Numbers, Tables
from placement.decide.timing.coded import CodedPlans
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES, BookPlans, Plan
from placement.decide.timing.walk import walk_coded
from placement.domain.progress import parts
from placement.domain.types import BoolArray, FloatArray, IntArray

USUAL = 0.3
"""Share of a thorough search that the usual probes take."""

SOON = 12.0
"""Months of the limitation period left at which plans are also made as if it were over."""


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
    found = _Found(moves, thoroughly=thoroughly)
    best = np.nanargmax(found.value, axis=0).tolist()
    return BookPlans(
        plans=tuple(found.plan(first, segment) for segment, first in enumerate(best)),
        first_value=found.value,
    )


def first_move_plans(moves: Moves) -> tuple[dict[str, Plan], ...]:
    """Return each segment's best plan that begins with each move; arguments as `plan_book`."""
    return _Found(moves, thoroughly=False).plans()


def first_move_plans_twice(
    moves: Moves,
) -> tuple[tuple[dict[str, Plan], ...], tuple[dict[str, Plan], ...]]:
    """Return what `first_move_plans` finds, and what is found by going on thoroughly from there."""
    found = _Found(moves, thoroughly=True)
    return found.usual or found.plans(), found.plans()


class _Found:
    """The best plan found of each segment by first move."""

    def __init__(self, moves: Moves, *, thoroughly: bool) -> None:
        size = len(moves.segments)
        self.value: FloatArray = np.full((len(FIRST_MOVES), size), np.nan)
        self.usual: tuple[dict[str, Plan], ...] = ()
        """Plans found before the search went on thoroughly, where it did."""
        self._at = np.zeros(self.value.shape, dtype=np.int64)
        self._plans: list[CodedPlans] = []
        for is_usual, segment, plans in _searches(moves, thoroughly=thoroughly):
            if not (is_usual or self.usual):
                self.usual = self.plans()
            self._enter(moves, segment, plans)
        if np.isnan(self.value).all(axis=0).any():
            raise ValueError("Some segment has no plan; a claim may always be kept without work.")

    def plans(self) -> tuple[dict[str, Plan], ...]:
        """Return each segment's best plan found so far that begins with each move."""
        plans: list[dict[str, Plan]] = [{} for _ in range(self.value.shape[1])]
        for first, segment in np.argwhere(~np.isnan(self.value)).tolist():
            plans[segment][FIRST_MOVES[first]] = self.plan(first, segment)
        return tuple(plans)

    def _enter(self, moves: Moves, segment: IntArray, plans: CodedPlans) -> None:
        """Walk plans, one of each segment and first move, and keep those that are better."""
        walked = walk_coded(moves, segment, plans)
        first = plans.action[plans.begins[:-1]]
        known = self.value[first, segment]
        better = walked.is_real & ~(walked.value <= known)
        self.value[first[better], segment[better]] = walked.value[better]
        number = sum(map(len, self._plans)) + np.arange(len(plans))
        self._at[first[better], segment[better]] = number[better]
        self._plans.append(plans)

    def plan(self, first: int, segment: int) -> Plan:
        """Return the best plan that begins with a move, by its position in `FIRST_MOVES`."""
        number = int(self._at[first, segment])
        for plans in self._plans:
            if number < len(plans):
                break
            number -= len(plans)
        return Plan(steps=plans.steps(number), value=float(self.value[first, segment]))


def _searches(moves: Moves, *, thoroughly: bool) -> Iterator[tuple[bool, IntArray, CodedPlans]]:
    """Yield plans for all first moves at the usual probes, then for each kind at its own.

    With each comes whether its probes are the usual ones.
    """
    rows, tables = lay_out(moves), Tables(moves)
    numbers = Numbers(tables, rows)
    late = moves.months_since_demand >= moves.limitation_months
    (pieces,) = work_backward(numbers, probes=[probes(moves, rows)], late=late[rows.segment])
    forward = Forward(numbers, pieces)
    start = Standing(
        row=rows.start(moves),
        month=np.zeros(len(late), dtype=np.int64),
        masses=np.array(moves.masses),
        clock=np.array(moves.months_since_demand),
    )
    choice, segment = np.nonzero(forward.weigh(0, start, every=True).worth > NEVER)
    begun = begin(forward, start.take(segment), choice)
    yield True, segment, follow(forward, begun).plans
    if (soon := _runs_out_soon(moves)).any():
        # Pieces do not see the clock. Those of a period that is over tell what to do before it is.
        close, (reached, place) = soon[segment], rows.take(soon[rows.segment])
        usual = [probes(moves, reached)]
        every = np.ones(len(reached), dtype=bool)
        (pieces,) = work_backward(Numbers(tables, reached), probes=usual, late=every)
        begun = begin(forward, start.take(segment[close]), choice[close])
        warned = Forward(Numbers(tables, reached), pieces)
        yield True, segment[close], follow(warned, begun.moved(place)).plans
    if not thoroughly:
        return
    for kind in parts(range(WAITING, ORDERING + 1), first=USUAL):
        mine = segment[choice == kind]
        if len(mine):
            first = begin(forward, start.take(mine), np.full(len(mine), kind))
            for again, plans in _again(tables, rows, mine, kind, first, late):
                yield False, mine, follow(again, plans).plans


def _runs_out_soon(moves: Moves) -> BoolArray:
    """Return where the limitation period still runs, and not for long, shape (segments,)."""
    left = moves.limitation_months - moves.months_since_demand
    return np.asarray((left > 0.0) & (left <= SOON))


def _again(
    tables: Tables, rows: Rows, mine: IntArray, kind: int, begun: Begun, late: BoolArray
) -> Iterator[tuple[Forward, Begun]]:
    """Yield searches with the masses that a kind of first move leaves some segments."""
    moves = tables.moves
    reached, place = rows.take(_reached(rows, mine, kind, moves))
    numbers = Numbers(tables, reached)
    month = np.zeros(len(late), dtype=np.int64)
    masses = np.array(moves.masses)
    month[mine], masses[:, mine] = begun.after.month, begun.after.masses
    ways = [probes(moves, reached, after=(month, masses), works=works) for works in (True, False)]
    first = int(begun.after.month.min())
    every = work_backward(numbers, probes=ways, late=late[reached.segment], first=first)
    for pieces in every:
        yield Forward(numbers, pieces), begun.moved(place)


def _reached(rows: Rows, mine: IntArray, kind: int, moves: Moves) -> BoolArray:
    """Return which rows plans of some segments can reach that begin with a kind of move."""
    begins = np.zeros(len(moves.segments), dtype=bool)
    begins[mine] = True
    reached = begins[rows.segment]
    if kind == PLACING:
        reached &= rows.placed > moves.placements[rows.segment]
    elif kind == WRITING:
        reached &= rows.letters > 0
    elif kind == ORDERING:
        reached &= rows.order > 0
    return reached
