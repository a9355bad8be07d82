"""Everything about a lot's commission in one answer."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.deal.agency_economics import AgencyEconomics, agency_economics
from placement.decide.deal.business import resolve_business
from placement.decide.deal.curve import LotCurve, lot_curve
from placement.decide.deal.fees import EffectiveFee, effective_fee
from placement.decide.deal.lot import Lot
from placement.decide.deal.openers import Gap, Opener, gap_of, openers
from placement.decide.deal.zone import Zone, deal_zone


@dataclass(frozen=True, kw_only=True, eq=False)
class Deal:
    """A lot's commission from both sides."""

    zone: Zone
    quoted: float
    """The headline commission that fee and economics are worked out at."""
    fee: EffectiveFee | None
    """None where no cash at all is expected."""
    economics: AgencyEconomics
    """The agency's side at the headline."""
    at_floor: LotCurve | None
    """Both sides at the agency's floor; None where there is none."""
    at_ceiling: LotCurve | None
    """Both sides at the creditor's ceiling; None where there is none."""
    gap: Gap | None
    """None where there is a deal."""

    @cached_property
    def openers(self) -> tuple[Opener, ...]:
        """What would open a deal, worked out when first asked for: it takes the most time."""
        return openers(self.zone)


def deal_of(
    lot: Lot,
    assumptions: Assumptions,
    *,
    quoted: float,
    target_margin: float,
) -> Deal:
    """Return zone, effective fee and agency's side, from which follows what would open a deal.

    Args:
        lot: The lot.
        assumptions: The numbers it was made with.
        quoted: Headline commission, from 0 to 1.
        target_margin: Profit the agency wants, as a share of revenue.
    """
    zone = deal_zone(lot, target_margin=target_margin)
    return Deal(
        zone=zone,
        quoted=quoted,
        fee=effective_fee(lot, quoted=quoted),
        economics=agency_economics(lot, resolve_business(lot.segments, assumptions), quoted=quoted),
        at_floor=_at(lot, zone.bounds.floor),
        at_ceiling=_at(lot, zone.bounds.ceiling),
        gap=gap_of(zone),
    )


def _at(lot: Lot, place: float | None) -> LotCurve | None:
    return None if place is None else lot_curve(lot, np.array([place]))


def library_margin(lot: Lot, assumptions: Assumptions) -> float:
    """Return the library's target margin, the highest of the lot's sectors."""
    return max(
        float(assumptions.number(f"{sector}.agency.target_margin"))
        for sector in set(lot.segments.sector)
    )
