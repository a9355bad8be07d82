"""Rows that are alike in everything that matters, so that work is done once for all of them."""

from collections.abc import Sequence

import numpy as np

from placement.domain.types import IntArray

MOST_CODES = 2**62
"""Codes that fit into whole numbers of 64 bits."""


def coded(words: Sequence[str]) -> tuple[list[str], IntArray]:
    """Return the distinct words in their order, and each row's position among them."""
    distinct = sorted(set(words))
    place = {word: position for position, word in enumerate(distinct)}
    return distinct, np.fromiter(map(place.__getitem__, words), np.int64, len(words))


def alike(*columns: np.ndarray) -> tuple[IntArray, IntArray]:
    """Return each row's place among the distinct rows, and one row of each.

    Args:
        columns: Numbers that must agree for rows to be alike, shape (rows,), none of them NaN.

    Returns:
        `place` and `first`: `column[first][place]` is the column.
    """
    code, most = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        values, of = _ranks(column)
        if most * values > MOST_CODES:
            distinct, code = np.unique(code, return_inverse=True)
            most = len(distinct)
        code, most = code * values + of, most * values
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    return place, first


def _ranks(column: np.ndarray) -> tuple[int, np.ndarray]:
    """Return how many values a column may have, and each row's position among them."""
    if not len(column) or np.all(column == column[0]):
        return 1, np.zeros(len(column), dtype=np.int64)
    if column.dtype == bool:
        return 2, column.astype(np.int64)
    values, of = np.unique(column, return_inverse=True)
    return len(values), of
