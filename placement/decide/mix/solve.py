"""Solving a programme exactly: prices of the capacities first, then only the modes still open.

The linear relaxation gives a price for every capacity. With prices p >= 0 a mode is worth
v = profit - p * use, each contract's best is b = max(0, v), one more of each of the people's
unknowns is worth w = max(0, value - p * use), and

    bound = p * capacity + sum_j b_j + sum_c w_c * most_c

is above every choice. A choice with mode (j, m) in it is worth at most bound - (b_j - v_jm), so
once a choice of value V is known, modes with b_j - v_jm > bound - V are out, and contracts whose
b_j exceeds bound - V are in. A first programme over the modes of least loss gives V; if it holds
all modes that are still open, it is the answer, else a second over these is.

Source: reduced-cost fixing and the core of a knapsack; Kellerer, Pferschy and Pisinger (2004),
"Knapsack Problems", Springer, sections 3.2 and 5.4.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from placement.decide.mix.clock import Clock
from placement.decide.mix.programme import Choice
from placement.domain.types import BoolArray, FloatArray

CORE = 60
"""Modes in the first programme besides each contract's best."""

PROVED = 1e-9
"""Share of the value that rounding may leave between a proved choice and its bound."""

ROUNDING = 1e-9
"""Share of a capacity that adding up may get wrong."""

LEAST_TIME = 0.01
"""Seconds a search has at the least; a solver takes no limit of 0."""

_LARGEST = 1e4
"""Largest profit the solver sees; it stops within 1e-6 of the best, which is then nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Linear:
    """A programme with linear rows only."""

    profit: FloatArray
    """Shape (contracts, modes)."""
    allowed: BoolArray
    must: BoolArray
    """Shape (contracts,)."""
    use: FloatArray
    """Shape (rows, contracts, modes)."""
    capacity: FloatArray
    """Shape (rows,)."""
    people_value: FloatArray = field(default_factory=lambda: np.zeros(0))
    """What one of each of the people's unknowns brings, shape (columns,)."""
    people_use: FloatArray | None = None
    """Shape (rows, columns)."""
    people_most: FloatArray = field(default_factory=lambda: np.zeros(0))

    @property
    def staff(self) -> FloatArray:
        """What the people's unknowns take of every row, shape (rows, columns)."""
        if self.people_use is None:
            return np.zeros((len(self.capacity), len(self.people_value)))
        return self.people_use


@dataclass(frozen=True, kw_only=True, eq=False)
class _Priced:
    """The relaxation's prices and what they say."""

    bound: float
    loss: FloatArray
    """Of each mode against its contract's best, shape (contracts, modes)."""
    loss_of_none: FloatArray
    """Of leaving each contract out, shape (contracts,)."""


def solve_linear(
    problem: Linear, *, clock: Clock, above: float = -np.inf, gap: float = 0.0
) -> Choice | None:
    """Return the best choice, or the best found in the time; None where nothing is feasible.

    Args:
        problem: The programme; every row is in units of its own size.
        clock: The time that all searches together may take.
        above: Value that a choice must exceed to be of use; None is returned where none can.
        gap: Share of the value that may be missing of the best.
    """
    size = (float(np.abs(problem.profit[problem.allowed]).max(initial=0.0)) or 1.0) / _LARGEST
    open_modes = _open(problem)
    if (problem.must & ~open_modes.any(axis=1)).any():
        return None
    priced = _priced(problem, open_modes, size, clock)
    if priced is None:
        return None
    bound, loss, none = priced.bound, priced.loss, priced.loss_of_none
    if bound <= above:
        return None
    losses = np.sort(loss[open_modes])
    core = min(len(loss) + CORE, len(losses)) - 1
    first = losses[core] if len(losses) else 0.0
    found = _search(problem, open_modes & (loss <= first), none > first, size, clock, gap)
    slack = PROVED * max(abs(bound), 1.0)
    if found is not None and found.gap <= gap + PROVED:
        left = bound - found.value
        if not len(losses) or left <= first or first >= losses[-1]:
            return replace(found, bound=min(found.bound, bound))
        among, taken = open_modes & (loss <= left + slack), none > left + slack
    else:
        among, taken = open_modes, np.zeros_like(problem.must)
    rest = _search(problem, among, taken, size, clock, gap) if clock.left else None
    return _better(found, rest, bound)


def _open(problem: Linear) -> BoolArray:
    """Return the modes that some best choice may hold.

    One that brings nothing is only of use where it must be, or where it adds to a row.
    """
    adds = (problem.use < 0.0).any(axis=0)
    useful = problem.allowed & ((problem.profit > 0.0) | problem.must[:, None] | adds)
    only_take = (problem.use >= 0.0).all(axis=(1, 2)) & (problem.staff >= 0.0).all(axis=1)
    fits = problem.use[only_take] <= problem.capacity[only_take, None, None] + ROUNDING
    return np.asarray(useful & fits.all(axis=0))


