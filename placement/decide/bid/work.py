"""What a lot takes if it is won at a bid: people at work and money laid out."""

from dataclasses import dataclass

from placement.decide.deal.agency_economics import agency_economics
from placement.decide.deal.business import Business
from placement.decide.deal.lot import Lot
from placement.decide.deal.vary import with_fixed_cost


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a lot takes, if it is as estimated."""

    seats: float
    """People at work in the busiest month."""
    cash: float
    """The most money that is out at once, 0 or more, undiscounted."""


def work_of(lot: Lot, business: Business, *, bid: float, share: float) -> Work:
    """Return what a share of the volume takes; the fixed cost is borne once, whatever the share.

    Args:
        lot: The whole lot.
        business: The agency's own numbers for its segments.
        bid: The commission at which it is won.
        share: Share of the volume, above 0.
    """
    found = agency_economics(of_share(lot, share), business, quoted=bid)
    return Work(seats=share * found.peak_seats, cash=-share * found.cash.deepest)


def of_share(lot: Lot, share: float) -> Lot:
    """Return the lot with so much fixed cost that a share of all is that share's economics."""
    return lot if share == 1.0 else with_fixed_cost(lot, lot.fixed_cost / share)
