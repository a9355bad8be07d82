"""Yes and no in cells."""

import unicodedata

import numpy as np
import pyarrow as pa

from placement.tape.cells import Column, Numbers, encode
from placement.tape.numbers import EMPTY

YES = frozenset({"是", "有", "y", "yes", "true", "t", "1", "1.0", "√", "对", "失联", "可联"})
NO = frozenset({"否", "无", "没有", "n", "no", "false", "f", "0", "0.0", "×", "不"})


def read_flags(column: Column) -> Numbers:
    """Read a column of yes and no as 1 and 0; NaN where the cell is empty or neither."""
    if pa.types.is_boolean(column.type):
        values = column.cast(pa.int8()).cast(pa.float64()).to_numpy()
        nothing = np.zeros(len(values), dtype=bool)
        return Numbers(values, nothing, nothing)
    texts = encode(column)
    flags = [parse_flag(name) for name in texts.names]
    table = [np.nan if flag is None else float(flag) for flag in flags]
    strange = [
        flag is None and _plain(name) not in EMPTY
        for name, flag in zip(texts.names, flags, strict=True)
    ]
    values = np.array([*table, np.nan])[texts.codes]
    unreadable = texts.where_any(strange)
    return Numbers(values, unreadable, np.zeros(len(values), dtype=bool))


def parse_flag(text: str) -> bool | None:
    """Return what a person wrote as yes or no; None if it is neither."""
    word = _plain(text)
    return word in YES if word in YES | NO else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
