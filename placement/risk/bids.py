"""How sure bids are: what they bring, and what would have been best to bid, by draw.

The bids stay as they were worked out; the numbers behind the lots, and how much rivals know of
them, are drawn. In every draw each lot is valued afresh and its tender judged by the one law of
bids and truth. That law holds for a lot that is better or worse than the estimate; a draw is of
the estimate itself, and the same for all lots of a sector.

    value of perfect information = E[max over bids of profit] - max over bids of E[profit]

over every bid of whole points from the floor to the ceiling, the bid made, and none at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.bid.bid import LEAST, best_bids
from placement.decide.bid.desk import largest_share
from placement.decide.bid.judge import how_won, judge_with
from placement.decide.bid.lots import LotPayoff
from placement.decide.bid.rivals import Rivals
from placement.decide.bid.search import STEPS
from placement.decide.bid.tender import Tender
from placement.decide.bid.work import of_share
from placement.decide.deal.lot import Lot
from placement.decide.deal.zone import agency_floor
from placement.domain.types import BoolArray, FloatArray
from placement.risk.draws import Draws, numbers_of_draw
from placement.risk.odds import TAILS


@dataclass(frozen=True, kw_only=True)
class Economics:
    """What a lot is like under some numbers."""

    lot: Lot
    target_margin: float
    learning_months: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Offer:
    """A lot on offer with the bid for it, and what both were worked out from."""

    economics: Callable[[Assumptions], Economics]
    rivals: Callable[[Lot, Assumptions], Rivals]
    tender: Tender
    error: float
    """Of the own estimate."""
    floor: float
    """Lowest commission worth bidding as the numbers stand; NaN where none is."""
    ceiling: float
    """Highest commission admitted; it stays."""
    bid: float | None
    """None where the lot is not bid for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BidDraws:
    """Bids in every draw, money for whole lots; arrays of shape (lots, draws) unless said."""

    bid: FloatArray
    """The bids made, NaN where none is; shape (lots,)."""
    expected: FloatArray
    """Expected profit of the bid made, the cost of bidding taken off; 0 where none is."""
    chance: FloatArray
    """Chance to win with it; NaN where none is made, as the next."""
    if_won: FloatArray
    """Profit in the light of having won."""
    floor: FloatArray
    """Lowest commission that makes the target margin; NaN where none does."""
    best: FloatArray
    """Best bid; NaN where none is worth making."""
    at_stake: FloatArray
    """Value of perfect information of each lot, shape (lots,)."""
    on_average: FloatArray
    """Bid with the highest expected profit over all draws, NaN where none has any; (lots,)."""

    @property
    def count(self) -> int:
        """Number of draws."""
        return int(self.expected.shape[1])

    @property
    def is_made(self) -> BoolArray:
        """Which lots are bid for, shape (lots,)."""
        return np.asarray(~np.isnan(self.bid))

    @cached_property
    def total(self) -> FloatArray:
        """Expected profit of all bids made, shape (draws,)."""
        return np.asarray(self.expected.sum(axis=0))

    @property
    def range(self) -> tuple[float, float]:
        """Between which nine of ten draws of the total lie."""
        low, high = np.quantile(self.total, TAILS)
        return float(low), float(high)

    @property
    def p_loss(self) -> FloatArray:
        """Share of draws in which each bid made is expected to lose money, shape (lots,)."""
        return np.asarray(np.mean(self.expected < 0.0, axis=1))

    @property
    def p_go(self) -> FloatArray:
        """Share of draws in which some bid for the lot is worth making, shape (lots,)."""
        return np.asarray(np.mean(~np.isnan(self.best), axis=1))

    @property
    def p_total_loss(self) -> float:
        """Share of draws in which all bids together are expected to lose money."""
        return float(np.mean(self.total < 0.0))


def bids_in_draws(
    offers: Sequence[Offer],
    draws: Draws,
    *,
    progress: Callable[[float], None] | None = None,
) -> BidDraws:
    """Return what bids bring, and what would have been best, in every draw.

    Args:
        offers: The lots with their bids.
        draws: The numbers.
        progress: Called with the share done.

    Raises:
        InputError: More are to win than bid.
    """
    drawn = draws.numbers()
    found = np.full((5, len(offers), draws.count), np.nan)
    grids = [_tried(offer) for offer in offers]
    worth = [np.empty((draws.count, len(grid))) for grid in grids]
    for draw in range(draws.count):
        numbers = numbers_of_draw(drawn, draw)
        for place, offer in enumerate(offers):
            found[:, place, draw], worth[place][draw] = _in_draw(offer, numbers, grids[place])
            if progress:
                progress((draw + (place + 1) / len(offers)) / draws.count)
    expected, chance, if_won, floor, best = found
    at_stake, on_average = _at_stake(grids, worth)
    return BidDraws(
        bid=np.array([np.nan if offer.bid is None else offer.bid for offer in offers]),
        expected=expected,
        chance=chance,
        if_won=if_won,
        floor=floor,
        best=best,
        at_stake=at_stake,
        on_average=on_average,
    )


def _tried(offer: Offer) -> FloatArray:
    """Return the bids among which is chosen: the one made, and whole points that are admitted."""
    points = np.arange(STEPS + 1) / STEPS
    admitted = points[(points >= offer.floor) & (points <= offer.ceiling)]
    return admitted if offer.bid is None else np.append(admitted, offer.bid)


def _in_draw(offer: Offer, numbers: Assumptions, grid: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return expected, chance, if won, floor and best bid; and the profit of every bid tried."""
    here = offer.economics(numbers)
    # Only the agency's side counts: no plan of the creditor's around the placement.
    lot = replace(here.lot, plans=None)
    payoff = LotPayoff(lots=(lot,), learning_months=here.learning_months)
    rivals = offer.rivals(lot, numbers)
    part = of_share(lot, float(largest_share(offer.tender, 1)[0]))
    lowest = agency_floor(part, here.target_margin)
    floor = np.nan if lowest is None else lowest
    judge = judge_with(payoff, how_won(rivals, offer.tender, offer.error), lots=1)
    made = np.array([0.0, np.nan, np.nan])
    worth = np.zeros(0)
    if len(grid):
        judged = judge(grid[None])
        worth = judged.real[0]
        if offer.bid is not None:
            made = np.array([judged.real[0, -1], judged.chance[0, -1], judged.if_won[0, -1]])
    best = best_bids(
        payoff,
        floor=np.array([floor]),
        rivals=rivals,
        tender=offer.tender,
        error=offer.error,
        ceiling=np.array([offer.ceiling]),
        least=LEAST,
    )
    chosen = float(best.bid[0]) if best.recommend[0] else np.nan
    return np.array([*made, floor, chosen]), worth


def _at_stake(
    grids: Sequence[FloatArray], worth: Sequence[FloatArray]
) -> tuple[FloatArray, FloatArray]:
    """Return what it is worth to know all before each bid, and the bid best on average."""
    stake, best = np.zeros(len(grids)), np.full(len(grids), np.nan)
    for place, (grid, money) in enumerate(zip(grids, worth, strict=True)):
        if not len(grid):
            continue
        mean = money.mean(axis=0)
        knowing = np.maximum(money.max(axis=1), 0.0).mean()
        stake[place] = knowing - max(float(mean.max()), 0.0)
        if mean.max() > 0.0:
            best[place] = grid[int(np.argmax(mean))]
    return stake, best
