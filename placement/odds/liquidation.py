"""What batches are expected to bring month by month, and how that moves with the odds.

A batch placed at age a, worked alike in every month k = 1, 2, ..., starts to pay

    f_k = w * exp(-lambda * (a - a0)) * mu / S * (exp(-S (k - 1)) - exp(-S k)),    S = mu + lambda

of its accounts in month k: w is the willing share at the reference age a0, mu the hazard at which
they pay, lambda the rate at which they turn lost. What debtors pay in instalments comes in over
the months behind. In the long run a batch brings A = w mu / S, and S says how fast.

Young batches may hold easy debtors besides, who pay at a hazard mu1 of their own. Before placement
they leave at a rate m a month, so that among accounts open at an age, with E of them at a0,

    e(a) = E exp(-(m + lambda)(a - a0)) / open(a)
    open(a) = 1 - E m / (m + lambda) * (1 - exp(-(m + lambda)(a - a0)))

and the others are 1 / open(a) as many of those still open.

Source: own definition, docs/model.md, "Odds from evidence"; the debtor model with one
willing type, or with both.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from placement.domain.types import FloatArray

_STEP = 1e-5
"""Of logarithms; slopes by differences are right to its square."""


@dataclass(frozen=True, kw_only=True)
class Odds:
    """One willing type of debtor under one way of working, or both types."""

    willing_share: float
    """Willing accounts at the reference age, w."""

    pay_hazard: float
    """Rate a month at which the willing start to pay, mu."""

    fade_rate: float
    """Rate a month at which they turn lost, lambda."""

    reference_age: float = 0.0
    """Months past due at which the willing share holds, a0."""

    easy_share: float = 0.0
    """Easy accounts at the reference age, E; the willing share is then of the hard ones."""

    easy_hazard: float = 0.0
    """Rate a month at which the easy start to pay, mu1."""

    easy_leaves: float = 0.0
    """Rate a month at which the easy paid before they were placed, m."""

    @property
    def speed(self) -> float:
        """Rate at which the willing leave, S = mu + lambda."""
        return self.pay_hazard + self.fade_rate

    @property
    def ultimate(self) -> float:
        """Share of accounts placed at the reference age that pay in the end, A = w mu / S."""
        hard = self.willing_share * self.pay_hazard / self.speed if self.speed else 0.0
        if not self.easy_share:
            return hard
        return hard + self.easy_share * self.easy_hazard / (self.easy_hazard + self.fade_rate)


def expected_shares(odds: Odds, ages: FloatArray, months: int) -> FloatArray:
    """Return the share of accounts that start to pay in each month, shape (batches, months).

    Args:
        odds: The odds.
        ages: Months past due at placement, shape (batches,).
        months: Months since placement.
    """
    willing = odds.willing_share * np.exp(-odds.fade_rate * (ages - odds.reference_age))
    share = odds.pay_hazard / odds.speed if odds.speed else 0.0
    hard = np.asarray(willing[:, None] * share * _leaving(odds.speed, months))
    if not odds.easy_share:
        return hard
    speed = odds.easy_hazard + odds.fade_rate
    gone = odds.easy_leaves + odds.fade_rate
    left = np.exp(-gone * (ages - odds.reference_age))
    paid = odds.easy_leaves / gone * (1.0 - left) if gone else np.zeros(len(ages))
    still_open = (1.0 - odds.easy_share * paid)[:, None]
    easy = (odds.easy_share * left * odds.easy_hazard / speed)[:, None] * _leaving(speed, months)
    return np.asarray((hard + easy) / still_open)


def gradient(odds: Odds, ages: FloatArray, months: int) -> FloatArray:
    """Return how the shares move with logit w, log mu and log lambda.

    Returns:
        Shape (3, batches, months).
    """
    shares = expected_shares(odds, ages, months)
    speed = odds.speed
    willing = odds.willing_share * np.exp(-odds.fade_rate * (ages - odds.reference_age))
    by_speed = willing[:, None] * odds.pay_hazard / speed * _leaving_by_speed(speed, months)
    pays, fades = odds.pay_hazard / speed, odds.fade_rate / speed
    older = (odds.fade_rate * (ages - odds.reference_age))[:, None]
    return np.stack(
        [
            shares * (1.0 - odds.willing_share),
            shares * (1.0 - pays) + by_speed * odds.pay_hazard,
            -shares * (fades + older) + by_speed * odds.fade_rate,
        ]
    )


def moved(odds: Odds, step: FloatArray) -> Odds:
    """Return odds with logit w, log mu, log lambda, and logit E, log mu1 if given, moved by a step.

    Args:
        odds: The odds.
        step: Shape (3,) or (5,).
    """
    found = replace(
        odds,
        willing_share=float(expit(logit(odds.willing_share) + step[0])),
        pay_hazard=odds.pay_hazard * float(np.exp(step[1])),
        fade_rate=odds.fade_rate * float(np.exp(step[2])),
    )
    if len(step) == 3:
        return found
    return replace(
        found,
        easy_share=float(expit(logit(odds.easy_share) + step[3])),
        easy_hazard=odds.easy_hazard * float(np.exp(step[4])),
    )


def slopes(odds: Odds, ages: FloatArray, months: int) -> FloatArray:
    """Return how the shares move with all that `moved` moves.

    Returns:
        Shape (3, batches, months), or (5, batches, months) of odds with easy debtors.
    """
    if not odds.easy_share:
        return gradient(odds, ages, months)
    steps = _STEP * np.eye(5)
    return np.stack(
        [
            (
                expected_shares(moved(odds, step), ages, months)
                - expected_shares(moved(odds, -step), ages, months)
            )
            / (2.0 * _STEP)
            for step in steps
        ]
    )


def arrivals(months: int, *, instalments: int, breakage: float) -> FloatArray:
    """Return which share of what is agreed in a month comes in in each later one.

        g_j = (1 - breakage)^j / J      for j < J months behind it

    Returns:
        Shape (months agreed, months received); what comes in later than all months is left out.
    """
    behind = np.arange(months) - np.arange(months)[:, None]
    comes = (behind >= 0) & (behind < instalments)
    kept = (1.0 - breakage) ** np.where(comes, behind, 0)
    return np.where(comes, kept / instalments, 0.0)


def _leaving(speed: float, months: int) -> FloatArray:
    k = np.arange(1, months + 1)
    return np.asarray(np.exp(-speed * (k - 1)) * -np.expm1(-speed))


def _leaving_by_speed(speed: float, months: int) -> FloatArray:
    k = np.arange(1, months + 1)
    return np.asarray(k * np.exp(-speed * k) - (k - 1) * np.exp(-speed * (k - 1)))
