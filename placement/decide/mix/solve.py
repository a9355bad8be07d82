"""Solving a programme exactly: prices of the capacities first, then only the modes still open.

The linear relaxation gives a price for every capacity. With prices p >= 0 a mode is worth
v = profit - p * use, each contract's best is b = max(0, v), and

    bound = p * capacity + sum_j b_j

is above every choice. A choice with mode (j, m) in it is worth at most bound - (b_j - v_jm), so
once a choice of value V is known, modes with b_j - v_jm > bound - V are out, and contracts whose
b_j exceeds bound - V are in. A first programme over the modes of least loss gives V; if it holds
all modes that are still open, it is the answer, else a second over these is.

Source: reduced-cost fixing and the core of a knapsack; Kellerer, Pferschy and Pisinger (2004),
"Knapsack Problems", Springer, sections 3.2 and 5.4.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from placement.decide.mix.programme import Choice
from placement.domain.types import BoolArray, FloatArray

CORE = 60
"""Modes in the first programme besides each contract's best."""

PROVED = 1e-9
"""Share of the value that rounding may leave between a proved choice and its bound."""

ROUNDING = 1e-9
"""Share of a capacity that adding up may get wrong."""

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
    """At least 0, shape (rows, contracts, modes)."""
    capacity: FloatArray
    """Shape (rows,)."""


def solve_linear(
    problem: Linear, *, time_limit: float, above: float = -np.inf, gap: float = 0.0
) -> Choice | None:
    """Return the best choice, or the best found in the time; None where nothing is feasible.

    Args:
        problem: The programme; every row is in units of its own size.
        time_limit: Seconds each of the two programmes may take.
        above: Value that a choice must exceed to be of use; None is returned where none can.
        gap: Share of the value that may be missing of the best.
    """
    size = (float(np.abs(problem.profit[problem.allowed]).max(initial=0.0)) or 1.0) / _LARGEST
    pays = problem.allowed & ((problem.profit > 0.0) | problem.must[:, None])
    open_modes = pays & np.all(problem.use <= problem.capacity[:, None, None] + ROUNDING, axis=0)
    if not open_modes.any():
        return None if problem.must.any() else _nothing(problem)
    if (problem.must & ~open_modes.any(axis=1)).any():
        return None
    priced = _priced(problem, open_modes, size)
    if priced is None:
        return None
    bound, loss, loss_of_none = priced
    if bound <= above:
        return None
    open_modes &= loss <= bound - above
    losses = np.sort(np.concatenate([loss[open_modes], loss_of_none[open_modes.any(axis=1)]]))
    # Every contract has one choice without a loss; the core adds the next best ones.
    first = losses[min(int(open_modes.any(axis=1).sum()) + CORE, len(losses) - 1)]
    found = _search(
        problem, open_modes & (loss <= first), loss_of_none > first, size, time_limit, gap
    )
    slack = PROVED * max(abs(bound), 1.0)
    if found is not None and found.gap <= gap + PROVED:
        left = bound - found.value
        if left <= first or first >= losses[-1]:
            return replace(found, bound=min(found.bound, bound))
        rest = _search(
            problem, open_modes & (loss <= left + slack), loss_of_none > left + slack, size,
            time_limit, gap,
        )  # fmt: skip
    else:
        rest = _search(problem, open_modes, np.zeros_like(problem.must), size, time_limit, gap)
    return _better(found, rest, bound)


def _better(first: Choice | None, rest: Choice | None, bound: float) -> Choice | None:
    """Return the better choice under the bound of the programme that left nothing out."""
    if rest is None:
        if first is None:
            return None
        return Choice(mode=first.mode, value=first.value, bound=bound)
    best = rest if first is None or rest.value >= first.value else first
    return Choice(mode=best.mode, value=best.value, bound=max(min(bound, rest.bound), best.value))


def _nothing(problem: Linear) -> Choice:
    return Choice(mode=np.full(len(problem.must), -1), value=0.0, bound=0.0)


def _priced(
    problem: Linear, open_modes: BoolArray, size: float
) -> tuple[float, FloatArray, FloatArray] | None:
    """Return the bound, each mode's loss under it and the loss of taking no mode of a contract.

    None where not even parts of modes are feasible. A mode that may not be chosen, and leaving
    out a contract that must be taken, lose without end.
    """
    where = np.argwhere(open_modes)
    groups, needed = _groups(where[:, 0], problem.must)
    use = problem.use[:, open_modes]
    solved = linprog(
        -problem.profit[open_modes] / size,
        A_ub=sparse.vstack([groups, sparse.csr_array(use)]).tocsr(),
        b_ub=np.concatenate([np.ones(len(needed)), problem.capacity]),
        A_eq=groups[np.flatnonzero(needed)] if needed.any() else None,
        b_eq=np.ones(int(needed.sum())) if needed.any() else None,
        bounds=(0.0, 1.0),
        method="highs",
    )
    if solved.x is None:
        return None
    prices = np.maximum(-solved.ineqlin.marginals[len(needed) :] * size, 0.0)
    worth = np.where(
        open_modes, problem.profit - np.tensordot(prices, problem.use, axes=1), -np.inf
    )
    none = np.where(problem.must, -np.inf, 0.0)
    best = np.maximum(worth.max(axis=1), none)
    bound = float(prices @ problem.capacity + best.sum())
    return bound, best[:, None] - worth, best - none


def _search(
    problem: Linear, among: BoolArray, taken: BoolArray, size: float, time_limit: float, gap: float
) -> Choice | None:
    """Return the best choice among some modes, with some contracts taken for sure."""
    where = np.argwhere(among)
    must = problem.must | taken
    if not len(where) or (must & ~among.any(axis=1)).any():
        return None if must.any() else _nothing(problem)
    groups, needed = _groups(where[:, 0], must)
    solved = milp(
        -problem.profit[among] / size,
        integrality=np.ones(len(where)),
        bounds=Bounds(0.0, 1.0),
        constraints=[
            LinearConstraint(groups, needed.astype(float), 1.0),
            LinearConstraint(problem.use[:, among], -np.inf, problem.capacity),
        ],
        # Presolve does little for a core, and HiGHS writes to standard output from it.
        options={"time_limit": time_limit, "mip_rel_gap": gap, "presolve": False},
    )
    if solved.x is None:
        return None
    mode = np.full(len(must), -1)
    picked = where[np.flatnonzero(solved.x > 0.5)]
    mode[picked[:, 0]] = picked[:, 1]
    value = float(problem.profit[picked[:, 0], picked[:, 1]].sum())
    exact = solved.mip_dual_bound is None or (solved.status == 0 and gap == 0.0)
    bound = value if exact else max(-float(solved.mip_dual_bound) * size, value)
    return Choice(mode=mode, value=value, bound=bound)


def _groups(contract: "np.ndarray", must: BoolArray) -> tuple[sparse.csr_array, BoolArray]:
    """Return the rows "one mode a contract" over some modes, and which of them are needed."""
    present, row = np.unique(contract, return_inverse=True)
    ones = np.ones(len(contract))
    return sparse.csr_array((ones, (row, np.arange(len(contract))))), must[present]
