"""Makers of books for tests: a few words instead of ten arrays."""

from collections.abc import Sequence

import numpy as np

from placement.assume.assumptions import Assumptions
from placement.domain.types import CreditorType, FloatArray, Segments

SECTORS = ("bank_card", "telecom", "property_fee", "logistics", "software_retainage")

TYPICAL_BALANCE = {
    "bank_card": 9_000.0,
    "telecom": 180.0,
    "property_fee": 3_500.0,
    "logistics": 60_000.0,
    "software_retainage": 400_000.0,
}

Numbers = float | Sequence[float] | FloatArray
Flags = bool | Sequence[bool]
Words = str | Sequence[str]


def segments(
    *,
    sector: Words = "bank_card",
    balance: Numbers = 7_000.0,
    age: Numbers = 12.0,
    creditor_type: Words = "joint_stock",
    accounts: int = 1,
    principal_share: Numbers = np.nan,
    placements: int | Sequence[int] = 0,
    months_since_demand: Numbers = np.nan,
    disputed: Flags = False,
    unreachable: Flags = False,
) -> Segments:
    """Return a book; a single value holds for every segment, a sequence gives one each."""
    given = (
        sector,
        balance,
        age,
        creditor_type,
        principal_share,
        placements,
        months_since_demand,
        disputed,
        unreachable,
    )
    size = max(1 if isinstance(value, str) else np.size(value) for value in given)

    def each(value: object, kind: type) -> np.ndarray:
        return np.broadcast_to(np.asarray(value, dtype=kind), (size,)).copy()

    def words(value: Words) -> tuple[str, ...]:
        return (value,) * size if isinstance(value, str) else tuple(value)

    return Segments(
        label=tuple(f"segment {position}" for position in range(size)),
        sector=words(sector),
        creditor_type=words(creditor_type),
        accounts=each(accounts, np.int64),
        balance=each(balance, np.float64),
        principal_share=each(principal_share, np.float64),
        age=each(age, np.float64),
        placements=each(placements, np.int64),
        months_since_demand=each(months_since_demand, np.float64),
        disputed=each(disputed, np.bool_),
        unreachable=each(unreachable, np.bool_),
    )


def random_book(size: int, seed: int) -> Segments:
    """Return accounts of all sectors with every flag, type and gap in the data."""
    rng = np.random.default_rng(seed)
    sector = rng.choice(SECTORS, size)
    age = rng.uniform(0.0, 72.0, size)
    typical = np.array([TYPICAL_BALANCE[name] for name in sector])
    return segments(
        sector=tuple(str(name) for name in sector),
        # Spread wide enough to cross the court's bands and the small-claims limit.
        balance=typical * np.exp(rng.normal(0.0, 1.3, size)),
        age=age,
        creditor_type=tuple(str(rng.choice(list(CreditorType))) for _ in range(size)),
        principal_share=np.where(rng.random(size) < 0.5, np.nan, rng.uniform(0.5, 1.0, size)),
        placements=rng.integers(0, 5, size),
        months_since_demand=np.where(
            rng.random(size) < 0.5, np.nan, age * rng.uniform(0.0, 1.0, size)
        ),
        disputed=rng.random(size) < 0.25,
        unreachable=rng.random(size) < 0.25,
    )


def each_sector(assumptions: Assumptions, path: str, value: float) -> dict[str, float]:
    """Return one value for the same path in every sector, ready for `with_values`."""
    return {f"{sector}.{path}": value for sector in assumptions.sectors}
