"""Where good plans can be: bounds of what is left in every state that such a plan may pass through.

What a plan leaves depends mostly on how many months of in-house work, placements, letters and
orders it has had, and little on when: debtors are bounded in cells of plans that have had as many.
A plan
that falls short of a bound by more than the best plan known does cannot become a better one. The
bound is what each type would bring alone: a plan is worth the sum over the types of what it does to
each. `tighten` goes on from there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from placement.decide.timing.exact.leads import Lead, States, by_type, types_of
from placement.decide.timing.moves.moves import OPEN
from placement.domain.types import BoolArray, FloatArray, IntArray

ROUNDING = 1e-11
"""Share of the balance by which bounds may miss."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Root:
    """Where plans begin."""

    month: int
    state: int
    masses: FloatArray
    clock: float
    """Months since the last demand."""
    least: dict[str, float]
    """By first move, what a plan must be worth from there to be looked for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Links:
    """Moves from cell to cell, in order of their months; arrays of shape (..., links)."""

    source: IntArray
    target: IntArray
    lead: IntArray
    """Which move of the month it is."""
    column: IntArray
    """Which of the move's states it starts from."""
    reward: FloatArray
    """By type, shape (4, links)."""
    keep: FloatArray
    """Shape (4, links)."""
    lost: FloatArray
    """Shape (3, links)."""
    profit: FloatArray
    """The agency's by type, shape (4, links); 0 where there is none."""

    def take(self, chosen: BoolArray | IntArray | slice) -> "Links":
        """Return some of them."""
        return Links(
            **{name: getattr(self, name)[..., chosen] for name in self.__dataclass_fields__}
        )

    def worth(self, later: FloatArray) -> FloatArray:
        """Return what the move is worth by type, from what its targets are, shape (4, links)."""
        value = self.reward + self.keep * later
        value[:OPEN] += self.lost * later[OPEN]
        return value

    def types_after(self, types: FloatArray) -> FloatArray:
        """Return the debtors it leaves, by type, shape (4, links)."""
        left = self.keep * types
        left[OPEN] += (self.lost * types[:OPEN]).sum(axis=0)
        return left


@dataclass(frozen=True, kw_only=True, eq=False)
class First:
    """A first move of a plan."""

    root: int
    lead: int
    column: int
    target: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Domain:
    """All cells, month by month and those of a state behind each other; arrays (..., cells)."""

    begins: IntArray
    """First cell of each month, and the number of all, shape (months + 1,)."""
    state: IntArray
    low: FloatArray
    """Fewest easy, hard, reluctant and lost debtors, shape (4, cells)."""
    high: FloatArray
    links: Links
    firsts: tuple[First, ...]

    def __len__(self) -> int:
        return len(self.state)

    def month(self, month: int) -> slice:
        """Return which cells are those of a month."""
        return slice(int(self.begins[month]), int(self.begins[month + 1]))

    def links_of(self, month: int) -> slice:
        """Return which links start in a month."""
        low, high = np.searchsorted(self.links.source, self.begins[month : month + 2])
        return slice(int(low), int(high))

    def takes(self, month: int, leads: Sequence[Lead]) -> list[BoolArray]:
        """Return from which of its states better plans may take each move of a month."""
        mine = self.links_of(month)
        found = [np.zeros(len(lead.at), dtype=bool) for lead in leads]
        for number, taken in enumerate(found):
            taken[self.links.column[mine][self.links.lead[mine] == number]] = True
        return found


def best_by_type(states: States) -> list[FloatArray]:
    """Return what plans are worth at most per debtor of each type, (4, states) for each month."""
    every: list[FloatArray] = [np.empty(0)] * (states.horizon + 1)
    for month in range(states.horizon, -1, -1):
        # What is shut is far below all else, for every type.
        every[month] = by_type(np.moveaxis(states.ends[month], 1, 0)).max(axis=1)
        for lead in states.leads[month]:
            after = every[month + lead.months][:, lead.to]
            value = lead.reward_by_type + lead.keep * after
            value[:OPEN] += lead.lost * after[OPEN]
            every[month][:, lead.at] = np.maximum(every[month][:, lead.at], value)
    return every


@dataclass(frozen=True, kw_only=True, eq=False)
class _Reached:
    """What moves lead to; arrays of shape (..., cells)."""

    key: IntArray
    """State, where the plan began and months of in-house work since, in one number."""
    low: FloatArray
    high: FloatArray
    slack: FloatArray
    """How much more a plan may fall short of the bound."""


def _joined(parts: Sequence[_Reached]) -> _Reached:
    """Return what was reached with the same key as one cell, in order of the keys."""
    all_keys = np.concatenate([part.key for part in parts])
    order = np.argsort(all_keys, kind="stable")
    keys = all_keys[order]
    first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))

    def together(name: str, join: np.ufunc) -> FloatArray:
        array = np.concatenate([getattr(part, name) for part in parts], axis=-1)
        return np.asarray(join.reduceat(array[..., order], first, axis=-1))

    return _Reached(
        key=keys[first],
        low=together("low", np.minimum),
        high=together("high", np.maximum),
        slack=together("slack", np.maximum),
    )


def domain_of(states: States, roots: Sequence[Root]) -> Domain:
    """Return the cells that better plans can pass through, roots left out."""
    return _Finding(states, roots).run()


