"""What a lot may be: the truth behind an estimate, and the grid over which it is averaged.

The estimate of the willing share errs. With X the true odds over the estimated and e the error,

    ln X ~ N(-e^2/2, e^2)     so that E[X] = 1,     Z = (ln X + e^2/2)/e standard normal

and Z > 0 is a lot that is better than it looks. Whatever depends on the truth is averaged over Z.

Source: own definition, docs/model.md, "Bidding".
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.interpolate import make_interp_spline

from placement.decide.bid.checks import require_at_least
from placement.domain.errors import InputError
from placement.domain.text import t
from placement.domain.types import FloatArray

TRUTHS: FloatArray = np.asarray(np.arange(-28, 29) * 0.25, dtype=float)
"""Z at which profits are taken. For smooth densities that vanish at both ends equal steps are all
but exact."""

LARGEST_ERROR = 2.0
"""Relative error above which an estimate says nothing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Truths:
    """What lots may really be, before anyone has won."""

    z: FloatArray
    """How much better a lot is than it looks, in standard errors, shape (truths,)."""
    factor: FloatArray
    """X, true odds over the estimated, shape (lots, truths); without an error 1 throughout."""
    weight: FloatArray
    """Chance of each truth, shape (truths,)."""


def truths(error: float | FloatArray) -> Truths:
    """Return the truths behind estimates with the given errors, `TRUTHS`; without errors one.

    Args:
        error: Error e, one number or one for each lot.

    Raises:
        InputError: The error is negative or above 2.
    """
    relative = check_error(error)[:, None]
    if not np.any(relative > 0.0):
        return Truths(z=np.zeros(1), factor=np.ones((len(relative), 1)), weight=np.ones(1))
    density = np.exp(-(TRUTHS**2) / 2.0)
    return Truths(
        z=TRUTHS,
        factor=np.exp(relative * TRUTHS - relative**2 / 2.0),
        weight=density / density.sum(),
    )


def check_error(error: float | FloatArray) -> FloatArray:
    """Return errors as an array of shape (lots,), or raise InputError."""
    relative = np.atleast_1d(np.asarray(error, dtype=float))
    require_at_least(
        t("estimate-error"),
        relative,
        0.0,
        why=t("Write a decimal share as in 0.3 for 30%; 0 is an estimate that does not err."),
    )
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
    return relative


def weight_below(place: FloatArray) -> FloatArray:
    """Return the weights of `TRUTHS` that average over Z < place only.

        integral up to place of phi(z) * L_k(z) dz

    L_k is the smooth curve through 1 at truth k and 0 at all others, so that a win that hangs on a
    sharp edge in Z is weighed exactly wherever the edge lies. Between tabled places the integral
    is read by cubics with its own slopes.

    Args:
        place: Edges, any shape; infinities are allowed.

    Returns:
        Shape (..., truths).
    """
    places, total, slope = _integrals()
    step = places[1] - places[0]
    at = np.clip((place - places[0]) / step, 0.0, len(places) - 1.0)
    left = np.minimum(at.astype(np.int64), len(places) - 2)
    x = (at - left)[..., None]
    return np.asarray(
        (1.0 + 2.0 * x) * (1.0 - x) ** 2 * total[left]
        + x**2 * (3.0 - 2.0 * x) * total[left + 1]
        + step * x * (1.0 - x) * ((1.0 - x) * slope[left] - x * slope[left + 1])
    )


@cache
def _integrals() -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return places, the weights up to each of them and their slopes there."""
    curves = make_interp_spline(TRUTHS, np.eye(len(TRUTHS)), k=5)
    places = np.linspace(TRUTHS[0], TRUTHS[-1], 10 * (len(TRUTHS) - 1) + 1)

    def weighed(z: FloatArray) -> FloatArray:
        density = np.exp(-(z**2) / 2.0) / np.sqrt(2.0 * np.pi)
        return np.asarray(density[..., None] * curves(z))

    nodes, weights = np.polynomial.legendre.leggauss(6)
    half = (places[1] - places[0]) / 2.0
    inside = places[:-1, None] + half * (nodes + 1.0)
    cells = half * np.einsum("cn...,n->c...", weighed(inside), weights)
    total = np.concatenate([np.zeros((1, len(TRUTHS))), np.cumsum(cells, axis=0)])
    return places, total / total[-1].sum(), weighed(places)
