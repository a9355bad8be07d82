"""The pieces of an effective fee: each a rule of the contract as a function of the rate before.

A rate is commission per unit of cash collected in the term. Arrays have shape (segments,).
Source: own definition, docs/model.md, "Both sides of the commission".
"""

from collections.abc import Sequence

import numpy as np

from placement.decide.deal.fee_terms import Band, Bonus, Vat
from placement.domain.types import FloatArray


def rung(ladder: Sequence[Band], at: FloatArray) -> FloatArray:
    """Return the rate of the band each value lies in; a band starts with its own start."""
    starts = np.array([band.start for band in ladder])
    rates = np.array([band.rate for band in ladder])
    reached = np.searchsorted(starts, at, side="right") - 1
    return np.asarray(rates[np.maximum(reached, 0)])


def result_points(ladder: Sequence[Band], liquidation: float, *, marginal: bool) -> float:
    """Return the points that a result earns on all of it.

        on everything: points of the tier reached
        marginal:      sum of points * part of the result inside the tier / result

    Args:
        ladder: Tiers by liquidation; none earns nothing.
        liquidation: Cash that comes in within the term as a share of the lot's balance.
        marginal: Whether a tier's points hold only for the part inside it.
    """
    if not ladder:
        return 0.0
    if not marginal or liquidation <= 0.0:
        return float(rung(ladder, np.array([liquidation]))[0])
    inside = (
        min(liquidation, liquidation if band.end is None else band.end) - band.start
        for band in ladder
    )
    # Shares of the result, as a result may be too small to multiply anything by.
    return sum(
        band.rate * max(part / liquidation, 0.0) for band, part in zip(ladder, inside, strict=True)
    )


def with_rank(rate: FloatArray, bonuses: Sequence[Bonus]) -> FloatArray:
    """Return the rate expected over the ranks, each ended at 0 and 1 by itself.

        sum of chance * min(max(rate + points, 0), 1), without a rank at the rate

    Args:
        rate: Before the rank; below 0 or above 1 where points of ladders lead there.
        bonuses: Points of each rank; their chances add up to at most 1.
    """
    without = max(1.0 - sum(bonus.chance for bonus in bonuses), 0.0)
    expected = without * np.clip(rate, 0.0, 1.0)
    for bonus in bonuses:
        # A malus may eat the commission, not turn it round: no period pays for another's.
        expected = expected + bonus.chance * np.clip(rate + bonus.points, 0.0, 1.0)
    return np.asarray(expected)


def with_late_fees(rate: FloatArray, *, share: float, late_rate: float | None) -> FloatArray:
    """Return (1 - share) * rate + share * late_rate."""
    return rate if late_rate is None else np.asarray(rate + share * (late_rate - rate))


def with_direct(rate: FloatArray, *, share: float, earns: bool) -> FloatArray:
    """Return rate * (1 - share) where direct payments earn nothing, else the rate."""
    return rate if earns else np.asarray(rate * (1.0 - share))


def with_tail(rate: FloatArray, *, tail: FloatArray, share: float) -> FloatArray:
    """Return rate * (1 + share * tail).

    Args:
        rate: Before the tail.
        tail: Payments after recall as a share of those in the term, in today's money.
        share: Share of the commission that they earn.
    """
    return np.asarray(rate * (1.0 + share * tail))


def account_top_up(
    rate: FloatArray, *, payers: FloatArray, collected: FloatArray, minimum: FloatArray
) -> FloatArray:
    """Return what lifts every account placed to the minimum fee, expected per account.

        (1 - P) * m + P * max(m - rate * collected / P, 0)

    Args:
        rate: Before the minimum.
        payers: Share of accounts that pay, P.
        collected: Expected cash per account placed, in today's money.
        minimum: Least fee per account, in today's money, m.
    """
    pays = payers > 0.0
    fee_of_payer = rate * collected / np.where(pays, payers, 1.0)
    return np.asarray((1.0 - payers) * minimum + payers * np.maximum(minimum - fee_of_payer, 0.0))


def vat_factor(*, vat: Vat, vat_rate: float, credit_share: float) -> float:
    """Return what the creditor bears per unit of commission quoted.

    in:  1 - credit * VAT / (1 + VAT)        out:  1 + (1 - credit) * VAT
    """
    if vat is Vat.INCLUDED:
        return 1.0 - credit_share * vat_rate / (1.0 + vat_rate)
    return 1.0 + (1.0 - credit_share) * vat_rate
