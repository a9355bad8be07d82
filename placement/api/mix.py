"""Which contracts: from a table of contracts to the best mix and its prices."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.mix.capacities import Capacities
from placement.decide.mix.choose import TIME_LIMIT, Mix, check_time_limit, choose_mix
from placement.decide.mix.clock import Clock
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.hiring import CashPlan, HiringPlan, cash_plan, hiring_plan
from placement.decide.mix.modes import MODES, Modes, staffing_modes
from placement.decide.mix.overbooking import DRAWS, Exceeded, simulate_wins
from placement.decide.mix.people import PeopleTerms
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
from placement.decide.mix.table import ContractTable, headings, read_contracts
from placement.domain.errors import InputError
from placement.domain.types import Stance
from placement.tape.read import read_table


def open_contracts(
    source: Path | bytes, *, filename: str, assumptions: Assumptions
) -> ContractTable:
    """Read a table of contracts; its findings name the rows that were left out.

    Raises:
        TapeError: The file cannot be read, needed columns are missing, or no row is right.
    """
    raw = read_table(source, filename=filename, keep=contract_headings())
    return read_contracts(raw, known_sectors=assumptions.sectors)


def contract_headings() -> tuple[str, ...]:
    """Return every heading that a table of contracts may have, in Chinese and English."""
    return headings()


def contract_modes(
    contracts: Contracts,
    assumptions: Assumptions,
    *,
    modes: int = MODES,
    fees: FeeTerms | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
) -> Modes:
    """Return what every contract brings and takes at each staffing level.

    Args:
        contracts: What could be taken.
        assumptions: The numbers in use.
        modes: Staffing levels.
        fees: What a contract without terms of its own says beyond its commission; by default
            nothing.
        stance: How the agency sets its effort.

    Raises:
        InputError: A sector is not in the library.
    """
    return staffing_modes(contracts, assumptions, modes=modes, fees=fees, stance=stance)


def people_terms(
    assumptions: Assumptions,
    *,
    wage: float | None = None,
    hiring_cost: float | None = None,
    leaving_cost: float | None = None,
    ramp_months: int | None = None,
    may_hire: bool = False,
    may_let_go: bool = False,
) -> PeopleTerms:
    """Return what people cost; what is not given is the library's.

    Raises:
        InputError: A value breaks its rule.
    """

    def given(value: float | None, path: str) -> float:
        return float(assumptions.number(f"market.{path}")) if value is None else value

    return PeopleTerms(
        wage=wage,
        hiring_cost=given(hiring_cost, "hiring_cost"),
        leaving_cost=given(leaving_cost, "leaving_cost"),
        ramp_months=int(given(ramp_months, "ramp_months")),
        may_hire=may_hire,
        may_let_go=may_let_go,
    )


def win_correlation(assumptions: Assumptions) -> float:
    """Return the library's correlation of the bids to one creditor."""
    return float(assumptions.number("market.win_correlation"))


@dataclass(frozen=True, kw_only=True, eq=False)
class MixAnswer:
    """The best mix and all that is shown about it."""

    mix: Mix
    gains: Gains
    moves: Moves
    exceeded: tuple[Exceeded, ...]
    """How often each capacity is exceeded, by simulation."""
    hiring: HiringPlan
    cash: CashPlan
    frontier: Frontier | None
    """None where it was not asked for."""


def choose_contracts(
    contracts: Contracts,
    assumptions: Assumptions,
    capacities: Capacities,
    *,
    fees: FeeTerms | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    rule: Rule | None = None,
    levels: int = MODES,
    time_limit: float = TIME_LIMIT,
    draws: int = DRAWS,
    seed: int = 0,
    frontier_points: int = 0,
) -> MixAnswer:
    """Return the most profitable contracts and people within the agency's means.

    Args:
        contracts: What could be taken.
        assumptions: The numbers in use.
        capacities: What the agency has.
        fees: What a contract without terms of its own says beyond its commission; by default
            nothing.
        stance: How the agency sets its effort.
        rule: How contracts that may not be won count; by default as if all were, and bids to one
            creditor linked as the library says.
        levels: Staffing levels per contract.
        time_limit: Seconds all searches may take together.
        draws: Draws of the simulation.
        seed: Seed of the simulation.
        frontier_points: Points of profit against people; 0 for none.

    Raises:
        InputError: What must be kept does not fit or the cash does not last (says what and by how
            much), or an argument breaks its rule.
    """
    check_time_limit(time_limit)
    modes = contract_modes(contracts, assumptions, modes=levels, fees=fees, stance=stance)
    clock = Clock.of(time_limit)
    rule = rule or Rule(correlation=win_correlation(assumptions))
    mix = choose_mix(contracts, modes, capacities, rule=rule, clock=clock.part(0.6))
    if mix.conflict is not None:
        raise InputError(mix.conflict.message())
    found = gains(mix, clock=clock.part(0.5))
    moved = moves(mix, clock=clock.part(0.5 if frontier_points else 1.0))
    return MixAnswer(
        mix=mix,
        gains=found,
        moves=moved,
        exceeded=simulate_wins(
            mix,
            np.random.default_rng(seed),
            draws=draws,
        ),
        hiring=hiring_plan(mix),
        cash=cash_plan(mix),
        frontier=frontier(mix, frontier_seats(mix, frontier_points), clock=clock)
        if frontier_points
        else None,
    )
