"""What it is worth to find out one factor, and how much of the doubt is due to it.

Knowing a factor's score z before choosing is worth

    EVPPI = E[max over choices of E[net | z]] - max over choices of E[net]

The conditional means are lines broken at a few shares of the draws below z, fitted on one half of
them; the choice they lead to is judged on the other half, and the other way round. So chance alone
earns nothing: a factor without influence comes out at nothing or below, which is shown as nothing.
The main effect is the share of the variance of a choice that its own curve explains.

Source: own definition; Strong, Oakley and Brennan, Estimating multiparameter partial expected value
of perfect information from a probabilistic sensitivity analysis sample, Medical Decision Making 34
(2014), for curves in place of nested draws.
"""

import numpy as np
from scipy.special import ndtr

from placement.domain.types import FloatArray

FEWEST = 40
"""Draws below which no curve is fitted."""

DRAWS_A_PIECE = 60
"""Draws that each piece of a curve has at least."""

PIECES = (2, 16)
"""Fewest and most pieces of a curve."""


def value_of_knowing(score: FloatArray, net: FloatArray) -> float:
    """Return what it is worth to know a factor before choosing, in the money of the nets.

    Args:
        score: The factor's scores, shape (draws,).
        net: What it brings to choose each, shape (choices, draws); choices that are never open
            left out.

    Returns:
        NaN where there are too few draws to tell.
    """
    if len(score) < FEWEST:
        return float("nan")
    curve = _pieces(score)
    gains = []
    for first in (0, 1):
        # Every other draw, so that both halves are as good.
        learn, judge = slice(first, None, 2), slice(1 - first, None, 2)
        fitted = np.linalg.lstsq(curve[learn], net[:, learn].T, rcond=None)[0]
        told = np.argmax(curve[judge] @ fitted, axis=1)
        untold = int(np.argmax(net[:, learn].mean(axis=1)))
        seen = net[:, judge]
        gains.append(np.mean(seen[told, np.arange(seen.shape[1])] - seen[untold]))
    return max(float(np.mean(gains)), 0.0)


def main_effect(score: FloatArray, net: FloatArray) -> float:
    """Return the share of a choice's variance that a factor alone explains, adjusted for chance.

    Args:
        score: The factor's scores, shape (draws,).
        net: What the choice brings, shape (draws,).
    """
    if len(score) < FEWEST:
        return float("nan")
    total = float(np.var(net))
    if total <= 0.0:
        return 0.0
    curve = _pieces(score)
    fitted = curve @ np.linalg.lstsq(curve, net, rcond=None)[0]
    unexplained = float(np.mean((net - fitted) ** 2)) / total
    size = len(score)
    return float(max(1.0 - unexplained * (size - 1) / (size - curve.shape[1]), 0.0))


def _pieces(score: FloatArray) -> FloatArray:
    """Return the parts that a broken line is made of, shape (draws, pieces + 1)."""
    pieces = int(np.clip(len(score) // DRAWS_A_PIECE, *PIECES))
    at = ndtr(score)[:, None] * pieces - np.arange(pieces + 1)
    return np.asarray(np.maximum(1.0 - np.abs(at), 0.0))
