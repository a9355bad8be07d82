"""Options: a payment order, and a lawsuit with enforcement."""

import numpy as np

from placement.domain.types import Component, FloatArray
from placement.odds.debtor import kept_after
from placement.value.cashflow import CashFlow
from placement.value.settle import at_month, holding_while_closed_to_payment, settle_with_tax
from placement.value.tax import tax_on_claim
from placement.value.terms import CourtTerms, Terms

SETTLED_MONTH = np.array(2.0)
"""Month in which those pay who settle once a suit is filed."""

FALLEN_MONTHS = np.array(2.0)
"""Months after which a payment order that fell gives its accounts back."""

SETTLED_REFUND = 0.5
"""Share of the court fee that comes back where a suit is settled or withdrawn (Decree 481, 15)."""


def value_payment_order(terms: Terms) -> CashFlow:
    """Return the cash of a payment order.

        month 0: a third of the court's fee; with chance served * (1 - objection) it stands:
        month m: collects B * epsilon * (w + r) * exp(-sum of lambda), gets back refund * fee

    Where it stood and was not paid it is evidence, so there the loss is deducted by month m.

    Source: own definition, docs/model.md, "Payment order"; Civil Procedure Law 225-228.
    """
    order = terms.payment_order
    stands = order.success
    collected = stands * enforced(terms, order, terms.debtor.not_lost)
    amounts = {
        Component.COLLECTED: at_month(collected, order.months),
        Component.COMMISSION: at_month(-order.lawyer_share * collected, order.months),
        Component.LEGAL_COST: -(order.fee + order.case_cost)[..., None],
        Component.FEES_REFUNDED: at_month(stands * order.refund * order.fee, order.months),
        Component.HOLDING_COST: _plus(
            holding_while_closed_to_payment(order.months, terms) * stands[..., None],
            holding_while_closed_to_payment(FALLEN_MONTHS, terms) * (1.0 - stands)[..., None],
        ),
    }
    tax = _tax(terms, at_month(collected, order.months), share=stands, by=order.months)
    tax = tax + _tax(terms, np.zeros((1,)), share=1.0 - stands, by=np.inf)
    return settle_with_tax(amounts, terms, relationship_cost=order.relationship_cost, claim_tax=tax)


def value_lawsuit(terms: Terms) -> CashFlow:
    """Return the cash of a lawsuit with enforcement.

        month 0: court fee and case cost
        month 2: q_w w + q_r r settle or pay, bring B*s each; half the fee comes back for them
        of the rest, with chance p_win, month m: collects B * epsilon * (w + r) left * exp(-sum of
        lambda), less the lawyer's share, and gets back refund * fee

    The ruling is evidence, so the loss on the rest is deducted by month m.

    Source: own definition, docs/model.md, "Lawsuit with enforcement".
    """
    suit, debtor = terms.lawsuit, terms.debtor
    settled = settled_share(terms)
    paid = debtor.paid_value * settled
    left = debtor.not_lost - settled
    collected = suit.success * enforced(terms, suit, left)
    refund = (1.0 - settled) * suit.success * suit.refund * suit.fee
    at_once, in_the_end = at_month(paid, SETTLED_MONTH), at_month(collected, suit.months)
    amounts = {
        Component.COLLECTED: _plus(at_once, in_the_end),
        Component.COMMISSION: at_month(-suit.lawyer_share * collected, suit.months),
        Component.LEGAL_COST: -(suit.fee + suit.case_cost)[..., None],
        Component.FEES_REFUNDED: _plus(
            at_month(SETTLED_REFUND * settled * suit.fee, SETTLED_MONTH),
            at_month(refund, suit.months),
        ),
        Component.HOLDING_COST: _plus(
            holding_while_closed_to_payment(suit.months, terms) * (1.0 - settled)[..., None],
            holding_while_closed_to_payment(SETTLED_MONTH, terms) * settled[..., None],
        ),
    }
    tax = _tax(terms, at_once, share=settled, by=np.inf)
    tax = tax + _tax(terms, in_the_end, share=1.0 - settled, by=suit.months)
    return settle_with_tax(amounts, terms, relationship_cost=suit.relationship_cost, claim_tax=tax)


def settled_share(terms: Terms) -> FloatArray:
    """Return the share of accounts that settle or pay once a suit is filed."""
    suit, debtor = terms.lawsuit, terms.debtor
    return np.asarray(
        suit.settle_willing * debtor.willing + suit.settle_reluctant * debtor.reluctant
    )


def enforced(terms: Terms, court: CourtTerms, not_lost: FloatArray) -> FloatArray:
    """Return what enforcement brings if the creditor has won: B * epsilon * share left by then."""
    kept = kept_after(terms.debtor.fade, court.months)
    return np.asarray(terms.debtor.balance * court.yield_share * not_lost * kept)


def _tax(
    terms: Terms, collected: FloatArray, *, share: FloatArray, by: FloatArray | float
) -> FloatArray:
    """Return the tax effect on a share of the claim whose loss is deducted by some month."""
    debtor, market = terms.debtor, terms.market
    return tax_on_claim(
        collected,
        basis=share * debtor.principal_share * debtor.balance,
        deductible_in=np.asarray(np.minimum(market.months_until_deductible, by)),
        discount=market.discount,
        tax_rate=market.tax_rate,
    )


def _plus(one: FloatArray, other: FloatArray) -> FloatArray:
    """Add two tables of months, the shorter one filled up with nothing."""
    months = max(one.shape[-1], other.shape[-1])
    return np.asarray(
        sum(
            np.concatenate(
                [table, np.zeros((*table.shape[:-1], months - table.shape[-1]))], axis=-1
            )
            for table in (one, other)
        )
    )
