"""The pieces of a fee: each a rule of the contract as a function of the rate before.

A rate is commission on one unit of cash. Arrays broadcast to (quotes, segments, months), the month
in which the cash comes last. Source: own definition, docs/model.md, "Both sides of the commission".
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

        sum of chance * min(max(rate * (1 + share) + points, 0), 1), without a rank at the rate

    Args:
        rate: Before the rank; below 0 or above 1 where points of ladders lead there.
        bonuses: What each rank adds; their chances add up to at most 1.
    """
    without = max(1.0 - sum(bonus.chance for bonus in bonuses), 0.0)
    expected = without * np.clip(rate, 0.0, 1.0)
    for bonus in bonuses:
        # A malus may eat the commission, not turn it round: no period pays for another's.
        ranked = rate * (1.0 + bonus.share) + bonus.points
        expected = expected + bonus.chance * np.clip(ranked, 0.0, 1.0)
    return np.asarray(expected)


def with_late_fees(rate: FloatArray, *, share: float, late_rate: float | None) -> FloatArray:
    """Return (1 - share) * rate + share * late_rate."""
    return rate if late_rate is None else np.asarray(rate + share * (late_rate - rate))


def with_direct(rate: FloatArray, *, share: float, earns: bool) -> FloatArray:
    """Return rate * (1 - share) where direct payments earn nothing, else the rate."""
    return rate if earns else np.asarray(rate * (1.0 - share))


def with_reversals(rate: FloatArray, *, share: float, clawed_back: bool) -> FloatArray:
    """Return rate / (1 - share) where commission on what is taken back is kept, else the rate."""
    return rate if clawed_back else np.asarray(rate / (1.0 - share))


def top_up(rate: FloatArray, *, payment: FloatArray, minimum: float) -> FloatArray:
    """Return what lifts the commission on one payment to the minimum fee of an account.

    max(m - rate * payment, 0)
    """
    return np.asarray(np.maximum(minimum - rate * payment, 0.0))


def vat_in(*, vat: Vat, vat_rate: FloatArray | float) -> FloatArray:
    """Return what is paid, the agency's VAT in it, per unit of commission quoted."""
    return np.asarray(1.0 if vat is Vat.INCLUDED else 1.0 + vat_rate)


def vat_kept(*, vat_rate: FloatArray | float, credit_share: float) -> FloatArray:
    """Return what the creditor bears per unit paid: 1 - credit * VAT / (1 + VAT)."""
    return np.asarray(1.0 - credit_share * vat_rate / (1.0 + vat_rate))
