"""What it is worth to act in month 0, 1, 2 and so on: the price of haste and of delay.

For a first move a and k months of doing nothing before it,

    V(a, k) = sum of the rewards of k months of waiting + best plan that begins with a in month k

and the value of waiting one more month, after k months, is V(wait, k) - max over a of V(a, k).

Source: own definition, docs/model.md, "When to change course".
"""

from dataclasses import dataclass

import numpy as np

from placement.decide.timing.fixed_point import Fitted, fitted_plan
from placement.decide.timing.moves.masses import WAIT, AccountMoves, Transition, clock_after
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import FIRST_MOVES
from placement.decide.timing.walk import walk
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray, Option

LATEST = 24
"""Months of waiting looked at unless told otherwise."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Acting:
    """Values of acting in each month, per account, in today's money; NaN where a move is shut.

    Arrays over moves are in the order of `FIRST_MOVES`.
    """

    month: IntArray
    """Months of waiting before the move, shape (months,)."""
    followed_up: FloatArray
    """The move and the best that can follow, shape (first moves, months)."""
    alone: FloatArray
    """The move, then closed, shape (first moves, months)."""

    @property
    def waiting_one_more(self) -> FloatArray:
        """Value of waiting one more month over the best other move, shape (months,).

        NaN where there is no time left to wait.
        """
        is_wait = np.array([name == WAIT for name in FIRST_MOVES])
        others = np.where(np.isnan(self.followed_up[~is_wait]), -np.inf, self.followed_up[~is_wait])
        return np.asarray(self.followed_up[is_wait][0] - others.max(axis=0))

    @property
    def best_month(self) -> dict[str, int]:
        """The month in which each move is worth most, for moves that are open in some month."""
        return {
            name: int(self.month[np.nanargmax(values)])
            for name, values in zip(FIRST_MOVES, self.followed_up, strict=True)
            if not np.isnan(values).all()
        }


def value_of_acting_in(
    moves: Moves, position: int = 0, *, latest: int = LATEST, fitted: Fitted | None = None
) -> Acting:
    """Return what each first move is worth in each month from now to the latest.

    Args:
        moves: The moves of the book.
        position: The account's segment.
        latest: Most months of waiting; fewer where the horizon is shorter.
        fitted: The account's plans, where there are some already; what their solver knows is used
            again.

    Raises:
        InputError: The latest month is below 0.
    """
    if latest < 0:
        raise InputError(t("The latest month to act must be 0 or more; got {came}.", came=latest))
    fitted = fitted or fitted_plan(moves, position)
    months = range(min(latest, moves.horizon) + 1)
    later = [fitted.solver.first_moves(after_waiting=month) for month in months[1:]]
    plans = [plan for found in later for plan in found.values()]
    walked = walk(moves, np.full(len(plans), position), [plan.steps for plan in plans])
    worth = iter(np.where(walked.is_real, walked.value, -np.inf).tolist())
    values = [{name: plan.value for name, plan in fitted.first_moves.items()}]
    values += [{name: next(worth) for name in found} for found in later]
    alone = _alone(AccountMoves(moves, position), len(months))
    return Acting(
        month=np.array(months, dtype=np.int64),
        followed_up=_table(values),
        alone=_table(alone),
    )


def _table(months: list[dict[str, float]]) -> FloatArray:
    return np.array([[found.get(name, np.nan) for found in months] for name in FIRST_MOVES])


def _worth_alone(account: AccountMoves, move: Transition, masses: FloatArray) -> float:
    """Return what a move pays; in-house work goes on for a stage of its own length."""
    value = float(move.reward @ masses)
    if move.name != Option.IN_HOUSE:
        return value
    for _ in range(account.in_house_months - 1):
        masses, state = move.matrix @ masses, move.after
        further = [m for m in account.transitions(state) if m.name == Option.IN_HOUSE]
        if not further:
            break
        move = further[0]
        value += float(move.reward @ masses)
    return value


def _alone(account: AccountMoves, months: int) -> list[dict[str, float]]:
    """Return, by month, what each move is worth if the account is closed behind it."""
    state, masses, clock, so_far = account.start, account.masses, account.clock, 0.0
    found: list[dict[str, float]] = []
    so_far += account.relief
    for _ in range(months):
        barred = clock >= account.limitation_months
        values = {
            name: so_far + float(piece @ masses)
            for name, piece in account.ends(state, barred=barred)
        }
        waits: list[Transition] = []
        for move in account.transitions(state):
            if not move.may_start(masses, barred=barred):
                continue
            value = so_far + _worth_alone(account, move, masses)
            values[move.name] = max(value, values.get(move.name, -np.inf))
            if move.name == WAIT:
                waits.append(move)
        found.append(values)
        for wait in waits:
            so_far += float(wait.reward @ masses)
            clock = clock_after(clock, wait, month=state.month, limit=account.limitation_months)
            state, masses = wait.after, wait.matrix @ masses
    return found
