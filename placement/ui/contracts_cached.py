"""What the page Contracts works out once, keyed by the table, the numbers and the means."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import streamlit as st

from placement import api
from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import Mix, choose_mix
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.hiring import HiringPlan, hiring_plan
from placement.decide.mix.overbooking import Exceeded, simulate_wins
from placement.decide.mix.prices import (
    CASH_STEP,
    Frontier,
    Prices,
    frontier,
    frontier_seats,
    prices,
)
from placement.decide.mix.programme import Overbooking, Rule
from placement.scenario.scenario import Scenario
from placement.ui import cached

FRONTIER_POINTS = 21
SEED = 0
"""Of the simulation; the command's own by default."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """A question: which of these contracts, with which means."""

    digest: str
    """Of the table and of the language it was read in."""
    contracts: Contracts
    scenario: Scenario
    capacities: Capacities
    rule: Rule
    time_limit: float

    @property
    def key(self) -> str:
        """What tells this question from others."""
        means = repr(self.capacities), repr(self.rule), repr(self.time_limit)
        return ":".join((self.digest, self.scenario.digest, *means))

    @property
    def is_quick(self) -> bool:
        """Whether a search takes no longer than a reader waits for a slider."""
        return self.rule.kind is not Overbooking.SAFE

    def with_seats(self, seats: float) -> "Asked":
        """Return the same question with another number of seats."""
        return replace(self, capacities=replace(self.capacities, seats=seats))


@dataclass(frozen=True, kw_only=True)
class Gains:
    """What one more of each capacity adds to the profit; None where it is not limited."""

    per_seat: float
    per_cash_step: float | None
    """For `CASH_STEP` more cash."""
    per_legal_hour: float | None
    proved: bool
    """All values that gains are differences of are optimal."""


def mix(asked: Asked) -> Mix:
    """Return the best mix, or the conflict.

    Raises:
        InputError: A limit is about nobody, or the time ended without any choice.
    """
    return _mix(asked.key, asked)


def gains(asked: Asked) -> Gains:
    """Return what one more of each capacity adds to the profit.

        gain = V(capacity + step) - V(capacity)      V = profit of the best mix

    A search each, so that a slider need not wait for all that `moves` looks for.
    """
    means, best = asked.capacities, mix(asked)
    more = {"seats": asked.with_seats(means.seats + 1.0)}
    if means.cash is not None:
        more["cash"] = replace(asked, capacities=replace(means, cash=means.cash + CASH_STEP))
    if means.legal_hours is not None:
        hours = means.legal_hours + 1.0
        more["legal_hours"] = replace(asked, capacities=replace(means, legal_hours=hours))
    others = {name: mix(other) for name, other in more.items()}
    # What is feasible stays so with more; only a search cut short could say less.
    found = {name: max(other.profit - best.profit, 0.0) for name, other in others.items()}
    return Gains(
        per_seat=found["seats"],
        per_cash_step=found.get("cash"),
        per_legal_hour=found.get("legal_hours"),
        proved=best.is_optimal and all(other.is_optimal for other in others.values()),
    )


def moves(asked: Asked) -> Prices:
    """Return which contract would come in next and which would go first."""
    return _prices(asked.key, asked)


def knows_moves(asked: Asked) -> bool:
    """Return whether `moves` was worked out before; asking is then free."""
    return bool(_done(asked.key))


def exceeded(asked: Asked) -> tuple[Exceeded, ...]:
    """Return how often each capacity is exceeded."""
    return _exceeded(asked.key, asked)


def hiring(asked: Asked) -> HiringPlan:
    """Return the seats needed by month."""
    return hiring_plan(mix(asked))


def profit_by_seats(asked: Asked, *, progress: Callable[[float], None]) -> Frontier:
    """Return the best profit at seats around those there are.

    Args:
        asked: The question with today's seats.
        progress: Called with the share done, where it was not worked out before.
    """
    # Worked out beside the cache and not in it: a cached function may not draw the progress.
    found = _frontier(asked.key)
    if not found:
        found.append(_points(asked, progress))
    return found[0]


def _points(asked: Asked, progress: Callable[[float], None]) -> Frontier:
    best = mix(asked)
    seats = frontier_seats(best, FRONTIER_POINTS)
    parts = []
    for done in range(len(seats)):
        parts.append(frontier(best, seats[done : done + 1], time_limit=asked.time_limit))
        progress((done + 1) / len(seats))
    return Frontier(
        seats=seats,
        profit=np.concatenate([part.profit for part in parts]),
        bound=np.concatenate([part.bound for part in parts]),
        contracts=np.concatenate([part.contracts for part in parts]),
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def _mix(key: str, _asked: Asked) -> Mix:
    numbers = cached.assumptions(_asked.scenario.digest, _asked.scenario)
    return choose_mix(
        _asked.contracts,
        api.contract_modes(_asked.contracts, numbers),
        _asked.capacities,
        rule=_asked.rule,
        time_limit=_asked.time_limit,
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def _prices(key: str, _asked: Asked) -> Prices:
    found = prices(mix(_asked), time_limit=_asked.time_limit)
    _done(key).append(True)
    return found


@st.cache_resource(max_entries=256, show_spinner=False)
def _done(key: str) -> list[bool]:
    return []


@st.cache_resource(max_entries=64, show_spinner=False)
def _exceeded(key: str, _asked: Asked) -> tuple[Exceeded, ...]:
    return simulate_wins(mix(_asked), np.random.default_rng(SEED))


@st.cache_resource(max_entries=64, show_spinner=False)
def _frontier(key: str) -> list[Frontier]:
    return []