def _better(first: Choice | None, rest: Choice | None, bound: float) -> Choice | None:
    """Return the better choice under the bound of the programme that left nothing out."""
    if rest is None:
        return None if first is None else replace(first, bound=max(bound, first.value))
    best = rest if first is None or rest.value >= first.value else first
    return replace(best, bound=max(min(bound, rest.bound), best.value))


def _priced(problem: Linear, open_modes: BoolArray, size: float, clock: Clock) -> _Priced | None:
    """Return what the relaxation's prices say; None where not even parts of modes are feasible.

    A mode that may not be chosen, and leaving out a contract that must be taken, lose without end.
    """
    where = np.argwhere(open_modes)
    groups, needed = _groups(where[:, 0], problem.must)
    people = len(problem.people_value)
    none = np.where(problem.must, -np.inf, 0.0)
    loss = np.where(open_modes, 0.0, np.inf)
    if not len(where) and not people:
        fits = bool((problem.capacity >= -ROUNDING).all())
        return _Priced(bound=0.0, loss=loss, loss_of_none=-none) if fits else None
    rows = np.hstack([problem.use[:, open_modes], problem.staff])
    wide = sparse.hstack([groups, sparse.csr_array((len(needed), people))]).tocsr()
    solved = linprog(
        -np.concatenate([problem.profit[open_modes], problem.people_value]) / size,
        A_ub=sparse.vstack([wide, sparse.csr_array(rows)]).tocsr(),
        b_ub=np.concatenate([np.ones(len(needed)), problem.capacity]),
        A_eq=wide[np.flatnonzero(needed)] if needed.any() else None,
        b_eq=np.ones(int(needed.sum())) if needed.any() else None,
        bounds=np.column_stack([np.zeros(len(where) + people), _highest(problem, len(where))]),
        method="highs",
        options={"time_limit": max(clock.left, LEAST_TIME)},
    )
    if solved.x is None or solved.status != 0:
        return None
    prices = np.maximum(-solved.ineqlin.marginals[len(needed) :] * size, 0.0)
    worth = np.where(
        open_modes, problem.profit - np.tensordot(prices, problem.use, axes=1), -np.inf
    )
    best = np.maximum(worth.max(axis=1), none)
    people_worth = np.maximum(problem.people_value - prices @ problem.staff, 0.0)
    bound = float(prices @ problem.capacity + best.sum() + people_worth @ problem.people_most)
    return _Priced(bound=bound, loss=best[:, None] - worth, loss_of_none=best - none)


def _search(
    problem: Linear, among: BoolArray, taken: BoolArray, size: float, clock: Clock, gap: float
) -> Choice | None:
    """Return the best choice among some modes, with some contracts taken for sure."""
    where = np.argwhere(among)
    must = problem.must | taken
    people = len(problem.people_value)
    if (must & ~among.any(axis=1)).any():
        return None
    mode = np.full(len(must), -1)
    if not len(where) and not people:
        fits = bool((problem.capacity >= -ROUNDING).all())
        return Choice(mode=mode, value=0.0, bound=0.0) if fits else None
    groups, needed = _groups(where[:, 0], must)
    wide = sparse.hstack([groups, sparse.csr_array((len(needed), people))])
    constraints = [
        LinearConstraint(wide, needed.astype(float), 1.0),
        LinearConstraint(
            np.hstack([problem.use[:, among], problem.staff]), -np.inf, problem.capacity
        ),
    ]
    solved = milp(
        -np.concatenate([problem.profit[among], problem.people_value]) / size,
        integrality=np.concatenate([np.ones(len(where)), np.zeros(people)]),
        bounds=Bounds(0.0, _highest(problem, len(where))),
        constraints=[each for each in constraints if each.A.shape[0]],
        # Presolve does little for a core, and HiGHS writes to standard output from it.
        options={
            "time_limit": max(clock.left, LEAST_TIME),
            "mip_rel_gap": gap,
            "presolve": False,
        },
    )
    if solved.x is None:
        return None
    picked = where[np.flatnonzero(solved.x[: len(where)] > 0.5)]
    mode[picked[:, 0]] = picked[:, 1]
    found = np.clip(solved.x[len(where) :], 0.0, problem.people_most)
    value = float(problem.profit[picked[:, 0], picked[:, 1]].sum() + problem.people_value @ found)
    exact = solved.mip_dual_bound is None or (solved.status == 0 and gap == 0.0)
    bound = value if exact else max(-float(solved.mip_dual_bound) * size, value)
    return Choice(mode=mode, value=value, bound=bound, people=found)


def _highest(problem: Linear, modes: int) -> FloatArray:
    return np.concatenate([np.ones(modes), problem.people_most])


def _groups(contract: "np.ndarray", must: BoolArray) -> tuple[sparse.csr_array, BoolArray]:
    """Return the rows "one mode a contract" over some modes, and which of them are needed."""
    present, row = np.unique(contract, return_inverse=True)
    ones = np.ones(len(contract))
    shape = (len(present), len(contract))
    return sparse.csr_array((ones, (row, np.arange(len(contract)))), shape=shape), must[present]
