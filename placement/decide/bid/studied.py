"""Lots studied once and bid for many times: what no rival and no rule of a tender changes.

Moving a slider must not value a lot afresh. So its floor, the creditor's ceiling and a table of
its profits are kept, and a desk is set up from the table in an instant; `exact_desk` values every
bid afresh, as the command does. Lots of one sheet may have ceilings of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from placement.decide.bid.bid import LEAST, Bids, best_bids
from placement.decide.bid.bids import CutNormalBids
from placement.decide.bid.desk import (
    BidDesk,
    highest_bids,
    largest_share,
    reason_of,
    shortfall,
)
from placement.decide.bid.lots import FEW_SEGMENTS, LotPayoff
from placement.decide.bid.payoff import Payoff, PayoffTable, tabled
from placement.decide.bid.rivals import Rivals, known_number
from placement.decide.bid.several import Outcome, Total, add_up, outcome_of
from placement.decide.bid.surface import reach_of
from placement.decide.bid.tender import Tender
from placement.decide.bid.truth import truths
from placement.decide.bid.work import Work, of_share, work_of
from placement.decide.deal.business import Business
from placement.decide.deal.lot import Lot
from placement.decide.deal.others import BestOther, best_other
from placement.decide.deal.zone import bounds_of, check_margin
from placement.domain.types import FloatArray

COMMISSIONS = np.linspace(0.0, 1.0, 201)

PER_LOG = 32
"""Truths of a table in each unit of the logarithm, the estimate itself among them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class StudiedLot:
    """A lot with all that can be known before anyone else bids."""

    lot: Lot
    target_margin: float
    floor: float
    """Lowest commission at which the whole lot reaches the target margin; NaN where none does."""
    creditor_ceiling: float
    """Highest at which placing is worth it for the creditor; NaN where none is."""
    payoff: LotPayoff
    """What the lot earns, to the cent for few segments or no estimate error."""
    other: BestOther
    business: Business | None = None
    """The agency's own numbers, to say what a lot takes."""
    _tables: dict[float, PayoffTable] = field(default_factory=dict, repr=False)

    def quickly(self, error: float) -> Payoff:
        """Return what the lot earns where a rough answer will do: surfaces are quick by themselves.

        Tables go as far as truths of this error need, and are worked out once.
        """
        if len(self.lot.segments) > FEW_SEGMENTS and error > 0.0:
            return self.payoff
        reach = reach_of(truths(error).factor)
        if reach not in self._tables:
            steps = round(PER_LOG * reach)
            self._tables[reach] = tabled(
                self.payoff,
                lots=1,
                commission=COMMISSIONS,
                factor=np.exp(np.arange(-steps, steps + 1) / PER_LOG),
            )
        return self._tables[reach]

    def floor_of(self, share: float) -> float:
        """Return the floor where only a share of the volume can be won."""
        if share == 1.0:
            return self.floor
        lot = of_share(self.lot, share)
        bounds = bounds_of(lot, target_margin=self.target_margin, other=self.other)
        return np.nan if bounds.floor is None else bounds.floor


@dataclass(frozen=True, kw_only=True, eq=False)
class OneBid:
    """What to bid for one lot, and what may come of it."""

    desk: BidDesk
    outcome: Outcome


def study_lot(
    lot: Lot, *, target_margin: float, learning_months: int, business: Business | None = None
) -> StudiedLot:
    """Return floor, creditor's ceiling and profits of a lot.

    Args:
        lot: The lot.
        target_margin: Profit wanted as a share of revenue.
        learning_months: Months until the agency knows what a lot is like.
        business: The agency's own numbers.

    Raises:
        InputError: The margin is no share below 1.
    """
    check_margin(target_margin)
    payoff = LotPayoff(lots=(lot,), learning_months=learning_months)
    other = best_other(lot)
    bounds = bounds_of(lot, target_margin=target_margin, other=other)
    return StudiedLot(
        lot=lot,
        target_margin=target_margin,
        floor=np.nan if bounds.floor is None else bounds.floor,
        creditor_ceiling=np.nan if bounds.ceiling is None else bounds.ceiling,
        payoff=payoff,
        other=other,
        business=business,
    )


