"""Finds plans that are better than those known, from one place of an account's plans or several."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from placement.decide.timing.book.numbers import ENDS
from placement.decide.timing.exact.backward import Pieces, work_backward
from placement.decide.timing.exact.domain import Root, domain_of
from placement.decide.timing.exact.leads import OPENED, Lead, States
from placement.decide.timing.exact.tighten import tightened
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import OPEN
from placement.decide.timing.plans import Plan, Step
from placement.domain.types import FloatArray, Option

MOST_LOOKED = 4_000
"""Places that a search looks at where the bound's plan cannot be carried out; then it keeps what it
has found."""

TOLERANCE = 1e-11
"""Share of the balance by which a plan must be better than one that is known."""

END_NAMES = (*(option.value for option in ENDS), WAIT)
SUIT = ENDS.index(Option.LAWSUIT)


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """Where a plan is."""

    month: int
    state: int
    masses: FloatArray
    clock: float
    """Months since the last demand."""


class _Move(NamedTuple):
    """A move that can really start, and the most a plan that begins with it can be worth."""

    name: str
    bound: float
    reward: float
    after: Place | None
    """None where the plan ends."""


class Search:
    """Knows the pieces for some places to begin."""

    def __init__(self, states: States, roots: Sequence[Root]) -> None:
        """Work out the pieces.

        Args:
            states: The states of the account.
            roots: Where plans begin, and what better ones must be worth.
        """
        self.states = states
        self.looked = 0
        self.met_late = False
        """Whether some plan of the bound acts too late, as the states do not follow the clock."""
        self._least_gain = TOLERANCE * float(states.account.segments.balance[0])
        domain, self.found = tightened(domain_of(states, roots), states, roots)
        self._every: list[Pieces] = work_backward(states, domain)

    @property
    def is_exact(self) -> bool:
        """Whether it has looked everywhere a better plan could be."""
        return self.looked <= MOST_LOOKED

    def better(
        self, root: Place, known: Mapping[str, Plan], unsettled: Set[str]
    ) -> tuple[dict[str, Plan], set[str]]:
        """Return plans by first move that are better than those known.

        Args:
            root: Where plans begin, one of the roots.
            known: Plans by first move.
            unsettled: First moves for which a better one may be found.

        Returns:
            Better plans, and the first moves for which the clock has to be followed.
        """
        found: dict[str, Plan] = {}
        late: set[str] = set()
        for lead in self.states.leads[root.month]:
            for column in np.flatnonzero(lead.at == root.state).tolist():
                name = lead.name(column)
                if name not in unsettled:
                    continue
                least = known[name].value
                self.met_late = False
                move = self._started(root, lead, column)
                plan = None if move is None else self._begun(root, move, least)
                if plan is not None:
                    found[name] = plan
                if self.met_late:
                    late.add(name)
        return found, late

    def _bound(self, at: Place) -> tuple[float, int]:
        """Return what no better plan is worth more than from here, and the piece that says so."""
        return self._every[at.month].best(at.state, at.masses)

    def _started(self, at: Place, lead: Lead, column: int) -> _Move | None:
        """Return a move if it can really start."""
        if not self._may_start(at, lead, column):
            return None
        reward = float(lead.reward[:, column] @ at.masses)
        after = self._after(at, lead, column)
        return _Move(lead.name(column), reward + self._bound(after)[0], reward, after)

    def _may_start(self, at: Place, lead: Lead, column: int) -> bool:
        if lead.barred is not None and lead.barred != (at.clock >= self.states.limit):
            self.met_late = True
            return False
        return lead.profit is None or float(lead.profit[:, column] @ at.masses) >= 0.0

    def _after(self, at: Place, lead: Lead, column: int) -> Place:
        since, passed = float(lead.since[column]), at.clock + lead.months
        stays = at.clock >= self.states.limit or np.isinf(since)
        return Place(
            month=at.month + lead.months,
            state=int(lead.to[column]),
            masses=lead.masses_after(at.masses, column),
            clock=passed if stays else since,
        )

    def _begun(self, at: Place, move: _Move, least: float) -> Plan | None:
        """Return the best plan that begins with a move, if worth more than something known."""
        if move.bound <= least + self._least_gain:
            return None
        if move.after is None:
            return Plan(steps=(_step(move.name, at.month, 0),), value=move.reward)
        rest = self._from(move.after, least - move.reward)
        if rest is None:
            return None
        step = _step(move.name, at.month, move.after.month - at.month)
        return Plan(steps=(step, *rest.steps), value=move.reward + rest.value)

    def _from(self, at: Place, least: float) -> Plan | None:
        """Return the best plan from here, if it is worth more than something known."""
        bound, piece = self._bound(at)
        if bound <= least + self._least_gain:
            return None
        plan = self._carried_out(at, piece, bound)
        if plan is not None or (self.met_late and not self.states.follows_clock):
            return plan
        self.looked += 1
        if not self.is_exact:
            return None
        best: Plan | None = None
        for move in sorted(self._moves(at), key=lambda move: -move.bound):
            found = self._begun(at, move, least)
            if found is not None:
                best, least = found, found.value
        return best

    def _moves(self, at: Place) -> list[_Move]:
        """Return everything that can really be done."""
        found = []
        for number, name in enumerate(END_NAMES):
            end = self.states.ends[at.month][number, :, at.state]
            if end[OPEN] > OPENED:
                value = float(end @ at.masses)
                found.append(_Move(name, value, value, None))
        for lead in self.states.leads[at.month]:
            for column in np.flatnonzero(lead.at == at.state).tolist():
                move = self._started(at, lead, column)
                if move is not None:
                    found.append(move)
        return found

    def _carried_out(self, at: Place, piece: int, value: float) -> Plan | None:
        """Return the plan that a piece stands for, if every step of it can really start."""
        steps: list[Step] = []
        while True:
            pieces = self._every[at.month]
            number = int(pieces.lead[piece])
            if number < 0:
                name = END_NAMES[-1 - number]
                if -1 - number == SUIT and not self._is_as_thought(at):
                    self.met_late = True
                    return None
                return Plan(steps=(*steps, _step(name, at.month, 0)), value=value)
            lead, column = self.states.leads[at.month][number], int(pieces.column[piece])
            if not self._may_start(at, lead, column):
                return None
            after = self._after(at, lead, column)
            steps.append(_step(lead.name(column), at.month, lead.months))
            at, piece = after, int(pieces.then[piece])

    def _is_as_thought(self, at: Place) -> bool:
        """Return whether the limitation period is over exactly where the state has it so."""
        return bool(self.states.is_late(np.array(at.state))) == (at.clock >= self.states.limit)


def _step(name: str, start: int, months: int) -> Step:
    return Step(action=name, start_month=start, months=months)
