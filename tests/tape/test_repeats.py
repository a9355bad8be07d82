"""Repeated account numbers are found exactly, however the texts lie in memory."""

from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from placement.tape import repeats

TEXTS = st.lists(st.one_of(st.none(), st.text("ab1", max_size=3)), max_size=40)
FIXED = st.lists(st.text("ab", min_size=9, max_size=9), max_size=40)


@given(texts=st.one_of(TEXTS, FIXED), cut=st.integers(0, 5))
def test_the_same_as_counting_one_by_one(texts, cut) -> None:
    whole = pa.chunked_array([pa.array(texts, pa.string())]).slice(cut)
    kept = texts[cut:]
    counts = Counter(kept)
    expected = [i for i, text in enumerate(kept) if text is not None and counts[text] > 1]
    assert repeats.repeated(whole).tolist() == expected


def test_texts_of_equal_hash_are_still_compared(monkeypatch) -> None:
    monkeypatch.setattr(repeats, "_hashes", lambda ids: np.zeros(len(ids), dtype=np.uint64))
    found = repeats.repeated(pa.chunked_array([["b1", "a2", "b1", "c3"]]))
    assert found.tolist() == [0, 2]


def test_many_shuffled_numbers_with_one_repeat() -> None:
    numbers = np.random.default_rng(1).permutation(200_000)
    texts = [f"{number:08d}" for number in numbers.tolist()]
    assert repeats.repeated(pa.chunked_array([texts])).tolist() == []
    texts[150_000] = texts[7]
    assert repeats.repeated(pa.chunked_array([texts])).tolist() == [7, 150_000]
