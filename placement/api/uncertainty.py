"""How sure an answer is: draws of all numbers, what they say, and what is worth finding out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Literal

import numpy as np

from placement.api.rules import require
from placement.assume.assumptions import SHARED, Assumptions
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import CourtWork, Ladder, Lot, make_lot
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray, Segments, Stance
from placement.risk.commissions import Commissions, commissions_in_draws
from placement.risk.draws import USUAL_CORRELATION as USUAL_CORRELATION
from placement.risk.draws import Draws, Streams, draw_numbers
from placement.risk.factors import common_of
from placement.risk.information import main_effect, value_of_knowing
from placement.risk.odds import Odds, Together, odds_of, together
from placement.risk.tornado import Stability as Stability
from placement.risk.tornado import Swing, stability, swings
from placement.risk.worth import (
    Choices,
    Worth,
    first_moves,
    options_alone,
    worth_as_they_stand,
    worth_in_draws,
)

Among = Literal["options", "first_moves"]
"""What is chosen among: options closed at their end, or first moves with what follows."""

MOST_ROWS = 4_000_000
"""Draws times segments whose worth is kept at once, some 300 MB."""

USUAL_DRAWS = 1_000
USUAL_SEED = 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Simulation:
    """A book valued in many draws; money per account."""

    segments: Segments
    assumptions: Assumptions
    choices: Choices
    draws: Draws
    seed: int
    worth: Worth
    """What every choice is worth in every draw."""
    stands: Worth
    """The same with every number at its value."""

    @cached_property
    def odds(self) -> Odds:
        """What the draws say of every choice of every segment."""
        return odds_of(self.worth, self.stands, balance=self.segments.balance)

    @cached_property
    def book(self) -> tuple[Together, FloatArray]:
        """The book when every segment goes the way that leads, and its worth by draw."""
        return together(self.worth, self.stands, self.odds.lead, self.segments.accounts)

    def same_way(self, choice: int) -> Together | None:
        """Return the book when every segment goes one way; None where it is open to nobody."""
        if not np.any(self.odds.p_open[choice] > 0.0):
            return None
        ways = np.full(len(self.segments), choice)
        return together(self.worth, self.stands, ways, self.segments.accounts)[0]

    @cached_property
    def drivers(self) -> "Drivers":
        """What the answer for the whole book hangs on."""
        return drivers_of(self)

    @property
    def knows_drivers(self) -> bool:
        """Whether `drivers` were worked out before."""
        return "drivers" in self.__dict__

    def work_out_drivers(self, progress: Callable[[float], None]) -> "Drivers":
        """Work out `drivers` now, telling how far they are, and return them."""
        found = self.__dict__["drivers"] = drivers_of(self, progress=progress)
        return found

    @property
    def evpi(self) -> float:
        """Value of perfect information for the whole book."""
        return float(self.odds.evpi @ self.segments.accounts)


@dataclass(frozen=True, kw_only=True, eq=False)
class Driver:
    """What one number or table does to an answer; money for all accounts."""

    swing: Swing
    """At its ends, all else at its value."""
    factor: str
    """The factor that draws it, its own or one it shares."""
    main_effect: float
    """Share of the variance that the factor's own part explains; NaN of too few draws."""
    evpi: float
    """What it is worth to know the factor before choosing; NaN of too few draws."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Drivers:
    """What an answer hangs on, the widest swing first; numbers that change nothing left out."""

    drivers: tuple[Driver, ...]
    common: Mapping[str, float]
    """Share of the variance due to what the numbers of a sector have in common."""


def streams_of(seed: int) -> Streams:
    """Return random numbers for every name that follow from a seed.

    Raises:
        InputError: The seed is not a whole number from 0 on.
    """
    require(
        seed == seed and int(seed) == seed and seed >= 0,
        t("seed must be a whole number, 0 or more; got {x}. Take 1 if any will do.", x=seed),
    )

    def stream(name: str) -> np.random.Generator:
        word = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")
        return np.random.default_rng(np.random.SeedSequence([int(seed), word]))

    return stream


def simulate(
    segments: Segments,
    assumptions: Assumptions,
    *,
    among: Among = "options",
    stance: Stance = Stance.PROFIT_SEEKING,
    horizon: int = DEFAULT_HORIZON,
    draws: int = USUAL_DRAWS,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    held: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Simulation:
    """Return a book valued in many draws of all numbers.

    Args:
        segments: The book; one account is a book of one segment.
        assumptions: The numbers in use, with their ranges.
        among: What is chosen among. First moves cost a plan a draw and segment.
        stance: How agencies set their effort.
        horizon: Months a plan may last.
        draws: How many.
        seed: The same seed gives the same draws, whatever else is drawn.
        correlation: Of each number with what its sector has in common, -1 to 1.
        held: Paths or tables that stay at their values.
        progress: Called with the share done.

    Raises:
        InputError: A number breaks its rule, or draws times segments are too many.
        AssumptionError: A path that is to be held is unknown.
    """
    choices = first_moves(stance, horizon=horizon) if among == "first_moves" else (
        options_alone(stance)
    )  # fmt: skip
    drawn = draw_numbers(
        assumptions,
        set(segments.sector),
        count=draws,
        streams=streams_of(seed),
        correlation=correlation,
        held=held,
    )
    most = max(MOST_ROWS // max(len(segments), 1), 1)
    require(
        draws <= most,
        t(
            "draws times segments may be at most {most:,}; got {draws:,} times {segments:,}. "
            "Take at most {some:,} draws.",
            most=MOST_ROWS,
            draws=draws,
            segments=len(segments),
            some=most,
        ),
    )
    return Simulation(
        segments=segments,
        assumptions=assumptions,
        choices=choices,
        draws=drawn,
        seed=int(seed),
        worth=worth_in_draws(choices, segments, drawn, progress=progress),
        stands=worth_as_they_stand(choices, segments, assumptions),
    )


def drivers_of(
    simulation: Simulation,
    position: int | None = None,
    *,
    progress: Callable[[float], None] | None = None,
) -> Drivers:
    """Return what the answer hangs on.

    Args:
        simulation: The draws.
        position: A segment; by default the whole book.
        progress: Called with the share done.
    """
    some = simulation.segments
    chosen = np.arange(len(some)) if position is None else np.array([position])
    leads = simulation.odds.lead[chosen]
    base = np.array(
        [simulation.stands.filled(at)[way, 0] for at, way in zip(chosen, leads, strict=True)]
    )
    whole = swings(
        simulation.choices,
        some.take(chosen),
        simulation.assumptions,
        simulation.draws.paths,
        leads=leads,
        base=base,
        progress=progress,
    )
    total = sum(
        (
            simulation.worth.filled(int(at))[way] * some.accounts[at]
            for at, way in zip(chosen, leads, strict=True)
        ),
        start=np.zeros(simulation.draws.count),
    )
    effects = {name: main_effect(own, total) for name, own in simulation.draws.own.items()}
    worth = _worth_of_knowing(simulation, chosen)
    return Drivers(
        drivers=tuple(
            Driver(
                swing=swing,
                factor=factor,
                main_effect=effects[factor],
                evpi=worth[factor],
            )
            for swing in whole
            if (factor := simulation.draws.factor_of(swing.paths[0]))
        ),
        common={name: main_effect(one, total) for name, one in simulation.draws.common.items()},
    )


def stability_of(simulation: Simulation, position: int) -> Stability:
    """Return how far all judgements may be wrong together before another choice leads a segment."""
    return stability(
        simulation.choices,
        simulation.segments.take(np.array([position])),
        simulation.assumptions,
        simulation.draws.paths,
        lead=int(simulation.odds.lead[position]),
    )


def draws_under_contract(
    assumptions: Assumptions,
    sectors: Iterable[str],
    *,
    count: int,
    seed: int,
    correlation: float,
    held: Sequence[str],
) -> Draws:
    """Return draws for who signs a contract: how long it runs is agreed and does not move.

    Args:
        assumptions: The numbers in use, with their ranges.
        sectors: Of the accounts.
        count: How many draws.
        seed: As in `simulate`, and so the rest.
        correlation: Of each number with what its sector has in common.
        held: Further paths or tables that stay at their values.

    Raises:
        InputError: A number breaks its rule.
    """
    among = sorted(set(sectors))
    return draw_numbers(
        assumptions,
        among,
        count=count,
        streams=streams_of(seed),
        correlation=correlation,
        held=(*held, *(f"{sector}.agency.months" for sector in among)),
    )


def simulate_commission(
    segments: Segments,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    target_margin: float | None = None,
    fixed_cost: float | None = None,
    ladder: Ladder = Ladder.SCALED,
    fees: FeeTerms | None = None,
    court_advance_share: float = 0.0,
    draws: int,
    seed: int = USUAL_SEED,
    correlation: float = USUAL_CORRELATION,
    held: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Commissions:
    """Return a lot's floor, ceiling and the creditor's best commission in every draw.

    How long the placement lasts is agreed and does not move.

    Args:
        segments: The lot: one segment or a book.
        assumptions: The numbers in use, with their ranges.
        stance: How the agency sets its effort.
        target_margin: As in `deal`, and so the rest; None takes the library's of each draw.
        fixed_cost: None takes the library's of each draw.
        ladder: How one quote becomes each segment's commission.
        fees: What the contract says beyond its commission.
        court_advance_share: Share of accounts whose court fee the agency lays out.
        draws: How many; each takes some tenths of a second.
        seed: As in `simulate`, and the same draws.
        correlation: As in `simulate`.
        held: As in `simulate`.
        progress: Called with the share done.

    Raises:
        InputError: A number breaks its rule, or nothing can be placed.
    """
    drawn = draws_under_contract(
        assumptions,
        segments.sector,
        count=draws,
        seed=seed,
        correlation=correlation,
        held=held,
    )

    def lot(numbers: Assumptions) -> Lot:
        return make_lot(
            segments,
            numbers,
            stance=stance,
            fixed_cost=fixed_cost,
            ladder=ladder,
            fees=fees,
            court=CourtWork(share=court_advance_share),
        )

    return commissions_in_draws(lot, drawn, target_margin=target_margin, progress=progress)


def _worth_of_knowing(simulation: Simulation, chosen: IntArray) -> dict[str, float]:
    """Return what each factor is worth to know, for all accounts of some segments together."""
    segments, worth = simulation.segments, dict.fromkeys(simulation.draws.factors, 0.0)
    for sector in dict.fromkeys(segments.sector[at] for at in chosen):
        mine = np.array([at for at in chosen if segments.sector[at] == sector])
        net = simulation.worth.chosen(mine)
        for name, score in simulation.draws.scores.items():
            # A number of another sector tells nothing of this one.
            if common_of(name) in (sector, *SHARED):
                worth[name] += float(value_of_knowing(score, net) @ segments.accounts[mine])
    return worth
