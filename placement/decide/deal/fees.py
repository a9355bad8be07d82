"""From the headline commission to the effective fee: what the contract costs per unit of cash.

    effective = expected fee / expected collections of the term, both in today's money

The agency's effort is that of the headline commission. The parts say, in points, what each rule
of the contract adds after those before it, so that headline plus parts is the effective fee.
Source: own definition, docs/model.md, "Both sides of the commission".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.decide.deal.fee_pieces import (
    account_top_up,
    result_points,
    rung,
    vat_factor,
    with_direct,
    with_late_fees,
    with_rank,
    with_tail,
)
from placement.decide.deal.fee_terms import FeeTerms
from placement.decide.deal.lot import Lot, contract_at
from placement.domain.types import Component, FloatArray
from placement.value.agency import place
from placement.value.contacts import effort_path
from placement.value.legal_fees import capped_lawyer_share


class FeeRule(StrEnum):
    """The rules of a contract, in the order in which they are applied."""

    AGE = "age"
    BALANCE = "balance"
    PLACEMENT = "placement"
    RESULT = "result"
    RANK = "rank"
    LATE_FEES = "late_fees"
    LAW_CAP = "law_cap"
    DIRECT = "direct_payments"
    TAIL = "tail"
    MINIMUM_ACCOUNT = "minimum_per_account"
    MINIMUM_LOT = "minimum_per_lot"
    VAT = "vat"


@dataclass(frozen=True, kw_only=True, eq=False)
class EffectiveFee:
    """What a contract really costs the creditor; rates on the cash expected in the term."""

    headline: float
    effective: float
    parts: dict[FeeRule, float]
    """Points that each rule adds; they add up to effective - headline."""
    fee: float
    """Expected fee for the lot, VAT after credit, in today's money."""
    collected: float
    """Expected collections of the term, in today's money."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Cash:
    """What the headline commission leads to, per account; arrays of shape (segments,)."""

    rate: FloatArray
    collected: FloatArray
    payers: FloatArray
    liquidation: FloatArray
    tail: FloatArray
    """Payments after recall as a share of those in the term."""
    at_end: FloatArray
    """Value today of 1 when the term ends."""


def effective_fee(
    lot: Lot, fees: FeeTerms, assumptions: Assumptions, *, quoted: float | None = None
) -> EffectiveFee | None:
    """Return the effective fee of a lot; None where no cash at all is expected.

    Args:
        lot: The lot.
        fees: The contract's rules; its defaults leave the headline as it is.
        assumptions: The numbers in use, for the lawyers' cap.
        quoted: The headline commission, VAT as the rules say; by default today's.
    """
    cash = _cash(lot, lot.quoted if quoted is None else quoted, fees.tail_months)
    weights = cash.collected * lot.accounts
    collected = float(weights.sum())
    if collected <= 0.0:
        return None
    before = headline = float(cash.rate @ weights) / collected
    parts: dict[FeeRule, float] = {}
    for rule, rate in _steps(lot, fees, assumptions, cash, weights):
        after = float(rate @ weights) / collected
        parts[rule], before = after - before, after
    return EffectiveFee(
        headline=headline,
        effective=before,
        parts=parts,
        fee=before * collected,
        collected=collected,
    )


def _steps(
    lot: Lot, fees: FeeTerms, assumptions: Assumptions, cash: _Cash, weights: FloatArray
) -> Iterator[tuple[FeeRule, FloatArray]]:
    """Yield the rate on cash after each rule, shape (segments,)."""
    for rule, rate in _rates(lot, fees, assumptions, cash):
        yield rule, rate
    rate = with_direct(rate, share=fees.direct_share, earns=fees.direct_earns)
    yield FeeRule.DIRECT, rate
    rate = with_tail(rate, tail=cash.tail, share=fees.tail_share)
    yield FeeRule.TAIL, rate
    least = fees.minimum_per_account * cash.at_end
    lifted = account_top_up(rate, payers=cash.payers, collected=cash.collected, minimum=least)
    # As a rate on all cash, so that segments without any still count.
    rate = rate + float(lifted @ lot.accounts) / float(weights.sum())
    yield FeeRule.MINIMUM_ACCOUNT, rate
    at_end = float(cash.at_end @ lot.owed / lot.owed.sum())
    missing = max(fees.minimum_per_lot * at_end - float(rate @ weights), 0.0)
    rate = rate + missing / float(weights.sum())
    yield FeeRule.MINIMUM_LOT, rate
    vat_rate = float(lot.terms.market.vat_rate)
    yield (
        FeeRule.VAT,
        rate * vat_factor(vat=fees.vat, vat_rate=vat_rate, credit_share=fees.vat_credit_share),
    )


def _rates(
    lot: Lot, fees: FeeTerms, assumptions: Assumptions, cash: _Cash
) -> Iterator[tuple[FeeRule, FloatArray]]:
    """Yield the commission agreed for each segment after each rule that sets it."""
    nothing = np.zeros_like(cash.rate)
    rate = rung(fees.by_age, lot.segments.age) if fees.by_age else cash.rate
    yield FeeRule.AGE, rate
    balance = lot.segments.balance
    rate = rate + (rung(fees.by_balance, balance) if fees.by_balance else nothing)
    yield FeeRule.BALANCE, rate
    number = np.asarray(lot.segments.placements, dtype=float) + 1.0
    rate = rate + (rung(fees.by_placement, number) if fees.by_placement else nothing)
    yield FeeRule.PLACEMENT, rate
    liquidation = float(cash.liquidation @ lot.owed / lot.owed.sum())
    rate = rate + result_points(fees.by_result, liquidation, marginal=fees.result_marginal)
    yield FeeRule.RESULT, rate
    rate = with_rank(rate, fees.bonuses)
    yield FeeRule.RANK, rate
    rate = with_late_fees(rate, share=fees.late_fee_share, late_rate=fees.late_fee_rate)
    yield FeeRule.LATE_FEES, rate
    if fees.lawyers_act:
        paid = balance * lot.terms.debtor.settlement_share
        rate = capped_lawyer_share(rate, realised=paid, assumptions=assumptions)
    yield FeeRule.LAW_CAP, rate


def _cash(lot: Lot, quoted: float, tail_months: int) -> _Cash:
    contract = contract_at(lot, np.array([quoted]))
    placed = place(lot.terms, contract)
    discount = lot.terms.market.discount
    end = np.broadcast_to(contract.months, lot.owed.shape)
    path = effort_path(lot.terms, contract, placed.effort, months=int(end.max()) + tail_months)
    month = np.arange(1.0, path.paid.shape[-1] + 1.0)
    after = (month > end[:, None]) & (month <= end[:, None] + tail_months)
    today = discount[..., None] ** month
    tail = (path.paid[0] * after * today).sum(axis=-1) * lot.terms.debtor.paid_value
    shape = lot.owed.shape
    collected = np.broadcast_to(placed.creditor.present[Component.COLLECTED][0], shape)
    return _Cash(
        rate=contract.commission[0],
        collected=collected,
        payers=np.broadcast_to(placed.payers[0], shape),
        liquidation=np.broadcast_to(placed.liquidation[0], shape),
        tail=np.asarray(np.where(collected > 0.0, tail / np.maximum(collected, 1e-300), 0.0)),
        at_end=np.broadcast_to(discount**end, shape),
    )
