"""Rows that are called totals, or averages and the like, by the words in their cells.

A word alone settles it only where no account could have it: as an account number, a sector or a
creditor type. A product may be called Fixed Total; there the amount must bear the word out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.types import BoolArray, FloatArray
from placement.tape.cells import Column, as_mask, as_text, encode, is_text
from placement.tape.columns import normalise
from placement.tape.fields import FIELDS, TOTALS, Kind
from placement.tape.source import Source

LABEL_FIELDS = ("account_id", "sector", "creditor", "creditor_type", "product", "region")
_NO_ACCOUNT_HAS_IT = ("account_id", "sector", "creditor_type")

_WORDS = frozenset(normalise(word) for word in TOTALS)
_CELLS = [
    variant + end
    for word in TOTALS
    for variant in (word, word.title(), word.upper(), word.capitalize())
    for end in ("", ":", "：")
]
_BEHIND = r"\s*(?:[（(].*[)）]|[:：].*)?\s*$"
_CHINESE = (
    r"(?:合计|总计|小计|共计|累计|汇总)(?:金额|欠款|余额|数|户数)?" + _BEHIND
)  # 北京小计, 小计(2户), 总计金额：350元
_LATIN = (
    r"(?i)^\W*(?:totals?|summe|zwischensumme|gesamt(?:summe)?|insgesamt)\b"
    r"|\b(?:sub-?total|grand total)s?\b|\btotals?\W*$"
)
_ANYWHERE = re.compile(
    r"合计|总计|小计|共计|累计|汇总|^\W*totals?\W*$|\bsub-?totals?\b|\bgrand totals?\b"
)

_AVERAGE = (
    "平均值?|[户人笔件]?均值?|average|avg|mean|mittelwert|durchschnitt|moyenne|media|promedio|ø"
)

_MEASURES: Mapping[str, Callable[[FloatArray], float]] = MappingProxyType(
    {
        _AVERAGE: lambda of: float(of.mean()),
        "最大值?|max(?:imum)?": lambda of: float(of.max()),
        "最小值?|min(?:imum)?": lambda of: float(of.min()),
        "中位数|median": lambda of: float(np.median(of)),
        "笔数|户数|count": lambda of: float(len(of)),
    }
)
"""How a row is called that says something of all others, and what it then holds of theirs."""


@dataclass(frozen=True, eq=False)
class Called:
    """Rows by what they are called. All arrays have shape (rows,)."""

    surely: BoolArray
    """No account could be called so."""

    perhaps: BoolArray
    """The word may be part of a name."""

    numbered: BoolArray
    """The word may be part of a name, and the row has an account number of its own."""


def called_totals(source: Source) -> Called:
    """Return which rows are called totals."""
    surely = np.zeros(len(source), dtype=bool)
    perhaps = np.zeros(len(source), dtype=bool)
    for field in filter(source.has, LABEL_FIELDS):
        found = _exactly(source, field)
        if field in _NO_ACCOUNT_HAS_IT:
            surely |= found
        else:
            perhaps |= found
    own, others = _labels(source)
    chinese = _matching(own, _CHINESE, len(source))
    surely |= chinese
    loose = _matching(own, _LATIN, len(source))
    lack = _lack_number(source)
    perhaps |= lack & _matching(others, f"(?:{_CHINESE})|(?:{_LATIN})", len(source))
    perhaps &= ~surely
    return Called(surely, (perhaps & lack) | (loose & ~surely), perhaps & ~lack & ~loose)


def called_statistics(
    source: Source, amounts: FloatArray, accounts: BoolArray
) -> tuple[BoolArray, BoolArray]:
    """Return which rows are called averages, largest amounts, counts and the like.

    Args:
        source: The file.
        amounts: Amount of each row. Shape (rows,).
        accounts: Rows that the others may say something about. Shape (rows,).

    Returns:
        Which surely are, as the amount is what the word says or the word is the account number,
        and which may be. Shape (rows,) each.
    """
    own, others = _labels(source)
    lack = _lack_number(source)
    surely = np.zeros(len(source), dtype=bool)
    perhaps = np.zeros(len(source), dtype=bool)
    for words, measure in _MEASURES.items():
        pattern = rf"(?i)^\W*(?:{words})(?:\W*|{_BEHIND})$"
        surely |= _matching(own, pattern, len(source))
        found = lack & _matching(others, pattern, len(source))
        if not found.any():
            continue
        perhaps |= found
        of = amounts[accounts & ~found & ~np.isnan(amounts)]
        if len(of) and of.min() < of.max():
            surely |= found & _is_about(amounts, measure(of))
    return surely, perhaps & ~surely


def speaks_of_total(source: Source, rows: BoolArray) -> BoolArray:
    """Return which of some rows have a word for a total in any cell. Shape (rows,)."""
    mask = np.zeros(len(source), dtype=bool)
    at = np.flatnonzero(rows)
    if not len(at):
        return mask
    for name in source.raw.table.column_names:
        if is_text(source.raw.table[name]):
            found = encode(source.raw.table[name].take(pa.array(at)))
            wanted = [_ANYWHERE.search(text.casefold()) is not None for text in found.names]
            mask[at] |= found.where_any(wanted)
    return mask


def equally_long(texts: Column) -> bool:
    """Return whether all texts are of one length, as numbers of an export are and words are not."""
    if texts.null_count or not len(texts):
        return False
    shortest_longest = pc.min_max(pc.binary_length(texts)).as_py()
    return bool(shortest_longest["min"] == shortest_longest["max"])


def _is_about(amounts: FloatArray, value: float) -> BoolArray:
    # Sheets print an average to the cent, or to the whole amount.
    whole = amounts == np.round(amounts)
    off = np.abs(np.nan_to_num(amounts, nan=np.inf) - value)
    return np.asarray(off <= np.where(whole, 0.5, 0.01) + 1e-9)


def _labels(source: Source) -> tuple[list[Column], list[Column]]:
    """Return the account number, if there is one, and other texts that may call a row a total."""
    table = source.raw.table
    numbers = {h for field, h in source.match.matched.items() if field not in LABEL_FIELDS}
    own = [source.called("account_id")] if source.has("account_id") else []
    others = [name for name in table.column_names if name not in numbers and name not in own]
    return _texts(source, own), _texts(source, others)


def _texts(source: Source, names: list[str]) -> list[Column]:
    columns = [source.raw.table[name] for name in names]
    texts = [as_text(column) for column in columns if is_text(column)]
    return [column for column in texts if not equally_long(column)]


def _lack_number(source: Source) -> BoolArray:
    """Return which rows have no account number: all of a file without any. Shape (rows,)."""
    if not source.has("account_id"):
        return np.ones(len(source), dtype=bool)
    return as_mask(pc.is_null(source.cells("account_id")))


def _matching(labels: list[Column], pattern: str, rows: int) -> BoolArray:
    """Return which rows some label calls so. Shape (rows,)."""
    mask = np.zeros(rows, dtype=bool)
    for texts in labels:
        mask |= as_mask(pc.match_substring_regex(texts, pattern))
    # Where most rows are called so, it is the name of something else.
    return mask if 3 * mask.sum() <= 2 * rows else np.zeros(rows, dtype=bool)


def _exactly(source: Source, field: str) -> BoolArray:
    """Return which rows have a word for a total and nothing else in a field. Shape (rows,)."""
    if FIELDS[field].kind is not Kind.IDENTIFIER:
        codes = source.codes(field)
        return codes.where_any([normalise(name) in _WORDS for name in codes.names])
    texts = as_text(source.cells(field))
    mask = np.array(pc.is_in(texts, pa.array(_CELLS)).to_numpy(), dtype=bool)
    for position in range(max(0, len(texts) - 3), len(texts)):
        mask[position] |= normalise(texts[position].as_py() or "") in _WORDS
    return mask
