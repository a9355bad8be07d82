"""Remittance files: what batches of accounts brought, month by month since each was placed.

A cell of 0 is a month in which nothing came in; an empty one, or no row at all, is a month that is
not known. Only lists of single payments by account have no rows for months without any: there,
what is not in the list did not come in.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from placement.domain.errors import InputError, TapeError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.findings import Finding
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.read import RawTable, read_table
from placement.tape.remittance_batches import Attributes, gather, owners_of
from placement.tape.remittance_columns import (
    RemittanceColumns,
    match_remittance_columns,
    remittance_headings,
)
from placement.tape.remittance_months import Grid, lay_out
from placement.tape.remittance_payers import AccountsPaid, accounts_paid
from placement.tape.remittance_rows import Rows, month_text, read_rows, refuse_two_currencies

MISSING = ("unknown", "zero")
"""What a month without a row is: not known, or one in which nothing came in."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Remittances:
    """What batches brought. All arrays and tuples have one entry a batch unless said."""

    batch: tuple[str, ...]
    """Name of the batch; the month of placement, or its row, where the file has none."""

    agency: tuple[str, ...]
    """Empty where the file does not say, as the next two."""

    sector: tuple[str, ...]
    """Key of the library's sector."""

    product: tuple[str, ...]

    placed: IntArray
    """Month of placement, 12 * year + month - 1; -1 where unknown."""

    age: FloatArray
    """Months past due at placement; NaN where unknown."""

    balance: FloatArray
    """Money placed, in single units of the currency."""

    accounts: FloatArray
    """Accounts placed; NaN where unknown."""

    collected: FloatArray
    """Money that came in, month j + 1 since placement at position j; NaN where not seen. Reversals
    are below zero. Shape (batches, months)."""

    currency: str
    """Code of the currency; empty where the file names none."""

    by_account: bool
    """The file lists single payments by account."""

    payers: AccountsPaid | None
    """What single accounts paid, where the file lists them."""

    filename: str
    digest: str
    """SHA-256 of the file, and of that of placements where there is one."""

    findings: tuple[Finding, ...]
    columns: Mapping[str, str]
    """Field → heading of the file of payments."""

    def __len__(self) -> int:
        return len(self.batch)

    @property
    def months(self) -> int:
        """Return the months since placement that the longest batch was seen."""
        return int(self.collected.shape[1])

    @property
    def observed(self) -> BoolArray:
        """Return which months were seen, shape (batches, months)."""
        return np.isfinite(self.collected)

    @property
    def total(self) -> FloatArray:
        """Return what came in from each batch in the months seen, net of reversals."""
        return np.asarray(np.nansum(self.collected, axis=1))

    @property
    def above_placed(self) -> BoolArray:
        """Return which batches brought more than was placed."""
        return np.asarray(self.total > self.balance * (1.0 + 1e-9))

    def take(self, chosen: BoolArray) -> "Remittances":
        """Return some of the batches, by a mask; the findings stay those of the file."""
        places = np.flatnonzero(chosen).tolist()
        return replace(
            self,
            batch=tuple(self.batch[i] for i in places),
            agency=tuple(self.agency[i] for i in places),
            sector=tuple(self.sector[i] for i in places),
            product=tuple(self.product[i] for i in places),
            placed=self.placed[chosen],
            age=self.age[chosen],
            balance=self.balance[chosen],
            accounts=self.accounts[chosen],
            collected=self.collected[chosen],
            payers=None if self.payers is None else self.payers.take(chosen),
        )

    def label(self, place: int) -> str:
        """Return how a batch is called in a message: its name, with its agency if it has one."""
        return " · ".join(part for part in (self.agency[place], self.batch[place]) if part)


def read_remittances(
    source: Path | bytes,
    *,
    filename: str,
    sectors: Collection[str],
    placements: Path | bytes | None = None,
    placements_name: str = "",
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    sector: str | None = None,
    age: float | None = None,
    missing: str | None = None,
    cumulative: bool | None = None,
) -> Remittances:
    """Read a remittance file: long, a triangle, or with a column a month of the calendar.

    Args:
        source: The file or its content; CSV, XLSX, ODS or Parquet.
        filename: Name the user knows it by.
        sectors: Keys of the library's sectors.
        placements: A file of what was placed, beside one of payments; they are joined by account
            number, else by batch.
        placements_name: Name of that file.
        mapping: Field → heading, as chosen by hand.
        meaning: The user's word on the encoding, sheets, dates, the decimal sign and the unit.
        sector: Sector of batches for which the file says none.
        age: Months past due at placement of batches for which the file says none.
        missing: `unknown` or `zero`, what a month without a row is; None takes `zero` for payments
            by account and `unknown` for batches.
        cumulative: Amounts are running totals; None lets the amounts tell.

    Raises:
        TapeError: The file cannot be read, lacks a column, holds two currencies, states two
            balances for one batch, or has no usable row.
        InputError: The mapping or an answer is wrong.
    """
    if missing is not None and missing not in MISSING:
        raise InputError(
            t(
                "missing months must be one of {known}; got {value}.",
                known=listed(MISSING),
                value=missing,
            )
        )
    files = [(source, filename, True)]
    if placements is not None:
        files.append((placements, placements_name, False))
    paid, held = _opened(files, dict(mapping or {}), meaning, sectors)
    _require_columns(paid, held, filename, placements_name)
    currencies = paid.currencies | held.currencies
    refuse_two_currencies(filename, currencies)
    by_account = "account_id" in paid.columns.matched and "account_id" in held.columns.matched
    attributes = gather(held, by_account=by_account, sector=sector, age=age)
    owners = owners_of(paid, held, attributes, by_account=by_account)
    filled = missing == "zero" if missing is not None else by_account
    grid = lay_out(paid, attributes, owners, zero_filled=filled, cumulative=cumulative)
    payers = accounts_paid(paid, held, attributes, owners) if by_account else None
    return _result(paid, held, attributes, grid, currencies, payers, by_account=by_account)


