"""Lists that a user makes on pages, lots and contracts: as a page holds them, and as they are kept.

A page holds a list with what its editor was opened with. The database gives a list back as plain
cells, which lie under the same key until its page is drawn and opens them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Protocol, cast, runtime_checkable

import pandas as pd
import streamlit as st

from placement.domain.text import t
from placement.scenario.scenario import Scenario
from placement.scenario.works import Cell, KeptList
from placement.ui.work.limits import MOST_CELLS
from placement.ui.work.state import LISTS

TURN = "lists_turn"
"""Key of the number of the last editor that was opened."""


@runtime_checkable
class Listed(Protocol):
    """A list as its page holds it; frozen."""

    @property
    def kept(self) -> KeptList | None:
        """Return the list to keep; None where it follows from a book or from what is shipped."""

    def anew(self) -> "Listed":
        """Return the list for an editor that knows nothing of what was typed into it since."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """What undo goes back to: a scenario with its fee terms, and lists by their key."""

    scenario: Scenario
    lists: Mapping[str, object]


def next_turn() -> int:
    """Return a number that no editor of this session was opened with."""
    turn = int(st.session_state.get(TURN, -1)) + 1
    st.session_state[TURN] = turn
    return turn


def kept_lists(values: Mapping[str, object]) -> dict[str, KeptList]:
    """Return the lists among a session's values that are kept, and are not too long for it."""
    found = {key: kept_of(values.get(key)) for key in LISTS}
    return {key: each for key, each in found.items() if each and each.cells <= MOST_CELLS}


def say_if_too_long(value: object) -> None:
    """Say where a session's list is longer than the database keeps."""
    kept = kept_of(value)
    if kept is not None and kept.cells > MOST_CELLS:
        st.caption(
            t(
                "This list is too long to be kept beyond a restart of the server: download it to "
                "have it again."
            )
        )


def kept_of(value: object) -> KeptList | None:
    """Return a session's list as it is kept."""
    if isinstance(value, KeptList):
        return value
    return value.kept if isinstance(value, Listed) else None


def plain_list(frame: pd.DataFrame, *, name: str = "", behind: KeptList | None = None) -> KeptList:
    """Return a table as plain cells; what is empty in it is None."""
    return KeptList(
        name=name,
        columns=tuple(map(str, frame.columns)),
        rows=tuple(
            tuple(_cell(value) for value in row) for row in frame.itertuples(index=False, name=None)
        ),
        behind=behind,
    )


def table_of(
    kept: KeptList,
    *,
    columns: Sequence[str],
    texts: Sequence[str],
    flags: Sequence[str] = (),
) -> tuple[pd.DataFrame, int]:
    """Return a kept list as a table, and how many of its cells did not fit.

    A cell that does not fit its column is empty; a column that is not known is passed over.

    Args:
        kept: The list.
        columns: Of the table.
        texts: Those of texts.
        flags: Those of yes and no; all others are of numbers.
    """
    places = {name: place for place, name in enumerate(kept.columns)}
    unknown = len(set(places) - set(columns)) * len(kept.rows)
    wrong, found = unknown, {}
    for name in columns:
        cells = [row[places[name]] if name in places else None for row in kept.rows]
        fits = _is_text if name in texts else _is_flag if name in flags else _is_number
        wrong += sum(cell is not None and not fits(cell) for cell in cells)
        good = [cell if fits(cell) else None for cell in cells]
        found[name] = (
            pd.Series([bool(cell) for cell in good], dtype=bool)
            if name in flags
            else pd.Series(good, dtype=object if name in texts else float)
        )
    return pd.DataFrame(found), wrong


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str)


def _is_flag(cell: Cell) -> bool:
    return isinstance(cell, bool)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool) and isfinite(cell)


def _cell(value: object) -> Cell:
    if value is None or value is pd.NA or value != value:
        return None
    # NumPy's numbers are none that JSON knows.
    plain = value.item() if hasattr(value, "item") else value
    return cast("Cell", plain if isinstance(plain, bool | int | float | str) else str(plain))
