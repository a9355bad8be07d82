"""Strata: the same tape counted by one or several of its properties."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from placement.domain.errors import InputError
from placement.domain.names import name_label
from placement.domain.text import listed, t
from placement.tape.ages import LIMITATION_MONTHS
from placement.tape.bands import Bands, age_band_of, band_of
from placement.tape.labels import (
    age_band_label,
    balance_band_label,
    demand_label,
    placements_label,
)

if TYPE_CHECKING:
    import pandas as pd

    from placement.domain.types import IntArray
    from placement.tape.tape import Tape

STRATA = (
    "sector", "creditor_type", "age", "balance_band", "placements", "disputed", "unreachable",
    "placed_now", "limitation", "creditor", "product", "region",
)  # fmt: skip
"""Properties a tape can be counted by."""


def stratify(
    tape: "Tape",
    by: str | Sequence[str],
    *,
    bands: Bands | None = None,
    limitation_months: float = LIMITATION_MONTHS,
) -> "pd.DataFrame":
    """Count accounts and money by one or several properties.

    Args:
        tape: The accounts.
        by: One or several of `STRATA`; "balance" means "balance_band".
        bands: Where to cut by age and balance.
        limitation_months: Months since the last demand from which a claim is past limitation.

    Returns:
        One row per stratum that occurs, in natural order. Columns: the properties asked for, as
        ordered categories of labels; `accounts`, `balance` (sum), `share` of the tape's balance
        (adds up to 1), `mean_balance`, and `mean_age` in months, weighted by balance.

    Raises:
        InputError: `by` names no or an unknown property.
    """
    import pandas as pd

    # "balance" is the sum's column, so the band needs a name of its own.
    asked = [by] if isinstance(by, str) else list(by)
    names = ["balance_band" if name == "balance" else name for name in asked]
    if not names or set(names) - set(STRATA):
        raise InputError(
            t(
                "A tape is counted by one or more of {known}; got {names}.",
                known=listed(STRATA),
                names=listed(names),
            )
        )
    strata = [_stratum(tape, name, bands or Bands(), limitation_months) for name in names]
    key = np.zeros(len(tape), dtype=np.int64)
    for codes, labels in strata:
        key = key * len(labels) + codes
    filled, index = np.unique(key, return_inverse=True)
    where = np.unravel_index(filled, [len(labels) for _, labels in strata])
    accounts = np.bincount(index)
    balance = np.bincount(index, weights=tape.balance)
    columns = {
        name: pd.Categorical.from_codes(codes, categories=pd.Index(labels), ordered=True)
        for name, (_, labels), codes in zip(names, strata, where, strict=True)
    }
    return pd.DataFrame(
        {
            **columns,
            "accounts": accounts,
            "balance": balance,
            "share": balance / balance.sum(),
            "mean_balance": balance / accounts,
            "mean_age": np.bincount(index, weights=tape.balance * tape.age) / balance,
        }
    )


def _stratum(
    tape: "Tape", name: str, bands: Bands, limitation_months: float
) -> "tuple[IntArray, tuple[str, ...]]":
    """Return each account's class and the label of every class."""
    if name == "age":
        # Stages are named where the book is of cards alone.
        sector = tape.sector.names[0] if len(tape.sector.names) == 1 else ""
        edges = range(len(bands.age) + 1)
        labels = tuple(age_band_label(bands.age, i, sector=sector) for i in edges)
        return age_band_of(tape.age, bands.age), labels
    if name == "balance_band":
        labels = tuple(balance_band_label(bands.balance, i) for i in range(len(bands.balance) + 1))
        return band_of(tape.balance, bands.balance), labels
    if name == "placements":
        return np.minimum(tape.placements, 3), tuple(placements_label(i) for i in range(4))
    if name == "limitation":
        since = tape.months_since_demand
        classes = np.where(np.isnan(since), 0, np.where(since >= limitation_months, 2, 1))
        return classes, tuple(demand_label(i) for i in range(3))
    if name == "disputed":
        return tape.disputed.astype(np.int64), (t("not disputed"), t("disputed"))
    if name == "unreachable":
        return tape.unreachable.astype(np.int64), (t("reachable"), t("unreachable"))
    if name == "placed_now":
        return tape.placed_now.astype(np.int64), (t("with no agency"), t("with an agency now"))
    column = getattr(tape, name)
    known = name in ("sector", "creditor_type")
    labels = tuple(name_label(n) if known else n for n in column.names)
    # Numpy counts -1, an empty cell, from the end: the last label.
    nothing = t("not given")
    return column.codes.astype(np.int64) % (len(labels) + 1), (*_unique(labels, nothing), nothing)


def _unique(labels: tuple[str, ...], taken: str) -> tuple[str, ...]:
    return tuple(f"{label} " if label == taken else label for label in labels)
