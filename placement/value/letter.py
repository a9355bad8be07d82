"""Option: a law firm's letter."""

import numpy as np

from placement.domain.types import Component
from placement.value.cashflow import CashFlow
from placement.value.settle import at_month, holding_while_closed_to_payment, settle
from placement.value.terms import Terms

ANSWER_MONTH = np.array(1.0)
"""A letter is answered within a month or not at all."""


def value_letter(terms: Terms) -> CashFlow:
    """Return the cash of one letter.

        month 0: its cost; month 1: collects B*s*(p_w*w + p_r*r), less the firm's commission

    Source: own definition, docs/model.md, "Law-firm letter".
    """
    debtor, letter = terms.debtor, terms.letter
    answering = (
        letter.willing_response * debtor.willing + letter.reluctant_response * debtor.reluctant
    )
    collected = debtor.paid_value * answering
    amounts = {
        Component.COLLECTED: at_month(collected, ANSWER_MONTH),
        Component.COMMISSION: at_month(-letter.commission * collected, ANSWER_MONTH),
        Component.LEGAL_COST: -letter.cost[..., None],
        Component.HOLDING_COST: holding_while_closed_to_payment(ANSWER_MONTH, terms),
    }
    return settle(amounts, terms, relationship_cost=letter.relationship_cost)
