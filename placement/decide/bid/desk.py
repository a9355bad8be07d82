"""One sitting at the bid desk: lots, rivals and rules in, what to bid and why out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from placement.decide.bid.bid import Bids, best_bids
from placement.decide.bid.compare import BaselineBids, baseline_bids, by_number_of_rivals
from placement.decide.bid.fit import Fit
from placement.decide.bid.judge import how_won
from placement.decide.bid.lots import LotPayoff
from placement.decide.bid.payoff import tabled
from placement.decide.bid.rivals import MOST_RIVALS, Rivals
from placement.decide.bid.several import Total, total_of
from placement.decide.bid.tender import Tender
from placement.decide.deal.lot import Lot, lot_curve
from placement.decide.deal.zone import agency_surplus, deal_zone
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.tape.findings import Finding

MORE_OR_FEWER = (-3, -2, -1, 0, 1, 2, 3, 5)
"""Numbers of rivals that are tried, next to the expected one."""

TABLE_STEPS = 201
"""Commissions of the table behind comparisons: half a point apart, good to a few hundredths of a
percent of the profit."""


LEAST = 1.0
"""Expected profit in currency units below which a bid is not worth making."""


class Reason(StrEnum):
    """Why a bid is recommended, or not."""

    PAYS = "pays"
    NOTHING_PAYS = "nothing_pays"
    """No commission up to 100 % reaches the target margin."""
    FLOOR_ABOVE_CEILING = "floor_above_ceiling"
    """The floor lies above the highest commission that is admitted."""
    LOSES_IF_WON = "loses_if_won"
    """In the light of having won, every admitted bid is expected to lose money."""
    NO_REAL_CHANCE = "no_real_chance"
    """Every bid that earns money hardly ever wins: less than `LEAST` is expected."""


@dataclass(frozen=True, kw_only=True, eq=False)
class BidDesk:
    """What to bid for each lot, and what it was reckoned from; arrays of shape (lots,)."""

    lots: tuple[Lot, ...]
    rivals: Rivals
    tender: Tender
    error: float
    target_margin: float
    found: Bids
    reasons: tuple[Reason, ...]
    gap_points: FloatArray
    """Floor less ceiling where no bid is admitted, else NaN."""
    gap_money: FloatArray
    """What each lot falls short of its target at the ceiling, else NaN."""
    creditor_ceiling: FloatArray
    """Highest commission at which placing is worth it for the creditor, NaN where none is."""
    baselines: dict[str, BaselineBids]
    by_rivals: dict[int, Bids]
    """Best bids against other numbers of rivals, from profits read off a table."""
    total: Total
    fit: Fit | None = None
    findings: tuple[Finding, ...] = ()


def bid_desk(
    lots: Sequence[Lot],
    *,
    rivals: Rivals,
    tender: Tender,
    error: float = 0.0,
    target_margin: float = 0.0,
    fit: Fit | None = None,
    findings: tuple[Finding, ...] = (),
    payoff: LotPayoff | None = None,
) -> BidDesk:
    """Return what to bid for lots that are tendered under the same rules.

    Args:
        lots: The lots, each bid for on its own.
        rivals: Who else bids.
        tender: The rules. Without a ceiling, and where there may be no rival at all, the
            creditor's own ceiling holds: beyond it he would rather not place.
        error: Relative error of the estimated share of willing debtors.
        target_margin: Profit wanted as a share of revenue; sets the floor.
        fit: What past results said, to show.
        findings: What was noticed in them.
        payoff: What these lots earn, where that was worked out before.

    Raises:
        InputError: A number breaks its rule, or nothing bounds the bid.
    """
    zones = [deal_zone(lot, target_margin=target_margin) for lot in lots]
    floor = _numbers([zone.bounds.floor for zone in zones])
    creditor = _numbers([zone.bounds.ceiling for zone in zones])
    ceiling = highest_bids(creditor, rivals, tender)
    payoff = payoff or LotPayoff(lots=tuple(lots))
    found = best_bids(
        payoff, floor=floor, rivals=rivals, tender=tender, error=error, ceiling=ceiling
    )
    winning = how_won(rivals, tender, error)
    # Falling errors are rising truths; a single truth is given a neighbour to lie between.
    factor = winning.factor[0, ::-1] if winning.factor.shape[-1] > 1 else np.array([0.999, 1.001])
    steps = np.linspace(0.0, 1.0, TABLE_STEPS)
    table = tabled(payoff, lots=len(lots), commission=steps, factor=factor)
    same = {"floor": floor, "ceiling": ceiling}
    around = [round(float(rivals.expected[0])) + more for more in MORE_OR_FEWER]
    return BidDesk(
        lots=tuple(lots),
        rivals=rivals,
        tender=tender,
        error=error,
        target_margin=target_margin,
        found=found,
        reasons=tuple(reason_of(found, position) for position in range(len(lots))),
        gap_points=np.where(floor > ceiling, floor - ceiling, np.nan),
        gap_money=shortfall(lots, floor, ceiling, target_margin),
        creditor_ceiling=creditor,
        baselines=baseline_bids(
            table, rivals=rivals, tender=tender, error=error, really=payoff, **same
        ),
        by_rivals=by_number_of_rivals(
            table,
            [number for number in around if 0 <= number <= MOST_RIVALS],
            rivals=rivals,
            tender=tender,
            error=error,
            **same,
        ),
        total=total_of(found, payoff, rivals=rivals, tender=tender, error=error),
        fit=fit,
        findings=findings,
    )


def _numbers(values: Sequence[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values])


def highest_bids(creditor: FloatArray, rivals: Rivals, tender: Tender) -> FloatArray:
    """Return the highest bid of each lot: the tender's, else the creditor's where none may bid."""
    if tender.ceiling is not None or not rivals.may_be_none:
        return np.full(creditor.shape, tender.highest_bid)
    if np.any(np.isnan(creditor)):
        raise InputError(
            t(
                "Without rivals only a ceiling bounds the bid, and placing never beats the "
                "creditor's other options, so he has none. Name the tender's ceiling."
            )
        )
    return creditor


def reason_of(found: Bids, lot: int) -> Reason:
    """Return why a lot's bid is recommended, or not."""
    if found.recommend[lot]:
        return Reason.PAYS if found.expected_profit[lot] >= LEAST else Reason.NO_REAL_CHANCE
    if np.isnan(found.floor[lot]):
        return Reason.NOTHING_PAYS
    if found.floor[lot] > found.ceiling[lot]:
        return Reason.FLOOR_ABOVE_CEILING
    earns_if_won = found.floor_if_won[lot] <= found.ceiling[lot]
    return Reason.NO_REAL_CHANCE if earns_if_won else Reason.LOSES_IF_WON


def shortfall(
    lots: Sequence[Lot], floor: FloatArray, ceiling: FloatArray, target_margin: float
) -> FloatArray:
    """Return what is missing to the target at the ceiling, NaN where the floor is admitted."""
    surplus = np.array(
        [
            agency_surplus(lot_curve(lot, ceiling[place : place + 1]), target_margin)[0]
            for place, lot in enumerate(lots)
        ]
    )
    return np.asarray(np.where(floor <= ceiling, np.nan, -surplus))
