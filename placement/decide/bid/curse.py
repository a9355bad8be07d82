"""The winner's curse: whoever reads the lot most hopefully wins it.

Own estimate of the share of willing debtors has relative error e. It is unbiased: among all lots
read alike, the truth averages the estimate. So the truth over the estimate is log-normal,

    x = w / estimate = exp(-s*Z - s^2/2),      s^2 = ln(1 + e^2),      Z standard normal

and Z > 0 means hope. Every bidder errs alike and independently; those among the m most hopeful of
n + 1 win, so that, given a win, Z has the density

    f(z) = phi(z) * P(fewer than m of n rivals are above z) * (n + 1)/m         (m <= n)

and the correction is kappa(n, e, m) = E[x | win]. Without selection it is 1; with one rival and
one winner it is 2*Phi(-s/sqrt(2)).

Source: own definition, docs/model.md, "Bidding"; the curse in tenders goes back to Capen, Clapp and
Campbell, J. Petroleum Technology 23 (1971) 641-653.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from placement.decide.bid.checks import require_at_least
from placement.decide.bid.rivals import chance_of_few
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray

ERRORS: FloatArray = np.asarray(np.arange(-35, 36) * 0.25, dtype=float)
"""Standard errors z at which profits are taken. For smooth densities that vanish at both ends
equal steps are all but exact; 0.3 still serves the narrowest, the largest of 500."""

LARGEST_ERROR = 2.0
"""Relative error above which an estimate says nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Truths:
    """What the lot may really be, and how likely that is."""

    factor: FloatArray
    """True share of willing debtors over the estimated, shape (lots, truths)."""
    weight: FloatArray
    """Chance of each truth before anyone has won, shape (truths,)."""
    weight_if_won: FloatArray
    """Chance of each truth given a win against n rivals, shape (lots or 1, counts, truths)."""


def truths(error: float | FloatArray, counts: IntArray, winners: int | IntArray = 1) -> Truths:
    """Return the truths behind estimates with the given relative errors.

    Args:
        error: Relative error e, one number or one for each lot.
        counts: Numbers of rivals n, shape (counts,).
        winners: m, one number or one for each lot.

    Raises:
        InputError: The error is negative or above 2.
    """
    relative = np.atleast_1d(np.asarray(error, dtype=float))
    require_at_least(t("estimate-error"), relative, 0.0)
    if np.any(relative > LARGEST_ERROR):
        raise InputError(
            t(
                "estimate-error must be a decimal share up to {most:g}; got {came:g}. "
                "If you meant {came:g}%, write {share:g}.",
                most=LARGEST_ERROR,
                came=float(relative.max()),
                share=float(relative.max()) / 100.0,
            )
        )
    if not np.any(relative > 0.0):
        shape = (1, len(counts), 1)
        return Truths(
            factor=np.ones((relative.size, 1)), weight=np.ones(1), weight_if_won=np.ones(shape)
        )
    log_sd = np.sqrt(np.log1p(relative**2))[:, None]
    return Truths(
        factor=np.exp(-log_sd * ERRORS - log_sd**2 / 2.0),
        weight=_scaled(np.exp(-(ERRORS**2) / 2.0)),
        weight_if_won=selected_errors(counts, winners),
    )


def selected_errors(counts: IntArray, winners: int | IntArray = 1) -> FloatArray:
    """Return the chance of each of `ERRORS` for one of the m most hopeful of n + 1.

    Returns:
        Shape (lots or 1, counts, errors); where all win it is the normal itself.
    """
    most = np.atleast_1d(np.asarray(winners, dtype=float))[:, None, None]
    more_hopeful = ndtr(-ERRORS)
    chance = chance_of_few(np.asarray(counts)[None, :, None], more_hopeful, most)
    return _scaled(np.exp(-(ERRORS**2) / 2.0) * chance)


def correction(rivals: int, *, error: float, winners: int = 1) -> float:
    """Return kappa(n, e, m): by how much a winner's estimate must be multiplied to be right."""
    behind = truths(error, np.array([rivals]), winners)
    return float(behind.weight_if_won[0, 0] @ behind.factor[0])


def _scaled(density: FloatArray) -> FloatArray:
    return np.asarray(density / density.sum(axis=-1, keepdims=True))
