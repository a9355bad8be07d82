"""One account's plan with agencies whose effort fits what the plan leaves them.

    efforts -> the best plan under them -> the masses it hands over -> efforts that fit those

until nothing moves. Agencies know what lots of this kind hold from the last ones they were given,
so this is how they come to work; a lot that would lose them money is not taken. Every plan on the
way is valued with the efforts at its own masses, and the best of them is the answer.

Source: own definition, docs/model.md, "The agency's effort".
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.solver import first_move_plans
from placement.decide.timing.exact.solver import ExactSolver
from placement.decide.timing.moves.agencies import PlacedRows
from placement.decide.timing.moves.masses import Efforts
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.neighbours import improved
from placement.decide.timing.plans import PLACEMENTS, SAME_EFFORT, Convergence, Plan
from placement.decide.timing.walk import Walked, walk
from placement.domain.types import AGENCY_OPTIONS

MOST_ROUNDS = 8
"""Rounds after which the search stops though efforts still move; most accounts need two."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fitted:
    """The answer for one account."""

    plan: Plan
    first_moves: dict[str, Plan]
    """For every move that is open now, the best plan found that begins with it."""
    convergence: Convergence
    solver: ExactSolver
    """The solver of the last round, for questions to come."""


def fitted_plan(
    moves: Moves, position: int = 0, *, known: Mapping[str, Plan] | None = None
) -> Fitted:
    """Return the best plan of one account and the best that begins with each other move.

    The first guess are efforts for what in-house work and placements one after the other leave.
    What is found is compared with its neighbours, each with its own efforts, and gone on from where
    one is better. Other first moves whose own efforts differ have a fixed point of their own.

    Args:
        moves: The moves of the book.
        position: The account's segment.
        known: Plans that the solver for whole books has found, by first move, with their own
            efforts; by default it is asked where the moves are of this account alone.
    """
    if known is None:
        known = first_move_plans(moves)[0] if len(moves.segments) == 1 else {}
    search = _Search(moves, position, known)
    converged = search.settle(search.today)
    solver = search.solver
    for name in sorted(search.loose):
        search.settle(dict(search.efforts_of[name]), begin=name)
    while search.improve():
        converged = search.settle(dict(search.efforts_of[search.best]))
        solver = search.solver
    return Fitted(
        plan=search.found[search.best],
        first_moves=dict(search.found),
        convergence=converged,
        solver=solver,
    )


class _Search:
    """What was found for one account, and the rounds that find more."""

    def __init__(self, moves: Moves, position: int, known: Mapping[str, Plan]) -> None:
        self.moves, self.position = moves, position
        self.found: dict[str, Plan] = {}
        self.efforts_of: dict[str, Efforts] = {}
        self.today: dict[tuple[int, int], PlacedRows] = dict(_of_today(moves, position))
        self.loose: set[str] = set()
        """First moves whose plans had other efforts than those that fit them."""
        self.solver: ExactSolver
        self._value(known)

    def settle(self, efforts: Efforts, *, begin: str | None = None) -> Convergence:
        """Go from efforts to a plan and to the efforts that fit it until nothing moves.

        Args:
            efforts: Where to begin.
            begin: The first move whose plan the efforts are to fit; by default the best one.
        """
        used = dict(efforts)
        misfit, rounds, is_exact = 0.0, 0, True
        while rounds < MOST_ROUNDS:
            rounds += 1
            self.solver = ExactSolver(self.moves, self.position, efforts=used)
            firsts = self._open(self.solver.first_moves())
            is_exact = self.solver.is_exact
            realised = self._value(firsts)
            name = begin or max(firsts, key=lambda name: firsts[name].value)
            if name not in firsts:
                break
            misfits = {
                first: _misfit(fits, used, self.moves, self.position)
                for first, fits in realised.items()
            }
            misfit = misfits[name]
            if misfit <= SAME_EFFORT:
                if begin is None:
                    self.loose = {n for n, miss in misfits.items() if miss > SAME_EFFORT}
                break
            used.update(realised[name])
        return Convergence(rounds=rounds, misfit=misfit, is_exact=is_exact)

    def _open(self, firsts: Mapping[str, Plan]) -> dict[str, Plan]:
        """Leave out the placement of what an agency has now."""
        if not self.moves.segments.placed_now[self.position]:
            return dict(firsts)
        return {name: plan for name, plan in firsts.items() if name not in PLACEMENTS}

    def _value(self, firsts: Mapping[str, Plan]) -> dict[str, Efforts]:
        """Keep plans that are worth more than those known, and return the efforts that fit each."""
        plans = list(firsts.values())
        walked = walk(
            self.moves, np.full(len(plans), self.position), [plan.steps for plan in plans]
        )
        realised: dict[str, Efforts] = {}
        for at, (name, plan) in enumerate(firsts.items()):
            realised[name] = dict(_efforts(walked, at))
            worth = float(walked.value[at])
            if not walked.is_real[at]:
                self.efforts_of.setdefault(name, realised[name])
            elif name not in self.found or worth > self.found[name].value:
                self.found[name] = Plan(steps=plan.steps, value=worth)
                self.efforts_of[name] = realised[name]
        return realised

    @property
    def best(self) -> str:
        """The first move of the best plan found."""
        return max(self.found, key=lambda name: self.found[name].value)

    def improve(self) -> bool:
        """Go from the best plan to better neighbours; return whether there were some."""
        plan = self.found[self.best]
        better = improved(self.moves, self.position, plan)
        if better is plan:
            return False
        self._value({better.steps[0].action: better})
        return True


def _of_today(moves: Moves, position: int) -> list[tuple[tuple[int, int], PlacedRows]]:
    """Return the effort of a placement that starts today, which sees what is there."""
    number = int(moves.placements[position])
    if number >= len(AGENCY_OPTIONS):
        return []
    rows, start = np.array([position]), np.array([0])
    numbers = np.array([number])
    effort = moves.agencies.best(numbers, rows, start, moves.masses[:, rows])
    return [((0, number), moves.agencies.placed(numbers, rows, start, effort))]


def _efforts(walked: Walked, plan: int) -> list[tuple[tuple[int, int], PlacedRows]]:
    """Return the efforts at one plan's own masses."""
    found = []
    for placed in walked.placed:
        for row in np.flatnonzero(placed.plan == plan):
            key = (int(placed.start[row]), int(placed.number[row]))
            found.append((key, take_row(placed.rows, int(row))))
    return found


def take_row(rows: PlacedRows, row: int) -> PlacedRows:
    """Return one placement."""
    return PlacedRows(
        **{name: getattr(rows, name)[..., [row]] for name in PlacedRows.__dataclass_fields__}
    )


def _misfit(realised: Efforts, used: Efforts, moves: Moves, position: int) -> float:
    """Return by how many contacts a month, or months, efforts used miss those that fit."""
    worst = 0.0
    for key, rows in realised.items():
        start, number = key
        if key in used:
            contacts = float(used[key].contacts_per_month[0])
            worked = float(used[key].worked_months[0])
        else:
            contacts = float(moves.first_efforts[number][0][position, start])
            worked = float(moves.first_efforts[number][1][position, start])
        worst = max(
            worst,
            abs(contacts - float(rows.contacts_per_month[0])),
            abs(worked - float(rows.worked_months[0])),
        )
    return worst
