"""Rows that are no accounts: second headings, units, blank rows and what stands below the table."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import as_mask, as_text, encode
from placement.tape.columns import is_heading
from placement.tape.findings import Severity
from placement.tape.ledger import Ledger
from placement.tape.signatures import said_of_signatures, signed_with
from placement.tape.source import Source
from placement.tape.unit_words import unit_alone


def leave_out_headings(source: Source, ledger: Ledger, unreadable: BoolArray) -> None:
    """Leave out second heading rows, and rows of units, wherever they stand."""
    positions = np.flatnonzero(unreadable)
    if not len(positions):
        return
    texts = encode(source.cells("balance").take(pa.array(positions)))
    repeats = np.array([*map(_is_heading_or_unit, texts.names), False])
    mask = np.zeros(len(source), dtype=bool)
    mask[positions] = repeats[texts.codes]
    ledger.set_aside(
        mask,
        "heading_row",
        lambda rows, of: t(
            "{rows} of {of} rows are headings again, not accounts; they are left out.",
            rows=rows,
            of=of,
        ),
        t("Keep one heading row."),
        source.place("balance"),
    )


def leave_out_notes(source: Source, ledger: Ledger, balance: FloatArray) -> None:
    """Leave out the lines below the accounts that say in what their amounts are."""
    mask = np.zeros(len(source), dtype=bool)
    mask[[note.position for note in source.notes if note.position is not None]] = True
    ledger.set_aside(
        mask & np.isnan(balance) & ledger.live,
        "unit_row",
        lambda rows, of: t(
            "{rows} of {of} rows say in what the amounts are and are no accounts; they are left "
            "out.",
            rows=rows,
            of=of,
        ),
        "",
        source.place("balance", quote=False),
        severity=Severity.NOTE,
    )


def leave_out_blank(source: Source, ledger: Ledger) -> None:
    """Leave out rows without any cell."""
    table = source.raw.table
    columns = [table[name] for name in table.column_names]
    if not columns or not all(column.null_count for column in columns):
        return
    ledger.set_aside(
        np.all([as_mask(pc.is_null(column)) for column in columns], axis=0) & ledger.live,
        "blank_row",
        lambda rows, of: t("{rows} of {of} rows are blank; they are left out.", rows=rows, of=of),
        "",
        source.place("balance", quote=False),
        severity=Severity.NOTE,
    )


def leave_out_signatures(source: Source, ledger: Ledger, balance: FloatArray) -> None:
    """Leave out the lines below the accounts that say who made the table, or note something."""
    amounts = np.flatnonzero(~np.isnan(balance))
    mask = np.zeros(len(source), dtype=bool)
    below = np.arange(int(amounts[-1]) + 1 if len(amounts) else len(mask), len(mask))
    if len(below):
        for name in source.raw.table.column_names:
            texts = as_text(source.raw.table[name].slice(int(below[0]))).to_pylist()
            mask[below] |= [bool(signed_with(text or "")) for text in texts]
    ledger.set_aside(
        mask & ledger.live,
        "signature_row",
        lambda rows, _: said_of_signatures(rows),
        "",
        source.place("balance", quote=False),
        severity=Severity.NOTE,
    )


def _is_heading_or_unit(text: str) -> bool:
    return is_heading(text) or bool(unit_alone(text))
