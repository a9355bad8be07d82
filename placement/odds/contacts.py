"""How many contacts it takes until an account pays, from a log of contacts.

Two numbers, which are not the same. What people quote is contacts over successes,

    A = C / S,    S given C ~ Poisson(C * theta / A),  theta ~ Gamma with mean 1 a period

with the gamma's spread between periods widening its interval. What a hard debtor needs is omega: a
contact n of an account moves one who is willing with the chance 1 - exp(-1 / (omega g)), g the
factor of its age. Of an account first contacted at age a

    P(pays at row j) = w exp(-lambda (a - a0)) exp(-H_(j-1) - lambda t_j) (1 - exp(-h_j))

with h_j = contacts of the row over omega g, H their running sum and t_j months since the first
contact. Nobody pays unasked in it. The log tells omega where enough contacts were made that the
willing run out; else only omega over w, and the willing share is given.

Source: own definition, docs/model.md, "Odds from evidence".
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit
from scipy.stats import gamma

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.odds.calibrate import Estimate

TELLS = 0.5
"""Standard error of log omega above which the log does not tell it from the willing share."""

MOST_WILLING = 0.95
"""Willing share above which a fit has run to its end and tells nothing."""

_Z = 1.959963984540054
_STEP = 1e-4


@dataclass(frozen=True, kw_only=True, eq=False)
class Contacts:
    """Contacts of accounts, row by row: those of an account together, in their order."""

    account: IntArray
    """Position of the account of each row, rising from 0, shape (rows,)."""

    contacts: FloatArray
    """Contacts made in each row, shape (rows,)."""

    since: FloatArray
    """Months since the account's first contact, shape (rows,)."""

    factor: FloatArray
    """How many times as many contacts a debtor of this age needs, g, shape (rows,)."""

    age: FloatArray
    """Months past due at the first contact, shape (accounts,)."""

    paid: BoolArray
    """The account paid behind its last row, shape (accounts,)."""


@dataclass(frozen=True, kw_only=True)
class Average:
    """Contacts made for one success."""

    contacts: float
    successes: int
    value: float
    """Infinite where there was no success."""
    low: float
    high: float
    dispersion: float
    """How many times as much periods differ as chance alone would have it, at least 1."""


@dataclass(frozen=True, kw_only=True)
class Needed:
    """What a hard debtor needs."""

    contacts: Estimate
    """Omega, at the age whose factor is 1."""

    willing_share: Estimate
    """Without an error where it was given."""

    reference_age: float
    tells_willing: bool
    """The log tells the willing share; else it was given."""

    slope: float
    """Of log omega by logit w, where w was given; else 0."""


def average_contacts(contacts: FloatArray, successes: FloatArray) -> Average:
    """Return contacts over successes with a 95 % interval.

    The interval is that of a Poisson count (gamma quantiles), of as many fewer contacts and
    successes as periods differ more than by chance.

    Args:
        contacts: Made in each period, shape (periods,).
        successes: Of each period.

    Raises:
        InputError: No contact was made.
    """
    made, paid = float(contacts.sum()), float(successes.sum())
    if made <= 0.0:
        raise InputError(t("The log has no contact. Give a row, or a number, for each."))
    expected = contacts * (paid / made)
    seen = expected > 0.0
    dispersion = 1.0
    if seen.sum() > 1:
        square = (successes[seen] - expected[seen]) ** 2 / expected[seen]
        dispersion = max(1.0, float(square.sum() / (seen.sum() - 1)))
    size, counted = made / dispersion, paid / dispersion
    most = gamma.ppf(0.975, counted + 1.0) / size
    least = gamma.ppf(0.025, counted) / size if paid else 0.0
    return Average(
        contacts=made,
        successes=round(paid),
        value=made / paid if paid else float("inf"),
        low=float(1.0 / most),
        high=float(1.0 / least) if least > 0.0 else float("inf"),
        dispersion=dispersion,
    )


