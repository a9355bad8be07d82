"""From a raw table to a tape: every finding in one pass, nothing dropped in silence."""

import datetime as dt
import json
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import IntArray
from placement.tape import (
    ages,
    bills,
    cutoff,
    debtors,
    hands,
    kinds,
    magnitude,
    money,
    past,
    rows,
    snapshots,
    stand_ins,
    times,
    totals,
    whole,
)
from placement.tape.amounts import Amounts, read_amounts, say_amounts
from placement.tape.cells import Numbers, as_text
from placement.tape.closed import leave_out_closed
from placement.tape.columns import ColumnMatch
from placement.tape.findings import Finding, Severity, lines
from placement.tape.identity import Identity, read_identity, warn_rounded
from placement.tape.ledger import Ledger, sheets_of
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.paid import take_off_paid
from placement.tape.read import RawTable
from placement.tape.source import Source
from placement.tape.tape import Excluded, Tape


@dataclass(frozen=True, kw_only=True, eq=False)
class CheckedTape:
    """The usable accounts and everything noticed on the way."""

    tape: Tape
    findings: tuple[Finding, ...]


def check(
    raw: RawTable,
    *,
    match: ColumnMatch,
    meaning: Meaning = AS_IT_STANDS,
    as_of: dt.date | None = None,
    sector: str | None = None,
    creditor_type: str | None = None,
    known_sectors: Collection[str],
    today: dt.date | None = None,
    date_advice: str | None = None,
) -> CheckedTape:
    """Check every row, leave out what cannot be used, and report all of it at once.

    rows kept + rows left out = rows in the file, and so for their readable money; an amount
    no debt can have counts as no money.

    Args:
        raw: The file's cells.
        match: Which column is which field.
        meaning: The user's word where the file can be read in more than one way.
        as_of: Cut-off date; else the file's own, else the latest payment or demand in it.
        sector: For a file without the column, and for rows whose sector is not known.
        creditor_type: The same for the creditor type.
        known_sectors: Keys of the sectors that have assumptions.
        today: Payments and demands after this day do not set the cut-off date.
        date_advice: How the reader gives a missing cut-off date; by default with the command's
            option.

    Raises:
        InputError: `sector` or `creditor_type` is none of the known ones.
        TapeError: A needed column is missing, or no usable row remains.
    """
    source = Source(raw, match, meaning)
    given = _Given(
        as_of=as_of,
        sector=sector,
        creditor_type=creditor_type,
        known_sectors=known_sectors,
        today=today,
    )
    whole.check_defaults(sector, creditor_type, known_sectors)
    whole.check_columns(
        source,
        as_of=as_of,
        sector=sector,
        known_sectors=known_sectors,
        date_advice=date_advice,
    )
    numbers = _identity_in_background(source)
    amounts = read_amounts(source)
    balance = amounts.balance
    ledger = Ledger(raw.rows, balance.values, sheets=raw.sheets)
    ledger.add(*raw.notes)
    whole.warn_hidden(raw, ledger)
    rows.leave_out_headings(source, ledger, balance.unreadable)
    rows.leave_out_notes(source, ledger, balance.values)
    rows.leave_out_blank(source, ledger)
    rows.leave_out_signatures(source, ledger, balance.values)
    totals.leave_out_totals(source, ledger, balance.values)
    column = snapshots.leave_out_older(source, ledger, as_of=as_of, today=today)
    ledger.add(*whole.column_findings(source, snapshot_column=column))
    amounts = take_off_paid(source, ledger, amounts)
    balance = amounts.balance
    money.check_balance(source, ledger, balance, amounts.implausible)
    leave_out_closed(source, ledger)
    say_amounts(source, ledger, amounts)
    parts = _fields(source, ledger, amounts, given)
    owed = magnitude.leave_out_phones(source, ledger, balance.values, parts["sector"])
    balance = replace(balance, values=owed)
    who = numbers.result()
    warn_rounded(source, ledger, who)
    bills.leave_out_repeats(source, ledger, who)
    several = bills.find_bills(ledger, who)
    bills.ask_about_bills(source, ledger, balance.values, several)
    if meaning.bills == "add" and several.claims:
        parts, values = bills.add_bills(source, ledger, parts, balance.values, several)
        balance = replace(balance, values=values)
    shared = debtors.find_debtors(ledger, who, parts)
    debtors.ask_about_debtors(source, ledger, balance.values, shared)
    if meaning.debtors == "together" and shared.claims:
        parts, values = debtors.join_debtors(source, ledger, parts, balance.values, shared)
        balance = replace(balance, values=values)
    people = debtors.find_debtors(ledger, who, parts, debtors.ONE_PERSON)
    parts["debtor"] = debtors.numbers_of(source, people)
    ledger.add(*whole.ragged_finding(raw))
    magnitude.ask_about_size(source, ledger, balance.values, parts["sector"])
    if not ledger.live.any():
        asked = lines(ledger.findings, severity=Severity.DOUBT)
        why = lines(f for f in ledger.findings if f.code in times.UNREADABLE)
        wrong = lines(ledger.findings, severity=Severity.ERROR)
        raise TapeError(*((*asked, *why, *wrong) or (_no_row(raw),)))
    parts["digest"] = _digest(source, given, parts["as_of"])
    tape = _tape(source, ledger, balance, parts)
    _account_for_every_row(tape, raw)
    return CheckedTape(tape=tape, findings=tuple(ledger.findings))


