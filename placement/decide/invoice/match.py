"""Each line of a bill beside the payment that it is about, if the creditor's books show one.

First what agrees in account, day and amount, each payment once; then, of what is left, what agrees
in account and day alone, then in account and amount alone. A line that repeats one that stands
above it, and for which no further payment is left, is billed twice.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from placement.decide.invoice.lines import Lines, Payments
from placement.domain.types import BoolArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Matched:
    """Arrays have shape (lines,)."""

    payment: IntArray
    """Position of the payment, -1 where there is none."""

    repeated: BoolArray
    """The line repeats another one."""


def match(lines: Lines, payments: Payments | None) -> Matched:
    """Return the payment of each line.

    Args:
        lines: The bill.
        payments: The creditor's; None where there is no such list, so that repeated lines alone
            are told.
    """
    usable = (lines.account >= 0) & ~np.isnan(lines.cents)
    bill = pd.DataFrame({"account": lines.account, "day": lines.day, "cents": lines.cents})
    bill["sign"] = np.sign(bill["cents"])
    with_day = usable & ~np.isnan(lines.day)
    same = bill.assign(payment=lines.payment) if payments is None else bill
    repeats = same.groupby(list(same.columns), dropna=False, sort=False).cumcount().to_numpy() > 0
    found = np.full(len(lines), -1, dtype=np.int64)
    if payments is None:
        return Matched(payment=found, repeated=repeats & with_day)
    books = pd.DataFrame(
        {"account": payments.account, "day": payments.day, "cents": payments.cents.astype(float)}
    )
    books["sign"] = np.sign(books["cents"])
    free = payments.account >= 0
    _pair(bill, books, ["account", "day", "cents"], with_day, free, found)
    repeated = repeats & with_day & (found < 0)
    _pair(bill, books, ["account", "day", "sign"], with_day & ~repeated, free, found)
    _pair(bill, books, ["account", "cents"], usable & ~repeated, free, found)
    return Matched(payment=found, repeated=repeated)


def _pair(
    bill: pd.DataFrame,
    books: pd.DataFrame,
    keys: list[str],
    lines: BoolArray,
    free: BoolArray,
    found: IntArray,
) -> None:
    """Fill `found` with the first line of a key beside its first free payment, and so on."""
    left = bill[lines & (found < 0)]
    right = books[free]
    if left.empty or right.empty:
        return
    # Of equal amounts on other days the earlier stand beside each other.
    left, right = (part.sort_values("day", kind="stable") for part in (left, right))
    left = left.assign(turn=left.groupby(keys).cumcount(), line=left.index)
    right = right.assign(turn=right.groupby(keys).cumcount(), payment=right.index)
    pairs = left[[*keys, "turn", "line"]].merge(
        right[[*keys, "turn", "payment"]], on=[*keys, "turn"]
    )
    found[pairs["line"]] = pairs["payment"]
    free[pairs["payment"]] = False