def needed_contacts(
    log: Contacts,
    *,
    fade_rate: float,
    willing_share: float,
    reference_age: float,
) -> Needed:
    """Return the contacts that a hard debtor needs, by maximum likelihood.

    Args:
        log: What was done with each account.
        fade_rate: Rate a month at which the willing turn lost.
        willing_share: Willing accounts at the reference age, for logs that do not tell it.
        reference_age: Months past due at which the willing share holds.

    Raises:
        InputError: No account paid.
    """
    if not log.paid.any():
        raise InputError(
            t("No account of the log paid, so what a debtor needs cannot be fitted. Wait for more.")
        )

    def loss(at: FloatArray) -> float:
        return -_likelihood(log, float(at[0]), float(at[1]), fade_rate, reference_age)

    paid = float(log.paid.mean())
    start = np.log(max(float(log.contacts.sum() / log.paid.sum()) * max(2.0 * paid, 0.05), 1.0))
    both = minimize(
        loss, [logit(np.clip(2.0 * paid, 0.01, 0.8)), start], method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-7, "maxiter": 2_000},
    )  # fmt: skip
    share = float(expit(both.x[0]))
    covariance = _inverse(_curvature(loss, both.x))
    if covariance is not None and covariance[1, 1] <= TELLS**2 and share < MOST_WILLING:
        se = np.sqrt(np.diag(covariance))
        return Needed(
            contacts=_of_log(float(both.x[1]), float(se[1])),
            willing_share=Estimate(
                value=share,
                se=float(se[0]) * share * (1.0 - share),
                low=float(expit(both.x[0] - _Z * se[0])),
                high=float(expit(both.x[0] + _Z * se[0])),
            ),
            reference_age=reference_age,
            tells_willing=True,
            slope=0.0,
        )
    given = float(logit(willing_share))
    found = _needed_at(loss, given, start)
    curve = _curvature(lambda at: loss(np.array([given, at[0]])), np.array([found]))
    slope = _needed_at(loss, given + 0.05, found) - _needed_at(loss, given - 0.05, found)
    return Needed(
        contacts=_of_log(found, float(1.0 / np.sqrt(max(curve[0, 0], 1e-12)))),
        willing_share=Estimate(value=willing_share, se=0.0, low=willing_share, high=willing_share),
        reference_age=reference_age,
        tells_willing=False,
        slope=slope / 0.1,
    )


def _needed_at(loss: Callable[[FloatArray], float], given: float, start: float) -> float:
    found = minimize(
        lambda at: loss(np.array([given, at[0]])),
        [start], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-9},
    )  # fmt: skip
    return float(found.x[0])


def _likelihood(
    log: Contacts, share: float, needs: float, fade_rate: float, reference_age: float
) -> float:
    """Return the log likelihood at logit w and log omega."""
    willing = expit(share) * np.exp(-fade_rate * (log.age - reference_age))
    willing = np.minimum(willing, 1.0 - 1e-12)
    strength = log.contacts / (np.exp(needs) * log.factor)
    running = np.cumsum(strength)
    first = np.searchsorted(log.account, np.arange(len(log.age)))
    before = running - strength
    before = before - before[first][log.account]
    pays = np.exp(-before - fade_rate * log.since) * -np.expm1(-strength)
    last = np.append(first[1:], len(log.account)) - 1
    until = np.add.reduceat(pays, first)
    hit = np.log(np.maximum(willing * pays[last], 1e-300))
    miss = np.log(np.maximum(1.0 - willing * until, 1e-300))
    return float(np.where(log.paid, hit, miss).sum())


def _curvature(loss: Callable[[FloatArray], float], at: FloatArray) -> FloatArray:
    """Return the second derivatives of a loss, by differences."""
    size = len(at)
    table = np.empty((size, size))
    steps = _STEP * 10.0 * np.eye(size)
    for i in range(size):
        for j in range(size):
            corners = [
                sign_i * sign_j * loss(at + sign_i * steps[i] + sign_j * steps[j])
                for sign_i in (1.0, -1.0)
                for sign_j in (1.0, -1.0)
            ]
            table[i, j] = sum(corners) / (4.0 * (_STEP * 10.0) ** 2)
    return table


def _inverse(table: FloatArray) -> FloatArray | None:
    """Return the inverse of a positive definite matrix; None where it is none."""
    if not np.isfinite(table).all() or np.linalg.eigvalsh(table)[0] <= 1e-9:
        return None
    return np.asarray(np.linalg.inv(table))


def _of_log(at: float, se: float) -> Estimate:
    value = float(np.exp(at))
    return Estimate(
        value=value,
        se=value * se,
        low=value * float(np.exp(-_Z * se)),
        high=value * float(np.exp(_Z * se)),
    )
