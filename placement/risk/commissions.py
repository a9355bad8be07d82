"""How sure the two sides of a commission are: floor, ceiling and the creditor's best, by draw.

The deal zone is searched for one set of numbers at a time, so every draw is a lot of its own and
takes as long as the page Deal zone: some tenths of a second.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.deal.deal import library_margin
from placement.decide.deal.lot import Lot
from placement.decide.deal.zone import Zone, deal_zone
from placement.domain.types import BoolArray, FloatArray
from placement.risk.draws import Draws, numbers_of_draw


@dataclass(frozen=True, kw_only=True, eq=False)
class Commissions:
    """A lot's commission from both sides in every draw; NaN where no commission up to 1 will do."""

    floor: FloatArray
    """The lowest that makes the agency's target margin, shape (draws,) as the others."""
    ceiling: FloatArray
    """The highest at which the creditor loses nothing by placing first."""
    best: FloatArray
    """At which placing alone leaves the creditor most."""
    is_deal: BoolArray
    """Where floor <= ceiling."""
    stands: Zone
    """With every number at its value."""

    @property
    def p_deal(self) -> float:
        """Share of draws in which both sides can agree."""
        return float(self.is_deal.mean())


def commissions_in_draws(
    lot: Callable[[Assumptions], Lot],
    draws: Draws,
    *,
    target_margin: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> Commissions:
    """Return a lot's floor, ceiling and the creditor's best commission in every draw.

    Args:
        lot: The lot under some numbers.
        draws: The numbers; all of them are used.
        target_margin: Profit wanted as a share of revenue; by default the library's of each draw.
        progress: Called with the share done.

    Raises:
        InputError: Nothing can be placed.
    """
    stands = _zone(lot, draws.assumptions, target_margin)
    drawn = draws.numbers()
    found = np.full((3, draws.count), np.nan)
    is_deal = np.zeros(draws.count, dtype=bool)
    for draw in range(draws.count):
        zone = _zone(lot, numbers_of_draw(drawn, draw), target_margin)
        limits = (zone.bounds.floor, zone.bounds.ceiling, zone.best_for_creditor)
        found[:, draw] = [np.nan if limit is None else limit for limit in limits]
        is_deal[draw] = zone.bounds.deal
        if progress:
            progress((draw + 1) / draws.count)
    floor, ceiling, best = found
    return Commissions(floor=floor, ceiling=ceiling, best=best, is_deal=is_deal, stands=stands)


def _zone(
    lot: Callable[[Assumptions], Lot], numbers: Assumptions, target_margin: float | None
) -> Zone:
    made = lot(numbers)
    margin = library_margin(made, numbers) if target_margin is None else target_margin
    return deal_zone(made, target_margin=margin)
