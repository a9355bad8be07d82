"""From rows to batches: what was placed in each, and which payments are whose."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import FloatArray, IntArray
from placement.tape.cells import Codes, as_text
from placement.tape.findings import Finding, Severity, name_some
from placement.tape.remittance_reader import NO_MONTH
from placement.tape.remittance_rows import KEYS, Rows, month_text, spelled

AGE_EDGES = (3.0, 6.0, 12.0, 24.0, 36.0, 60.0)
"""Months past due at which the accounts of one placement are parted into batches."""

_ALIKE = 0.005
"""Money by which two statements of one balance may differ, for cents that were rounded."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Attributes:
    """What was placed in each batch. All arrays have shape (batches,) unless said."""

    rows: Rows
    batch_of_row: IntArray
    """Batch of each row of the file of placements; -1 for rows left out. Shape (rows,)."""

    first: IntArray
    """A row of each batch."""

    placed: IntArray
    age: FloatArray
    balance: FloatArray
    accounts: FloatArray
    default_sector: str
    is_row: bool
    """Every row is a batch of its own."""

    def label(self, place: int) -> str:
        """Return how a batch is called in a message: its name, with its agency if it has one."""
        return " · ".join(part for part in (self.text("agency", place), self.name(place)) if part)

    def text(self, key: str, place: int) -> str:
        """Return a text of a batch, empty where the file has none."""
        codes = self.rows.texts[key]
        name = (*codes.names, "")[codes.codes[self.first[place]]]
        return name or (self.default_sector if key == "sector" else "")

    def texts(self, key: str, places: IntArray) -> tuple[str, ...]:
        """Return a text of some batches."""
        return tuple(self.text(key, place) for place in places.tolist())

    def name(self, place: int) -> str:
        """Return what a batch is called: by the file, else by its month, else by its row."""
        name = self.text("batch", place)
        if not name and self.placed[place] != NO_MONTH:
            name = month_text(int(self.placed[place]))
        return name or t("row {row}", row=int(self.rows.raw.rows[self.first[place]]))

    def findings(self) -> tuple[Finding, ...]:
        """Return what is said of batches whose placed balance is not known."""
        without = np.flatnonzero(np.isnan(self.balance))
        if not len(without):
            return ()
        return (
            Finding(
                code="balance_missing",
                severity=Severity.ERROR,
                rows=len(without),
                message=t(
                    "{count} batches have no placed balance and are left out: {names}.",
                    count=f"{len(without):,}",
                    names=name_some([self.name(int(i)) for i in without]),
                ),
                advice=t("Give what was placed in each."),
            ),
        )


def gather(held: Rows, *, by_account: bool, sector: str | None, age: float | None) -> Attributes:
    """Return the batches that rows of placements make.

    Rows of one agency, sector, product, batch, month of placement and age are one batch; accounts
    of one placement are parted by age at `AGE_EDGES`. In a table with a column a month each row is
    a batch.

    Raises:
        TapeError: Two rows of one batch state different balances or numbers of accounts.
    """
    _leave_out_repeated(held)
    live = np.flatnonzero(held.ledger.live)
    is_row = held.columns.is_wide and not by_account
    codes = np.column_stack([held.texts[key].codes[live].astype(np.int64) for key in KEYS])
    group = _numbered(codes)
    ages = (
        held.age[live] if age is None else np.where(np.isnan(held.age[live]), age, held.age[live])
    )
    months = held.placed[live]
    if not by_account and not is_row:
        # What is said once of a batch holds for its other rows.
        ages = _said_once(ages, group)
        said = _said_once(np.where(months == NO_MONTH, np.nan, months), group)
        months = np.where(np.isnan(said), NO_MONTH, said).astype(np.int64)
    cut = np.digitize(ages, AGE_EDGES) if by_account else np.round(np.nan_to_num(ages, nan=-1.0), 4)
    keys = np.column_stack([np.arange(len(live)) if is_row else group, months, cut])
    batch = _numbered(keys)
    count = int(batch.max()) + 1 if len(batch) else 0
    of_row = np.full(len(held.age), -1, dtype=np.int64)
    of_row[live] = batch
    first = np.zeros(count, dtype=np.int64)
    first[batch[::-1]] = live[::-1]
    placed = np.full(count, NO_MONTH, dtype=np.int64)
    placed[batch] = months
    part = Attributes(
        rows=held, batch_of_row=of_row, first=first, placed=placed, age=np.full(count, np.nan),
        balance=np.full(count, np.nan), accounts=np.full(count, np.nan),
        default_sector=sector or "", is_row=is_row,
    )  # fmt: skip
    if by_account:
        return _of_accounts(part, held, live, batch, ages)
    _warn_named_twice(held, live, group, is_row=is_row)
    mean_age = np.full(count, np.nan)
    mean_age[batch] = ages
    return Attributes(
        **{
            **{name: getattr(part, name) for name in Attributes.__dataclass_fields__},
            "age": mean_age,
            "balance": _stated(part, held.balance[live], batch, "balance"),
            "accounts": _stated(part, held.accounts[live], batch, "accounts"),
        }
    )