class _Finding:
    """Finds cells month by month; what moves lead to waits until its month has come."""

    def __init__(self, states: States, roots: Sequence[Root]) -> None:
        self.states, self.roots = states, roots
        self.bound = best_by_type(states)
        self.margin = ROUNDING * float(states.account.segments.balance[0])
        months = states.horizon + 1
        self.per_state = months * len(roots)
        self.per_month = self.per_state * states.count
        self.reached: list[list[_Reached]] = [[] for _ in range(months)]
        self.links: list[Links] = []
        self.cells: list[_Reached] = []
        self.count = 0

    def run(self) -> Domain:
        firsts = [first for number in range(len(self.roots)) for first in self._begin(number)]
        begins = [0]
        for month, parts in enumerate(self.reached):
            if parts:
                cells = _joined(parts)
                self._lead_on(month, cells)
                self.cells.append(cells)
                self.count += len(cells.key)
            begins.append(self.count)
        nothing = _Reached(
            key=np.empty(0, dtype=np.int64),
            low=np.empty((OPEN + 1, 0)),
            high=np.empty((OPEN + 1, 0)),
            slack=np.empty(0),
        )
        every = self.cells or [nothing]
        key = np.concatenate([cells.key for cells in every])
        months = np.repeat(np.arange(len(self.reached)), np.diff(begins))
        places = months * self.per_month + key
        links = put_together(self.links)
        return Domain(
            begins=np.array(begins),
            state=key // self.per_state,
            low=np.concatenate([cells.low for cells in every], axis=1),
            high=np.concatenate([cells.high for cells in every], axis=1),
            links=replace(links, target=np.searchsorted(places, links.target)),
            firsts=tuple(
                replace(first, target=int(np.searchsorted(places, first.target)))
                for first in firsts
            ),
        )

    def _begin(self, number: int) -> Iterator[First]:
        """Enter what each first move from a root leaves, if a better plan may begin with it."""
        root = self.roots[number]
        types = types_of(root.masses)[:, None]
        for place, lead in enumerate(self.states.leads[root.month]):
            for column in np.flatnonzero(lead.at == root.state).tolist():
                least = root.least.get(lead.name(column), np.inf)
                link = links_from(lead, place, np.zeros(1, dtype=np.int64), np.array([column]))
                after = root.month + lead.months
                state = int(lead.to[column])
                worth = link.worth(self.bound[after][:, [state]])
                slack = (worth * types).sum(axis=0) - least + self.margin
                if slack[0] < 0.0:
                    continue
                left = link.types_after(types)
                key = state * self.per_state + number * len(self.reached) + int(lead.works)
                part = _Reached(key=np.array([key]), low=left, high=left, slack=slack)
                self.reached[after].append(part)
                target = after * self.per_month + key
                yield First(root=number, lead=place, column=column, target=target)

    def _lead_on(self, month: int, cells: _Reached) -> None:
        """Enter what the moves of a month lead to, as far as better plans may take them."""
        state = cells.key // self.per_state
        for number, lead in enumerate(self.states.leads[month]):
            after = month + lead.months
            every = links_from(lead, number, lead.at, np.arange(len(lead.at)))
            worth = every.worth(self.bound[after][:, lead.to])
            short = np.maximum(self.bound[month][:, lead.at] - worth, 0.0)
            column = np.full(self.states.count, -1)
            column[lead.at] = np.arange(len(lead.at))
            column = column[state]
            at = np.flatnonzero(column >= 0)
            slack = cells.slack[at] - (short[:, column[at]] * cells.low[:, at]).sum(axis=0)
            at, slack = at[slack >= 0.0], slack[slack >= 0.0]
            if lead.profit is not None:
                link = every.take(column[at])
                may = may_earn(link, cells.low[:, at], cells.high[:, at], self.margin)
                at, slack = at[may], slack[may]
            if not len(at):
                continue
            column = column[at]
            link = every.take(column)
            key = lead.to[column] * self.per_state + cells.key[at] % self.per_state + lead.works
            self.reached[after].append(
                _Reached(
                    key=key,
                    low=link.types_after(cells.low[:, at]),
                    high=link.types_after(cells.high[:, at]),
                    slack=slack,
                )
            )
            target = after * self.per_month + key
            self.links.append(replace(link, source=self.count + at, target=target))


def links_from(lead: Lead, number: int, source: IntArray, column: IntArray) -> Links:
    """Return a move of some cells, by its place among those of the month; targets are not known."""
    profit = lead.profit_by_type
    size = len(column)
    return Links(
        source=source,
        target=np.full(size, -1),
        lead=np.full(size, number),
        column=column,
        reward=lead.reward_by_type[:, column],
        keep=lead.keep[:, column],
        lost=lead.lost[:, column],
        profit=np.zeros((OPEN + 1, size)) if profit is None else profit[:, column],
    )


def may_earn(links: Links, low: FloatArray, high: FloatArray, margin: float) -> BoolArray:
    """Return where an agency may earn something somewhere in a cell, or none is asked."""
    most = np.where(links.profit > 0.0, high, low)
    return np.asarray((links.profit * most).sum(axis=0) >= -margin)


def put_together(parts: Sequence[Links]) -> Links:
    """Return links as one, in order of their sources."""
    nothing = np.empty(0, dtype=np.int64)
    if not parts:
        return Links(
            source=nothing,
            target=nothing,
            lead=nothing,
            column=nothing,
            reward=np.empty((OPEN + 1, 0)),
            keep=np.empty((OPEN + 1, 0)),
            lost=np.empty((OPEN, 0)),
            profit=np.empty((OPEN + 1, 0)),
        )
    every = Links(
        **{
            name: np.concatenate([getattr(part, name) for part in parts], axis=-1)
            for name in Links.__dataclass_fields__
        }
    )
    return every.take(np.argsort(every.source, kind="stable"))
