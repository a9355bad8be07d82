"""Why what must be taken does not fit or the cash does not last, by how much, and what cures it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from placement.decide.mix.clock import Clock
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.maximise import linear
from placement.decide.mix.programme import Choice, Overbooking, Programme, Row, Rule
from placement.decide.mix.solve import LEAST_TIME, Linear
from placement.domain.text import listed, sentences, t
from placement.domain.types import BoolArray, FloatArray, IntArray

_NOTHING = 1e-6
"""A shortage below this share of its capacity is rounding."""

_LONGEST = 10.0
"""Seconds that either of the two searches may take."""

_CASH, _REVENUE = "cash", ("creditor_revenue", "sector_revenue")
"""Kinds of rows that are spoken of in their own way."""


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """One capacity that is not enough, in the month in which it lacks most."""

    row: Row
    needed: float
    """Least use, in the staffing that overruns all capacities least."""
    contracts: tuple[str, ...]
    """Those that must be taken and use it, the largest use first."""
    first_month: int
    """The first in which it is not enough, counted as `Row.month`."""

    @property
    def there(self) -> float:
        """What there is, what those who are there take anyway counted in."""
        return self.row.capacity + self.row.taken_before

    @property
    def missing(self) -> float:
        """What it is too small by."""
        return self.needed - self.there

    def line(self) -> str:
        """Return the shortage as a sentence, with its rule and numbers."""
        if self.row.kind == _CASH:
            return t(
                "Cash is short from month {first} on, most in month {month}: {missing} are "
                "missing. Start with {needed} instead of {there}, have fewer people or let some "
                "go.",
                first=self.first_month,
                month=self.row.month,
                missing=f"{self.missing:,.2f}",
                needed=f"{self.needed:,.2f}",
                there=f"{self.there:,.2f}",
            )
        if self.row.kind in _REVENUE:
            return t(
                "{capacity}: {contracts} bring more than this share of it.",
                capacity=capacity_name(self.row),
                contracts=listed(self.contracts),
            )
        return t(
            "{capacity}: {contracts} need {needed}, there are {there}, {missing} too few.",
            capacity=capacity_name(self.row),
            contracts=listed(self.contracts),
            needed=f"{self.needed:,.1f}",
            there=f"{self.there:,.1f}",
            missing=f"{self.missing:,.1f}",
        )


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """What stands against any choice."""

    shortages: tuple[Shortage, ...]
    release: tuple[str, ...]
    """Fewest contracts to let go so that the rest fits."""
    about_contracts: bool
    """Whether contracts that must be taken have a part in it; else the cash alone is short."""

    def lines(self) -> list[str]:
        """Return what does not fit and what to do, a sentence each."""
        said = [shortage.line() for shortage in self.shortages]
        if not self.about_contracts:
            return said
        names = listed(self.release) or t("some of them")
        return [*said, t("Add what is missing, or let go of {names}.", names=names)]

    def title(self) -> str:
        """Return what is wrong in one sentence."""
        if self.about_contracts:
            return t("The contracts that must be kept or are locked in do not fit.")
        return t("The cash does not last, whichever contracts are taken.")

    def message(self) -> str:
        """Return the conflict in the user's words: what, the rule, what came, what to do."""
        return sentences([self.title(), *self.lines()])


def capacity_name(row: Row) -> str:
    """Return what a capacity is called: its kind, whose it is and from which month it holds."""
    names = {
        "seats": t("seats"),
        _CASH: t("cash"),
        "legal_hours": t("legal hours a month"),
        "skill": t("seats of the skill {name}", name=row.of),
        "creditor": t("seats for the creditor {name}", name=row.of),
        "sector": t("seats for the sector {name}", name=row.of),
        "creditor_revenue": t("share of revenue of the creditor {name}", name=row.of),
        "sector_revenue": t("share of revenue of the sector {name}", name=row.of),
    }
    name = names.get(row.kind, row.kind)
    if not row.month:
        return name
    month = row.month if row.kind == _CASH else row.month + 1
    return t("{capacity} in month {month}", capacity=name, month=month)


def conflict_of(programme: Programme, contracts: Contracts, *, clock: Clock) -> Conflict:
    """Return the shortages of an infeasible programme.

    Every capacity may be overrun at a price, in shares of its size and by as much in each of its
    months, and the sum of these shares is made least; then, capacities being firm, the number of
    contracts let go is. What does not fit by the safe rule is shown by the rule that counts all.
    """
    if programme.rule.kind is Overbooking.SAFE:
        programme = _replaced(programme)
    problem = linear(programme)
    kinds = sorted({(row.kind, row.of) for row in programme.rows})
    group = np.array([kinds.index((row.kind, row.of)) for row in programme.rows], dtype=np.int64)
    overrun = _least(problem, group, clock)
    if overrun is None:
        return Conflict(shortages=(), release=(), about_contracts=bool(programme.must.any()))
    names = np.array(contracts.contract, dtype=object)
    shortages = list(_shortages(programme, overrun, group, names))
    must = programme.must
    kept = None
    # Cash alone falls short where it does so with nothing that must be taken.
    alone = _least(_without_must(problem), group, clock) if must.any() else overrun
    about = bool(must.any()) and (
        alone is None or not list(_shortages(programme, alone, group, names))
    )
    if about:
        kept = _least(problem, None, clock)
    released = names[must & (kept.mode < 0)] if kept is not None else ()
    return Conflict(
        shortages=tuple(shortages),
        release=tuple(str(name) for name in released),
        about_contracts=about,
    )