def owners_of(paid: Rows, held: Rows, attributes: Attributes, *, by_account: bool) -> IntArray:
    """Return the batch of each payment, -1 where there is none. Shape (payments,)."""
    payments = paid.payments
    if held is paid:
        return attributes.batch_of_row[payments.row]
    _leave_out_repeated(paid)
    keys = ["account_id"] if by_account else ["batch"]
    if not by_account and "batch" not in paid.columns.matched:
        raise TapeError(
            t(
                "{file} names neither the account nor the batch of a payment, so that it cannot be "
                "told which placement it belongs to. Give one of the two columns.",
                file=paid.raw.filename,
            )
        )
    if all("agency" in rows.columns.matched for rows in (paid, held)):
        keys.append("agency")
    places: dict[tuple[str, ...], list[int]] = {}
    for row, key in enumerate(joined(held, keys)):
        if attributes.batch_of_row[row] >= 0:
            places.setdefault(key, []).append(row)
    names = joined(paid, keys)
    owner = np.full(len(payments.row), -1, dtype=np.int64)
    for place, (row, month) in enumerate(
        zip(payments.row.tolist(), payments.month.tolist(), strict=True)
    ):
        found = places.get(names[row], [])
        # An account that was placed twice pays on the latest placement before the payment.
        before = [each for each in found if month < 0 or held.placed[each] <= month]
        if found:
            chosen = max(before or found[:1], key=lambda each: held.placed[each])
            owner[place] = attributes.batch_of_row[chosen]
    owner[~paid.ledger.live[payments.row]] = -1
    lonely = np.zeros(len(paid.age), dtype=bool)
    lonely[payments.row[owner < 0]] = True
    paid.ledger.leave_out(
        lonely & paid.ledger.live,
        "payment_without_placement",
        lambda rows, of: t(
            "{rows} of {of} rows of payments belong to no placement of {file} and are left out.",
            rows=rows,
            of=of,
            file=held.raw.filename,
        ),
        t("Check that both files write the numbers alike, and that no batch is missing."),
        paid.place(keys[0]),
    )
    return owner


def _leave_out_repeated(rows: Rows) -> None:
    """Leave out rows that repeat another one cell by cell."""
    table = rows.raw.table
    cells = zip(*(as_text(table[name]).to_pylist() for name in table.column_names), strict=True)
    seen: set[tuple[str | None, ...]] = set()
    again = np.zeros(len(rows.age), dtype=bool)
    for place, row in enumerate(cells):
        again[place] = row in seen
        seen.add(row)
    rows.ledger.leave_out(
        again & rows.ledger.live,
        "duplicate",
        lambda count, of: t(
            "{rows} of {of} rows repeat another row in every cell; each is counted once.",
            rows=count,
            of=of,
        ),
        t("If they are different payments, give them a number or a day of their own."),
        rows.place("batch"),
    )


