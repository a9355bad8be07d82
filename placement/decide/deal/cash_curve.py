"""The agency's cash on a lot, month by month: what goes out first and what comes in later."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from placement.decide.deal.business import Business
from placement.decide.deal.work import Worked
from placement.domain.types import FloatArray
from placement.value.settle import at_month


@dataclass(frozen=True, kw_only=True, eq=False)
class CashCurve:
    """Money of a lot at the end of each month, undiscounted, shape (months + 1,)."""

    commission: FloatArray
    """After VAT, which only passes through."""
    contacts: FloatArray
    onboarding: FloatArray
    fixed: FloatArray
    court_fees: FloatArray
    """Advanced for the creditor (negative), paid back with what the court work brings."""
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


def cash_curve(worked: Worked, business: Business, *, quote: int = 0) -> CashCurve:
    """Return the agency's cash by month.

    The court fees of its court work are laid out when the placement starts and come back, with
    what that work brings, when the court is done.

    Args:
        worked: The lot at work.
        business: The agency's own numbers.
        quote: Position of the quote that is asked for.
    """
    lot = worked.lot
    suit, lag = lot.terms.lawsuit, business.settled_after
    fees = np.broadcast_to(suit.fee, lot.owed.shape) * lot.court.share
    income = lot.court.share * lot.court.income * worked.earned / worked.paid_per_quoted
    back = at_month(fees + income, np.broadcast_to(suit.months, lot.owed.shape))
    length = worked.months.size + 1 + lag
    if lot.court.share:
        length = max(length, back.shape[-1])

    def by_month(per_account: FloatArray, *, first: int = 0) -> FloatArray:
        total = np.zeros(length)
        cash = lot.accounts @ per_account
        # Months past the end are those of a court that nothing was laid out for.
        cash = cash[: length - first]
        total[first : first + cash.size] = cash
        return total

    def at_start(amount: float) -> FloatArray:
        return np.concatenate([[-amount], np.zeros(length - 1)])

    commission = by_month(worked.earned * worked.fee_by_month[quote], first=1 + lag)
    end = int(worked.term.max())
    # The lot's minimum is settled when its last term ends.
    commission[min(end + lag, length - 1)] += float(
        worked.earned * worked.missing[quote] / worked.at_end.min()
    )
    contract = worked.contract
    spent = -contract.cost_per_contact[..., None] * worked.contacts[quote]
    return CashCurve(
        commission=commission,
        contacts=by_month(spent, first=1),
        onboarding=at_start(
            float(np.broadcast_to(contract.onboarding, lot.owed.shape) @ lot.accounts)
        ),
        fixed=at_start(lot.fixed_cost),
        court_fees=by_month(back) + at_start(float(fees @ lot.accounts)),
        working_capital_rate=business.working_capital_rate,
    )
