"""The choice as a programme: at most one mode per contract, within capacities, for most profit.

    maximise   sum_jm profit_jm * x_jm
    subject to sum_m x_jm <= 1            for every contract j, = 1 where it must be taken
               use of every capacity <= the capacity, by the overbooking rule
               x_jm = 0 or 1

With p_j the chance that contract j is won and u_jm what it takes of a capacity, the use counted is

    full        sum u * x                                       all contracts may be won at once
    expected    sum p * u * x                                   what is used on average
    safe        sum p * u * x + z * sqrt(sum p*(1-p) * u**2 * x)    exceeded about as seldom as said

A safe mix is also one that fits in full: nothing can exceed it.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.special import ndtri

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray


class Overbooking(StrEnum):
    """How contracts that may not be won count against a capacity."""

    FULL = "full"
    EXPECTED = "expected"
    SAFE = "safe"


OPTIMAL_GAP = 1e-4
"""A choice this close to its bound, as a share of its value, is called optimal."""

DEFAULT_EXCEED = 0.05
"""Chance of exceeding a capacity that the safe rule accepts, where none is given."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The overbooking rule in force."""

    kind: Overbooking = Overbooking.FULL
    exceed: float = DEFAULT_EXCEED
    """Chance of exceeding a capacity that `SAFE` accepts, above 0 and at most 0.5."""

    def __post_init__(self) -> None:
        if not 0.0 < self.exceed <= 0.5:
            raise InputError(
                t(
                    "The accepted chance of exceeding a capacity must lie above 0 and be at most "
                    "0.5; got {x:g}. Write 5% as 0.05.",
                    x=self.exceed,
                )
            )

    @property
    def deviations(self) -> float:
        """Standard deviations z kept free; 0 unless the rule is `SAFE`."""
        return float(ndtri(1.0 - self.exceed)) if self.kind is Overbooking.SAFE else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """One capacity and what every mode takes of it once its contract is won."""

    kind: str
    """What it is a capacity of, such as `seats`."""
    use: FloatArray
    """Shape (contracts, modes)."""
    capacity: float
    of: str = ""
    """Whose: a skill, creditor or sector; empty for the whole agency."""
    month: int = 0
    """Months from now to the start of the month it holds in."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Programme:
    """Everything the choice hangs on."""

    profit: FloatArray
    """What choosing a mode adds, expected, shape (contracts, modes)."""
    allowed: BoolArray
    """Modes that may be chosen, shape (contracts, modes)."""
    must: BoolArray
    """Contracts that have to be chosen, shape (contracts,)."""
    chance: FloatArray
    """Chance that a contract is won, shape (contracts,)."""
    rows: tuple[Row, ...]
    rule: Rule = Rule()

    def counted(self, row: Row, chosen: BoolArray) -> float:
        """Return the use of a capacity by chosen modes, as the rule counts it.

        Args:
            row: The capacity.
            chosen: The modes chosen, shape (contracts, modes).
        """
        full, mean, spread = self.use_of(row, chosen)
        if self.rule.kind is Overbooking.FULL:
            return full
        return min(full, mean + self.rule.deviations * spread)

    def use_of(self, row: Row, chosen: BoolArray) -> tuple[float, float, float]:
        """Return full use, mean and standard deviation of the use of a capacity."""
        use = np.where(chosen, row.use, 0.0).sum(axis=1)
        variance = self.chance * (1.0 - self.chance) * use**2
        return float(use.sum()), float(self.chance @ use), float(np.sqrt(variance.sum()))


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """An answer to a programme."""

    mode: IntArray
    """Mode of each contract, -1 where it is left out, shape (contracts,)."""
    value: float
    """Sum of the chosen modes' profit."""
    bound: float
    """No choice is worth more than this."""

    def chosen(self, modes: int) -> BoolArray:
        """Return the choice as a mask, shape (contracts, modes)."""
        return np.asarray(self.mode[:, None] == np.arange(modes))

    @property
    def gap(self) -> float:
        """What may be missing of the best, as a share of the value."""
        missing = max(self.bound - self.value, 0.0)
        return missing / max(abs(self.value), 1.0) if missing else 0.0
