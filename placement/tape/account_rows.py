"""Lists of accounts and payments as arrays: an agency's bill, payments, recalls, placements.

No row is lost in silence: those that are no account or that cannot be read are said.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.days import days_of
from placement.domain.errors import InputError, TapeError
from placement.domain.text import listed, t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.account_columns import account_headings, match_account_columns
from placement.tape.account_content import fields_by_content
from placement.tape.account_keys import AccountKeys, account_keys
from placement.tape.cells import Codes, Column, as_mask, as_text, first_texts, is_text
from placement.tape.columns import normalise
from placement.tape.dates import is_open_date
from placement.tape.fields import TOTALS
from placement.tape.findings import Finding, name_some
from placement.tape.ledger import Ledger, Place
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.numbers import read_numbers
from placement.tape.read import RawTable, read_table
from placement.tape.remittance_columns import RemittanceColumns
from placement.tape.remittance_reader import RowReader, unit_name
from placement.tape.remittance_rows import one_spelling, refuse_two_currencies
from placement.tape.whole import ragged_finding, warn_hidden

CENTS = 100.0

_TOTALS = frozenset(map(normalise, TOTALS))
_MONEY = ("collected", "commission", "vat", "balance")
_DAYS = ("paid_on", "placed_on", "recalled_on")


@dataclass(frozen=True, kw_only=True, eq=False)
class AccountRows:
    """The rows of one list. Arrays have shape (rows,); NaN is not known or not in the file."""

    filename: str
    digest: str
    columns: Mapping[str, str]
    """Field → heading."""

    unused: tuple[str, ...]
    """Headings of columns that are none of the fields, personal ones left aside."""

    row: IntArray
    """Row of the file, the first is 1."""

    keys: AccountKeys
    """Account numbers as they are compared."""

    shown: Column
    """Account numbers as the file writes them."""

    debtors: AccountKeys
    payment: AccountKeys
    """References of payments."""

    agency: Codes
    days: Mapping[str, FloatArray]
    """`paid_on`, `placed_on` and `recalled_on`, in days since 1970-01-01."""

    cents: Mapping[str, FloatArray]
    """`collected`, `commission`, `vat` and `balance`, whole cents."""

    rate: FloatArray
    """Commission as a decimal."""

    age_days: FloatArray
    """Days past due at placement."""

    unreadable: Mapping[str, BoolArray]
    """Cells by field that hold something that could not be read."""

    currencies: frozenset[str]
    findings: tuple[Finding, ...]

    def __len__(self) -> int:
        return len(self.row)

    def has(self, field: str) -> bool:
        """Return whether the file has a column of a field."""
        return field in self.columns

    @property
    def no_account(self) -> BoolArray:
        """Return the rows whose account is not known: no number, or a rounded one."""
        return np.asarray(self.keys.missing | self.keys.damaged)

    def accounts(self, places: IntArray) -> tuple[str, ...]:
        """Return account numbers as the file writes them."""
        return first_texts(self.shown, places)


def read_account_rows(
    source: Path | bytes,
    *,
    filename: str,
    fields: Collection[str],
    needed: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    meaning: Meaning = AS_IT_STANDS,
    account_needed: bool = True,
) -> AccountRows:
    """Read a list of accounts or payments.

    Args:
        source: The file or its content; CSV, XLSX, ODS or Parquet.
        filename: Name the user knows it by.
        fields: Those that such a list has.
        needed: Those without which it is none.
        mapping: Field → heading, as chosen by hand; what the file does not have is another's.
        meaning: The user's word on the encoding, dates, the decimal sign and the unit.
        account_needed: Rows without a readable account number are left out; else they stay.

    Raises:
        TapeError: The file cannot be read, lacks a column, holds two currencies, or has no row.
        InputError: The mapping names a field twice or one that there is not.
    """
    by_hand = dict(mapping or {})
    raw = read_table(
        source,
        filename=filename,
        keep=(*account_headings(), *by_hand.values()),
        meaning=meaning.of_the_file,
    )
    headings = raw.table.column_names
    own = {f: h for f, h in by_hand.items() if f in fields and (not h or h in headings)}
    columns = match_account_columns(
        headings, own, fields=fields, by_content=fields_by_content(raw.table, fields)
    )
    _require(columns, needed, filename, headings)
    return _read(raw, columns, meaning, account_needed=account_needed)


def refuse_headings_of_no_file(mapping: Mapping[str, str], files: Sequence[AccountRows]) -> None:
    """Refuse a mapping by hand whose heading none of the files has.

    Raises:
        InputError: There is one.
    """
    for field, heading in mapping.items():
        if heading and all(each.columns.get(field) != heading for each in files):
            known = dict.fromkeys(
                name for each in files for name in (*each.columns.values(), *each.unused)
            )
            raise InputError(
                t(
                    "{field}={heading}: no file has a column {heading}. They have {names}.",
                    field=field,
                    heading=heading,
                    names=name_some(tuple(known)),
                )
            )


def _require(
    columns: RemittanceColumns, needed: Sequence[str], filename: str, headings: Sequence[str]
) -> None:
    if lacking := [field for field in needed if field not in columns.matched]:
        raise TapeError(
            t(
                "{file} lacks {missing}; it has {headings}. Name a column with "
                "--column {first}=HEADING.",
                file=filename,
                missing=listed(lacking),
                headings=listed(headings[:12]),
                first=lacking[0],
            )
        )


def _read(
    raw: RawTable, columns: RemittanceColumns, meaning: Meaning, *, account_needed: bool
) -> AccountRows:
    reader = RowReader(raw, columns, meaning)
    shown = as_text(raw.table[columns.matched["account_id"]])
    keys = account_keys(shown)
    cents = {name: _cents(raw, columns, meaning, name, reader) for name in _MONEY}
    money = cents["collected"] if reader.has("collected") else cents["balance"]
    ledger = Ledger(raw.rows, money / CENTS, sheets=raw.sheets)
    ledger.add(*ragged_finding(raw))
    warn_hidden(raw, ledger)
    is_total = _leave_out_totals(raw, keys, reader, ledger)
    _hold_against_total(is_total, cents, reader, ledger)
    if account_needed:
        _leave_out_nameless(keys, reader, ledger)
    days = {name: reader.days(name) for name in _DAYS}
    _forget_recalls_before(days, columns, ledger)
    rate = _rate(raw, columns, reader, ledger)
    age_days = days_of(reader.age())
    agency = one_spelling(reader.texts("agency"), ledger, reader)
    _say(raw, reader, ledger, cents)
    live = np.flatnonzero(ledger.live)
    currencies = reader.currencies()
    refuse_two_currencies(raw.filename, currencies)
    if not len(live):
        lines = [finding.line() for finding in ledger.findings]
        raise TapeError(t("{file} has no usable row.", file=raw.filename), *lines)

    def chosen(texts: Column) -> Column:
        return texts.take(pa.array(live))

    def keys_of(name: str) -> AccountKeys:
        if not reader.has(name):
            nothing = pa.chunked_array([pa.nulls(len(live), pa.string())])
            return AccountKeys(nothing, np.zeros(len(live), dtype=bool))
        found = account_keys(raw.table[columns.matched[name]])
        return AccountKeys(chosen(found.texts), found.damaged[live])

    return AccountRows(
        filename=raw.filename,
        digest=raw.digest,
        columns=columns.matched,
        unused=columns.unused,
        row=raw.rows[live],
        keys=AccountKeys(chosen(keys.texts), keys.damaged[live]),
        shown=chosen(shown),
        debtors=keys_of("debtor_id"),
        payment=keys_of("payment_id"),
        agency=agency.take(live),
        days={name: values[live] for name, values in days.items()},
        cents={name: values[live] for name, values in cents.items()},
        rate=rate[live],
        age_days=age_days[live],
        unreadable={name: np.asarray(mask)[live] for name, mask in reader.unreadable.items()},
        currencies=currencies,
        findings=(*raw.notes, *ledger.findings),
    )


def _cents(
    raw: RawTable, columns: RemittanceColumns, meaning: Meaning, name: str, reader: RowReader
) -> FloatArray:
    """Return a column of amounts in whole cents; each column may have a unit of its own."""
    if name not in columns.matched:
        return np.full(raw.table.num_rows, np.nan)
    alone = {f: h for f, h in columns.matched.items() if f in ("currency", "unit")}
    as_collected = RemittanceColumns(
        matched={**alone, "collected": columns.matched[name]}, since={}, calendar={}, unused=()
    )
    other = RowReader(raw, as_collected, meaning)
    values = other.money("collected")
    reader.unreadable[name] = other.unreadable["collected"]
    return np.round(values * CENTS)


def _forget_recalls_before(
    days: Mapping[str, FloatArray], columns: RemittanceColumns, ledger: Ledger
) -> None:
    """Say which rows are recalled before they are placed; their recall is not known then."""
    before = ledger.live & (days["recalled_on"] < days["placed_on"])
    if not before.any():
        return
    days["recalled_on"][before] = np.nan
    recalled, placed = columns.matched["recalled_on"], columns.matched["placed_on"]
    ledger.warn(
        before,
        "recalled_before_placed",
        lambda rows, of: t(
            "{rows} of {of} rows are recalled ({recalled}) before they are placed ({placed}); "
            "their recall is taken as not known.",
            rows=rows,
            of=of,
            recalled=recalled,
            placed=placed,
        ),
        t("Correct the days, or say which columns they are with --column."),
        Place(column=recalled),
    )


def _rate(
    raw: RawTable, columns: RemittanceColumns, reader: RowReader, ledger: Ledger
) -> FloatArray:
    """Return rates as decimals: 22%, 0.22, or 22 in a column of percent."""
    if not reader.has("rate"):
        return np.full(reader.rows, np.nan)
    heading = columns.matched["rate"]
    cells = raw.table[heading]
    read = read_numbers(cells, shares=True)
    signed = (
        as_mask(pc.match_substring_regex(as_text(cells), "[%％]"))
        if is_text(cells)
        else np.zeros(reader.rows, dtype=bool)
    )
    bare = ~np.isnan(read.values) & ~signed & (read.values != 0.0)
    large = bare & (np.abs(read.values) > 1.0)
    named = any(sign in heading for sign in "%％") or "percent" in heading.casefold()
    # 0.5 beside 22 may be a half percent; only a column that is large throughout says so.
    in_percent = bare & (named or bool(large.any() and large.sum() == bare.sum()))
    values = np.where(in_percent, read.values / 100.0, read.values)
    wrong = np.abs(values) > 1.0
    reader.unreadable["rate"] = read.unreadable | wrong
    ledger.note(
        in_percent & ledger.live,
        "rate_in_percent",
        lambda rows, of: t("Rates of {heading} are read as percent.", heading=heading),
        "",
        Place(column=heading, cells=cells, number=True),
    )
    return np.where(wrong, np.nan, values)


def _leave_out_totals(
    raw: RawTable, keys: AccountKeys, reader: RowReader, ledger: Ledger
) -> BoolArray:
    """Leave out rows that are called totals, by their number or, where there is none, elsewhere.

    Returns:
        Which rows they are. Shape (rows,).
    """
    plain = pc.utf8_lower(pc.utf8_normalize(pc.fill_null(keys.texts, ""), "NFKC"))
    is_total = as_mask(pc.is_in(plain, value_set=pa.array(sorted(_TOTALS))))
    nameless = np.flatnonzero(keys.missing)
    if len(nameless):
        some = raw.table.take(pa.array(nameless))
        for name in some.column_names:
            if is_text(some[name]):
                words = [
                    normalise(text or "") in _TOTALS for text in as_text(some[name]).to_pylist()
                ]
                is_total[nameless[np.array(words, dtype=bool)]] = True
    ledger.set_aside(
        is_total,
        "totals_row",
        lambda count, of: t("{rows} of {of} rows are totals and left out.", rows=count, of=of),
        "",
        Place(column=reader.columns.matched["account_id"]),
    )
    return is_total


def _hold_against_total(
    is_total: BoolArray, cents: Mapping[str, FloatArray], reader: RowReader, ledger: Ledger
) -> None:
    """Say where the one line of totals is not what the rows above it add up to."""
    if is_total.sum() != 1:
        return
    for name in ("collected", "commission", "vat"):
        stated = float(cents[name][is_total][0])
        added = float(np.nansum(cents[name][~is_total]))
        if np.isnan(stated) or stated == added:
            continue
        heading = reader.columns.matched[name]
        ledger.warn(
            is_total,
            "total_differs",
            lambda rows, of, heading=heading, stated=stated, added=added: t(  # type: ignore[misc]
                "The total of {heading} says {stated:,.2f}; its rows add up to {added:,.2f}, "
                "{difference:+,.2f}.",
                heading=heading,
                stated=stated / CENTS,
                added=added / CENTS,
                difference=(stated - added) / CENTS,
            ),
            t("What is checked are the rows; ask which of both is asked for."),
            Place(column=heading),
        )


def _leave_out_nameless(keys: AccountKeys, reader: RowReader, ledger: Ledger) -> None:
    place = Place(column=reader.columns.matched["account_id"])
    ledger.leave_out(
        keys.damaged & ledger.live,
        "account_id_rounded",
        lambda rows, of: t(
            "{rows} of {of} account numbers were rounded by a spreadsheet, as in 1.2E+15: whose "
            "they are is lost, and the rows are left out.",
            rows=rows,
            of=of,
        ),
        t("Export again with the account number as text."),
        place,
    )
    ledger.leave_out(
        keys.missing & ledger.live,
        "account_id_missing",
        lambda rows, of: t(
            "{rows} of {of} rows have no account number and are left out.", rows=rows, of=of
        ),
        t("Fill it in."),
        place,
    )


def _say(raw: RawTable, reader: RowReader, ledger: Ledger, cents: Mapping[str, FloatArray]) -> None:
    for name, mask in reader.unreadable.items():
        heading = reader.columns.matched.get(name, name)
        cells = raw.table[heading] if heading in raw.table.column_names else None
        ledger.warn(
            np.asarray(mask) & ledger.live,
            f"{name}_unreadable",
            lambda count, of, heading=heading: t(  # type: ignore[misc]
                "{rows} of {of} rows have no readable {field}; it is taken as not known.",
                rows=count,
                of=of,
                field=heading,
            ),
            t("Correct these cells; a date such as 03/04/2024 needs --dates.")
            if name in _DAYS and cells is not None and _is_open(cells)
            else t("Correct these cells."),
            Place(column=heading, cells=cells, number=True),
        )
    factors = {name: _factor(raw, reader, name) for name in cents if reader.has(name)}
    for name, factor in factors.items():
        if np.any(factor != 1.0):
            ledger.note(
                ledger.live,
                "unit",
                lambda count, of, factor=factor, name=name: t(  # type: ignore[misc]
                    "{field} is in {unit}.",
                    field=reader.columns.matched[name],
                    unit=unit_name(factor),
                ),
                "",
                Place(column=reader.columns.matched[name]),
            )


def _factor(raw: RawTable, reader: RowReader, name: str) -> FloatArray | float:
    matched = {"collected": reader.columns.matched[name]}
    alone = RemittanceColumns(matched=matched, since={}, calendar={}, unused=())
    return RowReader(raw, alone, reader.meaning).factor("collected")


def _is_open(cells: Column) -> bool:
    return is_text(cells) and any(
        is_open_date(text) for text in pc.unique(cells).to_pylist() if text
    )
