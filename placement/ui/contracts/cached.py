"""What the page Contracts works out once, keyed by the table, the numbers and the means."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from placement import api
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.mix import prices
from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import Mix, choose_mix
from placement.decide.mix.clock import Clock
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.hiring import CashPlan, HiringPlan, cash_plan, hiring_plan
from placement.decide.mix.modes import Modes
from placement.decide.mix.overbooking import Exceeded, simulate_wins
from placement.decide.mix.prices import Frontier, Gains, Moves, frontier, frontier_seats
from placement.decide.mix.programme import Overbooking, Rule
from placement.domain.progress import parts
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.gate.cache import cache_per_workspace

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
    fees: FeeTerms = field(default_factory=FeeTerms)
    """What every contract says beyond its commission."""

    @property
    def key(self) -> str:
        """What tells this question from others."""
        means = repr(self.capacities), repr(self.rule), repr(self.time_limit)
        return ":".join((self.values, *means))

    @property
    def values(self) -> str:
        """What tells the contracts' values from others, whatever the means."""
        return f"{self.digest}:{self.scenario.digest}:{self.fees!r}"

    @property
    def is_quick(self) -> bool:
        """Whether a search takes no longer than a reader waits for a slider."""
        return self.rule.kind is not Overbooking.SAFE

    def with_seats(self, seats: float) -> "Asked":
        """Return the same question with another number of seats."""
        return replace(self, capacities=replace(self.capacities, seats=seats))


def mix(asked: Asked) -> Mix:
    """Return the best mix, or the conflict.

    Raises:
        InputError: A limit is about nobody, or the time ended without any choice.
    """
    return _mix(asked.key, asked)


def gains(asked: Asked) -> Gains:
    """Return what more of each capacity adds: quicker than all that `moves` looks for."""
    found = _gains(asked.key)
    if not found:
        found.append(prices.gains(mix(asked), clock=Clock.of(asked.time_limit)))
    return found[0]


def knows_gains(asked: Asked) -> bool:
    """Return whether `gains` was worked out before; asking is then free."""
    return bool(_gains(asked.key))


def moves(asked: Asked, *, tick: Callable[[], None]) -> Moves:
    """Return which contract would come in next and which would go first.

    Args:
        asked: The question.
        tick: Called before each search, where it was not worked out before.
    """
    # Beside the cache and not in it: a cached function may not draw, and a draw is where
    # Streamlit leaves a run whose answer nobody waits for any more.
    found = _moves(asked.key)
    if not found:
        clock = Clock.of(asked.time_limit)
        found.append(prices.moves(mix(asked), clock=clock, tick=tick))
    return found[0]


def knows_moves(asked: Asked) -> bool:
    """Return whether `moves` was worked out before; asking is then free."""
    return bool(_moves(asked.key))


def exceeded(asked: Asked) -> tuple[Exceeded, ...]:
    """Return how often each capacity is exceeded."""
    return _exceeded(asked.key, asked)


def hiring(asked: Asked) -> HiringPlan:
    """Return people by month."""
    return hiring_plan(mix(asked))


def cash(asked: Asked) -> CashPlan:
    """Return cash by month."""
    return cash_plan(mix(asked))


def profit_by_seats(asked: Asked) -> Frontier:
    """Return the best profit at seats around those of the question."""
    return _frontier(asked.key, asked)


@cache_per_workspace(max_entries=256)
def _mix(key: str, _asked: Asked) -> Mix:
    return choose_mix(
        _asked.contracts,
        _modes(_asked.values, _asked),
        _asked.capacities,
        rule=_asked.rule,
        clock=Clock.of(_asked.time_limit),
    )


@cache_per_workspace(max_entries=32)
def _modes(key: str, _asked: Asked) -> Modes:
    # Beside the choice, because no means change them: another number of people needs only a choice.
    numbers = cached.assumptions(_asked.scenario.digest, _asked.scenario)
    return api.contract_modes(
        _asked.contracts, numbers, fees=_asked.fees, stance=_asked.scenario.stance
    )


@cache_per_workspace(max_entries=256)
def _gains(key: str) -> list[Gains]:
    return []


@cache_per_workspace(max_entries=256)
def _moves(key: str) -> list[Moves]:
    return []


@cache_per_workspace(max_entries=64)
def _exceeded(key: str, _asked: Asked) -> tuple[Exceeded, ...]:
    return simulate_wins(mix(_asked), np.random.default_rng(SEED))


@cache_per_workspace(max_entries=64)
def _frontier(key: str, _asked: Asked) -> Frontier:
    best = mix(_asked)
    seats = frontier_seats(best, FRONTIER_POINTS)
    clock = Clock.of(2.0 * _asked.time_limit)
    found = [
        frontier(best, seats[place : place + 1], clock=clock.part(0.5))
        for place in parts(range(len(seats)))
    ]
    return Frontier(
        seats=seats,
        profit=np.concatenate([part.profit for part in found]),
        bound=np.concatenate([part.bound for part in found]),
        contracts=np.concatenate([part.contracts for part in found]),
    )
