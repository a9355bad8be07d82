"""How much memory a value takes: its columns, counted once however often they are used."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import islice

import numpy as np
import pyarrow as pa

SAMPLED = 256
"""Members of a long list of texts that are looked at; the others are taken to be like them."""


def size_of(value: object) -> int:
    """Return the bytes of a value's arrays, tables and texts."""
    return sum(_sizes(value, set()))


def _sizes(value: object, seen: set[int]) -> Iterator[int]:
    if value is None or isinstance(value, bool | int | float) or id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        yield from _array(value, seen)
    elif isinstance(value, pa.Table | pa.ChunkedArray | pa.Array | pa.RecordBatch):
        yield from _buffers(value, seen)
    elif isinstance(value, str | bytes | bytearray | memoryview):
        yield len(value) if isinstance(value, memoryview) else sys.getsizeof(value)
    elif isinstance(value, Mapping):
        yield from _members([*value.values()], seen)
    elif isinstance(value, list | tuple | set | frozenset):
        yield from _members(value, seen)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _sizes(getattr(value, field.name, None), seen)


def _array(array: np.ndarray, seen: set[int]) -> Iterator[int]:
    owner = array
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    if owner is array or id(owner) not in seen:
        seen.add(id(owner))
        yield owner.nbytes


def _buffers(
    value: "pa.Table | pa.ChunkedArray | pa.Array | pa.RecordBatch", seen: set[int]
) -> Iterator[int]:
    if isinstance(value, pa.Table | pa.RecordBatch):
        for column in value.columns:
            yield from _buffers(column, seen)
    elif isinstance(value, pa.ChunkedArray):
        for chunk in value.chunks:
            yield from _buffers(chunk, seen)
    else:
        for buffer in value.buffers():
            if buffer is not None and buffer.address not in seen:
                seen.add(buffer.address)
                yield buffer.size


def _members(
    members: "list[object] | tuple[object, ...] | set[object] | frozenset[object]", seen: set[int]
) -> Iterator[int]:
    yield sys.getsizeof(members)
    if len(members) <= SAMPLED:
        for member in members:
            yield from _sizes(member, seen)
        return
    known = len(seen)
    looked_at = sum(sum(_sizes(member, seen)) for member in islice(members, SAMPLED))
    # Texts that repeat are one object; only new ones count, here and in what was not looked at.
    if len(seen) > known:
        yield int(looked_at * len(members) / SAMPLED)
