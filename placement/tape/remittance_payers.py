"""What single accounts paid month by month since their first payment, of a list by account."""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.remittance_batches import Attributes, joined
from placement.tape.remittance_reader import NO_MONTH
from placement.tape.remittance_rows import Rows

MOST_MONTHS = 60
"""Months since the first payment that are kept."""


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountsPaid:
    """The accounts that paid, one entry each."""

    batch: IntArray
    """Position of its batch."""

    balance: FloatArray
    """What was placed of it."""

    paid: FloatArray
    """Money in each month since the first payment, the first at position 0, net of reversals; NaN
    where the file ends before. Shape (accounts, months)."""

    def __len__(self) -> int:
        return len(self.batch)

    def take(self, chosen: BoolArray) -> "AccountsPaid":
        """Return the accounts of some batches, by a mask of the batches."""
        mine, place = chosen[self.batch], np.cumsum(chosen) - 1
        return AccountsPaid(
            batch=place[self.batch[mine]], balance=self.balance[mine], paid=self.paid[mine]
        )


def accounts_paid(paid: Rows, held: Rows, of: Attributes, owner: IntArray) -> AccountsPaid | None:
    """Return what each account paid; None where no payment has a month and an account.

    Args:
        paid: The rows of payments.
        held: Those of placements.
        of: The batches.
        owner: Batch of each payment, -1 where there is none.
    """
    found = paid.payments
    codes = paid.texts["account_id"].codes[found.row]
    used = (owner >= 0) & (codes >= 0) & (found.month != NO_MONTH) & ~np.isnan(found.amount)
    used &= found.month >= np.append(of.placed, NO_MONTH)[owner]
    if not used.any():
        return None
    balances = _balances(held, of)
    month, last = found.month[used], int(found.month[used].max())
    keys, account = np.unique(
        np.column_stack([codes[used], owner[used]]), axis=0, return_inverse=True
    )
    account = account.reshape(-1)
    start = int(month.min())
    money = np.zeros((len(keys), last - start + 1))
    np.add.at(money, (account, month - start), found.amount[used])
    names = joined(paid, ["account_id"])
    row = np.zeros(len(keys), dtype=np.int64)
    row[account] = found.row[used]
    balance = np.array(
        [
            balances.get((names[at], batch), np.nan)
            for at, batch in zip(row.tolist(), keys[:, 1].tolist(), strict=True)
        ]
    )
    pays = (money > 0.0).any(axis=1) & (balance > 0.0)
    if not pays.any():
        return None
    return AccountsPaid(batch=keys[pays, 1], balance=balance[pays], paid=_since_first(money[pays]))


def _balances(held: Rows, of: Attributes) -> dict[tuple[tuple[str, ...], int], float]:
    """Return the placed balance by account and batch, of its first row as in the batch's sum."""
    found: dict[tuple[tuple[str, ...], int], float] = {}
    for name, batch, balance in zip(
        joined(held, ["account_id"]), of.batch_of_row.tolist(), held.balance.tolist(), strict=True
    ):
        if batch >= 0:
            found.setdefault((name, batch), balance)
    return found


def _since_first(money: FloatArray) -> FloatArray:
    """Return money with the month of the first payment at position 0, NaN behind the file's end."""
    first = np.argmax(money > 0.0, axis=1)
    months = min(money.shape[1], MOST_MONTHS)
    at = first[:, None] + np.arange(months)
    inside = at < money.shape[1]
    rows = np.arange(len(money))[:, None]
    return np.where(inside, money[rows, np.minimum(at, money.shape[1] - 1)], np.nan)
