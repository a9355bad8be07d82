"""Options: a payment order, and a lawsuit with enforcement."""

import numpy as np

from placement.domain.types import Component
from placement.value.cashflow import CashFlow
from placement.value.settle import at_month, holding_while_closed_to_payment, settle
from placement.value.terms import CourtTerms, Terms


def value_payment_order(terms: Terms) -> CashFlow:
    """Return the cash of a payment order.

        month 0: a third of the court's fee; with chance served * (1 - objection) it stands:
        month m: collects B * epsilon * (w + r) * exp(-lambda m), gets back refund * fee

    Source: own definition, docs/model.md, "Payment order"; Civil Procedure Law 225-228.
    """
    return _value(terms, terms.payment_order)


def value_lawsuit(terms: Terms) -> CashFlow:
    """Return the cash of a lawsuit with enforcement.

        month 0: court fee and case cost; with chance p_win:
        month m: collects B * epsilon * (w + r) * exp(-lambda m), less the lawyer's share,
        gets back refund * fee. The ruling is evidence, so the loss is deducted by month m.

    Source: own definition, docs/model.md, "Lawsuit with enforcement".
    """
    deductible_in = np.minimum(terms.market.months_until_deductible, terms.lawsuit.months)
    return _value(terms, terms.lawsuit, deductible_in=deductible_in)


def _value(terms: Terms, court: CourtTerms, *, deductible_in: np.ndarray | None = None) -> CashFlow:
    debtor = terms.debtor
    not_lost = (debtor.willing + debtor.reluctant) * np.exp(-debtor.fade_rate * court.months)
    collected = court.success * debtor.balance * court.yield_share * not_lost
    amounts = {
        Component.COLLECTED: at_month(collected, court.months),
        Component.COMMISSION: at_month(-court.lawyer_share * collected, court.months),
        Component.LEGAL_COST: -(court.fee + court.case_cost)[..., None],
        Component.FEES_REFUNDED: at_month(court.success * court.refund * court.fee, court.months),
        Component.HOLDING_COST: holding_while_closed_to_payment(court.months, terms),
    }
    return settle(
        amounts, terms, relationship_cost=court.relationship_cost, deductible_in=deductible_in
    )
