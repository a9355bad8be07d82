"""Tiles: four in a row beside a panel, two on a phone, in one frame because they are one answer."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

TILE, DIGIT = 148, 15
"""Pixels that a tile needs, and a character of its figure: four fit beside a panel at 1,440."""


@contextmanager
def tiles(*figures: str) -> Iterator[None]:
    """Lay out the metrics drawn inside the block.

    Args:
        figures: What they show; the longest has room.
    """
    widest = max(TILE, *(DIGIT * len(figure) for figure in figures), 0)
    with st.container(border=True), st.grid(min_column_width=widest):
        yield
