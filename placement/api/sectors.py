"""Which sector an agency should enter: the five side by side, by the functions of Deal zone.

A contract of each sector is valued like any lot, so many accounts of the mix given. What a sector
is worth to people who are scarce is its profit for a month of one person's work.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from scipy.optimize import brentq

from placement.api.rules import require
from placement.assume.assumptions import Assumptions
from placement.decide.deal.agency_economics import AgencyEconomics, agency_economics
from placement.decide.deal.business import Business, resolve_business
from placement.decide.deal.deal import library_margin
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Lot, make_lot
from placement.decide.deal.vary import with_odds
from placement.decide.deal.zone import agency_floor
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS, MOST_ACCOUNTS, Segments, Stance

MOST_PEOPLE = 100_000.0
"""More than any agency has: a larger number is a slip."""

WALK = 10
"""Steps from today to a bound before the first on which the lead changes is narrowed."""

MOST_ODDS = 3.0
"""Times the odds in use, either way, as far as looked."""

CLOSE_ENOUGH = 1e-4
"""Share of the way to the bound within which a change of the lead is found."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SectorEntry:
    """One sector for an agency of so many people; money of one contract unless said otherwise."""

    sector: str
    accounts: int
    """Of one contract."""
    floor: float | None
    """Lowest commission at which a contract makes the target margin; None where none does."""
    economics: AgencyEconomics
    people: float
    hangs: "Hangs | None" = None

    @property
    def commission(self) -> float:
        """Usual headline commission of the mix, weighted by balance."""
        return self.economics.lot.quoted

    @property
    def per_seat_month(self) -> float | None:
        """Profit for a month of one person's work; None where nobody works."""
        return self.economics.profit_per_seat_month

    @property
    def contracts(self) -> int:
        """Contracts that the people can work at once in the busiest month; none that lose."""
        busiest = self.economics.peak_seats
        if busiest <= 0.0 or self.economics.profit <= 0.0:
            return 0
        return int(self.people / busiest + 1e-9)

    @property
    def busy(self) -> float:
        """People at work in the busiest month of that many contracts."""
        return self.contracts * self.economics.peak_seats

    @property
    def cash(self) -> float:
        """The most money that these contracts have out at once, begun together."""
        return -self.contracts * self.economics.cash.deepest

    @property
    def profit(self) -> float:
        """What all these contracts bring over their term."""
        return self.contracts * self.economics.profit


@dataclass(frozen=True, kw_only=True)
class Hangs:
    """What would change who leads: the leader's numbers down to the next, others' up to it."""

    against: str
    """The sector it is compared with."""
    odds: float | None
    """Times the odds in use; None where none as far as looked."""
    commission: float | None
    """Usual commission at which it is so; None where none from 0 to 1 is."""


def compare_sectors(
    mixes: Mapping[str, Segments],
    assumptions: Assumptions,
    *,
    people: float,
    accounts: Mapping[str, int],
    stance: Stance = Stance.PROFIT_SEEKING,
    fees: FeeTerms | None = None,
) -> tuple[SectorEntry, ...]:
    """Return the sectors, the most profit for a person's month first.

    Args:
        mixes: By sector the accounts that a contract is a sample of.
        assumptions: The numbers in use.
        people: Collectors there are.
        accounts: By sector the accounts of one contract.
        stance: How the agency sets its effort.
        fees: What every contract says beyond its commission.

    Raises:
        InputError: A number is out of bounds, or a mix has nothing that can be placed.
    """
    require(
        0.0 < people <= MOST_PEOPLE,
        t("people must be above 0 and at most {most:,.0f}; got {x:g}.", most=MOST_PEOPLE, x=people),
    )
    entries = []
    for sector, mix in mixes.items():
        lot = contract_lot(mix, accounts[sector], assumptions, stance=stance, fees=fees)
        business = resolve_business(lot.segments, assumptions)
        entries.append(
            SectorEntry(
                sector=sector,
                accounts=accounts[sector],
                floor=agency_floor(lot, library_margin(lot, assumptions)),
                economics=agency_economics(lot, business, quoted=lot.quoted),
                people=people,
            )
        )
    return tuple(sorted(entries, key=lambda entry: -_worth(entry.economics)))


def contract_lot(
    mix: Segments,
    accounts: int,
    assumptions: Assumptions,
    *,
    stance: Stance = Stance.PROFIT_SEEKING,
    fees: FeeTerms | None = None,
) -> Lot:
    """Return a contract over so many accounts of a mix, each segment with its share of them."""
    require(
        1 <= accounts <= MOST_ACCOUNTS,
        t(
            "accounts of a contract must lie from 1 to {most:,}; got {x:,}.",
            most=MOST_ACCOUNTS,
            x=accounts,
        ),
    )
    usable = mix.take(mix.placements < len(AGENCY_OPTIONS))
    if not len(usable):
        raise InputError(
            t("No account of this mix can be placed again; take another book for the sector.")
        )
    there = int(usable.accounts.sum())
    times = -(-accounts // there)
    many = replace(usable, accounts=usable.accounts * times)
    share = accounts / (there * times)
    lot = make_lot(many, assumptions, stance=stance, fees=fees, volume_share=share)
    # Nothing is asked about the creditor, whose plans would take longest.
    return replace(lot, plans=None)


def with_hangs(
    entries: tuple[SectorEntry, ...], assumptions: Assumptions
) -> tuple[SectorEntry, ...]:
    """Return the sectors with the numbers on which their place hangs.

    The leader is compared with the next one, every other sector with the leader.
    """
    if len(entries) < 2:
        return entries
    found = []
    for place, entry in enumerate(entries):
        other = entries[1 if place == 0 else 0]
        found.append(replace(entry, hangs=_hangs(entry, other, assumptions)))
    return tuple(found)


def _hangs(entry: SectorEntry, other: SectorEntry, assumptions: Assumptions) -> Hangs:
    lot = entry.economics.lot
    business: Business = resolve_business(lot.segments, assumptions)
    target = _worth(other.economics)
    leads = _worth(entry.economics) >= target

    def by_odds(log_factor: float) -> float:
        changed = with_odds(lot, float(np.exp(log_factor)))
        return _worth(agency_economics(changed, business, quoted=lot.quoted)) - target

    def by_commission(commission: float) -> float:
        return _worth(agency_economics(lot, business, quoted=commission)) - target

    bound = -np.log(MOST_ODDS) if leads else np.log(MOST_ODDS)
    odds = _first_change(by_odds, 0.0, float(bound))
    commission = _first_change(by_commission, lot.quoted, 0.0 if leads else 1.0)
    return Hangs(
        against=other.sector,
        odds=None if odds is None else float(np.exp(odds)),
        commission=commission,
    )


def _first_change(gap: Callable[[float], float], start: float, end: float) -> float | None:
    """Return the first place on the way at which a gap changes its sign; None where none does."""
    places = np.linspace(start, end, WALK + 1).tolist()
    before = gap(start)
    for here, there in pairwise(places):
        after = gap(there)
        if (before >= 0.0) != (after >= 0.0):
            return float(brentq(gap, here, there, xtol=CLOSE_ENOUGH * abs(end - start)))
        before = after
    return None


def _worth(economics: AgencyEconomics) -> float:
    """Return profit for a person's month; without work the fixed cost is lost for nothing."""
    worth = economics.profit_per_seat_month
    return -economics.lot.fixed_cost if worth is None else worth
