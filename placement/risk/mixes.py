"""How sure a choice of contracts is: what it brings, and what would have been chosen, by draw.

In every draw each contract is valued afresh at every staffing level, and two choices are made with
the means there are: the best one, and the best for the contracts chosen, whose people are placed
anew. A level is a share of the staffing that is best in the draw: who has the people moves them to
where debtors turn out to pay. Whether bids are won is no part of a draw; each contract counts with
its chance, as in the choice itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.mix.choose import Mix, choose_mix
from placement.decide.mix.clock import Clock
from placement.decide.mix.modes import Modes, staffing_modes
from placement.domain.errors import InputError
from placement.domain.types import BoolArray, FloatArray, Stance
from placement.risk.draws import Draws, numbers_of_draw
from placement.risk.odds import TAILS


@dataclass(frozen=True, kw_only=True, eq=False)
class MixDraws:
    """A choice of contracts in every draw; money in today's money."""

    profit: FloatArray
    """Of the contracts chosen, people placed anew; NaN where they do not fit or the cash does not
    last; shape (draws,), as the next."""
    best: FloatArray
    """Of the best choice; NaN where what must be kept does not fit."""
    taken: BoolArray
    """Which contracts the best choice of each draw takes, shape (draws, contracts)."""
    chosen: BoolArray
    """Which were chosen with every number at its value, shape (contracts,)."""
    profit_of: FloatArray
    """Expected profit of each contract chosen after its people's wages, NaN of the others and
    where they do not fit; shape (draws, contracts)."""

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.profit)

    @cached_property
    def fits(self) -> BoolArray:
        """In which draws the contracts chosen fit the means, shape (draws,)."""
        return np.asarray(~np.isnan(self.profit))

    @property
    def p_fits(self) -> float:
        """Share of draws in which the contracts chosen fit the means."""
        return float(self.fits.mean())

    @property
    def p_loss(self) -> float:
        """Share of draws in which they lose money, of those in which they fit."""
        return float(np.mean(self.profit[self.fits] < 0.0)) if self.fits.any() else np.nan

    @property
    def range(self) -> tuple[float, float]:
        """Between which nine of ten draws of their profit lie, of those in which they fit."""
        if not self.fits.any():
            return np.nan, np.nan
        low, high = np.quantile(self.profit[self.fits], TAILS)
        return float(low), float(high)

    @property
    def p_taken(self) -> FloatArray:
        """Share of draws in which each contract is among the best choice, shape (contracts,)."""
        known = ~np.isnan(self.best)
        return np.asarray(self.taken[known].mean(axis=0) if known.any() else self.taken.mean(0))

    @property
    def p_same(self) -> float:
        """Share of draws whose best choice is the one made."""
        return float(np.mean(np.all(self.taken == self.chosen, axis=1)))

    @property
    def regret(self) -> float:
        """E[best profit - profit of the contracts chosen], over draws in which they fit."""
        both = self.fits & ~np.isnan(self.best)
        return float(np.mean((self.best - self.profit)[both])) if both.any() else np.nan


def mix_in_draws(
    mix: Mix,
    draws: Draws,
    *,
    fees: FeeTerms | None = None,
    stance: Stance = Stance.PROFIT_SEEKING,
    time_limit: float,
    progress: Callable[[float], None] | None = None,
) -> MixDraws:
    """Return what chosen contracts bring, and what would have been best, in every draw.

    Args:
        mix: The choice with every number at its value.
        draws: The numbers.
        fees: As in `staffing_modes`.
        stance: How the agency sets its effort.
        time_limit: Seconds that the two searches of one draw may take together.
        progress: Called with the share done.

    Raises:
        InputError: There is no choice to begin with, or the time ended without one.
    """
    contracts, drawn, levels = mix.contracts, draws.numbers(), mix.modes.seats.shape[1]
    count, chosen = draws.count, mix.taken
    profit, best = np.full(count, np.nan), np.full(count, np.nan)
    taken = np.zeros((count, len(contracts)), dtype=bool)
    profit_of = np.full((count, len(contracts)), np.nan)
    for draw in range(count):
        modes = staffing_modes(
            contracts, numbers_of_draw(drawn, draw), modes=levels, fees=fees, stance=stance
        )
        clock = Clock.of(time_limit)
        if found := _choice(mix, modes, clock):
            best[draw], taken[draw] = found.profit, found.taken
        if stays := _choice(mix, modes, clock, only=chosen):
            profit[draw] = stays.profit
            profit_of[draw] = np.where(chosen, stays.profit_of, np.nan)
        if progress:
            progress((draw + 1) / count)
    return MixDraws(profit=profit, best=best, taken=taken, chosen=chosen, profit_of=profit_of)


def _choice(mix: Mix, modes: Modes, clock: Clock, *, only: BoolArray | None = None) -> Mix | None:
    """Return the best mix, or that of all of some contracts; None where what must be in does not
    fit the means.
    """
    contracts, rule = mix.contracts, mix.programme.rule
    if only is not None:
        contracts = replace(contracts, locked_in=only)
    try:
        found = choose_mix(contracts, modes, mix.capacities, rule=rule, clock=clock, among=only)
    except InputError:
        # No choice keeps the rule, or none was found in the time.
        return None
    return found if found.conflict is None else None
