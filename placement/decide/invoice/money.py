"""Commission to the cent, exactly: whole cents times whole billionths, halves away from zero.

    charge = round(amount * rate * part)        VAT on it: round(charge * VAT)

What is rounded is symmetric, so that a reversal takes back what its payment earned.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from placement.domain.types import FloatArray, IntArray

UNITS = 10**9
"""Billionths: a rate of 22 % is 220,000,000 of them."""

Exact = NDArray[np.object_]
"""Whole numbers without an end."""


def units(shares: FloatArray | float) -> Exact:
    """Return shares as whole billionths, any shape; NaN counts as 0."""
    return exact(np.round(np.nan_to_num(np.asarray(shares, dtype=np.float64)) * UNITS))


def exact(values: Any) -> Exact:
    """Return whole numbers as Python's own, which have no end."""
    return np.asarray(values).astype(np.int64).astype(object)


def rounded(of: Exact, over: Exact | int) -> IntArray:
    """Return whole numbers over another one, rounded, halves away from zero."""
    size = np.abs(of)
    whole = (2 * size + over) // (2 * over)
    return np.asarray(np.where(of < 0, -whole, whole), dtype=np.int64)


def charge(
    cents: IntArray, rate: Exact, *, part: Exact | int = UNITS, vat: Exact | int = 0
) -> IntArray:
    """Return commission on amounts, with VAT on it where there is some.

    Args:
        cents: Amounts, shape (lines,).
        rate: Commission in billionths, shape (lines,).
        part: Of it that is earned, in billionths.
        vat: VAT added to it, in billionths.
    """
    return with_vat(rounded(exact(cents) * rate * part, UNITS * UNITS), vat)


def with_vat(cents: IntArray, vat: Exact | int) -> IntArray:
    """Return amounts with the VAT on them, which is rounded by itself."""
    return np.asarray(cents + rounded(exact(cents) * vat, UNITS), dtype=np.int64)
