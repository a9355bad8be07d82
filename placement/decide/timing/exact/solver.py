"""The exact solver: backward induction on the linear pieces of the value function.

The best value of a state is a maximum of finitely many linear pieces in the masses. Going backward,
every move turns the pieces after it into pieces before it (`backward`). Pieces are kept for masses
that a plan can have which is better than one that is known (`known`, `domain`); that loses nothing.

The limitation clock and the agencies' own interest are followed exactly too. The pieces are worked
out once as if the period never ended, or were over where it is, and as if every agency took every
lot that may earn it something; that bounds the value. Where a plan of the bound acts too late, the
months that are left of the period are made part of the state; where it hands an agency a lot that
loses, a search branches on the first move, prunes by the bound and asks again further on.

Source: own definition, docs/model.md, "When to change course".
"""

from dataclasses import dataclass

from placement.decide.timing.exact.account import alone
from placement.decide.timing.exact.domain import Root
from placement.decide.timing.exact.known import idle, known_plans
from placement.decide.timing.exact.leads import States
from placement.decide.timing.exact.search import Place, Search
from placement.decide.timing.moves.masses import WAIT, Efforts
from placement.decide.timing.moves.moves import Moves
from placement.decide.timing.plans import Plan, Step, as_people_read

WAITED_TOGETHER = 24
"""Months of doing nothing up to which first moves are found together, once one of them is asked."""

SETTLED = float("inf")
"""What a plan must be worth where none can be better."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Answer:
    """Best plans by first move from one place."""

    plans: dict[str, Plan]
    is_exact: bool


class ExactSolver:
    """Solves one account with given efforts; keeps what it worked out for later questions."""

    def __init__(self, moves: Moves, position: int = 0, *, efforts: Efforts | None = None) -> None:
        self._account = alone(moves, position, efforts or {})
        self._relief = float(self._account.relief[0])
        self._answers: dict[int, _Answer] = {}
        self._asked = 0

    def plan(self) -> Plan:
        """Return the best plan."""
        return max(self.first_moves().values(), key=lambda plan: plan.value)

    def first_moves(self, *, after_waiting: int = 0) -> dict[str, Plan]:
        """Return, for every move that is open then, the best plan that begins with it.

        Args:
            after_waiting: Months of doing nothing before the move, up to the horizon. They are
                part of the plans and of their values.
        """
        if after_waiting not in self._answers:
            self._solve(self._together(after_waiting))
        self._asked = after_waiting
        waited = (Step(action=WAIT, start_month=0, months=after_waiting),) if after_waiting else ()
        _, paid = idle(self._account, after_waiting)
        more = self._relief + float(paid[-1])
        return {
            name: Plan(steps=as_people_read((*waited, *plan.steps)), value=more + plan.value)
            for name, plan in self._answers[after_waiting].plans.items()
        }

    @property
    def is_exact(self) -> bool:
        """Return whether the last search looked everywhere a better plan could be."""
        return self._answers[self._asked].is_exact

    def _together(self, months: int) -> list[int]:
        """Return the months of doing nothing that are solved with the one asked for."""
        if not 0 < months <= WAITED_TOGETHER:
            return [months]
        return list(range(1, min(WAITED_TOGETHER + 1, self._account.horizon) + 1))

    def _solve(self, waiting: list[int]) -> None:
        """Find the best plans after so many months of doing nothing, all at once."""
        best = dict(zip(waiting, known_plans(self._account, waiting), strict=True))
        # What one more month of doing nothing leads to is what the next of them begins with.
        unsettled = {months: set(best[months]) - {WAIT} for months in waiting}
        unsettled[waiting[-1]] = set(best[waiting[-1]])
        is_exact = dict.fromkeys(waiting, True)
        for follows_clock in (False, True):
            if not any(unsettled.values()):
                break
            states = States(self._account, follows_clock=follows_clock)
            places = self._places(states, waiting)
            search = Search(states, [_root(places[at], best[at], unsettled[at]) for at in waiting])
            for at, found in zip(waiting, search.found, strict=True):
                best[at] |= found
                search.looked = 0
                better, unsettled[at] = search.better(places[at], best[at], unsettled[at])
                best[at] |= better
                is_exact[at] = search.is_exact
        for at in reversed(waiting):
            if at + 1 in best:
                best[at][WAIT] = self._one_more(best[at][WAIT], at, best[at + 1])
                is_exact[at] &= is_exact[at + 1]
            self._answers[at] = _Answer(plans=best[at], is_exact=is_exact[at])

    def _one_more(self, known: Plan, month: int, later: dict[str, Plan]) -> Plan:
        """Return the best plan that begins with a month of doing nothing."""
        _, paid = idle(self._account, month + 1)
        best = max(later.values(), key=lambda plan: plan.value)
        value = float(paid[-1] - paid[-2]) + best.value
        step = Step(action=WAIT, start_month=month, months=1)
        return max(known, Plan(steps=(step, *best.steps), value=value), key=lambda plan: plan.value)

    def _places(self, states: States, waiting: list[int]) -> dict[int, Place]:
        masses, _ = idle(self._account, max(waiting))
        clock = float(self._account.months_since_demand[0])
        return {
            months: Place(
                month=months,
                state=states.start(months, clock + months),
                masses=masses[:, months],
                clock=clock + months,
            )
            for months in waiting
        }


def _root(place: Place, known: dict[str, Plan], unsettled: set[str]) -> Root:
    """Return where plans begin; no first moves but the unsettled ones are looked at."""
    return Root(
        month=place.month,
        state=place.state,
        masses=place.masses,
        clock=place.clock,
        least={name: known[name].value if name in unsettled else SETTLED for name in known},
    )
