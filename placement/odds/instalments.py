"""How payers pay, from what accounts paid month by month since their first payment.

A payer settles for a share s of the balance, in J parts a month apart, and stops each month with
the chance d. Of all that payers bring, month j since their first payment brings

    g_j = (1 - d)^j / sum over k < J of (1 - d)^k      for j < J, else nothing

which is held against the shares seen. Each month's money is set against the first payments of the
accounts that were seen that long, so that young payers do not bend the shape. What a payer brings
in the end, as a share of the balance, is s times the mean of (1 - d)^k over the J months. Errors
are those of a jackknife that leaves out groups of accounts in turn.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from placement.domain.types import FloatArray
from placement.odds.calibrate import Estimate

ENOUGH = 30
"""Payers that a month must have been seen of to be told."""

MOST_BREAKAGE = 0.5
"""Chance a month to stop above which a plan of many parts is one of fewer."""

_GROUPS = 50
_Z = 1.959963984540054


@dataclass(frozen=True, kw_only=True, eq=False)
class Payers:
    """Accounts that paid, from the month of their first payment."""

    balance: FloatArray
    """What was placed of each, shape (payers,)."""

    paid: FloatArray
    """Money in each month since the first payment, the first at position 0; NaN where the file
    ends before. Shape (payers, months)."""


@dataclass(frozen=True, kw_only=True)
class HowPaid:
    """How payers pay."""

    instalments: int
    settlement_share: Estimate
    breakage: Estimate
    payers: int
    """Accounts that were seen for longer than their instalments last."""

    months: int
    """Months since the first payment that enough accounts were seen for."""


def how_paid(payers: Payers) -> HowPaid | None:
    """Return how payers pay; None where too few were seen until they had done so."""
    sums = _sums(payers)
    if sums is None:
        return None
    paid, first, owed, start = (each.sum(axis=0) for each in sums)
    found = _fit(paid, first, float(owed), float(start))
    if found is None:
        return None
    instalments, settled, breakage = found
    left_out = np.array(
        [
            _settled(
                paid - sums[0][group],
                first - sums[1][group],
                float(owed - sums[2][group]),
                float(start - sums[3][group]),
                instalments,
            )
            for group in range(_GROUPS)
        ]
    )
    spread = (left_out - left_out.mean(axis=0)) ** 2
    se = np.sqrt((_GROUPS - 1.0) / _GROUPS * spread.sum(axis=0))
    seen = np.isfinite(payers.paid)
    enough = seen[:, instalments] if instalments < seen.shape[1] else seen[:, -1]
    return HowPaid(
        instalments=instalments,
        settlement_share=_share(settled, float(se[0])),
        breakage=_share(breakage, float(se[1])),
        payers=int(enough.sum()),
        months=len(paid),
    )


def _sums(payers: Payers) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray] | None:
    """Return money by group of accounts: paid in each month, first payments of those seen in it,
    balances and first payments of all; None where not even a second month was seen.
    """
    seen = np.isfinite(payers.paid)
    months = int((seen.sum(axis=0) >= ENOUGH).sum())
    if months < 2:
        return None
    group = np.arange(len(payers.balance)) % _GROUPS
    start = payers.paid[:, 0]

    def by_group(values: FloatArray) -> FloatArray:
        found = np.zeros((_GROUPS, *values.shape[1:]))
        np.add.at(found, group, values)
        return found

    return (
        by_group(np.where(seen, np.nan_to_num(payers.paid), 0.0)[:, :months]),
        by_group(np.where(seen, start[:, None], 0.0)[:, :months]),
        by_group(payers.balance),
        by_group(start),
    )


def _fit(
    paid: FloatArray, first: FloatArray, owed: float, start: float
) -> tuple[int, float, float] | None:
    """Return instalments, the settlement share and breakage; None where no end is seen."""
    ratio = paid / first
    shape = ratio / ratio.sum()
    # One month behind the last part must have been seen, or more may come.
    losses = [_nearest(shape, parts)[1] for parts in range(1, len(shape) + 1)]
    instalments = int(np.argmin(losses)) + 1
    if instalments == len(shape):
        return None
    settled, breakage = _settled(paid, first, owed, start, instalments)
    return instalments, settled, breakage


def _settled(
    paid: FloatArray, first: FloatArray, owed: float, start: float, instalments: int
) -> tuple[float, float]:
    """Return the settlement share and breakage of so many instalments."""
    ratio = paid / first
    kept = _nearest(ratio / ratio.sum(), instalments)[0]
    total = float(ratio[:instalments].sum()) * start / owed
    return total / float(np.mean(kept ** np.arange(instalments))), 1.0 - kept


def _nearest(shape: FloatArray, parts: int) -> tuple[float, float]:
    """Return the share kept each month that comes closest to a shape, and how far off it is."""
    month = np.arange(len(shape))

    def off(kept: float) -> float:
        model = np.where(month < parts, kept ** np.minimum(month, parts), 0.0)
        return float(((shape - model / model.sum()) ** 2).sum())

    if parts == 1:
        return 1.0, off(1.0)
    found = minimize_scalar(off, bounds=(1.0 - MOST_BREAKAGE, 1.0), method="bounded")
    kept = float(found.x) if found.fun < off(1.0) else 1.0
    return kept, off(kept)


def _share(value: float, se: float) -> Estimate:
    low, high = np.clip([value - _Z * se, value + _Z * se], 0.0, 1.0).tolist()
    return Estimate(value=float(np.clip(value, 0.0, 1.0)), se=se, low=low, high=high)
