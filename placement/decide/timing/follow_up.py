"""What each option is worth when the best follows it: what leads a ranking.

    net with follow-up(o) = max(value of the best plan whose first move is o, net of o alone)

An option alone, its account closed when it ends, is such a plan too, so the first is hardly ever
below the second. It is where plans do not hold the option exactly: a term longer than the horizon;
a recall lag or a write-off's own cost to goodwill, which a plan pays before it closes an account
and an option alone does not. There the option alone counts.

Source: own definition, docs/model.md, "When to act".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.book.solver import (
    first_move_plans,
    first_move_plans_twice,
    plan_book,
)
from placement.decide.timing.fixed_point import fitted_plan
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plan_parts import PlanParts, plan_parts
from placement.decide.timing.plans import Plan, book_plans_of
from placement.domain.progress import parts
from placement.domain.types import FloatArray, IntArray

EXACT_UP_TO = 25
"""Segments up to which a book is solved exactly, as one account always is."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BestPlans(PlanParts):
    """The best plan of every segment of a book."""

    first_value: FloatArray
    """Best value by first move, shape (first moves, segments) in `FIRST_MOVES`; NaN if not open."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Begun:
    """What options and waiting are worth with the best that can follow them, per account."""

    net: FloatArray
    """Shape (options, segments) in the order of `Option`; NaN where an option is not open."""
    waiting: FloatArray
    """Of the best plan that begins by waiting, shape (segments,); NaN where none does."""


@dataclass(frozen=True, kw_only=True, eq=False)
class FollowUp(Begun):
    """Options with the best that can follow them, and what that is made of."""

    totals: FloatArray
    """Cash, fees and tax of each net, shape (totals, options, segments); NaN as in `net`."""
    lead: PlanParts
    """Each segment's best plan, waiting among its first moves."""
    horizon: int
    """Months a plan may last."""
    is_exact: bool
    """Solved exactly; otherwise by the solver for whole books, a little below."""

    @cached_property
    def best(self) -> IntArray:
        """Position of the option that is the best one to begin with, shape (segments,)."""
        return np.asarray(np.nanargmax(self.net, axis=0), dtype=np.int64)

    @cached_property
    def best_net(self) -> FloatArray:
        """What it is worth per account, shape (segments,)."""
        return np.asarray(np.nanmax(self.net, axis=0))

    @cached_property
    def best_totals(self) -> FloatArray:
        """Cash, fees and tax of `best_net`, shape (totals, segments)."""
        return np.asarray(self.totals[:, self.best, np.arange(len(self.best))])

    @property
    def solver(self) -> str:
        """Return the solver's name in the public interface."""
        return "exact" if self.is_exact else "book"


def solves_exactly(segments: int) -> bool:
    """Return whether a book of so many segments is solved exactly."""
    return segments <= EXACT_UP_TO


def first_moves_of(moves: Moves, *, exactly: bool) -> tuple[dict[str, Plan], ...]:
    """Return each segment's best plan by first move.

    Args:
        moves: The moves of the book.
        exactly: Solve every segment exactly; otherwise all at once, a little below.
    """
    if not exactly:
        return tuple(map(_below_lead, *first_move_plans_twice(moves)))
    return tuple(
        fitted_plan(moves, position, known=plans).first_moves
        for position, plans in enumerate(parts(first_move_plans(moves)))
    )


def _below_lead(known: dict[str, Plan], again: dict[str, Plan]) -> dict[str, Plan]:
    """Return the plans found by searching again, but for those that would beat the known best.

    What leads is then what `plan_book` says, on every page and in every command.
    """
    best = max(known.values(), key=lambda plan: plan.value)
    first = best.steps[0].action
    kept = {move: plan for move, plan in again.items() if plan.value < best.value}
    return known | kept | {first: best}


def best_plans_of(moves: Moves, assumptions: Assumptions, *, exactly: bool = False) -> BestPlans:
    """Return every segment's best plan, by the solver for whole books in one search.

    Args:
        moves: The moves of the book.
        assumptions: The numbers they were made with.
        exactly: Solve every segment exactly instead.
    """
    found = book_plans_of(first_moves_of(moves, exactly=True)) if exactly else plan_book(moves)
    return BestPlans(
        plans=found.plans,
        parts=plan_parts(found.plans, moves, assumptions),
        first_value=found.first_value,
    )


def put_together(parts: Sequence[BestPlans]) -> BestPlans:
    """Return the parts of a book as one, segment after segment."""
    return BestPlans(
        plans=tuple(plan for part in parts for plan in part.plans),
        parts=np.concatenate([part.parts for part in parts], axis=-1),
        first_value=np.concatenate([part.first_value for part in parts], axis=-1),
    )


def no_less_than_alone(followed: FloatArray, alone: FloatArray) -> FloatArray:
    """Return the higher of an option followed up and alone, NaN where it is not open.

    Args:
        followed: Best value by option, shape (options, segments); NaN where no plan begins so.
        alone: Net recovery of each option, same shape; NaN where it is not open.
    """
    return np.where(np.isnan(alone), np.nan, np.fmax(followed, alone))
