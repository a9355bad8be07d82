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


NEVER = -1e15
"""Stands for what a choice brings that is never open: nobody is told to take it."""


def value_of_knowing(score: FloatArray, net: FloatArray) -> FloatArray:
    """Return what it is worth to know a factor before choosing, in the money of the nets.

    Args:
        score: The factor's scores, shape (draws,).
        net: What it brings to choose each, shape (choices, draws, ...); minus infinity all through
            where a choice is never open.

    Returns:
        Shape (...), one for each segment; NaN where there are too few draws to tell.
    """
    shape = net.shape[2:]
    if len(score) < FEWEST:
        return np.full(shape, np.nan)
    nets = np.where(np.isneginf(net), NEVER, net).reshape(*net.shape[:2], -1)
    curve = _pieces(score)
    gains = np.zeros(nets.shape[2])
    for first in (0, 1):
        # Every other draw, so that both halves are as good.
        learn, judge = slice(first, None, 2), slice(1 - first, None, 2)
        learned = np.moveaxis(nets[:, learn], 1, 0).reshape(len(curve[learn]), -1)
        told = (curve[judge] @ (np.linalg.pinv(curve[learn]) @ learned)).reshape(
            -1, len(nets), nets.shape[2]
        )
        untold = np.argmax(nets[:, learn].mean(axis=1), axis=0)
        seen = np.moveaxis(nets[:, judge], 1, 0)
        with_it = np.take_along_axis(seen, np.argmax(told, axis=1)[:, None], axis=1)[:, 0]
        without = np.take_along_axis(seen, untold[None, None], axis=1)[:, 0]
        gains += (with_it - without).mean(axis=0) / 2.0
    return np.asarray(np.maximum(gains, 0.0).reshape(shape))


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
