"""Reading a table between its points."""

from collections.abc import Callable

import numpy as np

from placement.domain.days import days_of, start_day
from placement.domain.types import FloatArray, IntArray

_Pick = Callable[[FloatArray, IntArray], FloatArray]
"""Takes the values at some points out of a table."""


def log_linear(at: FloatArray, *, points: FloatArray, values: FloatArray) -> FloatArray:
    """Return the table's value: the logarithm is linear between points, flat outside them.

        y(x) = y0 ** (1 - f) * y1 ** f,  f = (x - x0) / (x1 - x0)

    Where one end is zero its logarithm is not defined and the value itself is linear.

    Args:
        at: Where to read, shape (segments,).
        points: Rising keys, shape (points,).
        values: Values at the points, shape (points,) or (draws, points).

    Returns:
        Shape (segments,) or (draws, segments).

    Source: own definition, docs/model.md, "The debtor".
    """
    return _log_linear(at, points, values, _column)


def log_linear_each(at: FloatArray, *, points: FloatArray, values: FloatArray) -> FloatArray:
    """Return readings of tables that differ from row to row, as `log_linear` otherwise.

    Args:
        at: Where to read, shape (rows, places).
        points: Rising keys, shape (points,).
        values: Values of each row at the points, shape (rows, points).

    Returns:
        Shape (rows, places).
    """
    return _log_linear(at, points, values, _along_row)


def _log_linear(
    at: FloatArray, points: FloatArray, values: FloatArray, pick: "_Pick"
) -> FloatArray:
    right = np.clip(np.searchsorted(points, at, side="right"), 1, max(len(points) - 1, 1))
    if len(points) == 1:
        return np.broadcast_to(values[..., 0:1], (*values.shape[:-1], at.shape[-1])).copy()
    left = right - 1
    share = np.clip((at - points[left]) / (points[right] - points[left]), 0.0, 1.0)
    positive = values > 0.0
    # Logarithms of the few points, not of every reading.
    logs = np.log(np.where(positive, values, 1.0))
    curved = np.exp((1.0 - share) * pick(logs, left) + share * pick(logs, right))
    if positive.all():
        return np.asarray(curved)
    low, high = pick(values, left), pick(values, right)
    both = (low > 0.0) & (high > 0.0)
    return np.where(both, curved, low + share * (high - low))


def ladder_step(at: FloatArray, *, points: FloatArray, values: FloatArray) -> FloatArray:
    """Return the value of the last rung that has started; the first one's before that.

    A rung of N months starts after day `start_day(N)`: "3m" holds from 91 days on, "12m" from
    366 days, where 12 months are 365 days.

    Args:
        at: Ages in months, shape (segments,).
        points: Rising months from which the rungs hold, shape (points,).
        values: Values of the rungs, shape (points,) or (draws, points).

    Returns:
        Shape (segments,) or (draws, segments).

    Source: own definition, docs/model.md, "Place with an agency".
    """
    return _column(values, _rung(at, points))


def ladder_step_each(at: FloatArray, *, points: FloatArray, values: FloatArray) -> FloatArray:
    """Return readings of ladders that differ from row to row; arguments as `log_linear_each`."""
    return _along_row(values, _rung(at, points))


def _rung(at: FloatArray, points: FloatArray) -> IntArray:
    # The left side: a rung whose start is this very day has not started.
    started = np.searchsorted(start_day(points), days_of(at), side="left")
    return np.maximum(started - 1, 0)


def banded(amount: FloatArray, *, edges: FloatArray, rates: FloatArray) -> FloatArray:
    """Return a charge by marginal bands, as a progressive tariff.

        charge = sum over bands of rate * (part of the amount inside the band)

    Args:
        amount: Amounts, any shape.
        edges: Lower edge of each band, rising from 0, shape (bands,).
        rates: Rate in each band, shape (bands,).
    """
    upper = np.append(edges[1:], np.inf)
    inside = np.clip(amount[..., None], edges, upper) - edges
    return np.asarray(inside @ rates)


def _column(values: FloatArray, place: IntArray) -> FloatArray:
    return np.asarray(values[..., place])


def _along_row(values: FloatArray, place: IntArray) -> FloatArray:
    return np.take_along_axis(values, place, axis=1)
