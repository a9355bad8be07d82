"""What single accounts paid between two days, from a list of payments by account."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from placement.domain.errors import TapeError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import as_text
from placement.tape.dates import read_dates
from placement.tape.findings import Finding
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.read import read_table
from placement.tape.remittance_columns import match_remittance_columns, remittance_headings
from placement.tape.remittance_reader import Payments
from placement.tape.remittance_rows import (
    Rows,
    month_text,
    read_rows,
    refuse_two_currencies,
)


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountPayments:
    """Payments by account in some months."""

    paid: Mapping[str, float]
    """Money by account number, net of reversals."""

    rows: int
    """Payments of these months."""

    elsewhere: int
    """Payments of other days, which do not count here."""

    before: float
    """Money of those before these months ..."""

    after: float
    """... and after them."""

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

    Where the file gives days, these decide. Where it gives months, a month that a cut-off date
    halves counts where its middle lies between the two.

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
                "a row for each payment with the account number, its date and its amount. Sums of "
                "batches say nothing of it, since a plan's groups cut across batches. Name a "
                "column by {first}=HEADING.",
                file=filename,
                missing=listed(lacking),
                first=lacking[0],
            )
        )
    rows = read_rows(raw, columns, meaning=meaning, sectors=sectors, with_payments=True)
    refuse_two_currencies(filename, rows.currencies)
    numbers = [
        (number or "").strip()
        for number in as_text(raw.table[columns.matched["account_id"]]).to_pylist()
    ]
    dates = read_dates(raw.table[columns.matched["month"]], order=meaning.dates).values
    span = (after, until)
    when = _where(rows.payments, dates, *span)
    usable = ~np.isnan(rows.payments.amount)
    named = np.array([bool(numbers[row]) for row in rows.payments.row.tolist()], dtype=bool)
    counts = (when == _BETWEEN) & usable & named
    if not counts.any():
        raise TapeError(
            t(
                "{file} has no payment of an account in {first} to {last}, the months between the "
                "two tapes. Give the remittances of these months.",
                file=filename,
                first=month_text(_middle_after(after)),
                last=month_text(_middle_after(until) - 1),
            )
        )
    paid: dict[str, float] = {}
    found = rows.payments
    for row, amount in zip(found.row[counts].tolist(), found.amount[counts].tolist(), strict=True):
        paid[numbers[row]] = paid.get(numbers[row], 0.0) + amount
    elsewhere = np.isin(when, (_BEFORE, _AFTER)) & usable & named
    money = np.where(usable & named, found.amount, 0.0)
    _say_uncounted(rows, elsewhere, (when == _UNKNOWN) & usable & named, usable & ~named, span)
    return AccountPayments(
        paid=paid,
        rows=int(counts.sum()),
        elsewhere=int(elsewhere.sum()),
        before=float(money[when == _BEFORE].sum()),
        after=float(money[when == _AFTER].sum()),
        currency=next(iter(rows.currencies), ""),
        findings=(*raw.notes, *rows.ledger.findings),
    )


_BEFORE, _BETWEEN, _AFTER, _UNKNOWN = -1, 0, 1, 2


def _where(found: Payments, dates: FloatArray, after: dt.date, until: dt.date) -> IntArray:
    """Return whether payments lie before, between or after two days, by day or by month."""
    days = dates[found.row]
    known = ~np.isnan(days)
    calendar = days[known].astype("datetime64[D]")
    in_month = calendar - calendar.astype("datetime64[M]").astype("datetime64[D]")
    next_day = (calendar + 1).astype("datetime64[M]") > calendar.astype("datetime64[M]")
    # A list by month gives each the first of it, or the last.
    by_month = bool(next_day.all() or (in_month.astype(int) == 0).all())
    if by_month:
        month = found.month
        first, last = _middle_after(after), _middle_after(until) - 1
        place = np.where(month < first, _BEFORE, np.where(month > last, _AFTER, _BETWEEN))
    else:
        epoch = dt.date(1970, 1, 1)
        first, last = (after - epoch).days + 1, (until - epoch).days
        safe = np.nan_to_num(days)
        place = np.where(safe < first, _BEFORE, np.where(safe > last, _AFTER, _BETWEEN))
    return np.where(known, place, _UNKNOWN)


def _say_uncounted(
    rows: Rows,
    outside: BoolArray,
    undated: BoolArray,
    nameless: BoolArray,
    span: tuple[dt.date, dt.date],
) -> None:
    """Say which payments do not count; masks of shape (payments,)."""
    found, size = rows.payments, len(rows.age)

    def on_rows(mask: BoolArray) -> BoolArray:
        return np.bincount(found.row[mask], minlength=size) > 0

    def money(mask: BoolArray) -> float:
        return float(found.amount[mask].sum())

    rows.ledger.warn(
        on_rows(outside),
        "payments_outside",
        lambda count, of: t(
            "{count} of {of} payments ({money:,.2f}) lie outside of the days from {first} to "
            "{last} between the two tapes; they are not counted.",
            count=count,
            of=of,
            money=money(outside),
            first=(span[0] + dt.timedelta(days=1)).isoformat(),
            last=span[1].isoformat(),
        ),
        t("If they belong there, correct their dates or the cut-off dates of the tapes."),
        rows.place("month"),
    )
    rows.ledger.leave_out(
        on_rows(undated),
        "payments_undated",
        lambda count, of: t(
            "{count} of {of} payments ({money:,.2f}) have no readable date; they are not counted.",
            count=count,
            of=of,
            money=money(undated),
        ),
        t("Correct these cells; a date such as 03/04/2024 needs the order of day and month."),
        rows.place("month"),
    )
    rows.ledger.leave_out(
        on_rows(nameless),
        "payments_without_account",
        lambda count, of: t(
            "{count} of {of} payments ({money:,.2f}) have no account number; they are not counted.",
            count=count,
            of=of,
            money=money(nameless),
        ),
        t("Give the account number of each payment."),
        rows.place("account_id"),
    )


def _middle_after(day: dt.date) -> int:
    """Return the first month whose middle lies after a day, 12 * year + month - 1."""
    month = 12 * day.year + day.month - 1
    return month if day.day < MIDDLE else month + 1


MIDDLE = 15
"""Day on which the middle of a month lies."""
