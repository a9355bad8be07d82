"""When to act: plans, habits, calendars and flips."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.flip_quantities import Flip
from placement.decide.timing.book.solver import plan_book
from placement.decide.timing.calendar.cash import CashCalendar, cash_calendar
from placement.decide.timing.exact.acting import Acting, value_of_acting_in
from placement.decide.timing.first_move_flips import QUICK_HORIZON, each_flip
from placement.decide.timing.fixed_point import Fitted, fitted_plan
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.moves import DEFAULT_HORIZON, Moves
from placement.decide.timing.plans import AccountPlan, BookPlans, Plan
from placement.decide.timing.policy.policy import PolicyPlan, policy_plan
from placement.decide.timing.policy.rules import Policy
from placement.decide.timing.told import agencies_of, told
from placement.domain.types import Segments, Stance


def plan_account(
    account: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> AccountPlan:
    """Return the best plan for one account, exactly.

    Args:
        account: One segment; valued at its mean account.
        assumptions: The numbers.
        stance: How agencies set their effort.
        horizon: Months a plan may last.

    Raises:
        InputError: The sector is not in the library, or the horizon is out of bounds.
    """
    moves = build_moves(account, assumptions, stance=stance, horizon=horizon)
    return _account_plan(moves, 0, fitted_plan(moves))


def _account_plan(moves: Moves, position: int, fitted: Fitted) -> AccountPlan:
    return AccountPlan(
        plan=fitted.plan,
        first_moves=fitted.first_moves,
        told=told(moves, position, fitted.plan),
        agencies=agencies_of(moves, position, fitted.plan),
        convergence=fitted.convergence,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class PolicyComparison:
    """What a creditor's own habit does with each segment, beside the best plan."""

    own: tuple[PolicyPlan, ...]
    best: tuple[Plan, ...]

    @property
    def cost(self) -> np.ndarray:
        """What the habit leaves less than the best plan, per account, shape (segments,)."""
        return np.array([b.value - o.value for b, o in zip(self.best, self.own, strict=True)])


def policy_comparison(moves: Moves, policy: Policy, *, best: Sequence[Plan]) -> PolicyComparison:
    """Return what a policy does with every segment, beside the plans that are best for them.

    Args:
        moves: The moves of the segments, as `timing_moves` returns them.
        policy: The habit.
        best: The best plan of each segment with the same moves.
    """
    own = tuple(policy_plan(moves, position, policy) for position in range(len(moves.segments)))
    return PolicyComparison(own=own, best=tuple(best))


def timing_moves(
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> Moves:
    """Return every move of every segment, from which plans are made.

    Raises:
        InputError: A sector is not in the library, or the horizon is out of bounds.
    """
    return build_moves(segments, assumptions, stance=stance, horizon=horizon)


def plan_book_segments(moves: Moves) -> BookPlans:
    """Return a plan for every segment at once, at most a little below the exact one."""
    return plan_book(moves)


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountTiming:
    """When to act on one account, and what it is worth to act in each month."""

    planned: AccountPlan
    acting: Acting


def account_timing(moves: Moves, position: int = 0) -> AccountTiming:
    """Return one segment's plan, exactly, and its value of acting in each month.

    Args:
        moves: The moves of its book.
        position: The segment.
    """
    fitted = fitted_plan(moves, position)
    planned = _account_plan(moves, position, fitted)
    return AccountTiming(planned=planned, acting=value_of_acting_in(moves, position, fitted=fitted))


def calendar_of_plans(
    plans: Sequence[Plan],
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
) -> CashCalendar:
    """Return a book's cash in and out and its accounts by stage, month by month.

    Args:
        plans: The plan of each segment.
        segments: The segments.
        assumptions: The numbers the plans were made with.
        stance: The stance they were made with.
        horizon: The horizon they were made with.

    Raises:
        InputError: Plans and segments differ in number.
    """
    return cash_calendar(plans, segments, assumptions, stance=stance, horizon=horizon)


def published_collections(sector: str, assumptions: Assumptions) -> tuple[float, float] | None:
    """Return the lowest and highest published collections of a collector in a month.

    Where nothing is published for the sector they are those for bank cards, the only ones there
    are; `published_for` says which.
    """
    entry = assumptions.entries.get(
        f"{published_for(sector, assumptions)}.agency.collections_per_seat_month"
    )
    return (entry.low, entry.high) if entry else None


def published_for(sector: str, assumptions: Assumptions) -> str:
    """Return the sector whose published collections of a collector there are."""
    own = f"{sector}.agency.collections_per_seat_month" in assumptions.entries
    return sector if own else "bank_card"


FLIPS = 7
"""A price to sell at today, and three quantities moved both ways."""


def first_move_flips(
    account: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = QUICK_HORIZON,
    progress: Callable[[float], None] | None = None,
) -> tuple[Flip, ...]:
    """Return where balance, commission, odds or a price change the first move of the best plan.

    Args:
        account: One segment; valued at its mean account.
        assumptions: The numbers in use.
        stance: How agencies set their effort.
        horizon: Months a plan may last.
        progress: Called with the share done.

    Raises:
        InputError: There is not exactly one segment, or the horizon is out of bounds.
    """
    found = []
    for flip in each_flip(account, assumptions, stance=stance, horizon=horizon):
        found.append(flip)
        if progress:
            progress(len(found) / FLIPS)
    return tuple(found)
