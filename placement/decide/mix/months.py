"""An agency's own months on one account: contacts, payers and cash at a given effort."""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import FloatArray
from placement.odds.debtor import follow, pay_hazard
from placement.value.interest import ahead
from placement.value.settle import months_axis
from placement.value.terms import AgencyTerms, Terms
from placement.value.timeline import from_month_one, while_running


@dataclass(frozen=True, kw_only=True, eq=False)
class OwnMonths:
    """What happens to one account, on average; arrays have shape (..., contracts, months)."""

    contacts: FloatArray
    """Contacts made in months 1..K."""
    paid: FloatArray
    """Share of accounts that start to pay in months 1..K."""
    cash: FloatArray
    """Commission after VAT less contacts in months 0..K; onboarding in month 0."""

    def mixed_with(self, other: "OwnMonths", *, share: FloatArray) -> "OwnMonths":
        """Return the months of accounts of which a share is worked this way, the rest the other.

        Args:
            other: The other way.
            share: Part worked this way, shape (..., contracts).
        """
        part = share[..., None]
        return OwnMonths(
            contacts=part * self.contacts + (1.0 - part) * other.contacts,
            paid=part * self.paid + (1.0 - part) * other.paid,
            cash=part * self.cash + (1.0 - part) * other.cash,
        )


def own_months(
    contacts_per_month: FloatArray,
    worked_months: FloatArray,
    *,
    terms: Terms,
    agency: AgencyTerms,
) -> OwnMonths:
    """Return the months of an account worked at i contacts a month in its first T months.

        cash of month k = c*B*s*paid_k / (1 + VAT) - kappa * i * open_(k-1)

    Args:
        contacts_per_month: Intensity i, shape (..., contracts).
        worked_months: Month T in which work stops, same shape.
        terms: The book's numbers.
        agency: The contract and the agency's own cost.

    Source: own definition, docs/model.md, "The agency's effort".
    """
    debtor = terms.debtor
    months = months_axis(agency.months)
    runs = while_running(months, agency.months)
    per_month = contacts_per_month[..., None] * while_running(months, worked_months)
    hazard = pay_hazard(
        per_month,
        contacts_per_willing=ahead(agency.contacts_per_willing, len(months)),
        self_cure_rate=debtor.self_cure_rate[..., None],
    )
    path = follow(debtor.types, hazard=hazard, fade=ahead(debtor.fade, len(months)))
    contacts, paid = per_month * path.open_before * runs, path.paid * runs
    income = agency.commission * debtor.paid_value / (1.0 + terms.market.vat_rate)
    earned = income[..., None] * paid - agency.cost_per_contact[..., None] * contacts
    return OwnMonths(
        contacts=contacts,
        paid=np.asarray(paid),
        cash=from_month_one(earned, np.broadcast_to(-agency.onboarding, earned.shape[:-1])),
    )
