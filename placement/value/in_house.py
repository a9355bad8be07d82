"""Option: keep collecting with the creditor's own people."""

import numpy as np

from placement.domain.types import Component
from placement.odds.debtor import follow, pay_hazard
from placement.value.cashflow import CashFlow
from placement.value.settle import holding_cost, months_axis, settle
from placement.value.terms import Terms
from placement.value.timeline import from_month_one, while_running


def value_in_house(terms: Terms) -> CashFlow:
    """Return the cash of working the accounts in-house for K months.

        month k: collects B * s * paid_k, pays (kappa_in + gamma) * i_in * open_(k-1)

    Source: own definition, docs/model.md, "Keep in-house".
    """
    debtor, own = terms.debtor, terms.in_house
    months = months_axis(own.months)
    runs = while_running(months, own.months)
    hazard = pay_hazard(
        own.contacts_per_month,
        contacts_per_willing=own.contacts_per_willing,
        self_cure_rate=debtor.self_cure_rate,
    )
    path = follow(debtor.willing, hazard=hazard[..., None] * runs, fade_rate=debtor.fade_rate)
    cost = (own.cost_per_contact + own.complaint_cost_per_contact) * own.contacts_per_month
    amounts = {
        Component.COLLECTED: debtor.paid_value[..., None] * path.paid * runs,
        Component.OPERATING_COST: -cost[..., None] * path.open_before * runs,
        Component.HOLDING_COST: holding_cost(path.open_before * runs, terms),
    }
    return settle(
        {component: from_month_one(np.asarray(table)) for component, table in amounts.items()},
        terms,
        relationship_cost=own.relationship_cost,
    )
