"""How far groups' own experience counts beside what all of them show: Bühlmann and Straub.

    Z_i = w_i / (w_i + s^2 / a)        blended_i = Z_i * own_i + (1 - Z_i) * m

with own_i the weighted mean of a group, w_i its weight, s^2 the variance within groups, a the
variance between them, and m the mean of the groups weighted by their credibility. Two groups of
one size that differ by chance alone get credibility near 0; large ones that differ get near 1.

Source: H. Bühlmann and E. Straub, "Glaubwürdigkeit für Schadensätze", Mitteilungen der Vereinigung
schweizerischer Versicherungsmathematiker 70 (1970); unbiased estimators as in Bühlmann and Gisler,
A Course in Credibility Theory (2005), chapter 4.
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Blend:
    """Groups' own means blended with the mean of all."""

    own: FloatArray
    """Weighted mean of each group, shape (groups,), as the next two."""

    credibility: FloatArray
    """Weight of a group's own mean, 0 to 1."""

    blended: FloatArray

    mean: float
    """What groups without experience are expected to show."""

    within: float
    """Variance of one unit of weight within a group."""

    between: float
    """Variance of the groups' true means; 0 where they differ no more than chance would have it."""


def blend(values: FloatArray, weights: FloatArray) -> Blend:
    """Return groups' means with the credibility of each.

    Args:
        values: Experience of each group and period, shape (groups, periods); NaN where there is
            none.
        weights: How much stands behind each, such as accounts, shape (groups, periods).

    Raises:
        InputError: Fewer than two groups, no group with two periods, or a weight below 0.
    """
    known = np.isfinite(values) & (weights > 0.0)
    if (weights < 0.0).any():
        raise InputError(t("A weight is below 0. Weights are accounts or money: 0 or more."))
    known_in = known.sum(axis=1)
    if len(values) < 2 or not (known_in > 1).any() or (known_in == 0).any():
        raise InputError(
            t(
                "Experience can be blended only where there are two groups, each with a period, "
                "and one of them with two. Give more of them."
            )
        )
    held = np.where(known, weights, 0.0)
    seen = np.where(known, values, 0.0)
    size = held.sum(axis=1)
    own = (held * seen).sum(axis=1) / size
    freedom = float((known_in - 1).sum())
    within = float((held * (seen - own[:, None]) ** 2).sum() / freedom)
    whole = float(size.sum())
    mean = float((size * own).sum() / whole)
    apart = float((size * (own - mean) ** 2).sum())
    scale = whole - float((size**2).sum()) / whole
    between = max((apart - (len(own) - 1) * within) / scale, 0.0)
    if within <= 0.0:
        credibility = np.full(len(own), 1.0 if between > 0.0 else 0.0)
    else:
        credibility = size * between / (size * between + within)
    if credibility.sum() > 0.0:
        mean = float((credibility * own).sum() / credibility.sum())
    return Blend(
        own=own,
        credibility=credibility,
        blended=credibility * own + (1.0 - credibility) * mean,
        mean=mean,
        within=within,
        between=between,
    )


@dataclass(frozen=True, kw_only=True)
class WithPrior:
    """One's own number blended with what was thought before."""

    credibility: float
    """Weight of one's own number, 0 to 1."""

    blended: float
    low: float
    """Lower end of the 95 % interval of the blend."""

    high: float


def blend_with_prior(
    *, own: float, own_se: float, prior: float, prior_low: float, prior_high: float
) -> WithPrior:
    """Return a rate or share blended with a range stated before, both on the scale of logarithms.

        Z = a / (a + s^2)        log blended = Z * log own + (1 - Z) * log prior

    with s the relative error of one's own number and a the variance of the range, which is read as
    nine cases of ten: Bühlmann and Straub's weights where the two variances are known.

    Args:
        own: One's own number, above 0.
        own_se: Its standard error.
        prior: The number thought before, above 0.
        prior_low: Lower end of its range.
        prior_high: Upper end.
    """
    within = (own_se / own) ** 2
    between = prior_variance(prior=prior, prior_low=prior_low, prior_high=prior_high, own=own)
    credibility = between / (between + within) if between + within > 0.0 else 1.0
    middle = credibility * np.log(own) + (1.0 - credibility) * np.log(prior)
    spread = _TWO_SIDED * np.sqrt(credibility * within)
    return WithPrior(
        credibility=credibility,
        blended=float(np.exp(middle)),
        low=float(np.exp(middle - spread)),
        high=float(np.exp(middle + spread)),
    )


def prior_variance(*, prior: float, prior_low: float, prior_high: float, own: float) -> float:
    """Return the variance of a logarithm whose range is read as nine cases of ten.

    An end at nothing is read as a millionth of the smaller of the two numbers.
    """
    floor = min(prior, own) * 1e-6
    wide = np.log(max(prior_high, floor)) - np.log(max(prior_low, floor))
    return (float(wide) / (2.0 * NINE_OF_TEN)) ** 2


NINE_OF_TEN = 1.6448536269514722
"""Standard deviations to each side that hold nine cases of ten."""

_TWO_SIDED = 1.959963984540054