def quick_desk(studied: StudiedLot, *, rivals: Rivals, tender: Tender, error: float) -> OneBid:
    """Return what to bid for a lot, from the table: in an instant, good to a few thousandths.

    Raises:
        InputError: A number breaks its rule, or nothing bounds the bid.
    """
    return _desk(studied, studied.quickly(error), rivals=rivals, tender=tender, error=error)


def exact_desk(studied: StudiedLot, *, rivals: Rivals, tender: Tender, error: float) -> OneBid:
    """Return what to bid for a lot, the numbers of `bid_desk`; errors as `quick_desk`."""
    return _desk(studied, studied.payoff, rivals=rivals, tender=tender, error=error)


def against_numbers(
    studied: StudiedLot, numbers: Sequence[int], *, rivals: Rivals, tender: Tender, error: float
) -> Bids:
    """Return the best bids against each number of rivals, from the table; one entry a number."""
    others = replace(rivals, chance=known_number(numbers))
    return _varied(studied, len(numbers), rivals=others, tender=tender, error=error)


def against_means(
    studied: StudiedLot, means: FloatArray, *, rivals: Rivals, tender: Tender, error: float
) -> Bids:
    """Return the best bids against rivals of each mean commission, from the table."""
    spread = getattr(rivals.bids, "sd", np.zeros(1))
    bids = CutNormalBids(mean=means, sd=np.broadcast_to(spread, means.shape).copy())
    others = replace(rivals, bids=bids)
    return _varied(studied, len(means), rivals=others, tender=tender, error=error)


def sheet_total(bids: Sequence[OneBid]) -> Total:
    """Return what all recommended bids bring together, the same error running through them."""
    return add_up([bid.outcome for bid in bids])


@dataclass(frozen=True, kw_only=True, eq=False)
class _Copies:
    """A lot's payoff as that of several lots, one after the other."""

    of: Payoff

    @property
    def fixed_cost(self) -> FloatArray:
        return self.of.fixed_cost

    def __call__(self, commission: FloatArray, factor: FloatArray) -> FloatArray:
        return np.concatenate(
            [
                self.of(bids[None], truth[None])
                for bids, truth in zip(commission, factor, strict=True)
            ]
        )


def _varied(
    studied: StudiedLot, count: int, *, rivals: Rivals, tender: Tender, error: float
) -> Bids:
    """Return the best bids for so many copies of a lot, each against rivals of its own."""
    ceiling = highest_bids(np.array([studied.creditor_ceiling]), rivals, tender)
    return best_bids(
        _Copies(of=studied.quickly(error)),
        floor=np.full(count, studied.floor_of(float(largest_share(tender, 1)[0]))),
        rivals=rivals,
        tender=tender,
        error=error,
        ceiling=np.broadcast_to(ceiling, count),
        least=LEAST,
    )


def _desk(
    studied: StudiedLot, payoff: Payoff, *, rivals: Rivals, tender: Tender, error: float
) -> OneBid:
    share = largest_share(tender, 1)
    floor = np.array([studied.floor_of(float(share[0]))])
    creditor = np.array([studied.creditor_ceiling])
    ceiling = highest_bids(creditor, rivals, tender)
    found = best_bids(
        payoff, floor=floor, ceiling=ceiling, rivals=rivals, tender=tender, error=error,
        least=LEAST,
    )  # fmt: skip
    outcome = outcome_of(found, payoff, rivals=rivals, tender=tender, error=error)
    desk = BidDesk(
        lots=(studied.lot,),
        rivals=rivals,
        tender=tender,
        error=error,
        target_margin=studied.target_margin,
        found=found,
        reasons=(reason_of(found, tender, 0),),
        gap_points=np.where(floor > ceiling, floor - ceiling, np.nan),
        gap_money=shortfall([studied.lot], floor, ceiling, studied.target_margin, share),
        creditor_ceiling=creditor,
        baselines={},
        by_rivals={},
        outcome=outcome,
        total=add_up([outcome]),
        work=(_work(studied, found, float(share[0])),),
    )
    return OneBid(desk=desk, outcome=outcome)


def _work(studied: StudiedLot, found: Bids, share: float) -> Work | None:
    if studied.business is None or not found.recommend[0]:
        return None
    return work_of(studied.lot, studied.business, bid=float(found.bid[0]), share=share)
