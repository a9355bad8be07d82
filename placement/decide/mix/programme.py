"""The choice as a programme: at most one mode per contract, and people who come and go.

    maximise   sum_jm profit_jm * x_jm + sum_c value_c * y_c
    subject to sum_m x_jm <= 1            for every contract j, = 1 where it must be taken
               use of every row + staff * y <= its capacity, by the overbooking rule
               x_jm = 0 or 1, 0 <= y_c <= most_c

With p_j the chance that contract j is won and u_jm what it takes of a row, the use counted is

    full        sum max(u, p * u) * x                            all contracts may be won at once
    expected    sum p * u * x                                   what is used on average
    safe        sum p * u * x + z * sqrt(sum s * p*(1-p) * u**2 * x)    exceeded as seldom as said

where s = 1 + link * (n - 1) for one of n bids to a creditor: no mix of them has a larger variance,
as sum over i != j of a_i * a_j <= (n - 1) * sum a_i**2.

Cash is a row for each month: what contracts have taken so far, which is below 0 once they have
brought more. A bid that may be lost may not bring it, so by the rule `full` what a bid takes counts
whole and what it brings times its chance: cash lasts if all are won, and on average. Where no row
has uses below 0, a safe mix is also one that fits in full: nothing can exceed it.
"""

from dataclasses import dataclass, field
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
    correlation: float = 0.0
    """Of what decides the bids to one creditor, from 0 to 1; 0 decides each by itself."""

    def __post_init__(self) -> None:
        if not 0.0 < self.exceed <= 0.5:
            raise InputError(
                t(
                    "The accepted chance of exceeding a capacity must lie above 0 and be at most "
                    "0.5; got {x:g}. Write 5% as 0.05.",
                    x=self.exceed,
                )
            )

        if not 0.0 <= self.correlation <= 1.0:
            raise InputError(
                t(
                    "win-correlation must lie from 0 to 1; got {x:g}. Correct it.",
                    x=self.correlation,
                )
            )

    @property
    def link(self) -> float:
        """The most that two wins or losses of one creditor correlate, at even chances.

        2 / pi * arcsin(correlation)
        """
        return float(2.0 / np.pi * np.arcsin(self.correlation))

    @property
    def deviations(self) -> float:
        """Standard deviations z kept free; 0 unless the rule is `SAFE`."""
        return float(ndtri(1.0 - self.exceed)) if self.kind is Overbooking.SAFE else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Row:
    """One capacity in one month and what every mode takes of it once its contract is won."""

    kind: str
    """What it is a capacity of, such as `seats`."""
    use: FloatArray
    """Shape (contracts, modes)."""
    capacity: float
    of: str = ""
    """Whose: a skill, creditor or sector; empty for the whole agency."""
    month: int = 0
    """Months from now: of seats and hours to the start of the month, of cash to its end."""
    staff: FloatArray | None = None
    """What each unknown of the people takes, shape (columns,); None is nothing."""
    taken_before: float = 0.0
    """What is off the capacity already, such as the wages of those who are there."""
    own_unit: float = 0.0
    """A size that all months of the capacity share; 0 takes that of the row."""
    on_average: bool = False
    """The use is expected already, whatever the rule."""
    share: float | None = None
    """Where the use is revenue of somebody less this share of all revenue."""

    @property
    def unit(self) -> float:
        """The row's own size, which tells a rounding from a shortage."""
        size = self.own_unit or abs(self.capacity + self.taken_before)
        return size or float(np.abs(self.use).max(initial=0.0)) or 1.0

    @property
    def only_takes(self) -> bool:
        """Whether nothing that can be chosen adds to the capacity."""
        staff = self.staff
        return bool((self.use >= 0.0).all()) and (staff is None or bool((staff >= 0.0).all()))

    def staffed(self, people: FloatArray) -> float:
        """Return what the people's unknowns take of the row."""
        return 0.0 if self.staff is None or not len(people) else float(self.staff @ people)


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
    people_value: FloatArray = field(default_factory=lambda: np.zeros(0))
    """What one of each unknown of the people brings, shape (columns,)."""
    linked: FloatArray | None = None
    """s, by which a bid's variance counts for others to its creditor, shape (contracts,)."""
    people_most: FloatArray = field(default_factory=lambda: np.zeros(0))

    def counted(self, row: Row, chosen: BoolArray) -> float:
        """Return the use of a capacity by chosen modes, as the rule counts it.

        Args:
            row: The capacity.
            chosen: The modes chosen, shape (contracts, modes).
        """
        full, mean, spread = self.use_of(row, chosen)
        if row.on_average:
            return full
        if self.rule.kind is Overbooking.FULL:
            return float(np.where(chosen, self.firm(row), 0.0).sum())
        counted = mean + self.rule.deviations * spread
        return min(full, counted) if (row.use >= 0.0).all() else counted

    def firm(self, row: Row) -> FloatArray:
        """Return the use as the rule `full` counts it, shape (contracts, modes)."""
        if row.on_average:
            return row.use
        return np.maximum(row.use, self.chance[:, None] * row.use)

    @property
    def variance(self) -> FloatArray:
        """Variance that each contract's win counts for, shape (contracts,)."""
        own = self.chance * (1.0 - self.chance)
        return own if self.linked is None else self.linked * own

    def use_of(self, row: Row, chosen: BoolArray) -> tuple[float, float, float]:
        """Return full use, mean and standard deviation of the use of a capacity."""
        use = np.where(chosen, row.use, 0.0).sum(axis=1)
        variance = self.variance * use**2
        return float(use.sum()), float(self.chance @ use), float(np.sqrt(variance.sum()))


@dataclass(frozen=True, kw_only=True, eq=False)
class Choice:
    """An answer to a programme."""

    mode: IntArray
    """Mode of each contract, -1 where it is left out, shape (contracts,)."""
    value: float
    """Sum of the chosen modes' profit and of what the people's unknowns bring."""
    bound: float
    """No choice is worth more than this."""
    people: FloatArray = field(default_factory=lambda: np.zeros(0))
    """The people's unknowns, shape (columns,)."""

    def chosen(self, modes: int) -> BoolArray:
        """Return the choice as a mask, shape (contracts, modes)."""
        return np.asarray(self.mode[:, None] == np.arange(modes))

    @property
    def gap(self) -> float:
        """What may be missing of the best, as a share of the value."""
        missing = max(self.bound - self.value, 0.0)
        return missing / max(abs(self.value), 1.0) if missing else 0.0
