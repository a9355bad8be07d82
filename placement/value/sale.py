"""Option: sell the claim."""

from placement.domain.types import Component
from placement.value.cashflow import CashFlow
from placement.value.settle import (
    at_month,
    holding_while_closed_to_payment,
    settle_with_tax,
)
from placement.value.tax import tax_on_sale
from placement.value.terms import Terms


def value_sale(terms: Terms) -> CashFlow:
    """Return the cash of selling.

        month 0: the cost of selling; month = lag: price * B. The sale realises the loss.

    The price follows what is left in the account: nobody pays the same for an emptied one.

    Source: own definition, docs/model.md, "Sell".
    """
    debtor, market, sale = terms.debtor, terms.market, terms.sale
    proceeds = sale.price * debtor.balance
    amounts = {
        Component.SALE_PROCEEDS: at_month(proceeds, sale.lag_months),
        Component.OPERATING_COST: -sale.cost[..., None],
        Component.HOLDING_COST: holding_while_closed_to_payment(sale.lag_months, terms),
    }
    claim_tax = tax_on_sale(
        proceeds,
        lag=sale.lag_months,
        basis=debtor.principal_share * debtor.balance,
        deductible_in=market.months_until_deductible,
        discount=market.discount,
        tax_rate=market.tax_rate,
    )
    return settle_with_tax(
        amounts, terms, relationship_cost=sale.relationship_cost, claim_tax=claim_tax
    )
