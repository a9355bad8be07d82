"""Real plans that go where the bound is highest: the tighter the bound, the better they are.

Source: the bound leads the search as in heuristic search value iteration (Smith and Simmons, 2004).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.decide.timing.book.numbers import ENDS
from placement.decide.timing.coded import CodedPlans, in_order
from placement.decide.timing.exact.domain import Domain, Root
from placement.decide.timing.exact.leads import OPENED, States, by_type, types_of
from placement.decide.timing.moves.masses import WAIT
from placement.decide.timing.moves.moves import OPEN
from placement.decide.timing.plans import FIRST_MOVES
from placement.domain.types import BoolArray, FloatArray, IntArray, Option

SUIT = ENDS.index(Option.LAWSUIT)
END_ACTIONS = np.array([FIRST_MOVES.index(name) for name in (*ENDS, WAIT)])


@dataclass(frozen=True, kw_only=True, eq=False)
class Greedy:
    """One plan for each first move of a domain."""

    value: FloatArray
    """What it is worth from where it began, minus infinity where none was found, (plans,)."""
    plans: CodedPlans


def greedy_plans(
    domain: Domain, states: States, roots: Sequence[Root], bound: FloatArray
) -> Greedy:
    """Return real plans, each step the one of the highest bound.

    Args:
        domain: Where they may go.
        states: The states and moves.
        roots: Where they begin.
        bound: What plans are worth at most from each cell, by type, shape (4, cells).
    """
    return _Walk(domain, states, bound).run(roots)


class _Walk:
    def __init__(self, domain: Domain, states: States, bound: FloatArray) -> None:
        self.domain, self.states, self.bound = domain, states, bound
        size = len(domain.firsts)
        self.cell = np.array([first.target for first in domain.firsts], dtype=np.int64)
        self.month = np.zeros(size, dtype=np.int64)
        self.types, self.clock = np.zeros((OPEN + 1, size)), np.zeros(size)
        self.value, self.goes_on = np.zeros(size), np.ones(size, dtype=bool)
        self.steps: list[tuple[IntArray, IntArray, IntArray, IntArray]] = []

    def run(self, roots: Sequence[Root]) -> Greedy:
        for plan, first in enumerate(self.domain.firsts):
            root = roots[first.root]
            self.types[:, plan], self.clock[plan] = types_of(root.masses), root.clock
            some, lead, column = (np.array([part]) for part in (plan, first.lead, first.column))
            may = self._may_start(some, root.month, lead, column)
            self._take(some, root.month, lead, column, np.array([first.target]))
            self._drop(some[~may])
        for month in range(self.states.horizon + 1):
            here = np.flatnonzero(self.goes_on & (self.month == month))
            if len(here):
                self._choose(here, month)
        columns = [np.concatenate(part) for part in zip(*self.steps, strict=True)]
        return Greedy(value=self.value, plans=in_order(*columns))

    def _choose(self, here: IntArray, month: int) -> None:
        """Take the best step of plans that are in a month."""
        end, by_end = self._best_end(here, month)
        source, link, value = self._links(here, month)
        best = np.array(by_end)
        np.maximum.at(best, source, value)
        chosen = np.full(len(here), -1)
        wins = value >= best[source]
        chosen[source[wins]] = link[wins]
        ends = (chosen < 0) & (by_end > OPENED)
        stops = here[ends]
        self.value[stops] += by_end[ends]
        self.goes_on[stops] = False
        self._note(stops, END_ACTIONS[end[ends]], month, np.zeros(len(stops), dtype=np.int64))
        self._drop(here[(chosen < 0) & ~ends])
        goes = chosen >= 0
        taken, links = here[goes], self.domain.links
        self._take(
            taken,
            month,
            links.lead[chosen[goes]],
            links.column[chosen[goes]],
            links.target[chosen[goes]],
        )

    def _best_end(self, here: IntArray, month: int) -> tuple[IntArray, FloatArray]:
        """Return the best end of plans, among `END_ACTIONS`, and what it pays."""
        state = self.domain.state[self.cell[here]]
        ends = by_type(np.moveaxis(self.states.ends[month][..., state], 1, 0))
        value = (ends * self.types[:, None, here]).sum(axis=0)
        late = self.clock[here] >= self.states.limit
        value[SUIT] = np.where(self.states.is_late(state) == late, value[SUIT], -np.inf)
        return value.argmax(axis=0), value.max(axis=0)

    def _links(self, here: IntArray, month: int) -> tuple[IntArray, IntArray, FloatArray]:
        """Return links that plans can really take: whose, which, and what they promise."""
        links, cell = self.domain.links, self.cell[here]
        low, high = (np.searchsorted(links.source, cell, side) for side in ("left", "right"))
        count = high - low
        source = np.repeat(np.arange(len(here)), count)
        which = np.arange(len(source)) + np.repeat(low - (np.cumsum(count) - count), count)
        plan, some = here[source], links.take(which)
        may = self._may_start(plan, month, some.lead, some.column)
        value = (some.worth(self.bound[:, some.target]) * self.types[:, plan]).sum(axis=0)
        return source[may], which[may], value[may]

    def _may_start(self, plan: IntArray, month: int, lead: IntArray, column: IntArray) -> BoolArray:
        """Return whether moves can really start: in time, and with an agency that takes the lot."""
        may = np.ones(len(plan), dtype=bool)
        late = self.clock[plan] >= self.states.limit
        for number, move in enumerate(self.states.leads[month]):
            mine = lead == number
            if move.barred is not None:
                may[mine] &= late[mine] == move.barred
            if move.profit_by_type is not None:
                profit = move.profit_by_type[:, column[mine]] * self.types[:, plan[mine]]
                may[mine] &= profit.sum(axis=0) >= 0.0
        return may

    def _take(
        self, plan: IntArray, month: int, lead: IntArray, column: IntArray, target: IntArray
    ) -> None:
        """Take moves from a month on."""
        for number, move in enumerate(self.states.leads[month]):
            mine = np.flatnonzero(lead == number)
            if not len(mine):
                continue
            some, at = plan[mine], column[mine]
            types, clock, since = self.types[:, some], self.clock[some], move.since[at]
            self.value[some] += (move.reward_by_type[:, at] * types).sum(axis=0)
            left = move.keep[:, at] * types
            left[OPEN] += (move.lost[:, at] * types[:OPEN]).sum(axis=0)
            self.types[:, some] = left
            passes = (clock >= self.states.limit) | np.isinf(since)
            self.clock[some] = np.where(passes, clock + move.months, since)
            self.month[some], self.cell[some] = month + move.months, target[mine]
            self._note(some, move.action[at], month, np.full(len(some), move.months))

    def _note(self, plan: IntArray, action: IntArray, month: int, months: IntArray) -> None:
        self.steps.append((plan, action, np.full(len(plan), month), months))

    def _drop(self, plan: IntArray) -> None:
        """Give up plans that cannot go on."""
        self.value[plan], self.goes_on[plan] = -np.inf, False
