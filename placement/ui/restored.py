"""What the database gave back to a widget is looked at before the widget is drawn.

Its bounds may be others now, or somebody wrote the row: Streamlit raises an error for a number out
of bounds and takes another option without a word. Here the usual value takes its place, and the
line above the page says so. What was typed in this session was looked at by the browser.
"""

from collections.abc import Callable, Collection
from math import isfinite

import streamlit as st

from placement.ui.work import desk


def number(key: str, *, low: float, high: float | None = None) -> None:
    """Let a number go that lies out of its bounds.

    Args:
        key: Key of the widget.
        low: Smallest value; a whole number where only those are taken.
        high: Largest value; None where there is none.
    """
    kind = int if isinstance(low, int) else float

    def fits(value: object) -> bool:
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and isfinite(value)
            and kind(value) == value
            and low <= value
            and (high is None or value <= high)
        )

    if _holds(key, fits):
        # A widget takes numbers of one kind only, and JSON does not keep them apart.
        st.session_state[key] = kind(st.session_state[key])


def choice(key: str, options: Collection[object]) -> None:
    """Let a choice go that is not offered any more."""
    _holds(key, lambda value: value in options)


def text(key: str, *, most: int | None = None) -> None:
    """Let go what is no text, or one too long."""
    _holds(key, lambda value: isinstance(value, str) and (most is None or len(value) <= most))


def flag(key: str) -> None:
    """Let go what is neither on nor off."""
    _holds(key, lambda value: isinstance(value, bool))


def _holds(key: str, fits: Callable[[object], bool]) -> bool:
    """Return whether the value of a widget came from the database and fits."""
    if not desk.unchecked(key) or key not in st.session_state:
        return False
    if fits(st.session_state[key]):
        return True
    del st.session_state[key]
    desk.leave_out(key)
    return False
