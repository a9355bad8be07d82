"""Makers of contracts for tests: a few words instead of eighteen arrays."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from placement.decide.mix.contracts import Bands, Contracts
from placement.decide.mix.programme import Programme, Row, Rule
from tests.builders import SECTORS, TYPICAL_BALANCE

COMMISSION = {
    "bank_card": 0.28,
    "telecom": 0.22,
    "property_fee": 0.18,
    "logistics": 0.16,
    "software_retainage": 0.2,
}


OF_BAND = {
    "sector": "bank_card",
    "creditor_type": "other",
    "accounts": 5_000,
    "balance": 7_000.0,
    "age": 12.0,
    "commission": 0.3,
    "placements": 0,
    "volume_share": 1.0,
    "letters": 0,
    "in_house_months": np.nan,
    "history": "",
    "disputed": False,
    "unreachable": False,
}
OF_CONTRACT = {
    "creditor": "",
    "skill": "",
    "fixed_cost": 60_000.0,
    "win_probability": 1.0,
    "legal_hours": 0.0,
    "cash": 0.0,
    "payment_lag": np.nan,
    "exit_cost": 0.0,
    "start_month": 0,
    "held": False,
    "must_keep": False,
    "locked_in": False,
    "locked_out": False,
}


def contracts(size: int = 1, *, bands: int | Sequence[int] = 1, **given: Any) -> Contracts:
    """Return contracts; a single value holds for all of them, a sequence gives one each.

    Args:
        size: Number of contracts.
        bands: Bands of each of them.
        given: Values by their names; of bands in the order of the contracts.
    """
    of = np.repeat(np.arange(size), bands)
    names = tuple(f"lot {number}" for number in range(1, size + 1))

    def each(name: str, usual: Any, count: int) -> Any:
        value = given.pop(name, usual)
        if isinstance(usual, str):
            return (value,) * count if isinstance(value, str) else tuple(value)
        return np.broadcast_to(np.asarray(value, dtype=np.asarray(usual).dtype), (count,)).copy()

    rows = {name: each(name, usual, len(of)) for name, usual in OF_BAND.items()}
    whole = {name: each(name, usual, size) for name, usual in OF_CONTRACT.items()}
    whole["terms"] = tuple(given.pop("terms", (None,) * size))
    called = tuple(given.pop("contract", names))
    assert not given, given
    return Contracts(contract=called, bands=Bands(of=of, **rows), **whole)


def random_contracts(size: int, seed: int) -> Contracts:
    """Return contracts of all sectors with sizes, ages and prices around the usual ones."""
    rng = np.random.default_rng(seed)
    sector = [str(name) for name in rng.choice(SECTORS[:4], size, p=(0.5, 0.1, 0.25, 0.15))]
    typical = np.array([TYPICAL_BALANCE[name] for name in sector])
    lots = np.array([{"telecom": 20_000.0, "logistics": 120.0}.get(n, 2_000.0) for n in sector])
    return contracts(
        size,
        sector=sector,
        accounts=np.maximum(lots * np.exp(rng.normal(0.0, 0.8, size)), 1.0).astype(np.int64),
        balance=typical * np.exp(rng.normal(0.0, 0.5, size)),
        age=rng.uniform(3.0, 30.0, size),
        commission=np.array([COMMISSION[n] for n in sector]) * rng.uniform(0.7, 1.3, size),
        fixed_cost=rng.uniform(10_000.0, 80_000.0, size),
        legal_hours=rng.uniform(0.0, 60.0, size),
        start_month=rng.integers(0, 4, size),
    )


def programme(
    profit: Sequence[Sequence[float]] | np.ndarray,
    *rows: tuple[np.ndarray, float],
    must: Sequence[int] = (),
    chance: np.ndarray | float = 1.0,
    rule: Rule | None = None,
) -> Programme:
    """Return a programme from profits and pairs of (use, capacity)."""
    values = np.asarray(profit, dtype=float)
    size = len(values)
    return Programme(
        profit=values,
        allowed=np.ones(values.shape, dtype=bool),
        must=np.isin(np.arange(size), must),
        chance=np.broadcast_to(np.asarray(chance, dtype=float), (size,)),
        rows=tuple(
            Row(kind=f"means {number}", use=np.asarray(use, dtype=float), capacity=capacity)
            for number, (use, capacity) in enumerate(rows)
        ),
        rule=rule or Rule(),
    )
