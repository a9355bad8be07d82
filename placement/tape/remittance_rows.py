"""The rows of a remittance file as arrays: what a row says of its batch, and its payments."""

from collections.abc import Collection
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pyarrow.compute as pc

from placement.domain.days import months_of
from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray, IntArray
from placement.tape.cells import Codes, as_mask, as_text, encode, is_text, recode
from placement.tape.columns import ColumnMatch, normalise
from placement.tape.dates import parse_date, read_dates
from placement.tape.decimals import decimal_of
from placement.tape.fields import TOTALS
from placement.tape.kinds import sector_named
from placement.tape.ledger import Ledger, Place
from placement.tape.meaning import Meaning
from placement.tape.numbers import COUNT_UNITS, DAY_UNITS, MONTH_UNITS, read_numbers
from placement.tape.read import RawTable
from placement.tape.remittance_columns import RemittanceColumns
from placement.tape.source import Source
from placement.tape.stages import band_days
from placement.tape.unit_words import SIGNS, unit_word
from placement.tape.units import name_of, scale_of, unit_words

KEYS = ("agency", "sector", "product", "batch")
"""Texts that part one batch from another."""

NO_MONTH = -1
"""Stands for a month that is not known."""

_TOTALS = frozenset(map(normalise, TOTALS))


@dataclass(frozen=True, eq=False)
class Rows:
    """One file's rows. All arrays have shape (rows,) unless said."""

    raw: RawTable
    columns: RemittanceColumns
    ledger: Ledger
    texts: dict[str, Codes]
    """Those of `KEYS` and `account_id`; empty codes where the file has no such column."""

    placed: IntArray
    """Month of placement, 12 * year + month - 1; `NO_MONTH` where unknown."""

    age: FloatArray
    balance: FloatArray
    accounts: FloatArray
    currencies: frozenset[str]
    payments: "Payments" = field(default_factory=lambda: Payments.none())

    def place(self, name: str) -> Place:
        """Return where findings about a field are."""
        heading = self.columns.matched.get(name)
        if heading is None:
            return Place(column=name)
        return Place(column=heading, cells=self.raw.table[heading], number=name not in KEYS)


@dataclass(frozen=True, eq=False)
class Payments:
    """What came in: one entry a cell. All arrays have shape (payments,)."""

    row: IntArray
    """Position of the row each stands in."""

    month: IntArray
    """Month of the calendar, 12 * year + month - 1; `NO_MONTH` where `since` is given."""

    since: IntArray
    """Months since placement as the file counts them; `NO_MONTH` where `month` is given."""

    amount: FloatArray
    """NaN where the cell is empty or unreadable."""

    @classmethod
    def none(cls) -> "Payments":
        """Return no payments."""
        nothing = np.empty(0, dtype=np.int64)
        return cls(nothing, nothing, nothing, np.empty(0))


def read_rows(
    raw: RawTable,
    columns: RemittanceColumns,
    *,
    meaning: Meaning,
    sectors: Collection[str],
    with_payments: bool,
) -> Rows:
    """Return the rows of a file.

    Args:
        raw: The file.
        columns: What its columns are.
        meaning: The user's word on dates, the decimal sign and the unit.
        sectors: Keys of the sectors that are known.
        with_payments: Rows of payments; else of placements alone.

    Raises:
        TapeError: A money column is in two currencies.
    """
    reader = RowReader(raw, columns, meaning)
    balance = reader.money("balance")
    ledger = Ledger(raw.rows, balance, sheets=raw.sheets)
    texts = {name: reader.texts(name) for name in (*KEYS, "account_id")}
    texts["sector"] = _sectors(texts["sector"], sectors, ledger, reader)
    texts["agency"] = one_spelling(texts["agency"], ledger, reader)
    rows = Rows(
        raw=raw,
        columns=columns,
        ledger=ledger,
        texts=texts,
        placed=_placed(reader, texts["batch"]),
        age=reader.age(),
        balance=balance,
        accounts=reader.numbers("accounts", (*COUNT_UNITS, "户", "件", "笔", "个", "accounts")),
        currencies=reader.currencies(),
    )
    _leave_out_totals(rows)
    payments = Payments.none()
    if with_payments:
        payments = reader.by_column() if columns.is_wide else reader.by_row()
    _say_unreadable(rows, reader)
    if not with_payments:
        return rows
    live = rows.ledger.live[payments.row]
    return Rows(
        **{name: getattr(rows, name) for name in Rows.__dataclass_fields__ if name != "payments"},
        payments=Payments(
            payments.row[live], payments.month[live], payments.since[live], payments.amount[live]
        ),
    )


