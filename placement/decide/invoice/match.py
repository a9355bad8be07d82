"""Each line of a bill beside the payment that it is about, if the creditor's books show one.

First what agrees in account, day and amount, each payment once. Then lines and payments of one
account and day that are not one of each and add up to the same: a payment billed in two lines. A
line that repeats one that stands above it, and for which no further payment is left, is billed
twice. Then the same of one account and month: a month billed as one sum. Then, of what is left,
what agrees in account and day alone, then in account and amount alone.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from placement.decide.invoice.lines import Lines, Payments
from placement.domain.types import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, kw_only=True, eq=False)
class Matched:
    """Arrays have shape (lines,)."""

    payment: IntArray
    """Position of the payment, -1 where there is none."""

    repeated: BoolArray
    """The line repeats another one."""

    together: BoolArray
    """The line is one of some that add up to some payments; `payment` is the latest of these."""

    part_line: IntArray
    """Lines of those, one for each of its payments. Shape (parts,)."""

    part_payment: IntArray
    """Their payments. Shape (parts,)."""

    free: BoolArray
    """Payments that no line is about. Shape (payments,)."""


def match(lines: Lines, payments: Payments | None, *, nets_reversals: bool = True) -> Matched:
    """Return the payment of each line.

    Args:
        lines: The bill.
        payments: The creditor's; None where there is no such list, so that repeated lines alone
            are told.
        nets_reversals: What was taken back may be taken off a sum that is billed.
    """
    usable = (lines.account >= 0) & ~np.isnan(lines.cents)
    bill = pd.DataFrame({"account": lines.account, "day": lines.day, "cents": lines.cents})
    bill["sign"] = np.sign(bill["cents"])
    with_day = usable & ~np.isnan(lines.day)
    same = bill.assign(payment=lines.payment) if payments is None else bill
    repeats = same.groupby(list(same.columns), dropna=False, sort=False).cumcount().to_numpy() > 0
    found = np.full(len(lines), -1, dtype=np.int64)
    if payments is None:
        nothing = np.empty(0, dtype=np.int64)
        return Matched(
            payment=found,
            repeated=repeats & with_day,
            together=np.zeros(len(lines), dtype=bool),
            part_line=nothing,
            part_payment=nothing,
            free=np.empty(0, dtype=bool),
        )
    books = pd.DataFrame(
        {"account": payments.account, "day": payments.day, "cents": payments.cents.astype(float)}
    )
    books["sign"] = np.sign(books["cents"])
    free = payments.account >= 0
    _pair(bill, books, ["account", "day", "cents"], with_day, free, found)
    for table in (bill, books):
        table["month"] = months_of(table["day"].to_numpy(dtype=np.float64))
    counts = free & (nets_reversals | (payments.cents > 0))
    sums = with_day & (lines.cents > 0.0)
    parts = [_sum_up(bill, books, ["account", "day"], sums, free, counts, found)]
    repeated = repeats & with_day & (found < 0)
    parts.append(_sum_up(bill, books, ["account", "month"], sums & ~repeated, free, counts, found))
    part_line, part_payment = (np.concatenate(both) for both in zip(*parts, strict=True))
    together = np.zeros(len(lines), dtype=bool)
    together[part_line] = True
    _pair(bill, books, ["account", "day", "sign"], with_day & ~repeated, free, found)
    _pair(bill, books, ["account", "cents"], usable & ~repeated, free, found)
    return Matched(
        payment=found,
        repeated=repeated,
        together=together,
        part_line=part_line,
        part_payment=part_payment,
        free=free,
    )


def months_of(days: FloatArray) -> IntArray:
    """Return the months of days since 1970-01; the least number there is for those unknown."""
    known = ~np.isnan(days)
    months = np.where(known, days, 0.0).astype("datetime64[D]").astype("datetime64[M]")
    return np.where(known, months.astype(np.int64), np.iinfo(np.int64).min)


def _sum_up(
    bill: pd.DataFrame,
    books: pd.DataFrame,
    keys: list[str],
    lines: BoolArray,
    free: BoolArray,
    counts: BoolArray,
    found: IntArray,
) -> tuple[IntArray, IntArray]:
    """Fill `found` where all open lines of a key add up to all its free payments; return parts."""
    left = bill[lines & (found < 0)]
    right = books[free & counts]
    ours = left.groupby(keys, as_index=False).agg(sum=("cents", "sum"), size=("cents", "size"))
    theirs = right.groupby(keys, as_index=False).agg(sum=("cents", "sum"), size=("cents", "size"))
    both = ours.merge(theirs, on=[*keys, "sum"], suffixes=("", "_books"))
    # One of each is a pair, which the amounts and days tell.
    chosen = both.loc[both["size"] + both["size_books"] > 2, keys]
    if chosen.empty:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing
    pairs = (
        left.assign(line=left.index)[[*keys, "line"]]
        .merge(chosen, on=keys)
        .merge(
            right.assign(payment=right.index, of=right["day"])[[*keys, "payment", "of", "cents"]],
            on=keys,
        )
        .sort_values(["line", "of", "payment"], kind="stable")
    )
    # A sum above 0 has a payment above 0.
    shown = pairs[pairs["cents"] > 0].drop_duplicates("line", keep="last")
    found[shown["line"]] = shown["payment"]
    free[pairs["payment"]] = False
    return pairs["line"].to_numpy(dtype=np.int64), pairs["payment"].to_numpy(dtype=np.int64)


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
