"""Which texts of a long column stand there more than once, without a table of a million texts."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.types import IntArray
from placement.tape.cells import Column, as_text

_BUCKETS_LOG2 = 22
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio, which spreads neighbouring numbers over all buckets."""


def repeated(column: Column) -> IntArray:
    """Return positions of the cells whose text stands on several rows. Shape (repeated,).

    Cells that are empty repeat nothing. The answer is exact: hashes only choose which texts are
    compared.
    """
    ids = _whole(as_text(column))
    if len(ids) < 2 or _rises(ids):
        return np.empty(0, dtype=np.int64)
    candidates = _same_hash(ids) if _equally_long(ids) else np.arange(len(ids))
    if not len(candidates):
        return candidates
    coded = ids.take(pa.array(candidates)).dictionary_encode()
    codes = pc.fill_null(coded.indices, -1).to_numpy(zero_copy_only=False)
    often = np.append(np.bincount(codes[codes >= 0], minlength=1) > 1, False)
    return np.asarray(candidates[often[codes]])


def _whole(texts: Column) -> "pa.Array":
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    if isinstance(whole, pa.ChunkedArray):
        # A column of no chunks combines to itself.
        return whole.chunk(0) if whole.num_chunks else pa.array([], pa.string())
    return whole


def _rises(ids: "pa.Array") -> bool:
    # An export sorted by account number, the usual case, is settled by looking at neighbours.
    return bool(pc.all(pc.less(ids[:-1], ids[1:]), skip_nulls=False).as_py())


def _offsets(ids: "pa.Array") -> IntArray:
    found: IntArray = np.frombuffer(ids.buffers()[1], dtype=np.int32)
    return found[ids.offset : ids.offset + len(ids) + 1]


def _equally_long(ids: "pa.Array") -> bool:
    if ids.null_count or not pa.types.is_string(ids.type):
        return False
    lengths = np.diff(_offsets(ids))
    return bool(lengths[0] > 0 and (lengths == lengths[0]).all())


def _same_hash(ids: "pa.Array") -> IntArray:
    """Return positions of equally long texts whose hash another one has too."""
    hashes = _hashes(ids)
    bucket = (hashes >> np.uint64(64 - _BUCKETS_LOG2)).astype(np.int64)
    # Of the texts in a bucket the last one stays; whoever is not there shared its bucket.
    last = np.empty(1 << _BUCKETS_LOG2, dtype=np.int32)
    order = np.arange(len(ids), dtype=np.int32)
    last[bucket] = order
    crowded = np.zeros(1 << _BUCKETS_LOG2, dtype=bool)
    crowded[bucket[last[bucket] != order]] = True
    close = np.flatnonzero(crowded[bucket])
    if not len(close):
        return close
    ranked = close[np.argsort(hashes[close])]
    equal = hashes[ranked[1:]] == hashes[ranked[:-1]]
    return np.sort(ranked[np.append(equal, False) | np.append(False, equal)])


def _hashes(ids: "pa.Array") -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    offsets = _offsets(ids)
    length = int(offsets[1] - offsets[0])
    letters = np.frombuffer(ids.buffers()[2], dtype=np.uint8)[offsets[0] : offsets[-1]]
    padded = np.zeros((len(ids), -(-length // 8) * 8), dtype=np.uint8)
    padded[:, :length] = letters.reshape(len(ids), length)
    words = padded.view(np.uint64)
    hashes = np.zeros(len(ids), dtype=np.uint64)
    for word in range(words.shape[1]):
        hashes ^= words[:, word]
        hashes *= _MULTIPLIER
        hashes ^= hashes >> np.uint64(32)
    return hashes
