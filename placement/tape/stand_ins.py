"""Numbers that stand in for what is not known: 999 days, 9999999 owed."""

import numpy as np

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.ledger import Ledger
from placement.tape.source import Source

_AGES = (999.0, 9_999.0, 99_999.0)
_BALANCES = tuple(float("9" * n) for n in range(6, 13)) + tuple(
    float("9" * n) + 0.99 for n in range(5, 11)
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
    _warn(
        source,
        ledger,
        "balance",
        np.isin(balance, _BALANCES) & ledger.accounts,
    )
    for field, values in ages.items():
        _warn(source, ledger, field, _odd_ages(values) & ledger.accounts)


def _odd_ages(values: FloatArray) -> BoolArray:
    """Return where an age is written in nines and far more common than those around it."""
    odd = np.zeros(len(values), dtype=bool)
    for nines in _AGES:
        of_nines = values == nines
        if not of_nines.any():
            continue
        near = int(np.count_nonzero(np.abs(values - nines) <= _NEAR)) - int(of_nines.sum())
        if of_nines.sum() > _STANDS_OUT * near / (2.0 * _NEAR):
            odd |= of_nines
    return odd


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
