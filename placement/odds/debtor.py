"""The debtor model: three hidden types, of whom some pay, some fade and some never pay.

An open account belongs to a willing debtor (pays once reached often enough), a reluctant
one (pays when the law is at the door) or a lost one (never pays). In a month in which
willing debtors pay at hazard mu and both kinds fade at rate lambda, the masses go to

    paid    = w * mu / (mu + lambda) * (1 - exp(-(mu + lambda)))
    w       <- w * exp(-(mu + lambda))
    r       <- r * exp(-lambda)
    open    <- open - paid

Source: own definition, docs/model.md, "The debtor"; a mixture-cure model with competing
exponential risks.
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import FloatArray

_LEAST = 1e-9
"""The smallest share that contacts are counted for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """What happens to one open account over the months of a stage.

    All arrays have shape (..., months); month k sits at position k - 1.
    """

    paid: FloatArray
    """Share of accounts that start to pay in the month."""

    open_before: FloatArray
    """Share of accounts still open when the month starts."""


def pay_hazard(
    contacts_per_month: FloatArray, *, contacts_per_willing: FloatArray, self_cure_rate: FloatArray
) -> FloatArray:
    """Return the monthly hazard at which a willing debtor pays: mu = mu0 + i / omega."""
    return self_cure_rate + contacts_per_month / contacts_per_willing


def chance_within_month(rate: FloatArray) -> FloatArray:
    """Return (1 - exp(-x)) / x, the mean of exp(-x t) over one month; 1 at x = 0."""
    small = rate < 1e-12
    return np.where(small, 1.0, -np.expm1(-rate) / np.where(small, 1.0, rate))


def follow(willing: FloatArray, *, hazard: FloatArray, fade_rate: FloatArray) -> Path:
    """Return who pays when, for hazards that may change from month to month.

    Args:
        willing: Share of willing debtors at the start, shape (...,).
        hazard: Pay hazard of each month, shape (..., months).
        fade_rate: Monthly rate at which willing debtors turn lost, shape (...,).
    """
    rate = hazard + fade_rate[..., None]
    gone = np.cumsum(rate, axis=-1)
    still_willing = willing[..., None] * np.exp(rate - gone)
    paid = still_willing * hazard * chance_within_month(rate)
    open_before = 1.0 - (np.cumsum(paid, axis=-1) - paid)
    return Path(paid=paid, open_before=open_before)


def instalment_factor(
    *, months: FloatArray, breakage: FloatArray, discount: FloatArray
) -> FloatArray:
    """Return what equal monthly instalments are worth per unit agreed.

        phi = (1 / J) * sum_{j < J} (v * (1 - breakage)) ** j

    Args:
        months: Number of instalments J; 1 is a single payment.
        breakage: Share of debtors who stop paying each month.
        discount: Value today of 1 a month from now, v.
    """
    kept = discount * (1.0 - breakage)
    whole = kept >= 1.0
    series = (1.0 - kept**months) / np.where(whole, 1.0, 1.0 - kept)
    return np.where(whole, 1.0, series / months)


def contacts_per_willing_from_average(
    average: FloatArray, *, willing: FloatArray, left_at_end: FloatArray
) -> FloatArray:
    """Solve the contacts needed per willing debtor from the contacts per success people quote.

        A = omega * [1 + (1 - w) / w * ln(1 / y) / (1 - y)]

    Args:
        average: Contacts per success over a whole placement, A.
        willing: Share of willing debtors when it starts, w.
        left_at_end: Share of the willing still unpaid when it ends, y, from 0 to 1.
    """
    return average / _average_per_willing(willing, left_at_end)


def average_contacts_per_success(
    contacts_per_willing: FloatArray, *, willing: FloatArray, left_at_end: FloatArray
) -> FloatArray:
    """Return the contacts per success over a placement; the inverse of the function above."""
    return contacts_per_willing * _average_per_willing(willing, left_at_end)


def _average_per_willing(willing: FloatArray, left_at_end: FloatArray) -> FloatArray:
    # At no willing debtor, or none left, the average is infinite; close to it stays a number.
    w, y = np.maximum(willing, _LEAST), np.maximum(left_at_end, _LEAST)
    works = y < 1.0
    fading_reach = np.where(works, -np.log(y) / np.where(works, 1.0 - y, 1.0), 1.0)
    return np.asarray(1.0 + (1.0 - w) / w * fading_reach)
