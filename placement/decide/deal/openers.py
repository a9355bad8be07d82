"""What would open a deal where the agency's floor lies above the creditor's ceiling.

Each lever is moved alone, everything else as it is, from today towards a bound; the smallest
move found that makes floor <= ceiling is the answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from placement.decide.deal.curve import LotCurve, agency_profit, lot_curve
from placement.decide.deal.lot import LONGEST_TERM, Lot
from placement.decide.deal.others import best_other
from placement.decide.deal.search import FINER, ROUNDS, all_commissions
from placement.decide.deal.vary import with_accounts, with_contact_cost, with_odds, with_term
from placement.decide.deal.zone import Zone, agency_surplus
from placement.domain.types import BoolArray

WALK = 8
"""Steps from today to a bound, in equal ratios, before the one found is narrowed."""

NARROWINGS = 10
"""Halvings of the step found: a factor comes out to about one part in 5,000."""

MOST_ACCOUNTS = 1000.0
"""Times today's accounts; no creditor has more to offer."""

LEAST_CONTACT_COST, MOST_ODDS = 0.1, 3.0
TERMS = (1, 2, 3, 4, 6, 9, 12, 18, LONGEST_TERM)
"""Months for which accounts are placed in practice."""

EVERY = 4
"""Of the commissions a deal is looked for at, each fourth: two points apart. A moved lot whose
creditor would place only inside a narrower stretch than that counts as shut."""

COARSER = 5
"""Of those again each fifth shows first from where on the agency may profit."""


class Lever(StrEnum):
    """What could be moved."""

    ACCOUNTS = "accounts"
    FIXED_COST = "fixed_cost"
    CONTACT_COST = "contact_cost_factor"
    ODDS = "odds_factor"
    TERM = "term_months"


@dataclass(frozen=True, kw_only=True)
class Opener:
    """One lever moved alone until a deal opens."""

    lever: Lever
    today: float
    needed: float | None
    """The value nearest to today's that opens a deal; None if none does as far as looked."""
    looked_to: float


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How far the sides are apart without a deal; money for the lot."""

    points: float | None
    """Floor less ceiling; None where one of them does not exist."""
    agency_short: float
    """What the agency lacks to its target at the creditor's ceiling; without one, at his best."""
    creditor_short: float
    """What the creditor loses against his best other options at the agency's floor; without one,
    at his best commission."""


def gap_of(zone: Zone) -> Gap | None:
    """Return how far the sides are apart; None where there is a deal."""
    bounds = zone.bounds
    if bounds.deal:
        return None
    best = zone.best_to_begin
    places = [best if place is None else place for place in (bounds.ceiling, bounds.floor)]
    at = lot_curve(zone.lot, np.array(places))
    agency = -float(agency_surplus(at, zone.target_margin)[0])
    creditor = zone.other.total - float(at.creditor_value[1])
    return Gap(points=bounds.gap_points, agency_short=agency, creditor_short=creditor)


def openers(zone: Zone) -> tuple[Opener, ...]:
    """Return, for every lever, the smallest move that opens a deal; empty where there is one."""
    if zone.bounds.deal:
        return ()
    return tuple(_each(zone))


def _each(zone: Zone) -> Iterator[Opener]:
    lot, accounts = zone.lot, float(zone.lot.accounts.sum())
    yield Opener(
        lever=Lever.ACCOUNTS,
        today=accounts,
        needed=_accounts_needed(zone),
        looked_to=accounts * MOST_ACCOUNTS,
    )
    fixed = _affordable_fixed_cost(zone)
    yield Opener(
        lever=Lever.FIXED_COST,
        today=lot.fixed_cost,
        needed=fixed if fixed is not None and fixed >= 0.0 else None,
        looked_to=0.0,
    )
    yield _walked(zone, Lever.CONTACT_COST, with_contact_cost, LEAST_CONTACT_COST)
    yield _walked(zone, Lever.ODDS, with_odds, MOST_ODDS)
    yield _term(zone)


