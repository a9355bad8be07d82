"""Plans of many accounts, and the gaps by which claims about plans hold.

Every plan here is the best one that begins with some move, found by the solver for whole books
with all its searches (the second answer of `first_move_plans_twice`). "Stop" is a plan that keeps
the claim and does nothing more, up to the horizon.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.timing.book.solver import first_move_plans_twice
from placement.decide.timing.moves.build import build_moves
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import Plan, Step
from placement.decide.timing.stop import STOP, steps_worked
from placement.decide.timing.walk import walk
from placement.domain.types import FloatArray, Segments, Stance

GIVE_UP = (STOP, "write_off")
"""Beginnings that end all work at once."""

OUT_OF_REACH = 1e9
"""A cost at which nobody takes a step."""

SHUT = {
    "agency": "agency.placement_fee",
    "lawsuit": "lawsuit.case_cost",
}
"""For a step, the cost in a sector that keeps it out of every plan."""


class Outlook:
    """The best plan of every account by its beginning, under one set of numbers."""

    def __init__(
        self, accounts: Segments, assumptions: Assumptions, stance: Stance = Stance.PROFIT_SEEKING
    ) -> None:
        self.accounts, self._assumptions, self._stance = accounts, assumptions, stance

    @cached_property
    def _moves(self) -> Moves:
        return build_moves(self.accounts, self._assumptions, stance=self._stance)

    @cached_property
    def by_beginning(self) -> tuple[dict[str, Plan], ...]:
        """For each account the best plan by what it begins with; waiting without end is `STOP`."""
        horizon = self._moves.horizon
        stop = (Step(action=WAIT, start_month=0, months=horizon),)
        size = len(self.accounts)
        worth = walk(self._moves, np.arange(size), [stop] * size).value
        found = []
        _, thoroughly = first_move_plans_twice(self._moves)
        for plans, value in zip(thoroughly, worth.tolist(), strict=True):
            mine = {**plans, STOP: Plan(steps=stop, value=value)}
            if not steps_worked(plans[WAIT], horizon=horizon):
                del mine[WAIT]
            found.append(mine)
        return tuple(found)

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The best plan of each account."""
        return tuple(
            max(found.values(), key=lambda plan: plan.value) for found in self.by_beginning
        )

    @cached_property
    def value(self) -> FloatArray:
        """What the best plan is worth, shape (accounts,)."""
        return np.array([plan.value for plan in self.plans])

    def best_of(self, is_wanted: Callable[[str], bool]) -> FloatArray:
        """Return the best value over the beginnings that are wanted, -inf where there is none."""
        return np.array(
            [
                max(
                    (plan.value for name, plan in found.items() if is_wanted(name)), default=-np.inf
                )
                for found in self.by_beginning
            ]
        )

    def uses(self, step: str) -> FloatArray:
        """Return whether the best plan has a step; all placements are one, `agency`."""
        return np.array([any(s.action.startswith(step) for s in plan.steps) for plan in self.plans])

    def without(self, step: str) -> "Outlook":
        """Return the plans where a step is too dear to be taken."""
        shut = {f"{sector}.{SHUT[step]}": OUT_OF_REACH for sector in set(self.accounts.sector)}
        return Outlook(self.accounts, self._assumptions.with_values(shut), self._stance)


PlanGap = Callable[[Outlook], FloatArray]


def begins(*moves: str) -> PlanGap:
    """Claim that the best plan begins with one of these; by its lead over other beginnings."""
    return lambda outlook: (
        outlook.best_of(lambda name: name in moves)
        - outlook.best_of(lambda name: name not in moves)
    )


def never_begins(*moves: str) -> PlanGap:
    """Claim that it begins with something else."""
    return lambda outlook: -begins(*moves)(outlook)


def uses(step: str) -> PlanGap:
    """Claim that the best plan has a step at some time; by what the step adds to it.

    Where the plan does without, by what beginning with the step would lose.
    """

    def gap(outlook: Outlook) -> FloatArray:
        used = outlook.uses(step)
        lost = outlook.best_of(lambda name: name.startswith(step)) - outlook.value
        if not used.any():
            return lost
        added = np.maximum(outlook.value - outlook.without(step).value, 1e-9)
        return np.where(used, added, lost)

    return gap


def does_without(step: str) -> PlanGap:
    """Claim that the best plan never has a step."""
    return lambda outlook: -uses(step)(outlook)
