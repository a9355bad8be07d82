"""What a lot means to the agency at one commission: people, money, break-evens, cash by month."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from placement.decide.deal.business import Business
from placement.decide.deal.cash_curve import CashCurve, cash_curve
from placement.decide.deal.lot import Lot, LotCurve, curve_of, lot_curve, segment_commissions
from placement.decide.deal.search import all_commissions, first_true
from placement.decide.deal.staffing import Staffing, staffing
from placement.domain.types import BoolArray, FloatArray
from placement.value.agency import place
from placement.value.contacts import contacts_by_month


@dataclass(frozen=True, kw_only=True, eq=False)
class AgencyEconomics:
    """A lot under one contract, from the agency's side; money for the whole lot."""

    lot: Lot
    curve: LotCurve
    """Both sides at this one commission."""
    staffing: Staffing
    cash: CashCurve
    peak_seats: float
    """People at work in the busiest month."""
    onboarding: float
    vat: float
    """Held in the commission and passed on, in today's money."""
    profit_per_seat_month: float | None
    """None where nobody works."""
    break_even_liquidation: float | None
    """Liquidation that pays for today's work; None where no commission comes in."""

    @cached_property
    def break_even_commission(self) -> float | None:
        """Lowest quote with a profit, the work as it then would be; None up to 1.

        Worked out when asked for: it is the same at every quote, and a search.
        """
        return break_even_commission(self.lot)

    @property
    def profit(self) -> float:
        """In today's money, fixed cost included."""
        return float(self.curve.agency_profit[0])

    @property
    def margin(self) -> float | None:
        """Profit over revenue; None without revenue."""
        revenue = float(self.curve.agency_revenue[0])
        return self.profit / revenue if revenue > 0.0 else None


def agency_economics(
    lot: Lot, business: Business, *, quoted: float, court_advance_share: float = 0.0
) -> AgencyEconomics:
    """Return the agency's side of a lot at a quoted commission.

        break-even liquidation = liquidation * cost / revenue

    Args:
        lot: The lot.
        business: The agency's own numbers for the lot's segments.
        quoted: Commission, from 0 to 1.
        court_advance_share: Share of accounts whose court fee the agency lays out.
    """
    quotes = np.array([quoted])
    contract = replace(lot.contract, commission=segment_commissions(lot, quotes)[0])
    placed = place(lot.terms, contract)
    curve = curve_of(lot, quotes, contract, placed)
    by_month = contacts_by_month(lot.terms, contract, placed.effort) * lot.accounts[:, None]
    cost = np.broadcast_to(contract.cost_per_contact, lot.owed.shape)
    work = staffing(by_month.sum(axis=-1), cost_per_contact=cost, business=business)
    revenue, all_costs = float(curve.agency_revenue[0]), float(curve.agency_cost[0])
    return AgencyEconomics(
        lot=lot,
        curve=curve,
        staffing=work,
        cash=cash_curve(lot, contract, placed, business, court_advance_share=court_advance_share),
        peak_seats=_peak_seats(by_month, cost, business),
        onboarding=float(np.broadcast_to(contract.onboarding, lot.owed.shape) @ lot.accounts),
        vat=revenue * float(lot.terms.market.vat_rate),
        profit_per_seat_month=(
            float(curve.agency_profit[0]) / work.seat_months if work.seat_months > 0.0 else None
        ),
        break_even_liquidation=(
            float(curve.liquidation[0]) * all_costs / revenue if revenue > 0.0 else None
        ),
    )


def break_even_commission(lot: Lot) -> float | None:
    """Return the lowest quote at which the lot does not lose money; None where none up to 1."""

    def earns(places: FloatArray) -> BoolArray:
        return np.asarray(lot_curve(lot, places).agency_profit >= 0.0)

    grid = all_commissions()
    return first_true(grid, earns(grid), earns)


def _peak_seats(by_month: FloatArray, cost: FloatArray, business: Business) -> float:
    """Return people at work in the busiest month; letters are bought, not worked."""
    labour = cost - business.letter_share * business.letter_cost
    people = (labour / business.seat_cost_per_month) @ by_month
    return float(people.max())
