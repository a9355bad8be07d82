"""Numbers that stand in for what is not known: 999 days, 9999999 owed."""

import numpy as np

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.ledger import Ledger
from placement.tape.source import Source

_AGES = (999.0, 9_999.0, 99_999.0)
_BALANCES = tuple(
    sorted(
        [*(float("9" * n) for n in range(6, 13)), *(float("9" * n) + 0.99 for n in range(5, 11))]
    )
)

_NEAR = 30.0
"""Days around an age in which others are counted to see whether it stands out."""

_STANDS_OUT = 5.0
"""How many times as often as its neighbours a true age of 999 days does not come."""


def warn_stand_ins(
    source: Source, ledger: Ledger, *, balance: FloatArray, ages: dict[str, FloatArray]
) -> None:
    """Say which balances and ages look like stand-ins; the rows stay in the book.

    Args:
        source: The file.
        ledger: The book.
        balance: Balances as the file has them, NaN where unreadable. Shape (rows,).
        ages: Our field → days past due, NaN where unknown. Shape (rows,).
    """
    _warn(source, ledger, "balance", _where(balance, _BALANCES) & ledger.accounts)
    for field, values in ages.items():
        _warn(source, ledger, field, _where(values, _AGES, near=_NEAR) & ledger.accounts)


def _where(values: FloatArray, nines: tuple[float, ...], *, near: float = 0.0) -> BoolArray:
    """Return where a number is one of nines alone and far more common than those near it."""
    mask = np.zeros(len(values), dtype=bool)
    # Few numbers are as large, and only those are looked at.
    large = np.flatnonzero(values >= nines[0] - near)
    among = values[large]
    for number in nines:
        alike = among == number
        others = int(np.count_nonzero(np.abs(among - number) <= near)) - int(alike.sum())
        if near == 0.0 or alike.sum() > _STANDS_OUT * others / (2.0 * near):
            mask[large[alike]] = True
    return mask


def _warn(source: Source, ledger: Ledger, field: str, mask: BoolArray) -> None:
    ledger.warn(
        mask,
        "balance_stand_in" if field == "balance" else "age_stand_in",
        lambda rows, of: t(
            "{rows} of {of} rows have a {column} of nines alone, which usually stands in for one "
            "that is not known; it is taken as it is.",
            rows=rows,
            of=of,
            column=source.called(field),
        ),
        t("Empty these cells or correct them if it is not the true number."),
        source.place(field),
    )
