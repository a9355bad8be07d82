"""One sitting at the bid desk: lots, rivals and rules in, what to bid and why out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from placement.decide.bid.bid import LEAST, LEAST_CHANCE, Bids, best_bids
from placement.decide.bid.compare import BaselineBids, baseline_bids, by_number_of_rivals
from placement.decide.bid.fit import Fit
from placement.decide.bid.lots import LotPayoff
from placement.decide.bid.payoff import tabled
from placement.decide.bid.rivals import MOST_RIVALS, Rivals
from placement.decide.bid.several import Outcome, Total, add_up, outcome_of
from placement.decide.bid.tender import Tender
from placement.decide.bid.truth import truths
from placement.decide.bid.work import Work, of_share, work_of
from placement.decide.deal.business import Business
from placement.decide.deal.curve import lot_curve
from placement.decide.deal.lot import Lot
from placement.decide.deal.others import best_other
from placement.decide.deal.zone import agency_surplus, bounds_of, check_margin
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray
from placement.tape.findings import Finding

MORE_OR_FEWER = (-3, -2, -1, 0, 1, 2, 3, 5)
"""Numbers of rivals that are tried, next to the expected one."""

TABLE_STEPS = 201
"""Commissions of the table behind comparisons: half a point apart, good to a few hundredths of a
percent of the profit."""


class Reason(StrEnum):
    """Why a bid is recommended, or not."""

    PAYS = "pays"
    NOTHING_PAYS = "nothing_pays"
    """No commission up to 100 % reaches the target margin."""
    FLOOR_ABOVE_CEILING = "floor_above_ceiling"
    """The floor lies above the highest commission that is admitted."""
    LOSES_IF_WON = "loses_if_won"
    """Every admitted bid that can win is expected to lose money, in the light of having won."""
    NO_REAL_CHANCE = "no_real_chance"
    """A bid that earns money hardly ever wins, see `placement.decide.bid.bid.LEAST_CHANCE`."""
    COSTS_MORE_THAN_IT_EARNS = "costs_more_than_it_earns"
    """The lot would earn money, but less than it costs to bid for it."""


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
    outcome: Outcome
    """What may come of each lot's bid: its spread and its chance of a loss."""
    total: Total
    work: tuple[Work | None, ...] = ()
    """People and money that each lot takes if won at its bid; None where it is not bid for."""
    fit: Fit | None = None
    findings: tuple[Finding, ...] = ()


def bid_desk(
    lots: Sequence[Lot],
    *,
    rivals: Rivals,
    tender: Tender,
    error: float = 0.0,
    target_margin: float = 0.0,
    learning_months: int = 0,
    businesses: Sequence[Business] = (),
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
        error: Error of the own estimate.
        target_margin: Profit wanted as a share of revenue; sets the floor.
        learning_months: Months until the agency knows what a lot is like.
        businesses: The agency's own numbers for each lot, to say what it takes.
        fit: What past results said, to show.
        findings: What was noticed in them.
        payoff: What these lots earn, where that was worked out before.

    Raises:
        InputError: A number breaks its rule, or nothing bounds the bid.
    """
    check_margin(target_margin)
    share = largest_share(tender, len(lots))
    bounds = [
        bounds_of(of_share(lot, part), target_margin=target_margin, other=best_other(lot))
        for lot, part in zip(lots, share, strict=True)
    ]
    floor = _numbers([each.floor for each in bounds])
    creditor = _numbers([each.ceiling for each in bounds])
    ceiling = highest_bids(creditor, rivals, tender)
    payoff = payoff or LotPayoff(lots=tuple(lots), learning_months=learning_months)
    found = best_bids(
        payoff, floor=floor, rivals=rivals, tender=tender, error=error, ceiling=ceiling,
        least=LEAST,
    )  # fmt: skip
    outcome = outcome_of(found, payoff, rivals=rivals, tender=tender, error=error)
    factor = truths(error).factor[0]
    # A single truth is given a neighbour to lie between.
    factor = factor if factor.size > 1 else np.array([0.999, 1.001])
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
        reasons=tuple(reason_of(found, tender, position) for position in range(len(lots))),
        gap_points=np.where(floor > ceiling, floor - ceiling, np.nan),
        gap_money=shortfall(lots, floor, ceiling, target_margin, share),
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
        outcome=outcome,
        total=add_up([outcome]),
        work=tuple(
            work_of(lot, business, bid=float(found.bid[place]), share=float(share[place]))
            if found.recommend[place]
            else None
            for place, (lot, business) in enumerate(zip(lots, businesses, strict=False))
        ),
        fit=fit,
        findings=findings,
    )


def _numbers(values: Sequence[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in values])


def largest_share(tender: Tender, lots: int) -> FloatArray:
    """Return the largest share of the volume that a bid may win, shape (lots,).

    Floors are taken at it: below them no place makes the target margin.
    """
    return np.asarray(np.broadcast_to(tender.volume.max(axis=-1), lots))


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


def reason_of(found: Bids, tender: Tender, lot: int) -> Reason:
    """Return why a lot's bid is recommended, or not."""
    if found.recommend[lot]:
        return Reason.PAYS
    if np.isnan(found.floor[lot]):
        return Reason.NOTHING_PAYS
    if found.floor[lot] > found.ceiling[lot]:
        return Reason.FLOOR_ABOVE_CEILING
    profit, chance = float(found.best.real[lot, 0]), float(found.best.chance[lot, 0])
    if tender.bid_cost > 0.0 and profit <= 0.0 and profit + tender.bid_cost >= LEAST:
        return Reason.COSTS_MORE_THAN_IT_EARNS
    earns = profit >= LEAST or (profit > 0.0 and chance >= LEAST_CHANCE)
    return Reason.LOSES_IF_WON if not earns and can_lose(found, lot) else Reason.NO_REAL_CHANCE


def can_lose(found: Bids, lot: int) -> bool:
    """Return whether some admitted bid of a lot can win, and loses money if it does."""
    curve = found.curve
    in_reach = (curve.commission[lot] >= found.floor[lot]) & (
        curve.commission[lot] <= found.ceiling[lot] + 1e-12
    )
    # The floor may be the one bid in reach; a bid that is not worth making is taken to it.
    chance = np.append(curve.win_probability[lot, in_reach], found.win_probability[lot])
    if_won = np.append(curve.profit_if_won[lot, in_reach], found.profit_if_won[lot])
    return bool(np.any((chance >= LEAST_CHANCE) & (if_won < -LEAST)))


def shortfall(
    lots: Sequence[Lot],
    floor: FloatArray,
    ceiling: FloatArray,
    target_margin: float,
    share: FloatArray,
) -> FloatArray:
    """Return what is missing to the target at the ceiling, NaN where the floor is admitted."""
    surplus = np.array(
        [
            part * agency_surplus(lot_curve(of_share(lot, part), at), target_margin)[0]
            for lot, part, at in zip(lots, share, ceiling[:, None], strict=True)
        ]
    )
    return np.asarray(np.where(floor <= ceiling, np.nan, -surplus))
