"""Which contracts: from a table of contracts to the best mix and its prices."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import TIME_LIMIT, Mix, choose_mix
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.hiring import HiringPlan, hiring_plan
from placement.decide.mix.modes import MODES, Modes, staffing_modes
from placement.decide.mix.overbooking import DRAWS, Exceeded, simulate_wins
from placement.decide.mix.prices import (
    Frontier,
    Gains,
    Moves,
    frontier,
    frontier_seats,
    gains,
    moves,
)
from placement.decide.mix.programme import Rule
from placement.decide.mix.table import ContractTable, read_contracts
from placement.domain.errors import InputError
from placement.tape.read import read_table


def open_contracts(
    source: Path | bytes, *, filename: str, assumptions: Assumptions
) -> ContractTable:
    """Read a table of contracts; its findings name the rows that were left out.

    Raises:
        TapeError: The file cannot be read, needed columns are missing, or no row is right.
    """
    raw = read_table(source, filename=filename)
    return read_contracts(raw, known_sectors=assumptions.sectors)


def contract_modes(contracts: Contracts, assumptions: Assumptions, *, modes: int = MODES) -> Modes:
    """Return what every contract brings and takes at each staffing level.

    Raises:
        InputError: A sector is not in the library.
    """
    return staffing_modes(contracts, assumptions, modes=modes)


@dataclass(frozen=True, kw_only=True, eq=False)
class MixAnswer:
    """The best mix and all that is shown about it."""

    mix: Mix
    gains: Gains
    moves: Moves
    exceeded: tuple[Exceeded, ...]
    """How often each capacity is exceeded, by simulation."""
    hiring: HiringPlan
    frontier: Frontier | None
    """None where it was not asked for."""


def choose_contracts(
    contracts: Contracts,
    assumptions: Assumptions,
    capacities: Capacities,
    *,
    rule: Rule | None = None,
    levels: int = MODES,
    time_limit: float = TIME_LIMIT,
    draws: int = DRAWS,
    seed: int = 0,
    frontier_points: int = 0,
) -> MixAnswer:
    """Return the most profitable contracts and staffing within the agency's means.

    Args:
        contracts: What could be taken.
        assumptions: The numbers in use.
        capacities: What the agency has.
        rule: How contracts that may not be won count; by default as if all were.
        levels: Staffing levels per contract.
        time_limit: Seconds one search of the solver may take.
        draws: Draws of the simulation.
        seed: Seed of the simulation.
        frontier_points: Points of profit against seats; 0 for none.

    Raises:
        InputError: What must be kept does not fit (says what and by how much), or an argument
            breaks its rule.
    """
    modes = contract_modes(contracts, assumptions, modes=levels)
    mix = choose_mix(contracts, modes, capacities, rule=rule, time_limit=time_limit)
    if mix.conflict is not None:
        raise InputError(mix.conflict.message())
    return MixAnswer(
        mix=mix,
        gains=gains(mix, time_limit=time_limit),
        moves=moves(mix, time_limit=time_limit),
        exceeded=simulate_wins(mix, np.random.default_rng(seed), draws=draws),
        hiring=hiring_plan(mix),
        frontier=frontier(mix, frontier_seats(mix, frontier_points), time_limit=time_limit)
        if frontier_points
        else None,
    )
