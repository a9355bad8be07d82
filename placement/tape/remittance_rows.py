"""The rows of a remittance file as arrays: what a row says of its batch, and its payments."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from placement.domain.errors import TapeError
from placement.domain.text import clauses, listed, t
from placement.domain.types import FloatArray, IntArray
from placement.tape.cells import Codes, recode
from placement.tape.columns import normalise
from placement.tape.dates import parse_date
from placement.tape.fields import TOTALS
from placement.tape.kinds import sector_named
from placement.tape.ledger import Ledger, Place
from placement.tape.meaning import Meaning
from placement.tape.numbers import ACCOUNT_UNITS
from placement.tape.read import RawTable
from placement.tape.remittance_columns import RemittanceColumns, plain_heading
from placement.tape.remittance_reader import (
    OTHER,
    Payments,
    RowReader,
    month_number,
    unit_name,
)
from placement.tape.spelling import narrow
from placement.tape.units import name_of

KEYS = ("agency", "sector", "product", "batch")
"""Texts that part one batch from another."""

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
    payments: Payments = field(default_factory=Payments.none)

    def place(self, name: str) -> Place:
        """Return where findings about a field are."""
        heading = self.columns.matched.get(name)
        if heading is None:
            return Place(column=name)
        return Place(column=heading, cells=self.raw.table[heading], number=name not in KEYS)


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
        TapeError: Dates could be several days, and nothing tells which.
    """
    reader = RowReader(raw, columns, meaning)
    reader.require_order()
    balance = reader.money("balance")
    ledger = Ledger(raw.rows, balance, sheets=raw.sheets)
    texts = {name: reader.texts(name) for name in (*KEYS, "account_id")}
    texts["sector"] = _sectors(texts["sector"], sectors, ledger, reader)
    for name in ("agency", "batch"):
        texts[name] = one_spelling(texts[name], ledger, reader, name)
    rows = Rows(
        raw=raw,
        columns=columns,
        ledger=ledger,
        texts=texts,
        placed=_placed(reader, texts["batch"]),
        age=reader.age(),
        balance=balance,
        accounts=reader.numbers("accounts", ACCOUNT_UNITS),
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


def month_text(number: int) -> str:
    """Return a month as 2024-03."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


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
            known=listed(sorted(known)),
        ),
        t("Correct the sector, or give one sector for the whole file."),
        Place(column=reader.columns.matched.get("sector", "sector"), words=found),
    )
    return sector


def one_spelling(found: Codes, ledger: Ledger, reader: RowReader, field: str = "agency") -> Codes:
    """Return agencies or batches with those as one that are written in several ways."""
    counts = np.bincount(found.codes[found.codes >= 0], minlength=len(found.names))
    keys = [spelled(name, field) for name in found.names]
    ways: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        ways.setdefault(key, []).append(place)
    best = {key: max(places, key=lambda p: counts[p]) for key, places in ways.items()}
    names = [found.names[best[key]] for key in keys]
    several = [clauses(found.names[p] for p in places) for places in ways.values() if places[1:]]
    is_batch = field == "batch"
    ledger.warn(
        found.where_any([name != own for name, own in zip(names, found.names, strict=True)]),
        f"{field}_spellings",
        lambda rows, of: (
            t("Batches written in two ways are taken as one: {names}.", names=" / ".join(several))
            if is_batch
            else t(
                "Agencies written in two ways are taken as one: {names}.", names=" / ".join(several)
            )
        ),
        t("If they are two, give them names that differ by more than case, width and spaces.")
        if is_batch
        else t("If they are two, give them names that differ by more than case and spaces."),
        Place(column=reader.columns.matched.get(field, field), words=found),
    )
    return recode(found, names)


def spelled(name: str, field: str) -> str:
    """Return what of a name counts when names are compared.

    Case, width and spaces never do; points and hyphens part one batch or account from another, but
    no agency.
    """
    if field == "agency":
        return normalise(name) or name
    return "".join(narrow(name).split())


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
    _say_units(rows, reader)


def _say_units(rows: Rows, reader: RowReader) -> None:
    """Say in what each column of money is read, and where one took the unit of the other."""
    names = [name for name in OTHER if reader.has(name)]
    read = {name: unit_name(reader.factor(name)) for name in names}
    of_months = {name_of(each) for each in reader.month_units()}
    if {*read.values(), *of_months} == {name_of(1.0)}:
        return
    if len(set(read.values())) == 1 and not of_months:
        unit = next(iter(read.values()))
        rows.ledger.note(
            rows.ledger.live,
            "unit",
            lambda count, of: t("Amounts are in {unit}.", unit=unit),
            "",
            Place(),
        )
    else:
        for name in names:
            heading = reader.columns.matched[name]
            rows.ledger.note(
                rows.ledger.live,
                "unit",
                lambda count, of, heading=heading, name=name: t(  # type: ignore[misc]
                    "{field} is in {unit}.", field=heading, unit=read[name]
                ),
                "",
                Place(column=heading),
            )
    if of_months:
        rows.ledger.note(
            rows.ledger.live,
            "unit",
            lambda count, of: t(
                "The columns of months are in {unit}.", unit=listed(sorted(of_months))
            ),
            "",
            Place(),
        )
    silent = [name for name in names if reader.scale(name) is None]
    if len(names) > 1 and len(silent) == 1:
        field, other = (reader.columns.matched[name] for name in (silent[0], OTHER[silent[0]]))
        rows.ledger.warn(
            rows.ledger.live,
            "unit_of_the_other",
            lambda count, of: t(
                "{field} names no unit; that of {other}, {unit}, is taken for it too.",
                field=field,
                other=other,
                unit=read[silent[0]],
            ),
            t("If it is another, write it into the heading, as in {example}.",
              example=f"{plain_heading(field).strip()}(元)"),
            Place(column=field),
        )  # fmt: skip


def refuse_two_currencies(filename: str, currencies: Collection[str]) -> None:
    """Raise an error where a file, or two that belong together, name two currencies."""
    if len(currencies) > 1:
        raise TapeError(
            t(
                "{file} holds two currencies, {names}; shares of what was placed need one. Give a "
                "file of each, or convert one.",
                file=filename,
                names=listed(sorted(currencies)),
            )
        )
