"""Groups that are better or worse than expected: how far their own payers count.

Payers X of a group are Poisson around theta * m, m of them expected; theta is Gamma with mean 1 and
standard deviation tau, which is not known and is weighed by what all groups show:

    E[theta | X, tau] = (X + 1 / tau^2) / (m + 1 / tau^2)

Source: H. Bühlmann and A. Gisler, A Course in Credibility Theory (2005), chapter 2.
"""

import numpy as np
from scipy.special import gammaln

from placement.domain.types import FloatArray

USUAL_SPREAD = 0.4
"""Scale of what is thought of tau before the groups are seen. Five agencies given equal amounts
of US student loans differed by 0.26 of their mean, eleven of a Vietnamese bank by 0.34 and more."""

SPREADS = np.geomspace(0.01, 2.5, 60)
"""Values of tau that are weighed."""


def spread_weights(came: FloatArray, expected: FloatArray) -> FloatArray:
    """Return what groups say of each spread, shape (spreads,), summing to 1.

    Args:
        came: Payers of each group, shape (groups,).
        expected: Those expected of it.
    """
    shape = (1.0 / SPREADS**2)[:, None]
    came = np.maximum(came, 0.0)
    fits = (
        gammaln(came + shape)
        - gammaln(shape)
        + came * np.log(np.maximum(expected, 1e-300) / (expected + shape))
        - shape * np.log1p(expected / shape)
    ).sum(axis=1)
    # Half a normal law; the grid is even in log tau.
    fits = fits - 0.5 * (SPREADS / USUAL_SPREAD) ** 2 + np.log(SPREADS)
    weights = np.exp(fits - fits.max())
    return np.asarray(weights / weights.sum())


def credibility(expected: FloatArray) -> FloatArray:
    """Return the weight of a group's own ratio under each spread, shape (spreads, groups)."""
    return np.asarray(expected / (expected + (1.0 / SPREADS**2)[:, None]))


def skill_draws(
    came: FloatArray,
    expected: FloatArray,
    weights: FloatArray,
    rng: np.random.Generator,
    count: int,
) -> FloatArray:
    """Return theta as it may be, shape (draws, groups).

    Args:
        came: Payers of each group, shape (groups,) or (draws, groups).
        expected: Those expected of it, of either shape.
        weights: Of the spreads, from `spread_weights`.
        rng: Random numbers.
        count: Draws.
    """
    shape = 1.0 / SPREADS[rng.choice(len(SPREADS), count, p=weights)][:, None] ** 2
    return rng.gamma(np.maximum(came, 0.0) + shape, 1.0 / (expected + shape))