def month_number(days: FloatArray) -> IntArray:
    """Return the month that a day is in, 12 * year + month - 1; `NO_MONTH` where it is NaN.

    Args:
        days: Days since 1970-01-01, any shape.
    """
    known = ~np.isnan(days)
    months = np.where(known, days, 0).astype("datetime64[D]").astype("datetime64[M]")
    return np.where(known, months.astype(np.int64) + 12 * 1970, NO_MONTH)


def month_text(number: int) -> str:
    """Return a month as 2024-03."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


class RowReader:
    """The cells of one file by field; `unreadable` says by field which could not be read."""

    def __init__(self, raw: RawTable, columns: RemittanceColumns, meaning: Meaning) -> None:
        self.raw, self.columns, self.meaning = raw, columns, meaning
        self.unreadable: dict[str, BoolArray] = {}
        self.rows = int(raw.table.num_rows)
        # The rest of the tape knows what was collected as what was paid.
        names = {"balance": "balance", "collected": "paid", "currency": "currency", "unit": "unit"}
        matched = {ours: columns.matched[f] for f, ours in names.items() if f in columns.matched}
        match = ColumnMatch(
            matched=MappingProxyType(matched), unmatched=(), ambiguous=MappingProxyType({})
        )
        self.source = Source(raw, match, meaning)

    def has(self, name: str) -> bool:
        """Return whether the file has a field."""
        return name in self.columns.matched

    def texts(self, name: str) -> Codes:
        """Return a column of few different texts."""
        if not self.has(name):
            return Codes(np.full(self.rows, -1, dtype=np.int32), ())
        return encode(self.raw.table[self.columns.matched[name]])

    def numbers(self, name: str, units: tuple[str, ...]) -> FloatArray:
        """Return a column of counts, NaN where there is none above zero."""
        if not self.has(name):
            return np.full(self.rows, np.nan)
        read = read_numbers(self.raw.table[self.columns.matched[name]], units=units)
        self.unreadable[name] = read.unreadable | (read.values <= 0)
        return np.where(read.values > 0, read.values, np.nan)

    def money(self, name: str) -> FloatArray:
        """Return a column of amounts in single units of its currency."""
        if not self.has(name):
            return np.full(self.rows, np.nan)
        values = self._amounts(self.columns.matched[name], name)
        if name == "balance":
            self.unreadable[name] |= values <= 0
            values = np.where(values > 0, values, np.nan)
        return values * self.factor

    @property
    def factor(self) -> float:
        """Return what one of the file's amounts is in single units: one answer for the file."""
        said = [
            float(np.max(scale_of(self.source, ours).factor))
            for ours in ("balance", "paid")
            if self.source.has(ours)
        ]
        return max(said, default=1.0)

    def _amounts(self, heading: str, name: str) -> FloatArray:
        cells = self.raw.table[heading]
        sign = self.meaning.decimal or decimal_of(cells).sign
        read = read_numbers(cells, decimal=sign)
        self.unreadable[name] = self.unreadable.get(name, False) | read.unreadable
        return read.values

    def age(self) -> FloatArray:
        """Return months past due at placement, NaN where unknown; a stage is its middle."""
        if self.has("days_past_due"):
            cells = self.raw.table[self.columns.matched["days_past_due"]]
            read = read_numbers(cells, units=DAY_UNITS)
            self.unreadable["days_past_due"] = read.unreadable | (read.values < 0)
            return months_of(np.where(read.values >= 0, read.values, np.nan))
        if not self.has("age"):
            return np.full(self.rows, np.nan)
        cells = self.raw.table[self.columns.matched["age"]]
        read = read_numbers(cells, units=MONTH_UNITS)
        texts = encode(cells)
        days = [band_days(name, days_per_number=None) for name in texts.names]
        words = np.array([np.nan if d is None else d for d in days] + [np.nan])[texts.codes]
        values = np.where(np.isnan(read.values), months_of(words), read.values)
        self.unreadable["age"] = (read.unreadable & np.isnan(words)) | (values < 0)
        return np.where(values >= 0, values, np.nan)

    def days(self, name: str) -> FloatArray:
        """Return a column of dates in days since 1970-01-01, NaN where unknown."""
        if not self.has(name):
            return np.full(self.rows, np.nan)
        read = read_dates(self.raw.table[self.columns.matched[name]], order=self.meaning.dates)
        self.unreadable[name] = read.unreadable
        return read.values

    def currencies(self) -> frozenset[str]:
        """Return the currencies that a column, the headings or signs in the amounts name."""
        found: set[str] = set()
        if self.has("currency"):
            texts = encode(self.raw.table[self.columns.matched["currency"]])
            found |= {unit_word(name).currency or name.upper() for name in texts.names}
        for name, ours in (("balance", "balance"), ("collected", "paid")):
            if not self.has(name):
                continue
            words = [each.word for each in unit_words(self.source, ours)]
            found |= {w.currency for w in words if w.currency and not w.is_any_currency}
            found |= self._signs(self.columns.matched[name])
        return frozenset(found)

    def _signs(self, heading: str) -> set[str]:
        cells = self.raw.table[heading]
        if not is_text(cells):
            return set()
        texts, found = pc.utf8_lower(as_text(cells)), set()
        left = np.ones(self.rows, dtype=bool)
        for name, pattern in SIGNS.items():
            if name == "CNY":
                # 元 may be any currency; the signs of others were looked for before.
                pattern = "[¥￥]|rmb|cny|人民币"
            here = left & as_mask(pc.match_substring_regex(texts, pattern))
            if here.any():
                found.add(name)
                left &= ~here
        return found

    def by_row(self) -> Payments:
        """Return the payments of a long table."""
        every = np.arange(self.rows, dtype=np.int64)
        nothing = np.full(self.rows, NO_MONTH, dtype=np.int64)
        amount = self.money("collected")
        if self.has("month"):
            return Payments(every, month_number(self.days("month")), nothing, amount)
        numbers = read_numbers(
            self.raw.table[self.columns.matched["months_since"]], units=MONTH_UNITS
        )
        whole = numbers.values == np.floor(numbers.values)
        self.unreadable["months_since"] = numbers.unreadable | ~(whole | numbers.missing)
        # Months before placement are refused later on, by name; -1 would be none at all.
        since = np.where(whole, np.where(numbers.values < 0, -2, numbers.values), NO_MONTH)
        return Payments(every, nothing, since.astype(np.int64), amount)

    def by_column(self) -> Payments:
        """Return the payments of a table with a column a month, the rows of each one in turn."""
        headings = [*self.columns.since, *self.columns.calendar]
        every = np.arange(self.rows, dtype=np.int64)
        amount = np.concatenate([self._amounts(h, "collected") for h in headings]) * self.factor
        months = [month_number(np.array([day]))[0] for day in self.columns.calendar.values()]
        return Payments(
            row=np.tile(every, len(headings)),
            month=np.repeat([*(NO_MONTH for _ in self.columns.since), *months], self.rows).astype(
                np.int64
            ),
            since=np.repeat([*self.columns.since.values(), *(NO_MONTH for _ in months)], self.rows),
            amount=amount,
        )