def _warn_named_twice(held: Rows, live: IntArray, group: IntArray, *, is_row: bool) -> None:
    if not is_row or "batch" not in held.columns.matched:
        return
    twice = np.zeros(len(held.age), dtype=bool)
    twice[live] = np.bincount(group)[group] > 1
    held.ledger.warn(
        twice,
        "batch_twice",
        lambda rows, of: t(
            "{rows} of {of} rows have a batch that another row has too; each is taken as a batch "
            "of its own.",
            rows=rows,
            of=of,
        ),
        t("If they are one batch, make one row of them."),
        held.place("batch"),
    )


def _of_accounts(
    part: Attributes, held: Rows, live: IntArray, batch: IntArray, ages: FloatArray
) -> Attributes:
    """Return the batches of accounts: sums over the different accounts of each."""
    texts = held.texts["account_id"]
    pairs = np.column_stack([batch, texts.codes[live]])
    _, chosen = np.unique(pairs, axis=0, return_index=True)
    balance = held.balance[live][chosen]
    of = batch[chosen]
    known = ~np.isnan(balance)
    held.ledger.warn(
        _mask(len(held.age), live[chosen[~known]]),
        "balance_unknown",
        lambda rows, total: t(
            "{rows} of {of} rows are accounts without a placed balance; they count neither as "
            "accounts nor as money.",
            rows=rows,
            of=total,
        ),
        t("Correct these cells."),
        held.place("balance"),
    )
    count = len(part.first)
    money = np.bincount(of[known], weights=balance[known], minlength=count)
    aged = known & ~np.isnan(ages[chosen])
    weight = np.bincount(of[aged], weights=balance[aged], minlength=count)
    sums = np.bincount(of[aged], weights=(balance * ages[chosen])[aged], minlength=count)
    size = np.bincount(of[known], minlength=count).astype(np.float64)
    return Attributes(
        **{
            **{name: getattr(part, name) for name in Attributes.__dataclass_fields__},
            "age": np.divide(sums, weight, out=np.full(count, np.nan), where=weight > 0),
            "balance": np.where(money > 0, money, np.nan),
            "accounts": np.where(size > 0, size, np.nan),
        }
    )


def _stated(part: Attributes, values: FloatArray, batch: IntArray, name: str) -> FloatArray:
    """Return what the rows of each batch state of it; NaN where none does."""
    count = len(part.first)
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    known = ~np.isnan(values)
    np.minimum.at(low, batch[known], values[known])
    np.maximum.at(high, batch[known], values[known])
    differ = np.flatnonzero(high - low > _ALIKE)
    if len(differ):
        place = int(differ[0])
        raise TapeError(
            t(
                "{file}: the rows of batch {batch} state several values of {field}, from "
                "{low:,.2f} to {high:,.2f} ({count} batches do). It is what was placed in the "
                "batch, the same in each of its rows; what is still owed belongs elsewhere. Give "
                "different batches different names.",
                file=part.rows.raw.filename,
                batch=part.name(place),
                field=part.rows.columns.matched.get(name, name),
                low=low[place],
                high=high[place],
                count=f"{len(differ):,}",
            )
        )
    return np.where(np.isfinite(low), low, np.nan)


def _said_once(values: FloatArray, group: IntArray) -> FloatArray:
    """Return values with the gaps of each group filled where it states one value only."""
    count = int(group.max()) + 1 if len(group) else 0
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    known = ~np.isnan(values)
    np.minimum.at(low, group[known], values[known])
    np.maximum.at(high, group[known], values[known])
    one = np.where((low == high) & np.isfinite(low), low, np.nan)
    return np.where(known, values, one[group])


def _numbered(keys: "IntArray | FloatArray") -> IntArray:
    """Return the number of each row's key, in the order in which they first come."""
    if not len(keys):
        return np.empty(0, dtype=np.int64)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))
    return np.asarray(order[inverse.reshape(-1)], dtype=np.int64)


def joined(rows: Rows, keys: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the texts by which rows of two files are matched."""
    columns = []
    for key in keys:
        codes = rows.texts[key]
        names = Codes(codes.codes, tuple(spelled(name, key) for name in codes.names))
        columns.append([text or "" for text in names.texts()])
    return list(zip(*columns, strict=True))


def _mask(size: int, places: IntArray) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    mask = np.zeros(size, dtype=bool)
    mask[places] = True
    return mask
