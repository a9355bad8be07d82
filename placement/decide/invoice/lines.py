"""What stands in a bill and in the creditor's own lists, as arrays.

Accounts are numbers that all lists share, -1 where none is known; days count from 1970-01-01 and
money is whole cents. NaN is not known.
"""

from dataclasses import dataclass

import numpy as np

from placement.domain.types import BoolArray, FloatArray, IntArray

_DAYS = 1 << 19
"""More than all days that a file can hold, from 1900 to 2200."""

_FIRST_DAY = 1 << 17
_LAST = _DAYS - 1


@dataclass(frozen=True, kw_only=True, eq=False)
class Facts:
    """What is known of the accounts of some lines. Arrays have shape (lines,)."""

    placed: FloatArray
    recalled: FloatArray
    age_days: FloatArray
    """Days past due when placed."""
    balance: FloatArray
    """Cents when placed."""

    def take(self, places: IntArray | BoolArray) -> "Facts":
        """Return those of some lines."""
        return Facts(
            placed=self.placed[places],
            recalled=self.recalled[places],
            age_days=self.age_days[places],
            balance=self.balance[places],
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Lines:
    """The lines of a bill. Arrays have shape (lines,)."""

    account: IntArray
    day: FloatArray
    """Day of the payment."""
    cents: FloatArray
    """What the agency says was paid; below 0 for what was taken back."""
    rate: FloatArray
    commission: FloatArray
    vat: FloatArray
    """VAT charged beside the commission."""
    payment: IntArray
    """Number of the payment's reference; -1 where there is none."""
    own: Facts
    """What the bill itself says of the accounts."""

    def __len__(self) -> int:
        return len(self.account)


@dataclass(frozen=True, kw_only=True, eq=False)
class Payments:
    """What the creditor's books show. Arrays have shape (payments,)."""

    account: IntArray
    day: FloatArray
    cents: IntArray

    def __len__(self) -> int:
        return len(self.account)

    def take(self, places: IntArray | BoolArray) -> "Payments":
        """Return some of them."""
        return Payments(
            account=self.account[places], day=self.day[places], cents=self.cents[places]
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """Accounts as the creditor placed and recalled them, a row a placement. Shape (rows,)."""

    account: IntArray
    facts: Facts
    is_complete: bool
    """Every account placed with this agency is among them."""

    def __post_init__(self) -> None:
        order = np.lexsort((np.nan_to_num(self.facts.placed, nan=-np.inf), self.account))
        object.__setattr__(self, "account", self.account[order])
        object.__setattr__(self, "facts", self.facts.take(order))

    def at(self, account: IntArray, day: FloatArray) -> tuple[Facts, BoolArray]:
        """Return the placement that each day lies in, the first of all where it lies before.

        Args:
            account: Accounts asked about. Shape (asked,).
            day: Days; NaN asks for the last placement.

        Returns:
            The facts, NaN where the account is not among them, and whether it is.
        """
        if not len(self.account):
            nothing = np.full(len(account), np.nan)
            none = Facts(placed=nothing, recalled=nothing, age_days=nothing, balance=nothing)
            return none, np.zeros(len(account), dtype=bool)
        found = np.searchsorted(_keys(self.account, self.facts.placed, unknown=0),
                                _keys(account, day, unknown=_LAST), side="right") - 1  # fmt: skip
        last = len(self.account) - 1
        is_other = (found < 0) | (self.account[np.maximum(found, 0)] != account)
        found = np.minimum(np.where(is_other, found + 1, found), last)
        known = (self.account[found] == account) & (account >= 0)
        facts = self.facts.take(found)
        return (
            Facts(
                placed=np.where(known, facts.placed, np.nan),
                recalled=np.where(known, facts.recalled, np.nan),
                age_days=np.where(known, facts.age_days, np.nan),
                balance=np.where(known, facts.balance, np.nan),
            ),
            known,
        )


def held_of(
    *, account: IntArray, facts: Facts, recall_account: IntArray, recall_day: FloatArray
) -> Held:
    """Return placements with the recalls of another list: the first one after each placement.

    Without any placement an account's last recall counts, which is never too early.

    Args:
        account: Accounts placed; none where there is no list of placements.
        facts: What is known of them.
        recall_account: Accounts recalled.
        recall_day: When.
    """
    is_complete = len(account) > 0
    order = np.lexsort((recall_day, recall_account))
    recall_account, recall_day = recall_account[order], recall_day[order]
    if not is_complete:
        last = np.append(recall_account[1:] != recall_account[:-1], True)[: len(recall_account)]
        nothing = np.full(int(last.sum()), np.nan)
        only = Facts(placed=nothing, recalled=recall_day[last], age_days=nothing, balance=nothing)
        return Held(account=recall_account[last], facts=only, is_complete=False)
    recalled = facts.recalled.copy()
    if len(recall_account):
        keys = _keys(recall_account, recall_day, unknown=_LAST)
        next_one = np.searchsorted(keys, _keys(account, facts.placed, unknown=0), side="left")
        place = np.minimum(next_one, len(keys) - 1)
        theirs = (next_one < len(keys)) & (recall_account[place] == account)
        recalled = np.where(np.isnan(recalled) & theirs, recall_day[place], recalled)
    merged = Facts(
        placed=facts.placed, recalled=recalled, age_days=facts.age_days, balance=facts.balance
    )
    return Held(account=account, facts=merged, is_complete=True)


def latest_before(
    key: IntArray, day: FloatArray, *, among: IntArray, days: FloatArray
) -> FloatArray:
    """Return for each key and day the latest day at or before it among others; NaN where none.

    Args:
        key: What must agree, -1 for nothing. Shape (asked,).
        day: Shape (asked,).
        among: Keys of those looked at. Shape (others,).
        days: Their days.
    """
    if not len(among) or not len(key):
        return np.full(len(key), np.nan)
    order = np.lexsort((days, among))
    among, days = among[order], days[order]
    found = np.searchsorted(_keys(among, days, unknown=0), _keys(key, day, unknown=_LAST),
                            side="right") - 1  # fmt: skip
    at = np.maximum(found, 0)
    fits = (found >= 0) & (among[at] == key) & (key >= 0)
    return np.where(fits, days[at], np.nan)


def meant_days(
    account: IntArray, cents: FloatArray, day: FloatArray, books: Payments
) -> tuple[FloatArray, BoolArray]:
    """Return the day that decides what is earned: of a reversal, that of what it takes back.

    That is the latest payment of the account of the same amount, else its latest of all; where
    there is none, the day itself. Beside it, which reversals have one.
    """
    back = np.flatnonzero((cents < 0.0) & ~np.isnan(day))
    meant, has_one = np.array(day), np.zeros(len(day), dtype=bool)
    if not len(back):
        return meant, has_one
    # One number for account and amount, whichever occur.
    both = np.concatenate([account[back], books.account])
    sums = np.concatenate([-cents[back].astype(np.int64), books.cents])
    _, key = np.unique(np.column_stack([both, sums]), axis=0, return_inverse=True)
    key = np.where(both < 0, -1, key.reshape(-1))
    asked, among = key[: len(back)], key[len(back) :]
    same = latest_before(asked, day[back], among=among, days=books.day)
    any_one = latest_before(account[back], day[back], among=books.account, days=books.day)
    found = np.where(np.isnan(same), any_one, same)
    has_one[back] = ~np.isnan(found)
    meant[back] = np.where(np.isnan(found), day[back], found)
    return meant, has_one


def _keys(account: IntArray, day: FloatArray, *, unknown: int) -> IntArray:
    """Return account and day as one number that sorts by both."""
    number = np.where(np.isnan(day), unknown, np.nan_to_num(day) + _FIRST_DAY).astype(np.int64)
    return account * _DAYS + number
