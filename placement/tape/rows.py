"""Rows that are no accounts: second headings and totals."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.text import t
from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import as_text, encode
from placement.tape.columns import is_heading, normalise
from placement.tape.fields import FIELDS, Kind
from placement.tape.ledger import Ledger
from placement.tape.source import Source
from placement.tape.unit_words import unit_word

_TOTALS = (
    "total",
    "grand total",
    "totals",
    "sum",
    "subtotal",
    "合计",
    "总计",
    "小计",
    "共计",
    "总额",
)
_TOTAL_WORDS = frozenset(normalise(word) for word in _TOTALS)
_TOTAL_CELLS = [
    variant + end
    for word in _TOTALS
    for variant in (word, word.title(), word.upper(), word.capitalize())
    for end in ("", ":", "：")
]
_LABEL_FIELDS = ("account_id", "sector", "creditor", "creditor_type", "product", "region")
_FEWEST_SUMMED = 3
"""A last row that equals the sum of fewer rows than these may well be an account."""


def leave_out_headings(source: Source, ledger: Ledger, unreadable: BoolArray) -> None:
    """Leave out second heading rows, and rows of units, wherever they stand."""
    positions = np.flatnonzero(unreadable)
    if not len(positions):
        return
    texts = encode(source.cells("balance").take(pa.array(positions)))
    repeats = np.array([*(is_heading(n) or bool(unit_word(n)) for n in texts.names), False])
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


def leave_out_totals(source: Source, ledger: Ledger, balance: FloatArray) -> None:
    """Leave out rows labelled as a total, and a last row that adds up all others."""
    mask = np.zeros(len(source), dtype=bool)
    for field in _LABEL_FIELDS:
        if source.has(field):
            mask |= _labelled(source, field)
    if (last := _unlabelled_total(source, balance, skip=mask | ~ledger.live)) is not None:
        mask[last] = True
    ledger.set_aside(
        mask,
        "totals_row",
        lambda rows, of: t(
            "{rows} of {of} rows are totals, not accounts; they are left out.", rows=rows, of=of
        ),
        t("Delete totals rows to silence this."),
        source.place("balance"),
    )


def _labelled(source: Source, field: str) -> BoolArray:
    if FIELDS[field].kind is Kind.IDENTIFIER:
        texts = as_text(source.cells(field))
        mask = np.array(pc.is_in(texts, pa.array(_TOTAL_CELLS)).to_numpy(), dtype=bool)
        for position in range(max(0, len(texts) - 3), len(texts)):
            mask[position] |= normalise(texts[position].as_py() or "") in _TOTAL_WORDS
        return mask
    codes = source.codes(field)
    return codes.where_any([normalise(name) in _TOTAL_WORDS for name in codes.names])


def _unlabelled_total(source: Source, balance: FloatArray, *, skip: BoolArray) -> int | None:
    """Return the last row if it has no account number and adds up all others."""
    last = len(skip) - 1 - int(skip[::-1].argmin())
    if skip[last] or not _lacks_id(source, last):
        return None
    summed = balance[:last][~skip[:last]]
    others = float(np.nansum(summed))
    equal = abs(balance[last] - others) <= 0.005 + 1e-9 * abs(others)
    return last if equal and len(summed) >= _FEWEST_SUMMED else None


def _lacks_id(source: Source, position: int) -> bool:
    if not source.has("account_id"):
        return True
    return as_text(source.cells("account_id").take(pa.array([position])))[0].as_py() is None
