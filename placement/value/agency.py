"""Option: place with an agency on commission, seen from both sides of the table."""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import Component, FloatArray, Option
from placement.value.cashflow import CashFlow, present_value
from placement.value.contacts import effort_path
from placement.value.effort import Effort, choose_effort
from placement.value.settle import holding_cost, months_axis, settle
from placement.value.terms import AgencyTerms, Terms
from placement.value.timeline import from_month_one, while_running


@dataclass(frozen=True, kw_only=True, eq=False)
class Placement:
    """One placement: what the agency does, what the creditor gets, what the agency earns."""

    effort: Effort
    creditor: CashFlow
    agency_profit: FloatArray
    """The agency's own value per account, in today's money, shape (..., segments)."""
    payers: FloatArray
    """Share of accounts that pay within the term, self-cures included, shape (..., segments)."""
    liquidation: FloatArray
    """Cash they bring as a share of the balance, undiscounted between months, same shape."""


def value_placement(terms: Terms, option: Option, effort: Effort | None = None) -> Placement:
    """Return the placement an option stands for; as `place`, under the option's contract."""
    return place(terms, terms.agency[option], effort)


def place(terms: Terms, agency: AgencyTerms, effort: Effort | None = None) -> Placement:
    """Return a placement for its whole term.

        month k: collects B*s*paid_k, pays c*B*s*paid_k (self-cures included)
                 and gamma*i*open_(k-1) while worked; month 0: the placement fee

    Args:
        terms: The book's numbers.
        agency: The contract and the agency's own cost.
        effort: The agency's effort; by default what the stance leads to.

    Source: own definition, docs/model.md, "Place with an agency".
    """
    debtor = terms.debtor
    effort = effort or choose_effort(terms, agency)
    months = months_axis(agency.months)
    path = effort_path(terms, agency, effort)
    runs = while_running(months, agency.months)
    worked = while_running(months, effort.worked_months)
    collected = debtor.paid_value[..., None] * path.paid * runs
    contacts = effort.contacts_per_month[..., None] * path.open_before * worked
    complaints = agency.complaint_cost_per_contact[..., None] * contacts
    amounts = {
        Component.COLLECTED: from_month_one(collected),
        Component.COMMISSION: from_month_one(-agency.commission[..., None] * collected),
        Component.OPERATING_COST: from_month_one(-complaints, -agency.placement_fee),
        Component.HOLDING_COST: from_month_one(holding_cost(path.open_before * runs, terms)),
    }
    payers = (path.paid * runs).sum(axis=-1)
    income = agency.commission / (1.0 + terms.market.vat_rate)
    own = income[..., None] * collected - agency.cost_per_contact[..., None] * contacts
    return Placement(
        effort=effort,
        creditor=settle(amounts, terms, relationship_cost=agency.relationship_cost),
        agency_profit=present_value(
            from_month_one(own, -agency.onboarding), discount=terms.market.discount
        ),
        payers=np.asarray(payers),
        liquidation=np.asarray(payers * (debtor.paid_value / debtor.balance)),
    )
