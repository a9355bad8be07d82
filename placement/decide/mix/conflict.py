"""Why contracts that must be taken do not fit, and by how much."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from placement.decide.mix.contracts import Contracts
from placement.decide.mix.programme import Overbooking, Programme, Row
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray

_NOTHING = 1e-6
"""A shortage below this share of its capacity is rounding."""


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """One capacity that is not enough for what must be taken."""

    row: Row
    needed: float
    """Least use, in the staffing that overruns all capacities least."""
    contracts: tuple[str, ...]
    """Those that must be taken and use it, the largest use first."""

    @property
    def missing(self) -> float:
        """What it is too small by."""
        return self.needed - self.row.capacity

    def line(self) -> str:
        """Return the shortage as a sentence, with its rule and numbers."""
        return t(
            "{capacity}: {contracts} need {needed}, there are {there}, {missing} too few.",
            capacity=capacity_name(self.row),
            contracts=", ".join(self.contracts),
            needed=f"{self.needed:,.1f}",
            there=f"{self.row.capacity:,.1f}",
            missing=f"{self.missing:,.1f}",
        )


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """What stands against taking all that must be taken."""

    shortages: tuple[Shortage, ...]
    release: tuple[str, ...]
    """Fewest contracts to let go so that the rest fits."""

    def message(self) -> str:
        """Return the conflict in the user's words: what, the rule, what came, what to do."""
        return " ".join(
            [
                t("The contracts that must be kept or are locked in do not fit."),
                *(shortage.line() for shortage in self.shortages),
                t(
                    "Add what is missing, or let go of {names}.",
                    names=", ".join(self.release) or t("some of them"),
                ),
            ]
        )


def capacity_name(row: Row) -> str:
    """Return what a capacity is called: its kind, whose it is and from which month it holds."""
    names = {
        "seats": t("seats"),
        "cash": t("cash"),
        "legal_hours": t("legal hours a month"),
        "skill": t("seats of the skill {name}", name=row.of),
        "creditor": t("seats for the creditor {name}", name=row.of),
        "sector": t("seats for the sector {name}", name=row.of),
    }
    name = names.get(row.kind, row.kind)
    return (
        t("{capacity} in month {month}", capacity=name, month=row.month + 1)
        if row.month
        else (name)
    )


def conflict_of(programme: Programme, contracts: Contracts) -> Conflict:
    """Return the shortages of an infeasible programme.

    Capacities may be overrun at a price, in shares of their size, and the sum of these shares is
    made least; then, capacities being firm, the number of contracts let go is. What does not fit
    by the safe rule does not fit in full, so its shortages are shown in full.
    """
    must = programme.must
    uses = np.stack([_counted(programme, row)[must] for row in programme.rows])
    capacity = np.array([row.capacity for row in programme.rows])
    allowed = programme.allowed[must]
    overrun = _least(uses, capacity, allowed, elastic=True)
    needed = (uses * overrun).sum(axis=(1, 2))
    names = np.array(contracts.contract, dtype=object)[must]
    shortages = [
        Shortage(
            row=row,
            needed=float(needed[position]),
            contracts=_by_use(names, (uses[position] * overrun).sum(axis=1)),
        )
        for position, row in enumerate(programme.rows)
        if needed[position] > row.capacity + _NOTHING * max(row.capacity, 1.0)
    ]
    kept = _least(uses, capacity, allowed, elastic=False)
    return Conflict(
        shortages=tuple(shortages), release=tuple(str(n) for n in names[~kept.any(axis=1)])
    )


def _counted(programme: Programme, row: Row) -> FloatArray:
    if programme.rule.kind is Overbooking.EXPECTED:
        return np.asarray(programme.chance[:, None] * row.use)
    return row.use


def _least(
    uses: FloatArray, capacity: FloatArray, allowed: BoolArray, *, elastic: bool
) -> BoolArray:
    """Return the modes, shape (contracts, modes), of the least overrun or of fewest let go."""
    unit = np.where(capacity > 0.0, capacity, np.maximum(uses.max(axis=(1, 2)), 1.0))
    where = np.argwhere(allowed)
    slack = len(capacity) if elastic else 0
    taken = uses[:, allowed] / unit[:, None]
    groups = sparse.csr_array((np.ones(len(where)), (where[:, 0], np.arange(len(where)))))
    count = groups.shape[0]
    solved = milp(
        # A tiny weight on use picks the lightest staffing among equals.
        np.concatenate([1e-6 * taken.sum(axis=0) - (not elastic), np.ones(slack)]),
        integrality=np.concatenate([np.ones(len(where)), np.zeros(slack)]),
        bounds=Bounds(0.0, np.concatenate([np.ones(len(where)), np.full(slack, np.inf)])),
        constraints=[
            LinearConstraint(
                sparse.hstack([groups, sparse.csr_array((count, slack))]),
                np.full(count, float(elastic)),
                1.0,
            ),
            LinearConstraint(
                np.hstack([taken, -np.eye(len(capacity))[:, :slack]]), -np.inf, capacity / unit
            ),
        ],
        options={"presolve": False, "time_limit": 10.0},
    )
    chosen = np.zeros(allowed.shape, dtype=bool)
    if solved.x is not None:
        picked = where[solved.x[: len(where)] > 0.5]
        chosen[picked[:, 0], picked[:, 1]] = True
    return chosen


def _by_use(names: "np.ndarray", use: FloatArray) -> tuple[str, ...]:
    order = np.argsort(-use, kind="stable")
    return tuple(str(names[i]) for i in order if use[i] > 0.0)
