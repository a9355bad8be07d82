"""Columns of cells, whatever type the file gave them, as text and as codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from placement.domain.types import BoolArray, FloatArray

CodeArray = NDArray[np.int32]

Column = Any
"""A `pyarrow.ChunkedArray`; pyarrow ships no type information."""


@dataclass(frozen=True, eq=False)
class Numbers:
    """A column of numbers. All arrays have shape (rows,)."""

    values: FloatArray
    """NaN where the cell is empty or no number."""

    unreadable: BoolArray
    """The cell holds something that is no number."""

    repaired: BoolArray
    """The number was written as text ("1,234.50元") and understood."""

    @property
    def missing(self) -> BoolArray:
        """Return which cells are empty."""
        return np.isnan(self.values) & ~self.unreadable


@dataclass(frozen=True, eq=False)
class Codes:
    """A column of few different texts. Row i holds `names[codes[i]]`, or nothing if it is -1."""

    codes: CodeArray
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, chosen: Any) -> "Codes":
        """Return the chosen rows, by position or by mask."""
        return Codes(codes=self.codes[chosen], names=self.names)

    def texts(self) -> NDArray[np.object_]:
        """Return the text of each row, None where there is none. Shape (rows,)."""
        return np.array([*self.names, None], dtype=object)[self.codes]

    def where(self, name: str) -> BoolArray:
        """Return which rows hold a name. Shape (rows,)."""
        return self.where_any([name == other for other in self.names])

    def where_any(self, wanted: Sequence[bool]) -> BoolArray:
        """Return which rows hold a wanted name; one flag per name. Shape (rows,)."""
        if not any(wanted):
            return np.zeros(len(self), dtype=bool)
        return np.array([*wanted, False])[self.codes]


def as_text(column: Column) -> Column:
    """Return the cells as text, empty ones as null; a whole number has no decimal point."""
    kind = column.type
    if pa.types.is_floating(kind):
        # A spreadsheet stores every number as a float; account 1001 must not become "1001.0".
        whole = pc.equal(pc.floor(column), column)
        small = pc.less(pc.abs(column), 1e15)
        integers = pc.if_else(pc.and_(whole, small), column, None).cast(pa.int64(), safe=False)
        return pc.coalesce(integers.cast(pa.string()), column.cast(pa.string()))
    if pa.types.is_null(kind):
        return pa.chunked_array([pa.nulls(len(column), pa.string())])
    return column.cast(pa.string())


def is_text(column: Column) -> bool:
    """Return whether the cells are texts and not numbers, dates or flags of the file's own type."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def as_mask(found: Column) -> BoolArray:
    """Return a column of yes and no as a mask, no where it is empty. Shape (rows,)."""
    return np.asarray(pc.fill_null(found, False).to_numpy(), dtype=bool)


def encode(column: Column) -> Codes:
    """Return the cells as codes of their different texts, trimmed; empty ones as -1."""
    if not pa.types.is_dictionary(column.type):
        column = as_text(column).dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        # combine_chunks leaves a column of no chunks as it is.
        whole = (
            whole.chunk(0) if whole.num_chunks else pa.array([], pa.string()).dictionary_encode()
        )
    codes = pc.fill_null(whole.indices.cast(pa.int32()), -1).to_numpy(zero_copy_only=False)
    raw = [None if name is None else str(name).strip() for name in whole.dictionary.to_pylist()]
    names = tuple(dict.fromkeys(name for name in raw if name))
    position = {name: i for i, name in enumerate(names)}
    new_code = [position.get(name, -1) if name else -1 for name in raw]
    if new_code == list(range(len(new_code))):
        return Codes(codes=codes, names=names)
    return Codes(codes=np.array([*new_code, -1], dtype=np.int32)[codes], names=names)


def recode(column: Codes, new_names: Sequence[str | None], order: Iterable[str] = ()) -> Codes:
    """Return the column with each name replaced; None makes the cells empty.

    Args:
        column: The column.
        new_names: The name to use instead of each of `column.names`, in order.
        order: Names that come first, in this order; the others follow as they came.
    """
    used = dict.fromkeys(name for name in new_names if name is not None)
    names = tuple(dict.fromkeys((*(name for name in order if name in used), *used)))
    table = [-1 if name is None else names.index(name) for name in new_names]
    if table == list(range(len(table))):
        return Codes(codes=column.codes, names=names)
    return Codes(codes=np.array([*table, -1], dtype=np.int32)[column.codes], names=names)


def first_texts(column: Column, positions: "NDArray[np.int64]") -> tuple[str, ...]:
    """Return the texts at some positions, empty cells as ""."""
    if not len(positions):
        return ()
    return tuple(text or "" for text in as_text(column.take(pa.array(positions))).to_pylist())
