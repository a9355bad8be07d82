"""Which contracts to take and with how many seats: the answer with its proof or its conflict."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.mix.capacities import Capacities, capacity_rows
from placement.decide.mix.conflict import Conflict, conflict_of
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.maximise import maximise
from placement.decide.mix.modes import Modes
from placement.decide.mix.programme import OPTIMAL_GAP, Choice, Programme, Row, Rule
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray

TIME_LIMIT = 5.0
"""Seconds one search of the solver may take, where nothing else is said."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Mix:
    """The chosen contracts and their staffing; arrays have shape (contracts,) unless said."""

    contracts: Contracts
    modes: Modes
    capacities: Capacities
    programme: Programme
    choice: Choice | None
    """None where what must be kept does not fit."""
    conflict: Conflict | None

    @property
    def is_optimal(self) -> bool:
        """Whether nothing better can exist, but for a share of `OPTIMAL_GAP` of the profit."""
        return self.choice is not None and self.choice.gap <= OPTIMAL_GAP

    @cached_property
    def picked(self) -> BoolArray:
        """The chosen modes, shape (contracts, modes)."""
        if self.choice is None:
            return np.zeros(self.modes.seats.shape, dtype=bool)
        return self.choice.chosen(self.modes.seats.shape[1])

    @cached_property
    def taken(self) -> BoolArray:
        """Which contracts are chosen."""
        return np.asarray(self.picked.any(axis=1))

    @property
    def exit_costs(self) -> float:
        """What giving up contracts already held costs."""
        held = self.contracts.held & ~self.taken
        return float(self.contracts.exit_cost[held].sum())

    @property
    def profit(self) -> float:
        """Expected profit of the chosen contracts, less the cost of those given up."""
        return float(self.profit_of.sum()) - self.exit_costs

    @property
    def bound(self) -> float:
        """No mix earns more than this."""
        if self.choice is None:
            return -np.inf
        return self.profit + self.choice.bound - self.choice.value

    @cached_property
    def profit_of(self) -> FloatArray:
        """Expected profit of each chosen contract, 0 of the others."""
        return self.contracts.chance * self.of(self.modes.profit)

    def of(self, values: FloatArray) -> FloatArray:
        """Return the chosen mode's value for every contract, 0 where it is left out."""
        return np.asarray(np.where(self.picked, values, 0.0).sum(axis=1))


def programme_of(
    contracts: Contracts, modes: Modes, capacities: Capacities, rule: Rule
) -> Programme:
    """Return the programme whose best choice is the best mix."""
    # Keeping a held contract saves the cost of giving it up.
    saved = np.where(contracts.held, contracts.exit_cost, 0.0)[:, None]
    return Programme(
        profit=contracts.chance[:, None] * modes.profit + saved,
        allowed=modes.offered & ~contracts.locked_out[:, None],
        must=contracts.must,
        chance=contracts.chance,
        rows=capacity_rows(contracts, modes, capacities),
        rule=rule,
    )


def choose_mix(
    contracts: Contracts,
    modes: Modes,
    capacities: Capacities,
    *,
    rule: Rule | None = None,
    time_limit: float = TIME_LIMIT,
    gap: float = 0.0,
) -> Mix:
    """Return the most profitable contracts and staffing within the capacities.

    Args:
        contracts: What could be taken.
        modes: Its staffing levels, as `staffing_modes` returns them.
        capacities: What the agency has.
        rule: How contracts that may not be won count; by default as if all were.
        time_limit: Seconds one search of the solver may take, above 0.
        gap: Share of the profit that may be missing of the best.

    Raises:
        InputError: A limit is about nobody, the time is not above 0, or it ended without any
            choice.
    """
    if not time_limit > 0.0:
        raise InputError(t("time-limit must be above 0 seconds; got {x:g}.", x=time_limit))
    programme = programme_of(contracts, modes, capacities, rule or Rule())
    choice = maximise(programme, time_limit=time_limit, gap=gap)
    conflict = None
    if choice is None:
        conflict = conflict_of(programme, contracts)
        if not conflict.shortages:
            raise InputError(
                t(
                    "No choice was found in {x:g} seconds; allow more time or fewer contracts.",
                    x=time_limit,
                )
            )
    return Mix(
        contracts=contracts,
        modes=modes,
        capacities=capacities,
        programme=programme,
        choice=choice,
        conflict=conflict,
    )


@dataclass(frozen=True, kw_only=True)
class Use:
    """How much of one capacity a mix takes."""

    row: Row
    full: float
    """If every contract pursued is won."""
    expected: float
    counted: float
    """By the overbooking rule."""


def uses(mix: Mix) -> tuple[Use, ...]:
    """Return the use of every capacity."""
    found = []
    for row in mix.programme.rows:
        full, mean, _ = mix.programme.use_of(row, mix.picked)
        counted = mix.programme.counted(row, mix.picked)
        found.append(Use(row=row, full=full, expected=mean, counted=counted))
    return tuple(found)
