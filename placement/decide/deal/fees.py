"""From the headline commission to the effective fee: what the contract costs per unit of cash.

    effective = expected fee that the creditor bears / expected collections of the term, both today

The agency's effort is that under the whole contract. The parts say, in points, what each rule adds
after those before it, so that headline plus parts is the effective fee.
Source: own definition, docs/model.md, "Both sides of the commission".
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from placement.decide.deal.lot import Lot
from placement.decide.deal.work import FeeRule, Worked, work
from placement.domain.types import FloatArray


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


def effective_fee(lot: Lot, *, quoted: float | None = None) -> EffectiveFee | None:
    """Return the effective fee of a lot; None where no cash at all is expected.

    Args:
        lot: The lot, its contract's terms in force.
        quoted: The headline commission, VAT as the terms say; by default today's.
    """
    return fee_of(work(lot, np.array([lot.quoted if quoted is None else quoted])))


def fee_of(worked: Worked) -> EffectiveFee | None:
    """Return the same of a lot that was worked before, at one quote."""
    accounts = worked.lot.accounts
    collected = float((worked.collected * worked.today).sum(axis=-1)[0] @ accounts)
    if collected <= 0.0:
        return None
    headline = _today(worked, worked.commission(worked.contract.commission[..., None], tail=False))
    before, parts = headline, {}
    for rule, after in _steps(worked):
        parts[rule], before = (after - before) / collected, after
    return EffectiveFee(
        headline=headline / collected,
        effective=before / collected,
        parts=parts,
        fee=before,
        collected=collected,
    )


def _steps(worked: Worked) -> Iterator[tuple[FeeRule, float]]:
    """Yield the lot's fee after each rule."""
    for rule, rate in worked.rates():
        fee = _today(worked, worked.commission(rate, tail=False))
        yield rule, fee
    fee = _today(worked, worked.commission(worked.rate))
    yield FeeRule.TAIL, fee
    for rule, at_end in (
        (FeeRule.MINIMUM_ACCOUNT, worked.topped_up),
        (FeeRule.RECALL, worked.recalled),
    ):
        fee += float((at_end * worked.at_end)[0] @ worked.lot.accounts)
        yield rule, fee
    fee += float(worked.missing[0])
    yield FeeRule.MINIMUM_LOT, fee
    yield FeeRule.VAT, fee * worked.borne


def _today(worked: Worked, by_month: FloatArray) -> float:
    return float((by_month * worked.today).sum(axis=-1)[0] @ worked.lot.accounts)
