"""The agency's cash on a lot, month by month: what goes out first and what comes in later."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.deal.business import Business
from placement.decide.deal.lot import Lot
from placement.domain.types import Component, FloatArray
from placement.value.agency import Placement
from placement.value.contacts import contacts_by_month
from placement.value.settle import at_month
from placement.value.terms import AgencyTerms


@dataclass(frozen=True, kw_only=True, eq=False)
class CashCurve:
    """Money of a lot at the end of each month, undiscounted, shape (months + 1,)."""

    commission: FloatArray
    """After VAT, which only passes through."""
    contacts: FloatArray
    onboarding: FloatArray
    fixed: FloatArray
    court_fees: FloatArray
    """Advanced for the creditor (negative) and paid back."""
    working_capital_rate: float

    @cached_property
    def net(self) -> FloatArray:
        """In less out of each month."""
        return self.commission + self.contacts + self.onboarding + self.fixed + self.court_fees

    @cached_property
    def cumulative(self) -> FloatArray:
        """All that came in less all that went out so far."""
        return np.asarray(np.cumsum(self.net))

    @property
    def deepest(self) -> float:
        """The most money that is out at once, 0 or less."""
        return min(float(self.cumulative.min()), 0.0)

    @property
    def deepest_month(self) -> int:
        """The month in which the most is out."""
        return int(np.argmin(self.cumulative))

    @property
    def paid_back_month(self) -> int | None:
        """The month from which on all that went out is back; None if it does not come back."""
        if self.cumulative[-1] < 0.0:
            return None
        out = np.flatnonzero(self.cumulative < 0.0)
        return int(out[-1]) + 1 if out.size else 0

    @property
    def financing_cost(self) -> float:
        """Interest on the money out: rate * sum over months of what was out when they began."""
        return self.working_capital_rate * float(np.maximum(-self.cumulative[:-1], 0.0).sum())


def cash_curve(
    lot: Lot,
    contract: AgencyTerms,
    placed: Placement,
    business: Business,
    *,
    court_advance_share: float = 0.0,
) -> CashCurve:
    """Return the agency's cash by month.

    Args:
        lot: The lot.
        contract: Its contract at one commission, without a leading axis.
        placed: The placement under it.
        business: The agency's own numbers.
        court_advance_share: Share of accounts whose court fee the agency lays out when the
            placement starts and the creditor pays back when the court is done.
    """
    suit, vat = lot.terms.lawsuit, lot.terms.market.vat_rate
    paid = -placed.creditor.amounts[Component.COMMISSION] / (1.0 + vat)
    fees = suit.fee * court_advance_share
    back = at_month(fees, np.broadcast_to(suit.months, lot.owed.shape))
    contacts = contacts_by_month(lot.terms, contract, placed.effort)
    lag = business.settled_after
    length = max(paid.shape[-1] + lag, back.shape[-1] if court_advance_share else 0)

    def by_month(per_account: FloatArray, *, first: int = 0) -> FloatArray:
        total = np.zeros(length)
        cash = lot.accounts @ np.broadcast_to(
            per_account, (len(lot.segments), per_account.shape[-1])
        )
        # Months past the end are those of a court that nothing was laid out for.
        cash = cash[: length - first]
        total[first : first + cash.size] = cash
        return total

    def at_start(amount: float) -> FloatArray:
        return np.concatenate([[-amount], np.zeros(length - 1)])

    return CashCurve(
        commission=by_month(paid, first=lag),
        contacts=by_month(-contract.cost_per_contact[..., None] * contacts, first=1),
        onboarding=at_start(
            float(np.broadcast_to(contract.onboarding, lot.owed.shape) @ lot.accounts)
        ),
        fixed=at_start(lot.fixed_cost),
        court_fees=by_month(back) + at_start(float(fees @ lot.accounts)),
        working_capital_rate=business.working_capital_rate,
    )
