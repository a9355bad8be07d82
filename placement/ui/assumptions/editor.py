"""The table in which numbers are changed, kept in step with the scenario.

A table that is fed its own changes loses every second one. So the editor gets the values it was
opened with, and its log of changes is applied to the scenario. Whenever the two tell different
stories (undo, reset, a change refused or made elsewhere) the editor is opened anew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from placement.domain.text import t
from placement.ui.assumptions import changes
from placement.ui.language import in_readers_language

_OPENED = "numbers_opened"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What the editor was opened with."""

    turn: int = 0
    values: Mapping[str, float] = field(default_factory=dict)
    """Path and value, in the order of the rows."""

    @property
    def key(self) -> str:
        """Return the key of the editor; a new one opens it anew."""
        return f"numbers_{self.turn}"


def number_editor(rows: pd.DataFrame, *, with_area: bool) -> None:
    """Draw the numbers with their values open for change.

    Args:
        rows: What to show, columns as `number_table` makes them.
        with_area: Show the sector of each number; needless where all have the same.
    """
    opened = _opened(dict(zip(rows["path"], rows["value"], strict=True)))
    shown = rows.assign(value=list(opened.values.values()))
    st.data_editor(
        shown,
        key=opened.key,
        on_change=in_readers_language(_apply),
        hide_index=True,
        num_rows="fixed",
        height=460 if len(shown) > 12 else "content",
        disabled=[column for column in shown.columns if column != "value"],
        column_config=_columns(),
        column_order=[name for name in shown.columns if with_area or name != "area"],
        alt=t("Every number with its value, range, source and status"),
    )


def logged(opened: Opened, log: Mapping[Any, Mapping[str, Any]]) -> dict[str, float | None]:
    """Return the values an editor shows, from those it was opened with and its log.

    Args:
        opened: What it was opened with.
        log: Row number and what was changed in it; an emptied cell is None.
    """
    paths = list(opened.values)
    shown: dict[str, float | None] = dict(opened.values)
    for row, edit in log.items():
        if "value" in edit and int(row) < len(paths):
            shown[paths[int(row)]] = edit["value"]
    return shown


def _opened(in_use: dict[str, float]) -> Opened:
    opened: Opened = st.session_state.get(_OPENED, Opened())
    if logged(opened, _log(opened)) != in_use or list(opened.values) != list(in_use):
        opened = Opened(turn=opened.turn + 1, values=in_use)
        st.session_state[_OPENED] = opened
    return opened


def _log(opened: Opened) -> Mapping[Any, Mapping[str, Any]]:
    state = st.session_state.get(opened.key)
    log: Mapping[Any, Mapping[str, Any]] = state["edited_rows"] if state else {}
    return log


def _apply() -> None:
    opened: Opened = st.session_state[_OPENED]
    # The rest of what the editor shows is in the scenario already, so asking again is harmless.
    paths = list(opened.values)
    edited = {paths[int(row)] for row in _log(opened)}
    shown = logged(opened, _log(opened))
    changes.change({path: shown[path] for path in paths if path in edited})


def _columns() -> dict[str, Any]:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "area": text(t("Area"), width=92),
        "number": text(t("Number"), width=240),
        "value": number(
            t("Value"),
            width=76,
            format="plain",
            help=t("Double-click or press Enter to change it. Empty it to take the library's."),
        ),
        "unit": text(t("Unit"), width=135),
        "library": number(t("Library"), width=70, format="plain"),
        "low": number(t("Low"), width=64, format="plain"),
        "high": number(t("High"), width=64, format="plain"),
        "status": text(t("Status"), width=88),
        "source": text(t("Source"), width="large"),
        "as_of": text(t("Date"), width=92),
        "note": text(t("Note"), width="medium"),
        "path": text(t("Path"), width="medium", help=t("Its name in files and commands.")),
    }
