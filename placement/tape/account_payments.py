"""What single accounts paid between two days, from a list of payments by account."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.cells import as_text
from placement.tape.findings import Finding
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.read import read_table
from placement.tape.remittance_columns import match_remittance_columns, remittance_headings
from placement.tape.remittance_rows import month_text, read_rows, refuse_two_currencies


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountPayments:
    """Payments by account in some months."""

    paid: Mapping[str, float]
    """Money by account number, net of reversals."""

    rows: int
    """Payments of these months."""

    elsewhere: int
    """Payments of other months, which do not count here."""

    currency: str
    """Code of the currency; empty where the file names none."""

    findings: tuple[Finding, ...]


def account_payments(
    source: Path | bytes,
    *,
    filename: str,
    sectors: Collection[str],
    after: dt.date,
    until: dt.date,
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
) -> AccountPayments:
    """Return what accounts paid after one day up to another.

    Payments count by the month they are in. A month that a cut-off date halves counts where its
    middle lies between the two.

    Args:
        source: The file or its content, a row for each payment.
        filename: Name the user knows it by.
        sectors: Keys of the library's sectors.
        after: The first cut-off date.
        until: The second.
        mapping: Field → heading, as chosen by hand.
        meaning: The user's word on how the file is written.

    Raises:
        TapeError: The file cannot be read, or lacks account numbers, months or amounts.
        InputError: The mapping is wrong.
    """
    raw = read_table(
        source,
        filename=filename,
        keep=(*remittance_headings(), *(mapping or {}).values()),
        meaning=meaning.of_the_file,
    )
    columns = match_remittance_columns(raw.table.column_names, mapping)
    lacking = [name for name in ("account_id", "month", "collected") if name not in columns.matched]
    if lacking:
        raise TapeError(
            t(
                "{file} lacks {missing}. What came is held against a plan account by account: give "
                "a row for each payment with the account number, its date and its amount. Name a "
                "column with --column {first}=HEADING.",
                file=filename,
                missing=", ".join(lacking),
                first=lacking[0],
            )
        )
    rows = read_rows(raw, columns, meaning=meaning, sectors=sectors, with_payments=True)
    refuse_two_currencies(filename, rows.currencies)
    numbers = as_text(raw.table[columns.matched["account_id"]]).to_pylist()
    first, last = _middle_after(after), _middle_after(until) - 1
    paid: dict[str, float] = {}
    counted = elsewhere = 0
    found = rows.payments
    for row, month, amount in zip(
        found.row.tolist(), found.month.tolist(), found.amount.tolist(), strict=True
    ):
        number = (numbers[row] or "").strip()
        if not number or np.isnan(amount):
            continue
        if first <= month <= last:
            paid[number] = paid.get(number, 0.0) + amount
            counted += 1
        else:
            elsewhere += 1
    if not counted:
        raise TapeError(
            t(
                "{file} has no payment of an account in {first} to {last}, the months between the "
                "two tapes. Give the remittances of these months.",
                file=filename,
                first=month_text(first),
                last=month_text(last),
            )
        )
    return AccountPayments(
        paid=paid,
        rows=counted,
        elsewhere=elsewhere,
        currency=next(iter(rows.currencies), ""),
        findings=(*raw.notes, *rows.ledger.findings),
    )


def _middle_after(day: dt.date) -> int:
    """Return the first month whose middle lies after a day, 12 * year + month - 1."""
    month = 12 * day.year + day.month - 1
    return month if day.day < MIDDLE else month + 1


MIDDLE = 15
"""Day on which the middle of a month lies."""
