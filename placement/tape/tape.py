"""The tape: one row per usable account, as read-only arrays; and what was left out of it."""

import datetime as dt
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from placement.tape.cells import Codes, as_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from placement.domain.types import BoolArray, FloatArray, IntArray


class LeftOut(StrEnum):
    """What a row left out is: only a debt is money that the book lacks."""

    DEBT = "debt"
    """An account that cannot be used."""

    CREDIT = "credit"
    """Owes less than nothing."""

    SETTLED = "settled"
    """Owes nothing."""

    REPEAT = "repeat"
    """The same account again, which is in the book once."""

    BILL = "bill"
    """A further bill of an account, whose money is added to it in the book."""

    ACCOUNT = "account"
    """A further account of a debtor, whose money is added to the oldest one in the book."""

    CURRENT = "current"
    """An account that is not past due."""

    OLDER = "older"
    """A row of another day's snapshot of the book."""

    TOTAL = "total"
    """A row that adds up others."""

    HEADING = "heading"
    """A second row of headings, one of units, a blank one, a line below the table."""


@dataclass(frozen=True, kw_only=True)
class LeftOutGroup:
    """Rows left out that are of one kind."""

    rows: int
    money: float
    """Their readable balances."""


_BY_REASON = {
    "heading_row": LeftOut.HEADING,
    "unit_row": LeftOut.HEADING,
    "blank_row": LeftOut.HEADING,
    "signature_row": LeftOut.HEADING,
    "totals_row": LeftOut.TOTAL,
    "called_total": LeftOut.TOTAL,
    "snapshot_other": LeftOut.OLDER,
    "duplicate": LeftOut.REPEAT,
    "bill_added": LeftOut.BILL,
    "debtor_added": LeftOut.ACCOUNT,
    "balance_negative": LeftOut.CREDIT,
    "balance_zero": LeftOut.SETTLED,
    "current": LeftOut.CURRENT,
    "closed": LeftOut.SETTLED,
}
"""What a row is by why it was left out, first match first; all other reasons leave out debts."""


def kind_left_out(reasons: str) -> LeftOut:
    """Return what a row is by the codes of the findings that left it out."""
    codes = reasons.split("; ")
    return next((kind for code, kind in _BY_REASON.items() if code in codes), LeftOut.DEBT)


@dataclass(frozen=True, kw_only=True, eq=False)
class Excluded:
    """Rows of the file that are not on the tape. All arrays have shape (excluded,)."""

    row: "IntArray"
    """Row in the file; the first row is 1."""

    reasons: tuple[str, ...]
    """Codes of the findings that left the row out, separated by "; "."""

    balance: "FloatArray"
    """Balance, NaN where none can be read."""

    raw: Any
    """`pyarrow.Table` of the rows as text, matched columns only, so that they can be mended."""

    def __len__(self) -> int:
        return len(self.row)

    @property
    def money(self) -> float:
        """Return the sum of the readable balances."""
        return float(np.nansum(self.balance))

    @cached_property
    def groups(self) -> dict["LeftOut", "LeftOutGroup"]:
        """Return rows and money by what the rows are; only groups that have rows."""
        # Few different reasons stand on many rows, so each is judged once.
        texts, which = np.unique(np.array(self.reasons, dtype=str), return_inverse=True)
        kinds = list(LeftOut)
        positions = np.array(
            [kinds.index(kind_left_out(text)) for text in texts.tolist()], dtype=int
        )
        of_row = positions[which]
        rows = np.bincount(of_row, minlength=len(kinds)).tolist()
        money = np.bincount(of_row, np.nan_to_num(self.balance), minlength=len(kinds)).tolist()
        return {
            kind: LeftOutGroup(rows=rows[i], money=money[i])
            for i, kind in enumerate(kinds)
            if rows[i]
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Tape:
    """Usable accounts. All arrays have shape (accounts,) and are read-only."""

    row: "IntArray"
    """Row in the file; the first row is 1."""

    ids: Any
    """`pyarrow.ChunkedArray` of account numbers as text; None if the file has none."""

    sector: Codes
    """Sector, a key of the library; known for every account."""

    creditor_type: Codes
    """`CreditorType`; known for every account."""

    creditor: Codes
    """Who is owed, as in the file."""

    product: Codes
    """Product, as in the file."""

    region: Codes
    """Region, as in the file."""

    balance: "FloatArray"
    """Amount owed at the cut-off date, above zero, in `currency`."""

    principal_share: "FloatArray"
    """Principal divided by balance, 0 to 1; NaN if unknown."""

    age: "FloatArray"
    """Months past due at the cut-off date."""

    placements: "IntArray"
    """Placements with an agency so far."""

    letters: "IntArray"
    """Law-firm letters so far."""

    in_house_months: "FloatArray"
    """Months of in-house work since the due date, at most the age; NaN where unknown, and where
    `history` tells them."""

    history: Codes
    """Stages since the due date as `domain.history` writes them; placements and letters are those
    counted in it."""

    debtor: "IntArray"
    """A number for each debtor of several accounts, which all of them have; -1 elsewhere."""

    disputed: "BoolArray"
    """The debtor contests the claim."""

    unreachable: "BoolArray"
    """Nobody can reach the debtor."""

    placed_now: "BoolArray"
    """An agency has the account: it is not placed again until it is recalled."""

    placed_with: Codes
    """That agency, as in the file; nothing where no name is given."""

    months_since_demand: "FloatArray"
    """Months since the last demand that can be proved; NaN if unknown."""

    currency: str
    """Currency of all amounts."""

    as_of: dt.date | None
    """Cut-off date; None if the file gives ages and no date was needed."""

    digest: str
    """Names this content under this mapping and these defaults; a key for caches."""

    excluded: Excluded
    """What was left out."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            array = value.codes if isinstance(value, Codes) else value
            if isinstance(array, np.ndarray):
                array.flags.writeable = False

    def __len__(self) -> int:
        return len(self.balance)

    @cached_property
    def account_id(self) -> "NDArray[np.object_] | None":
        """Return the account numbers as Python texts, None if the file has none."""
        if self.ids is None:
            return None
        names: NDArray[np.object_] = np.array(as_text(self.ids).to_pylist(), dtype=object)
        names.flags.writeable = False
        return names

    def masked(self, chosen: "IntArray | slice" = slice(None, 100)) -> tuple[str, ...]:
        """Return account numbers fit for a screen; the row's number where there is none."""
        rows = self.row[chosen]
        if self.ids is None:
            return tuple(f"#{row}" for row in rows.tolist())
        positions = np.arange(len(self))[chosen]
        texts = as_text(self.ids.take(positions)).to_pylist()
        return tuple(
            masked(x) if x else f"#{row}" for x, row in zip(texts, rows.tolist(), strict=True)
        )


def masked(account_id: str) -> str:
    """Return an account number with at most its last four characters shown, never over half."""
    shown = min(4, len(account_id) // 2)
    return "•" * (len(account_id) - shown) + account_id[len(account_id) - shown :]
