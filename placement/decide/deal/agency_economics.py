"""What a lot means to the agency at one commission: people, money, break-evens, cash by month."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.deal.business import Business
from placement.decide.deal.cash_curve import CashCurve, cash_curve
from placement.decide.deal.curve import LotCurve, curve_of, lot_curve
from placement.decide.deal.lot import Lot
from placement.decide.deal.search import all_commissions, first_true
from placement.decide.deal.staffing import Staffing, staffing
from placement.decide.deal.work import work
from placement.domain.types import BoolArray, FloatArray


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


def agency_economics(lot: Lot, business: Business, *, quoted: float) -> AgencyEconomics:
    """Return the agency's side of a lot at a quoted commission.

        break-even liquidation = liquidation * cost / revenue

    Args:
        lot: The lot.
        business: The agency's own numbers for the lot's segments.
        quoted: Commission, from 0 to 1.
    """
    quotes = np.array([quoted])
    worked = work(lot, quotes)
    contract, curve = worked.contract, curve_of(lot, quotes, worked)
    by_month = worked.contacts[0] * lot.accounts[:, None]
    cost = np.broadcast_to(contract.cost_per_contact, lot.owed.shape)
    people = staffing(by_month.sum(axis=-1), cost_per_contact=cost, business=business)
    revenue, all_costs = float(curve.agency_revenue[0]), float(curve.agency_cost[0])
    return AgencyEconomics(
        lot=lot,
        curve=curve,
        staffing=people,
        cash=cash_curve(worked, business),
        peak_seats=_peak_seats(by_month, cost, business),
        onboarding=float(np.broadcast_to(contract.onboarding, lot.owed.shape) @ lot.accounts),
        vat=revenue * float(np.max(lot.terms.market.vat_rate)),
        profit_per_seat_month=(
            float(curve.agency_profit[0]) / people.seat_months if people.seat_months > 0.0 else None
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
