"""Placing monthly amounts on the time axis."""

import numpy as np

from placement.domain.types import FloatArray


def from_month_one(table: FloatArray, month_zero: FloatArray | None = None) -> FloatArray:
    """Put month 0 before a table that starts with month 1.

    Args:
        table: Amounts of months 1..K, shape (..., segments, K).
        month_zero: Amounts of month 0, shape (..., segments); nothing if not given.
    """
    first = np.zeros((*table.shape[:-1], 1)) if month_zero is None else month_zero[..., None]
    first = np.broadcast_to(first, (*np.broadcast_shapes(first.shape[:-1], table.shape[:-1]), 1))
    table = np.broadcast_to(table, (*first.shape[:-1], table.shape[-1]))
    return np.concatenate([first, table], axis=-1)


def while_running(months: FloatArray, until: FloatArray) -> FloatArray:
    """Return 1 in the months up to `until`, 0 after, shape (..., segments, months)."""
    return np.where(months <= np.asarray(until)[..., None], 1.0, 0.0)
