"""The agency's effort: how often it contacts accounts and when it stops, in its own interest.

An agency is paid by commission only, so it works an account while that pays. Its value per
account, at i contacts a month in the first T of K months, is

    V(i, T) = sum_{k <= K} v**k * c*B*s*paid_k / (1 + VAT)
              - kappa * i * sum_{k <= T} v**k * open_(k-1)  -  onboarding

With constant hazards both sums are geometric, so each (i, T) costs a few exponentials. For
every T that may win, the best i is bracketed on a grid and then found by Newton's steps.

Source: own definition, docs/model.md, "The agency's effort".
"""

from dataclasses import dataclass, fields

import numpy as np

from placement.domain.types import FloatArray, Stance
from placement.value.effort_interest import Interest
from placement.value.effort_search import search
from placement.value.terms import AgencyTerms, DebtorTerms, MarketTerms, Terms

WORTH_WORKING = 1e-6
"""Gain per account, in currency units, below which an agency leaves the account alone."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Effort:
    """What an agency does with an account, shape (..., segments)."""

    contacts_per_month: FloatArray
    worked_months: FloatArray


def choose_effort(terms: Terms, agency: AgencyTerms) -> Effort:
    """Return the effort the stance leads to.

    A contractual agency works the whole term at the contract's intensity. A profit-seeking
    one takes the intensity and the stopping month of highest value, and does not work where
    that is not above zero or not above leaving the account alone.
    """
    if terms.stance is Stance.CONTRACTUAL:
        shape = np.broadcast_shapes(
            agency.contract_contacts_per_month.shape, terms.debtor.willing.shape
        )
        return Effort(
            contacts_per_month=np.broadcast_to(agency.contract_contacts_per_month, shape),
            worked_months=np.broadcast_to(agency.months, shape),
        )
    return _profit_seeking(terms, agency)


def agency_value(
    contacts_per_month: FloatArray,
    worked_months: FloatArray,
    *,
    debtor: DebtorTerms,
    market: MarketTerms,
    agency: AgencyTerms,
) -> FloatArray:
    """Return the agency's own value per account, V(i, T), in today's money.

    Args:
        contacts_per_month: Intensity i, shape (..., segments).
        worked_months: Month T in which work stops, same shape.
        debtor: The claim and the odds.
        market: Money and tax.
        agency: The contract and the agency's cost.
    """
    worked = np.asarray(worked_months, dtype=float)[..., None]
    interest = Interest.of(worked, debtor=debtor, market=market, agency=agency)
    return interest.value(np.asarray(contacts_per_month, dtype=float)[..., None])[..., 0]


def _profit_seeking(terms: Terms, agency: AgencyTerms) -> Effort:
    debtor, market = terms.debtor, terms.market
    months = np.arange(1.0, float(np.max(agency.months)) + 1.0)
    working = Interest.of(months, debtor=debtor, market=market, agency=agency)
    term, most = agency.months[..., None], agency.max_contacts_per_month[..., None]
    arrays = (term, most, *(getattr(working, field.name) for field in fields(working)))
    shape = np.broadcast_shapes(*(np.shape(array) for array in arrays))
    nothing = np.zeros(shape[:-1])
    idle = agency_value(nothing, nothing, debtor=debtor, market=market, agency=agency)
    worth = np.maximum(idle + WORTH_WORKING, 0.0)

    def flat(array: FloatArray) -> FloatArray:
        """Put draws and segments on one axis before that of the stopping months, if it has it."""
        last = array.shape[-1] if array.ndim else 1
        return np.broadcast_to(array, (*shape[:-1], last)).reshape(-1, last)

    best = search(
        working.each(flat), most=flat(most), within=months <= flat(term), at_least=worth.ravel()
    )
    works = best.value.reshape(shape[:-1]) > worth
    contacts, worked = best.contacts_per_month, months[best.chosen]
    return Effort(
        contacts_per_month=np.where(works, contacts.reshape(shape[:-1]), 0.0),
        worked_months=np.where(works, worked.reshape(shape[:-1]), 0.0),
    )