def _replaced(programme: Programme) -> Programme:
    return Programme(
        profit=programme.profit,
        allowed=programme.allowed,
        must=programme.must,
        chance=programme.chance,
        rows=programme.rows,
        rule=Rule(kind=Overbooking.FULL),
        people_value=programme.people_value,
        people_most=programme.people_most,
    )


def _without_must(problem: Linear) -> Linear:
    return Linear(
        profit=problem.profit,
        allowed=problem.allowed,
        must=np.zeros_like(problem.must),
        use=problem.use,
        capacity=problem.capacity,
        people_value=problem.people_value,
        people_use=problem.people_use,
        people_most=problem.people_most,
    )


def _shortages(
    programme: Programme, choice: Choice, group: IntArray, names: "np.ndarray"
) -> Sequence[Shortage]:
    chosen = choice.chosen(programme.profit.shape[1])
    found = []
    for number in range(int(group.max(initial=-1)) + 1):
        rows = [programme.rows[place] for place in np.flatnonzero(group == number)]
        used = np.array(
            [_used(programme, row, chosen) + row.staffed(choice.people) for row in rows]
        )
        over = used - np.array([row.capacity for row in rows])
        short = over > _NOTHING * np.array([row.unit for row in rows])
        if not short.any():
            continue
        worst = rows[int(np.argmax(over))]
        mine = np.where(programme.must, np.where(chosen, worst.use, 0.0).sum(axis=1), 0.0)
        found.append(
            Shortage(
                row=worst,
                needed=float(used.max() if worst.kind != _CASH else over.max())
                + (worst.capacity + worst.taken_before if worst.kind == _CASH else 0.0),
                contracts=_by_use(names, mine),
                first_month=rows[int(np.argmax(short))].month,
            )
        )
    return found


def _used(programme: Programme, row: Row, chosen: BoolArray) -> float:
    return programme.counted(row, chosen)


def _least(problem: Linear, group: IntArray | None, clock: Clock) -> Choice | None:
    """Return the choice of the least overrun, or with no groups that of fewest let go."""
    where = np.argwhere(problem.allowed)
    people, count = len(problem.people_value), len(problem.must)
    slack = int(group.max(initial=-1)) + 1 if group is not None else 0
    use = problem.use[:, problem.allowed]
    groups = sparse.csr_array(
        (np.ones(len(where)), (where[:, 0], np.arange(len(where)))), shape=(count, len(where))
    )
    eased = np.zeros((len(problem.capacity), slack))
    if group is not None:
        eased[np.arange(len(group)), group] = -1.0
    must = problem.must[where[:, 0]]
    solved = milp(
        # A tiny weight on use picks the lightest staffing among equals.
        np.concatenate(
            [
                1e-6 * np.maximum(use, 0.0).sum(axis=0) - (must & (group is None)),
                np.zeros(people),
                np.ones(slack),
            ]
        ),
        integrality=np.concatenate([np.ones(len(where)), np.zeros(people + slack)]),
        bounds=Bounds(
            0.0,
            np.concatenate([np.ones(len(where)), problem.people_most, np.full(slack, np.inf)]),
        ),
        constraints=[
            LinearConstraint(
                sparse.hstack([groups, sparse.csr_array((count, people + slack))]),
                (problem.must & (group is not None)).astype(float),
                1.0,
            ),
            LinearConstraint(np.hstack([use, problem.staff, eased]), -np.inf, problem.capacity),
        ],
        options={
            "presolve": False,
            "time_limit": min(max(clock.left, LEAST_TIME), _LONGEST),
            "mip_rel_gap": 1e-9,
        },
    )
    if solved.x is None:
        return None
    mode: IntArray = np.full(count, -1)
    picked = where[solved.x[: len(where)] > 0.5]
    mode[picked[:, 0]] = picked[:, 1]
    found: FloatArray = solved.x[len(where) : len(where) + people]
    return Choice(mode=mode, value=0.0, bound=0.0, people=found)


def _by_use(names: "np.ndarray", use: FloatArray) -> tuple[str, ...]:
    order = np.argsort(-use, kind="stable")
    return tuple(str(names[i]) for i in order if use[i] > 0.0)
