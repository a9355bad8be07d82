"""What the yardsticks share: the frame of a page, the what-if panel, and the book they show."""

import os
from pathlib import Path

import streamlit as st

from placement import api
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library

FACTORS = (1.0, 0.8)
"""Odds of payment of the two versions that take turns."""


def numbers(factor: float) -> Assumptions:
    """Return the numbers of a version."""
    return load_library().with_values({"what_if.odds_factor": factor})


def rankings() -> list[api.BookRanking]:
    """Return the book under both versions."""
    book = api.rank_tape(Path(os.environ["SCREEN_BOOK"]))
    segments = book.segmentation.segments
    return [
        api.BookRanking(
            book=book.book,
            segmentation=book.segmentation,
            ranking=api.rank_segments(segments, numbers(factor)),
        )
        for factor in FACTORS
    ]


def head_alone(title: str) -> None:
    """Draw the sidebar and the title."""
    with st.sidebar:
        st.segmented_control("Language · 语言", ["English", "中文"], default="English")
    st.title(title)


def head(title: str, views: list[str]) -> None:
    """Draw the sidebar, the title and the switch between the views."""
    head_alone(title)
    st.segmented_control("View", views, default=views[0], help="Help.")


def panel() -> int:
    """Draw the what-if panel and return the version that its slider stands on."""
    with st.expander("What if", expanded=True, icon=":material/tune:"):
        st.slider("Agency commission, points added (%)", -15.0, 30.0, 0.0, 1.0, help="Help.")
        odds = st.slider("Odds of payment (× factor)", 0.2, 2.0, 1.0, 0.05, help="Help.")
        st.slider("Cost per contact (× factor)", 0.2, 3.0, 1.0, 0.05, help="Help.")
        st.slider("Discount rate per year (%)", 0.0, 40.0, 6.0, 0.5, help="Help.")
        st.slider("Income tax rate (%)", 0.0, 40.0, 25.0, 1.0, help="Help.")
        st.radio("Agencies' stance", ["Own profit", "By contract"], help="Help.")
        with st.container(horizontal=True, gap="xsmall"):
            for label in ("Undo", "Redo", "Reset"):
                st.button(label)
        st.caption("Different from the library:\n- Odds of payment (× factor)")
    return round(odds / 0.05) % len(FACTORS)


def save(name: str) -> None:
    """Draw the two buttons that save a table."""
    with st.container(horizontal=True):
        for ending in ("csv", "xlsx"):
            st.download_button(
                f"Download {ending.upper()}",
                data=b"",
                file_name=f"{name}.{ending}",
                key=f"{name}_{ending}",
                icon=":material/download:",
                on_click="ignore",
            )
