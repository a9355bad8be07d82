"""Rows that are no accounts: second headings, units, and notes on them below the accounts."""

import numpy as np
import pyarrow as pa

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import encode
from placement.tape.columns import is_heading
from placement.tape.findings import Severity
from placement.tape.ledger import Ledger
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


def _is_heading_or_unit(text: str) -> bool:
    return is_heading(text) or bool(unit_alone(text))
