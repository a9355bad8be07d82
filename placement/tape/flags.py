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
    names = [unicodedata.normalize("NFKC", name).strip().casefold() for name in texts.names]
    table = [1.0 if name in YES else 0.0 if name in NO else np.nan for name in names]
    strange = [not (name in YES or name in NO or name in EMPTY) for name in names]
    values = np.array([*table, np.nan])[texts.codes]
    unreadable = texts.where_any(strange)
    return Numbers(values, unreadable, np.zeros(len(values), dtype=bool))
