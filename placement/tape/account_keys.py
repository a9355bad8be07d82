"""Account numbers made comparable across files, however each file writes them.

    A-1001 · "A 1001" · Ａ１００１ · 'A1001 · a1001        one number
    1001 · 1001.0                                          one number
    0124 · 124                                             two

A number that a spreadsheet rounded, such as 1.2E+15, is none any more and is said aloud.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.types import BoolArray, IntArray
from placement.tape.cells import Column, as_mask, as_text
from placement.tape.identity import clean_numbers, rounded

NO_ACCOUNT = -1
"""Stands for a number that is missing or was rounded."""

_HYPHENS = r"[-_\x{2010}-\x{2015}\x{2212}]"
_POINT_ZERO = r"^(\d+)\.0+$"
_APOSTROPHES = r"^[\x{2018}\x{2019}`]+"


@dataclass(frozen=True, eq=False)
class AccountKeys:
    """The numbers of one column, each in its one way of being written."""

    texts: Column
    """Null where the cell is empty."""

    damaged: BoolArray
    """A spreadsheet rounded the number. Shape (rows,)."""

    @property
    def missing(self) -> BoolArray:
        """Return which cells are empty. Shape (rows,)."""
        return np.asarray(pc.is_null(self.texts).to_numpy(), dtype=bool)


def account_keys(column: Column) -> AccountKeys:
    """Return the numbers of a column without what does not count: spaces, hyphens, width, case."""
    texts = clean_numbers(column)
    if as_mask(pc.match_substring_regex(texts, r"[^A-Za-z0-9.+]")).any():
        texts = pc.replace_substring_regex(texts, _APOSTROPHES, "")
        texts = pc.replace_substring_regex(texts, _HYPHENS, "")
    if as_mask(pc.match_substring(texts, ".")).any():
        texts = pc.replace_substring_regex(texts, _POINT_ZERO, r"\1")
    # A chunk that holds nothing but empty cells has no case to change.
    texts = pc.utf8_upper(texts.cast(pa.string()))
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    return AccountKeys(texts, rounded(as_text(texts)))


def codes_of(*columns: AccountKeys) -> tuple[IntArray, ...]:
    """Return the accounts of several files as numbers, the same account by the same number.

    Args:
        columns: The numbers of each file.

    Returns:
        An array a file, `NO_ACCOUNT` where the number is missing or was rounded. Shape (rows,).
    """
    chunks = [chunk for keys in columns for chunk in keys.texts.chunks]
    coded = pa.chunked_array(chunks, pa.string()).combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        # A column of no chunks combines to itself.
        coded = pa.array([], pa.string()).dictionary_encode()
    codes = pc.fill_null(coded.indices.cast(pa.int64()), NO_ACCOUNT).to_numpy(zero_copy_only=False)
    ends = np.cumsum([len(keys.texts) for keys in columns])
    parts = np.split(codes, ends[:-1])
    return tuple(
        np.where(keys.damaged, NO_ACCOUNT, part) for keys, part in zip(columns, parts, strict=True)
    )