def _account_for_every_row(tape: Tape, raw: RawTable) -> None:
    # The reader has held its rows against a count of its own; here they must all still be.
    rows = raw.table.num_rows + len(raw.ragged)
    if len(tape) + len(tape.excluded) != rows:
        raise TapeError(
            t(
                "{file}: {rows} rows were read, but {kept} are in the book and {out} left out. "
                "None may be lost, so nothing is valued.",
                file=raw.filename,
                rows=f"{rows:,}",
                kept=f"{len(tape):,}",
                out=f"{len(tape.excluded):,}",
            )
        )


@dataclass(frozen=True, kw_only=True)
class _Given:
    """What the user said beside the file; the fields are the arguments of `check`."""

    as_of: dt.date | None
    sector: str | None
    creditor_type: str | None
    known_sectors: Collection[str]
    today: dt.date | None


def _fields(source: Source, ledger: Ledger, amounts: Amounts, given: _Given) -> dict[str, Any]:
    """Read every other field for all rows; keys are those of `Tape`."""
    owed = amounts.balance.values
    sectors = kinds.sectors(source, ledger, known=given.known_sectors, default=given.sector)
    found = times.read_time(source, ledger)
    day = cutoff.cut_off(source, ledger, found, as_of=given.as_of, today=given.today)
    age = ages.ages(source, ledger, found, day)
    days = {name: times.days_in(name, found) for name in times.COUNTED_FIELDS if name in found}
    stand_ins.warn_stand_ins(source, ledger, balance=owed, ages=days)
    return {
        "currency": amounts.currencies.main,
        "as_of": day,
        "sector": sectors,
        "creditor_type": kinds.creditor_types(
            source, ledger, sector=sectors, default=given.creditor_type
        ),
        "age": age,
        "months_since_demand": ages.months_since_demand(source, ledger, found, day, age=age),
        "principal_share": money.principal_share(source, ledger, amounts.principal, owed),
        **past.past(source, ledger, age),
        "placed_now": hands.placed_now(source, ledger),
        "placed_with": hands.agencies(source),
        "disputed": kinds.disputed(source, ledger),
        "unreachable": kinds.unreachable(source, ledger),
        "creditor": kinds.labels(source, "creditor"),
        "product": kinds.labels(source, "product"),
        "region": kinds.labels(source, "region"),
    }


def _tape(source: Source, ledger: Ledger, balance: Numbers, parts: dict[str, Any]) -> Tape:
    # As the file writes them, so that lists go back into the system they came from.
    ids = source.cells("account_id") if source.has("account_id") else None
    every = {**parts, "balance": balance.values, "row": source.raw.rows}
    if not ledger.live.all():
        chosen = np.flatnonzero(ledger.live)
        ids = None if ids is None else ids.take(pa.array(chosen))
        every = {
            name: value
            if value is None or isinstance(value, str | dt.date)
            else _take(value, chosen)
            for name, value in every.items()
        }
    return Tape(**every, ids=ids, excluded=_excluded(source, ledger, balance))


def _take(value: Any, chosen: IntArray) -> Any:
    return value[chosen] if isinstance(value, np.ndarray) else value.take(chosen)


def _excluded(source: Source, ledger: Ledger, balance: Numbers) -> Excluded:
    out = np.flatnonzero(~ledger.live)
    raw = source.raw
    cells = raw.table.select(list(source.match.matched.values()))
    # Taking no rows out of many chunks would still walk them all.
    cells = cells.take(pa.array(out)) if len(out) else cells.slice(0, 0)
    texts = {name: as_text(cells[name]) for name in cells.column_names}
    texts |= {
        name: pa.chunked_array([*column.chunks, pa.nulls(len(raw.ragged), pa.string())])
        for name, column in texts.items()
    }
    if raw.sheets:
        texts[_free("sheet", texts)] = pa.array(sheets_of(raw.sheets, out), pa.string())
    line = [None] * len(out) + [text for _, text in raw.ragged]
    if raw.ragged:
        texts[_free("line", texts)] = pa.array(line, pa.string())
    return Excluded(
        row=np.concatenate([raw.rows[out], np.array([r for r, _ in raw.ragged], dtype=np.int64)]),
        reasons=(*ledger.reason_texts(out), *("ragged",) * len(raw.ragged)),
        balance=np.concatenate([balance.values[out], np.full(len(raw.ragged), np.nan)]),
        raw=pa.table(texts),
    )


def _free(heading: str, taken: Collection[str]) -> str:
    return heading if heading not in taken else f"{heading} of the file"


def _identity_in_background(source: Source) -> "Future[Identity]":
    # Arrow lets go of the interpreter lock, so this runs beside the other checks.
    pool = ThreadPoolExecutor(1)
    future = pool.submit(read_identity, source)
    pool.shutdown(wait=False)
    return future


def _no_row(raw: RawTable) -> str:
    return t("{file} has no usable row.", file=raw.filename)


def _digest(source: Source, given: _Given, day: dt.date | None) -> str:
    settings = json.dumps(
        [
            dict(source.match.matched),
            source.meaning.plain(),
            *map(str, (given.as_of, given.sector, given.creditor_type, given.today)),
            # It may be the one in the file's name, which is no part of the content.
            str(day),
            *sorted(given.known_sectors),
        ]
    )
    return blake2b(f"{source.raw.digest}{settings}".encode(), digest_size=16).hexdigest()
