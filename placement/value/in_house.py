"""Option: keep collecting with the creditor's own people."""

import numpy as np

from placement.domain.types import Component, FloatArray
from placement.odds.debtor import follow, pay_hazard
from placement.value.cashflow import CashFlow
from placement.value.settle import holding_cost, months_axis, settle
from placement.value.terms import Terms
from placement.value.timeline import from_month_one, while_running


def value_in_house(terms: Terms) -> CashFlow:
    """Return the cash of working the accounts in-house for K months.

        month k: collects B * s * paid_k, pays (kappa_in + gamma) * i_in * open_(k-1)

    The margin at risk is counted against in-house work, so this charges none.

    Source: own definition, docs/model.md, "Keep in-house".
    """
    debtor, own = terms.debtor, terms.in_house
    months = months_axis(own.months)
    runs = while_running(months, own.months)
    path = follow(debtor.types, hazard=in_house_hazard(terms), fade=debtor.fade[..., : len(months)])
    cost = (own.cost_per_contact + own.complaint_cost_per_contact) * own.contacts_per_month
    amounts = {
        Component.COLLECTED: debtor.paid_value[..., None] * path.paid * runs,
        Component.OPERATING_COST: -cost[..., None] * path.open_before * runs,
        Component.HOLDING_COST: holding_cost(path.open_before * runs, terms),
    }
    return settle(
        {component: from_month_one(np.asarray(table)) for component, table in amounts.items()},
        terms,
        relationship_cost=np.zeros_like(debtor.balance),
    )


def in_house_hazard(terms: Terms) -> FloatArray:
    """Return the pay hazard of easy and hard debtors by month, shape (2, ..., segments, months)."""
    own = terms.in_house
    return pay_hazard(
        own.contacts_per_month[..., None],
        contacts_per_willing=own.contacts_per_willing,
        self_cure_rate=terms.debtor.self_cure_rate[..., None],
    )