def _opened(
    files: list[tuple[Path | bytes, str, bool]],
    mapping: dict[str, str],
    meaning: Meaning,
    sectors: Collection[str],
) -> tuple[Rows, Rows]:
    """Return the rows of payments and those of placements; the same where one file has both."""
    raws = [
        read_table(
            source,
            filename=filename,
            keep=(*remittance_headings(), *mapping.values()),
            meaning=meaning.of_the_file,
        )
        for source, filename, _ in files
    ]
    opened = []
    for raw, (_, filename, with_payments) in zip(raws, files, strict=True):
        # Of two files that belong together, each has some of the columns mapped by hand.
        elsewhere = {h for other in raws if other is not raw for h in other.table.column_names}
        here = set(raw.table.column_names)
        own = {f: h for f, h in mapping.items() if h in here or h not in elsewhere}
        columns = match_remittance_columns(raw.table.column_names, own)
        if with_payments:
            _require_payments(columns, filename)
        opened.append(
            read_rows(raw, columns, meaning=meaning, sectors=sectors, with_payments=with_payments)
        )
    return opened[0], opened[-1]


def _require_payments(columns: RemittanceColumns, filename: str) -> None:
    if columns.is_wide:
        return
    lacking = [] if "collected" in columns.matched else ["collected"]
    if not {"month", "months_since"} & columns.matched.keys():
        lacking.append("month")
    if lacking:
        raise TapeError(
            t(
                "{file} lacks {missing}. A remittance file has either a row for each batch and "
                "month, with the month of payment and what was collected, or a row for each batch "
                "with a column for each month since placement (1, 2, 3 …). Name a column with "
                "--column {first}=HEADING.",
                file=filename,
                missing=listed(lacking),
                first=lacking[0],
            )
        )


def _require_columns(paid: Rows, held: Rows, filename: str, placements_name: str) -> None:
    where = placements_name if held is not paid else filename
    if "balance" not in held.columns.matched:
        raise TapeError(
            t(
                "{file} does not say what was placed. Give a column of the placed balance of each "
                "batch (--column balance=HEADING), or a file of placements beside it.",
                file=where,
            )
        )
    is_by_day = bool(paid.columns.calendar) or "month" in paid.columns.matched
    if is_by_day and not (held.placed >= 0).any():
        raise TapeError(
            t(
                "{file} does not say when the batches were placed, so months since placement are "
                "not known. Give a column of it (--column placed_on=HEADING); a date such as "
                "03/04/2024 needs --dates.",
                file=where,
            )
        )


def _result(
    paid: Rows,
    held: Rows,
    attributes: Attributes,
    grid: Grid,
    currencies: frozenset[str],
    payers: AccountsPaid | None,
    *,
    by_account: bool,
) -> Remittances:
    usable = grid.observed_any & ~np.isnan(attributes.balance)
    findings = (
        *paid.raw.notes,
        *(held.raw.notes if held is not paid else ()),
        *paid.ledger.findings,
        *(held.ledger.findings if held is not paid else ()),
        *attributes.findings(),
        *grid.findings(attributes),
    )
    filename = paid.raw.filename
    if not usable.any():
        lines = [f.line() for f in findings if f.severity in ("error", "warning", "doubt")]
        raise TapeError(t("{file} has no usable row.", file=filename), *lines)
    places = np.flatnonzero(usable)
    collected = grid.collected[places]
    seen = np.flatnonzero(np.isfinite(collected).any(axis=0))
    return Remittances(
        batch=tuple(attributes.name(i) for i in places.tolist()),
        agency=attributes.texts("agency", places),
        sector=attributes.texts("sector", places),
        product=attributes.texts("product", places),
        placed=attributes.placed[places],
        age=attributes.age[places],
        balance=attributes.balance[places],
        accounts=attributes.accounts[places],
        collected=collected[:, : seen[-1] + 1],
        currency=next(iter(currencies), ""),
        by_account=by_account,
        payers=None if payers is None else payers.take(usable),
        filename=filename,
        digest=_digest(paid.raw, held.raw),
        findings=findings,
        columns=paid.columns.matched,
    )


def _digest(paid: RawTable, held: RawTable) -> str:
    return paid.digest if held is paid else f"{paid.digest}+{held.digest}"


__all__ = ["MISSING", "Remittances", "month_text", "read_remittances"]
