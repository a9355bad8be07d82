"""Where a book is cut by age and by balance."""

import math
from dataclasses import dataclass

import numpy as np

from placement.domain.days import days_of, start_day
from placement.domain.errors import InputError
from placement.domain.text import listed, t
from placement.domain.types import FloatArray, IntArray


@dataclass(frozen=True, kw_only=True)
class Bands:
    """Where accounts are cut by age and by balance; each edge opens the band above it.

    The default ages are the stages M1 to M6, then quarters, half-years and years. Debtors leave
    fastest in the first months, in every sector, and the trade places and prices by stage. The
    default balances part small bills, cards and corporate claims, with the 50,000 up to which a
    loss is deducted after one year.
    """

    age: tuple[float, ...] = (
        1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 9.0, 12.0, 18.0, 24.0, 36.0, 60.0,
    )  # fmt: skip
    """Edges in months past due, rising, above 0; each opens its band where a commission of "from
    N months on" begins to hold, after day 30 N or, from a year on, 365 N / 12."""

    balance: tuple[float, ...] = (200.0, 1_000.0, 5_000.0, 20_000.0, 50_000.0, 200_000.0)
    """Edges in the account's currency, rising, above 0."""

    def __post_init__(self) -> None:
        """Check that edges rise from above 0."""
        for name, edges in (("age", self.age), ("balance", self.balance)):
            object.__setattr__(self, name, tuple(float(edge) for edge in edges))
            rising = all(a < b for a, b in zip((0.0, *edges), edges, strict=False))
            if not rising or not all(map(math.isfinite, edges)) or len(edges) > 50:
                raise InputError(
                    t(
                        "The {name} bands need at most 50 edges that rise from above 0; "
                        "got {edges}. Write them like 3, 6, 12.",
                        name=name,
                        edges=listed(f"{edge:g}" for edge in edges),
                    )
                )


def band_of(values: FloatArray, edges: tuple[float, ...]) -> IntArray:
    """Return the band of each value: the number of edges at or below it. Shape (values,)."""
    return _counted(np.greater_equal, values, edges)


def age_band_of(age: FloatArray, edges: tuple[float, ...]) -> IntArray:
    """Return the band of each age in months: the number of edges it has passed, in days."""
    # Days are made once; rounding them at every edge took most of the time.
    return _counted(np.greater, days_of(age), tuple(float(start_day(edge)) for edge in edges))


def _counted(passes: np.ufunc, values: FloatArray, edges: tuple[float, ...]) -> IntArray:
    # A handful of comparisons beats a binary search on a million rows, and so do short integers.
    band = np.zeros(len(values), dtype=np.int16)
    for edge in edges:
        band += passes(values, edge)
    return band.astype(np.int64)
