"""When a difference is more than chance: tails, many comparisons at once, and ranges of a mean."""

import numpy as np

from placement.domain.types import BoolArray, FloatArray

EVEN = 0.005
"""Money below which two sums are the same."""


def two_sided(draws: FloatArray, came: FloatArray) -> FloatArray:
    """Return the chance of what came, or of anything as far out on that side, on both sides.

        p = min(1, 2 * min(P(M <= x), P(M >= x))),    P = (1 + count) / (1 + draws)

    So of n draws no chance is below 2 / (n + 1), and where the draws are true a chance of at most
    p comes up no oftener than p.

    Args:
        draws: Money under the odds, shape (rows, draws).
        came: What came in, shape (rows,).
    """
    number = draws.shape[1]
    below = 1.0 + (draws <= came[:, None] + EVEN).sum(axis=1)
    above = 1.0 + (draws >= came[:, None] - EVEN).sum(axis=1)
    return np.asarray(np.minimum(1.0, 2.0 * np.minimum(below, above) / (1.0 + number)))


def one_side(
    chance: FloatArray, draws: FloatArray, came: FloatArray, mean: FloatArray
) -> FloatArray:
    """Return the chances, 1 where a sum is rare on one side and beside its mean on the other.

    Where few payers make sums skew, little money may be rare although it is less than expected:
    the draws would call it too much and the mean too little. Such a sum says neither. No chance
    gets smaller, so alarms are not oftener false.

    Args:
        chance: Of what came by the draws, shape (rows,).
        draws: Money under the odds, shape (rows, draws).
        came: What came in, shape (rows,).
        mean: What was expected, shape (rows,).
    """
    below = (draws <= came[:, None] + EVEN).sum(axis=1)
    above = (draws >= came[:, None] - EVEN).sum(axis=1)
    clash = ((below < above) & (came > mean)) | ((above < below) & (came < mean))
    return np.where(clash, 1.0, chance)


def benjamini_hochberg(chance: FloatArray, *, rate: float) -> BoolArray:
    """Return which rows differ, of which at most a share `rate` is expected to be false.

    With m rows the largest k with p_(k) <= rate * k / m is found; the k smallest differ. Where no
    row differs in truth, the chance of any alarm at all is at most `rate`.

    Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", Journal of the
    Royal Statistical Society B 57 (1995), 289-300.

    Args:
        chance: Of each row, shape (rows,).
        rate: Share of false alarms that is borne.
    """
    order = np.argsort(chance, kind="stable")
    passes = chance[order] <= rate * np.arange(1, len(chance) + 1) / max(len(chance), 1)
    found = np.zeros(len(chance), dtype=bool)
    if passes.any():
        found[order[: int(np.flatnonzero(passes)[-1]) + 1]] = True
    return found


def means_behind(
    came: FloatArray, mean: FloatArray, variance: FloatArray, *, z: float
) -> tuple[FloatArray, FloatArray]:
    """Return the least and the highest mean that what came does not rule out.

        (x - m)^2 = z^2 * variance * m / mean, solved for m

    the score interval of a sum whose variance grows with its mean, as that of few payers does. It
    never falls below 0, and has room above where nothing came.

    Args:
        came: What came in, any shape, as the next two.
        mean: What was expected, above 0.
        variance: Of what was expected, by chance alone.
        z: Standard deviations to each side.
    """
    half = z**2 * variance / mean / 2.0
    reach = np.sqrt(half * (2.0 * came + half))
    return np.asarray(np.maximum(came + half - reach, 0.0)), np.asarray(came + half + reach)