def _opens(zone: Zone, lot: Lot) -> bool:
    """Say whether some commission does for both sides, closing in on the creditor's ceiling.

    Profit and revenue never fall as the commission rises, so between two commissions the surplus
    is at most profit(upper) - margin * revenue(lower), which mostly decides early.
    """
    margin = zone.target_margin
    curve = _where_profitable(lot)
    if curve is None:
        # Before plans are made for what the creditor could do else: they take the most time.
        return False
    other = best_other(lot).total
    for _ in range(ROUNDS + 1):
        if curve is None:
            break
        pays = curve.creditor_value >= other
        if np.any(pays & (agency_surplus(curve, margin) >= 0.0)):
            return True
        curve = _around_ceiling(lot, curve, pays, margin)
    return False


def _around_ceiling(lot: Lot, curve: LotCurve, pays: BoolArray, margin: float) -> LotCurve | None:
    """Return the lot from the last commission that pays to the next; None if that cannot help."""
    if not pays.any():
        return None
    last = int(np.flatnonzero(pays)[-1])
    above = min(last + 1, pays.size - 1)
    if curve.agency_profit[above] < margin * curve.agency_revenue[last]:
        return None
    return lot_curve(lot, np.linspace(curve.commission[last], curve.commission[above], FINER))


def _where_profitable(lot: Lot) -> LotCurve | None:
    """Return the lot at the commissions tried, from the last loss among every fifth of them.

    Profit never falls as the commission rises: below that loss there are only losses. None where
    there is nothing else.
    """
    grid = all_commissions()[::EVERY]
    loses = np.flatnonzero(agency_profit(lot, grid[::COARSER]) < 0.0)
    start = int(loses[-1]) * COARSER if loses.size else 0
    return None if start == grid.size - 1 else lot_curve(lot, grid[start:])


def _affordable_fixed_cost(zone: Zone) -> float | None:
    """Return the fixed cost that the creditor's ceiling leaves the agency money for."""
    if zone.bounds.ceiling is None:
        return None
    at: LotCurve = lot_curve(zone.lot, np.array([zone.bounds.ceiling]))
    return float(agency_surplus(at, zone.target_margin)[0]) + zone.lot.fixed_cost


def _accounts_needed(zone: Zone) -> float | None:
    """Return the accounts that carry the fixed cost; the ceiling does not depend on their number.

    fixed cost / (surplus before it per account at the ceiling), the mix as it is.
    """
    before_fixed = _affordable_fixed_cost(zone)
    if before_fixed is None or before_fixed <= 0.0:
        return None
    factor = zone.lot.fixed_cost / before_fixed
    if factor > MOST_ACCOUNTS:
        return None
    return float(with_accounts(zone.lot, factor).accounts.sum())


def _walked(zone: Zone, lever: Lever, change: Callable[[Lot, float], Lot], bound: float) -> Opener:
    """Walk a factor from 1 to its bound and narrow the first step that opens a deal."""
    needed: float | None = None
    tried = 1.0
    for factor in np.geomspace(1.0, bound, WALK + 1)[1:]:
        if _opens(zone, change(zone.lot, float(factor))):
            needed = _narrowed(zone, change, tried, float(factor))
            break
        tried = float(factor)
    return Opener(lever=lever, today=1.0, needed=needed, looked_to=bound)


def _narrowed(zone: Zone, change: Callable[[Lot, float], Lot], shut: float, opens: float) -> float:
    for _ in range(NARROWINGS):
        middle = (shut + opens) / 2.0
        if _opens(zone, change(zone.lot, middle)):
            opens = middle
        else:
            shut = middle
    return opens


def _term(zone: Zone) -> Opener:
    """Try the usual terms, those nearest to today's longest first, the longer of two first."""
    today = int(np.max(zone.lot.contract.months))
    others = sorted(set(TERMS) - {today}, key=lambda months: (abs(months - today), -months))
    needed = next(
        (float(months) for months in others if _opens(zone, with_term(zone.lot, months))), None
    )
    return Opener(lever=Lever.TERM, today=float(today), needed=needed, looked_to=float(max(TERMS)))
