"""From cash before tax to a finished cash-flow table: holding cost, discounting, tax."""

from collections.abc import Mapping

import numpy as np

from placement.domain.types import Component, FloatArray
from placement.value.cashflow import DEDUCTIBLE, CashFlow, present_value
from placement.value.tax import relief_on_costs, tax_on_claim
from placement.value.terms import Terms


def months_axis(months: FloatArray) -> FloatArray:
    """Return 1..K for the longest K of the segments, shape (months,)."""
    return np.arange(1, int(np.max(months)) + 1, dtype=float)


def at_month(amount: FloatArray, month: FloatArray) -> FloatArray:
    """Return a table that pays the amount in the given month and nothing in the others.

    Args:
        amount: Shape (..., segments).
        month: Whole months, shape (..., segments) or ().

    Returns:
        Shape (..., segments, months + 1).
    """
    axis = np.arange(int(np.max(month)) + 1, dtype=float)
    return np.asarray(np.where(axis == np.asarray(month)[..., None], amount[..., None], 0.0))


def holding_cost(open_before: FloatArray, terms: Terms) -> FloatArray:
    """Return -h * B * open_(k-1) for the months an option runs, shape as `open_before`."""
    rate = terms.market.holding_cost_rate * terms.debtor.balance
    return np.asarray(-rate[..., None] * open_before)


def holding_while_closed_to_payment(months: FloatArray, terms: Terms) -> FloatArray:
    """Return the holding cost of months in which nobody pays, shape (..., segments, K + 1)."""
    axis = np.arange(int(np.max(months)) + 1, dtype=float)
    runs = (axis >= 1.0) & (axis <= np.asarray(months)[..., None])
    return holding_cost(np.where(runs, 1.0, 0.0), terms)


def settle(
    amounts: Mapping[Component, FloatArray],
    terms: Terms,
    *,
    relationship_cost: FloatArray,
    deductible_in: FloatArray | None = None,
) -> CashFlow:
    """Return the finished table of an option that keeps the claim.

    Args:
        amounts: Cash by component before tax, each shape (..., segments, months + 1).
        terms: The book's numbers.
        relationship_cost: Future margin at risk per debtor not lost, charged once at month 0.
        deductible_in: Months until the loss is deducted, where the option moves that date.
    """
    at_risk = relationship_cost * terms.debtor.not_lost
    present = _present(amounts, terms, at_risk)
    market = terms.market
    present[Component.TAX] = _relief(present, terms) + tax_on_claim(
        amounts[Component.COLLECTED],
        basis=terms.debtor.principal_share * terms.debtor.balance,
        deductible_in=market.months_until_deductible if deductible_in is None else deductible_in,
        discount=market.discount,
        tax_rate=market.tax_rate,
    )
    return CashFlow(
        amounts={**amounts, Component.RELATIONSHIP_COST: -at_risk[..., None]},
        present=present,
    )


def settle_with_tax(
    amounts: Mapping[Component, FloatArray],
    terms: Terms,
    *,
    relationship_cost: FloatArray,
    claim_tax: FloatArray,
) -> CashFlow:
    """Return the finished table of an option that brings its own tax effect on the claim."""
    at_risk = relationship_cost * terms.debtor.not_lost
    present = _present(amounts, terms, at_risk)
    present[Component.TAX] = _relief(present, terms) + claim_tax
    return CashFlow(
        amounts={**amounts, Component.RELATIONSHIP_COST: -at_risk[..., None]},
        present=present,
    )


def _present(
    amounts: Mapping[Component, FloatArray], terms: Terms, at_risk: FloatArray
) -> dict[Component, FloatArray]:
    discount = terms.market.discount
    present = {
        component: present_value(table, discount=discount) for component, table in amounts.items()
    }
    present[Component.RELATIONSHIP_COST] = -at_risk
    return present


def _relief(present: Mapping[Component, FloatArray], terms: Terms) -> FloatArray:
    """Return the tax saved by costs, less the tax on court fees that come back."""
    costs = sum(
        (present[component] for component in DEDUCTIBLE if component in present),
        start=np.zeros(()),
    )
    refunded = present.get(Component.FEES_REFUNDED, np.zeros(()))
    return relief_on_costs(np.asarray(costs + refunded), tax_rate=terms.market.tax_rate)
