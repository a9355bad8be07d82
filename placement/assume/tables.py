"""Reading a table between its points."""

from dataclasses import dataclass

import numpy as np

from placement.domain.days import days_of, start_day
from placement.domain.types import BoolArray, FloatArray, IntArray


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
    lines, stretch = Lines.of(points, values), _stretch(np.asarray(at), points)
    line = lines.height[..., stretch] + lines.rise[..., stretch] * (at - lines.left[stretch])
    return _bent(line, None if lines.curved is None else lines.curved[..., stretch])


def log_linear_each(at: FloatArray, *, lines: "Lines", table: IntArray) -> FloatArray:
    """Return readings of tables that differ from row to row, as `log_linear` otherwise.

    Args:
        at: Where to read, shape (rows,) or (rows, places).
        lines: Of all tables, shape (tables, points + 1).
        table: The table that each row reads, shape (rows,).

    Returns:
        Shape as `at`.
    """
    stretch = _stretch(at, lines.points)
    cell = _cell(table, stretch, width=len(lines.left))
    line = at - np.take(lines.left, stretch)
    line *= np.take(lines.rise, cell)
    line += np.take(lines.height, cell)
    return _bent(line, None if lines.curved is None else np.take(lines.curved, cell))


@dataclass(frozen=True, kw_only=True, eq=False)
class Lines:
    """A table as lines: one before the first point, one between each two, one after the last."""

    points: FloatArray
    left: FloatArray
    """Where each line starts, shape (points + 1,)."""
    height: FloatArray
    """Of each line where it starts, shape (..., points + 1)."""
    rise: FloatArray
    """Slope of each line, same shape."""
    curved: BoolArray | None
    """Where the lines are those of the logarithm, same shape; None where all are."""

    @classmethod
    def of(cls, points: FloatArray, values: FloatArray) -> "Lines":
        """Return the lines of a table, or of several with the same points."""
        begins = np.append(0, np.arange(len(points)))
        positive = values > 0.0
        curved = positive[..., begins]
        curved[..., 1:-1] &= positive[..., 1:]
        logs = np.log(np.where(positive, values, 1.0))
        rise = np.zeros(curved.shape)
        rise[..., 1:-1] = np.where(curved[..., 1:-1], np.diff(logs), np.diff(values))
        rise[..., 1:-1] /= np.diff(points)
        return cls(
            points=points,
            left=points[begins],
            height=np.where(curved, logs[..., begins], values[..., begins]),
            rise=rise,
            curved=None if curved.all() else curved,
        )


def _stretch(at: FloatArray, points: FloatArray) -> IntArray:
    """Return how many points lie at or before each place, so on which line it lies."""
    # Tables are short: comparing with every point is quicker than searching among them.
    passed = np.zeros(np.shape(at), dtype=np.int8)
    for point in points:
        passed += (at >= point).view(np.int8)
    return passed.astype(np.int64)


def _bent(line: FloatArray, curved: BoolArray | None) -> FloatArray:
    """Return the readings where the lines are those of the logarithm, and the lines elsewhere."""
    if curved is None:
        return np.asarray(np.exp(line))
    return np.where(curved, np.exp(np.where(curved, line, 0.0)), line)


def _cell(table: IntArray, place: IntArray, *, width: int) -> IntArray:
    """Return where a row's place in its own table is if all tables lie behind each other."""
    return np.asarray((table * width).reshape(-1, *[1] * (place.ndim - 1)) + place)


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
    return np.asarray(values[..., _rung(at, points)])


def ladder_step_each(
    at: FloatArray, *, points: FloatArray, values: FloatArray, table: IntArray
) -> FloatArray:
    """Return readings of ladders that differ from row to row; arguments as `log_linear_each`."""
    return np.asarray(np.take(values, _cell(table, _rung(at, points), width=len(points))))


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
