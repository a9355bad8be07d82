"""Rows that are alike, against a dictionary of all their columns."""

import numpy as np
import pytest

from placement.domain import alike as alike_module
from placement.domain.alike import alike, coded


@pytest.mark.parametrize("most", [2**62, 10])
def test_rows_are_alike_where_every_column_agrees(monkeypatch, most: int) -> None:
    """Also where codes of all columns together would not fit into a whole number."""
    monkeypatch.setattr(alike_module, "MOST_CODES", most)
    rng = np.random.default_rng(3)
    columns = (
        rng.integers(-1, 3, 200),
        rng.choice([0.0, 0.25, 1e-9], 200),
        rng.random(200) < 0.3,
        np.full(200, 7.0),
    )
    place, first = alike(*columns)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    assert [rows[at] for at in first[place]] == rows
    assert len(first) == len(set(rows))


def test_no_row_is_alike_no_other() -> None:
    place, first = alike(np.zeros(0), np.zeros(0, dtype=bool))
    assert place.size == first.size == 0


def test_words_get_their_place_in_the_alphabet() -> None:
    distinct, place = coded(("b", "a", "b", "c"))
    assert distinct == ["a", "b", "c"]
    assert place.tolist() == [1, 0, 1, 2]