def _placed(reader: RowReader, batch: Codes) -> IntArray:
    """Return the month of placement by its own column, else where the batch is called by it."""
    days = reader.days("placed_on")
    if not reader.has("placed_on") and batch.names:
        named = [parse_date(name) for name in batch.names]
        days = np.array([np.nan if day is None else day for day in named] + [np.nan])[batch.codes]
    return month_number(days)


def _sectors(found: Codes, known: Collection[str], ledger: Ledger, reader: RowReader) -> Codes:
    sector = recode(found, [sector_named(name, known) for name in found.names])
    ledger.warn(
        (found.codes >= 0) & (sector.codes < 0),
        "sector_unknown",
        lambda rows, of: t(
            "{rows} of {of} rows have a sector that is not known; known are {known}. It is taken "
            "as not said.",
            rows=rows,
            of=of,
            known=", ".join(sorted(known)),
        ),
        t("Correct the sector, or give one sector for the whole file."),
        Place(column=reader.columns.matched.get("sector", "sector"), words=found),
    )
    return sector


def one_spelling(found: Codes, ledger: Ledger, reader: RowReader) -> Codes:
    """Return agencies with those as one that differ in case, width, spaces and points alone."""
    counts = np.bincount(found.codes[found.codes >= 0], minlength=len(found.names))
    ways: dict[str, list[int]] = {}
    for place, name in enumerate(found.names):
        ways.setdefault(normalise(name) or name, []).append(place)
    best = {key: max(places, key=lambda p: counts[p]) for key, places in ways.items()}
    names = [found.names[best[normalise(name) or name]] for name in found.names]
    several = ["; ".join(found.names[p] for p in places) for places in ways.values() if places[1:]]
    ledger.warn(
        found.where_any([name != own for name, own in zip(names, found.names, strict=True)]),
        "agency_spellings",
        lambda rows, of: t(
            "Agencies written in two ways are taken as one: {names}.", names=" / ".join(several)
        ),
        t("If they are two, give them names that differ by more than case and spaces."),
        Place(column=reader.columns.matched.get("agency", "agency"), words=found),
    )
    return recode(found, names)


