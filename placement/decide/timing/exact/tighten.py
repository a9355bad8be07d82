"""Narrows the domain: a bound of its own for each cell, and without what no better plan passes.

In a cell the value is bounded by one linear function of the debtors, u. Going backward, of all that
can be done there the one that is worth most in the middle is taken, and as much is added for every
open account as another one can be worth more anywhere in the cell:

    u = p + e * open,    e * (fewest open) = max over the other p' and the cell of (p' - p) x

A plan that takes a link loses (u - p') x of the bound at least.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.exact.domain import (
    ROUNDING,
    Domain,
    First,
    Links,
    Root,
    links_from,
    may_earn,
    put_together,
)
from placement.decide.timing.exact.greedy import Greedy, greedy_plans
from placement.decide.timing.exact.leads import States, by_type, types_of
from placement.decide.timing.plans import Plan
from placement.domain.types import FloatArray, IntArray

FEW = 1_000
"""Cells up to which a domain is narrow enough."""

MOST = 1_000_000
"""Cells from which on it is left as it is."""

SIZES = (np.inf, 0.02, 0.01, 0.005, 0.002, 0.001)
"""How much debtors in a cell may differ, as a share of accounts, round by round."""

WORTHWHILE = 0.9
"""Share of the cells that a round is to leave at most."""

FINE = 0.005
"""Size from which on the next round is only worth its time if the last one was."""


def tightened(
    domain: Domain, states: States, roots: Sequence[Root]
) -> tuple[Domain, list[dict[str, Plan]]]:
    """Return the domain without cells that no better plan can pass through.

    Args:
        domain: All cells.
        states: The states and moves.
        roots: Where plans begin; what a better one must be worth is raised by plans that are found
            on the way.

    Returns:
        The domain, and the better plans by first move for each root.
    """
    found: list[dict[str, Plan]] = [{} for _ in roots]
    for size in SIZES:
        before = len(domain)
        if not FEW < before <= MOST:
            break
        bound = _linear_bounds(domain, states)
        _enter(found, domain, states, roots, greedy_plans(domain, states, roots, bound))
        domain = _Narrowing(domain, states, roots, bound, size).run()
        if size <= FINE and len(domain) > WORTHWHILE * before:
            break
    return domain, found


def _enter(
    found: list[dict[str, Plan]],
    domain: Domain,
    states: States,
    roots: Sequence[Root],
    greedy: Greedy,
) -> None:
    """Keep plans that are better than those known."""
    for number, first in enumerate(domain.firsts):
        root, value = roots[first.root], float(greedy.value[number])
        name = states.leads[root.month][first.lead].name(first.column)
        if value > root.least[name]:
            root.least[name] = value
            found[first.root][name] = Plan(steps=greedy.plans.steps(number), value=value)


def _linear_bounds(domain: Domain, states: States) -> FloatArray:
    """Return what a plan is worth at most from each cell by type, shape (4, cells)."""
    bound = np.empty_like(domain.low)
    for month in range(states.horizon, -1, -1):
        here = domain.month(month)
        if here.start == here.stop:
            continue
        links = domain.links.take(domain.links_of(month))
        source = links.source - here.start
        worth = links.worth(bound[:, links.target])
        ends = by_type(np.moveaxis(states.ends[month][..., domain.state[here]], 1, 0))
        middle = 0.5 * (domain.low[:, here] + domain.high[:, here])
        half = 0.5 * (domain.high[:, here] - domain.low[:, here])
        best = _best_in_the_middle(ends, worth, source, middle)
        more = np.zeros(middle.shape[1])
        above = worth - best[:, source]
        excess = (above * middle[:, source] + np.abs(above) * half[:, source]).sum(axis=0)
        np.maximum.at(more, source, excess)
        over = ends - best[:, None, :]
        excess = (over * middle[:, None, :] + np.abs(over) * half[:, None, :]).sum(axis=0)
        np.maximum(more, excess.max(axis=0), out=more)
        bound[:, here] = best + more / domain.low[:, here].sum(axis=0)
    return bound


def _best_in_the_middle(
    ends: FloatArray, worth: FloatArray, source: IntArray, middle: FloatArray
) -> FloatArray:
    """Return the end or link of each cell that is worth most in its middle, (4, cells)."""
    by_end = (ends * middle[:, None, :]).sum(axis=0)
    which = by_end.argmax(axis=0)
    cells = np.arange(middle.shape[1])
    found = ends[:, which, cells]
    most = by_end[which, cells]
    value = (worth * middle[:, source]).sum(axis=0)
    np.maximum.at(most, source, value)
    wins = np.flatnonzero(value >= most[source])
    found[:, source[wins]] = worth[:, wins]
    return np.asarray(found)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Reached:
    """What better plans lead to, in parts of cells; arrays of shape (..., parts)."""

    cell: IntArray
    low: FloatArray
    high: FloatArray
    slack: FloatArray
    """How much more a plan may fall short of the bound."""

    def key(self, size: float) -> IntArray:
        """Return one number for what is in the same cell and of much the same debtors."""
        if np.isinf(size):
            return self.cell
        most = int(1.0 / size) + 1
        key = self.cell
        for low, high in zip(self.low, self.high, strict=True):
            key = key * most + np.minimum(0.5 * (low + high) / size, most - 1).astype(np.int64)
        return key

    def joined(self, size: float) -> tuple["_Reached", IntArray]:
        """Return what has the same key as one, and which each part is in."""
        _, place = np.unique(self.key(size), return_inverse=True)
        order = np.argsort(place, kind="stable")
        first = np.searchsorted(place[order], np.arange(int(place.max(initial=-1)) + 1))
        return _Reached(
            cell=self.cell[order][first],
            low=np.minimum.reduceat(self.low[:, order], first, axis=1),
            high=np.maximum.reduceat(self.high[:, order], first, axis=1),
            slack=np.maximum.reduceat(self.slack[order], first),
        ), place


class _Narrowing:
    """Finds anew what better plans can pass through, by a tighter bound, in smaller cells."""

    def __init__(
        self,
        domain: Domain,
        states: States,
        roots: Sequence[Root],
        bound: FloatArray,
        size: float,
    ) -> None:
        self.domain, self.states, self.roots = domain, states, roots
        self.bound, self.size = bound, size
        self.margin = ROUNDING * float(states.account.segments.balance[0])
        self.month_of = np.repeat(np.arange(len(domain.begins) - 1), np.diff(domain.begins))
        months = states.horizon + 1
        self.reached: list[list[_Reached]] = [[] for _ in range(months)]
        # For each part that was reached, which link or first move led there.
        self.led: list[list[Links]] = [[] for _ in range(months)]
        self.firsts: list[list[First]] = [[] for _ in range(months)]

    def run(self) -> Domain:
        self._begin()
        begins, cells, links, firsts = [0], [], [], []
        for month, parts in enumerate(self.reached):
            count = begins[-1]
            if parts:
                found, place = _together(parts).joined(self.size)
                targets = np.split(count + place, self._ends_of(month))
                for first, target in zip(self.firsts[month], targets, strict=False):
                    firsts.append(replace(first, target=int(target[0])))
                for led, target in zip(
                    self.led[month], targets[len(self.firsts[month]) :], strict=True
                ):
                    links.append(replace(led, target=target))
                self._lead_on(month, found, count)
                cells.append(found)
                count += len(found.cell)
            begins.append(count)
        every = _together(cells)
        return Domain(
            begins=np.array(begins),
            state=self.domain.state[every.cell],
            low=every.low,
            high=every.high,
            links=put_together(links),
            firsts=tuple(firsts),
        )

    def _ends_of(self, month: int) -> IntArray:
        """Return where the parts that were reached in a month end, all but the last."""
        sizes = [1] * len(self.firsts[month]) + [len(led.source) for led in self.led[month]]
        return np.cumsum(sizes)[:-1]

    def _begin(self) -> None:
        for first in self.domain.firsts:
            root = self.roots[first.root]
            lead = self.states.leads[root.month][first.lead]
            link = links_from(
                lead, first.lead, np.zeros(1, dtype=np.int64), np.array([first.column])
            )
            types = types_of(root.masses)[:, None]
            most = (link.worth(self.bound[:, [first.target]]) * types).sum(axis=0)
            slack = most - root.least[lead.name(first.column)] + self.margin
            if slack[0] < 0.0:
                continue
            left = link.types_after(types)
            after = root.month + lead.months
            self.reached[after].append(
                _Reached(cell=np.array([first.target]), low=left, high=left, slack=slack)
            )
            self.firsts[after].append(first)

    def _lead_on(self, month: int, cells: _Reached, count: int) -> None:
        """Enter what the moves of a month lead to, as far as better plans may take them."""
        low, high = (
            np.searchsorted(self.domain.links.source, cells.cell, side)
            for side in ("left", "right")
        )
        number = high - low
        source = np.repeat(np.arange(len(number)), number)
        which = np.arange(len(source)) + np.repeat(low - (np.cumsum(number) - number), number)
        links = self.domain.links.take(which)
        fewest, most = cells.low[:, source], cells.high[:, source]
        short = self.bound[:, links.source] - links.worth(self.bound[:, links.target])
        loses = np.maximum((short * np.where(short > 0.0, fewest, most)).sum(axis=0), 0.0)
        slack = cells.slack[source] - loses
        may = (slack >= 0.0) & may_earn(links, fewest, most, self.margin)
        ends = self.month_of[links.target]
        for after in np.unique(ends[may]).tolist():
            taken = np.flatnonzero(may & (ends == after))
            led = links.take(taken)
            self.reached[after].append(
                _Reached(
                    cell=led.target,
                    low=led.types_after(fewest[:, taken]),
                    high=led.types_after(most[:, taken]),
                    slack=slack[taken],
                )
            )
            self.led[after].append(replace(led, source=count + source[taken]))


def _together(parts: Sequence[_Reached]) -> _Reached:
    if not parts:
        nothing = np.empty((4, 0))
        return _Reached(
            cell=np.empty(0, dtype=np.int64), low=nothing, high=nothing, slack=nothing[0]
        )
    return _Reached(
        **{
            name: np.concatenate([getattr(part, name) for part in parts], axis=-1)
            for name in _Reached.__dataclass_fields__
        }
    )