def _leave_out_totals(rows: Rows) -> None:
    is_total = np.zeros(len(rows.age), dtype=bool)
    for codes in rows.texts.values():
        is_total |= codes.where_any([normalise(name) in _TOTALS for name in codes.names])
    rows.ledger.set_aside(
        is_total,
        "totals_row",
        lambda count, of: t("{rows} of {of} rows are totals and left out.", rows=count, of=of),
        "",
        rows.place("batch"),
    )


def _say_unreadable(rows: Rows, reader: RowReader) -> None:
    for name, mask in reader.unreadable.items():
        rows.ledger.warn(
            mask & rows.ledger.live,
            f"{name}_unreadable",
            lambda count, of, name=name: t(  # type: ignore[misc]
                "{rows} of {of} rows have no readable {field}; it is taken as not known.",
                rows=count,
                of=of,
                field=rows.columns.matched.get(name, name),
            ),
            t("Correct these cells; a date such as 03/04/2024 needs --dates."),
            rows.place(name),
        )
    if reader.factor != 1.0:
        rows.ledger.note(
            rows.ledger.live,
            "unit",
            lambda count, of: t("Amounts are in {unit}.", unit=name_of(reader.factor)),
            "",
            Place(),
        )


def refuse_two_currencies(filename: str, currencies: Collection[str]) -> None:
    """Raise an error where a file, or two that belong together, name two currencies."""
    if len(currencies) > 1:
        raise TapeError(
            t(
                "{file} holds two currencies, {names}; shares of what was placed need one. Give a "
                "file of each, or convert one.",
                file=filename,
                names=", ".join(sorted(currencies)),
            )
        )
