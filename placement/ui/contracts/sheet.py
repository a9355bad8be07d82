"""The session's table of contracts, and the way back through its earlier states."""

from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.mix.contracts import Contracts
from placement.domain.text import t
from placement.ui import cached, session
from placement.ui.contracts.table import (
    digest_of,
    file_table,
    frame_of,
    frame_of_rows,
    numbered,
    with_rows,
)

SAMPLE = "contracts.csv"

_SHEET = "contracts_sheet"


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """The table as the editor was opened with it, and as it stands."""

    turn: int
    base: pd.DataFrame
    """What the editor was opened with; it remembers changes against this."""
    edited: pd.DataFrame
    name: str
    past: tuple[pd.DataFrame, ...] = ()
    future: tuple[pd.DataFrame, ...] = ()
    left_out: tuple[str, ...] = ()
    """Errors of the file it was opened from, a line each: these rows are not in the table."""

    @property
    def key(self) -> str:
        """Key of the editor; a new one opens it anew."""
        return f"contracts_editor_{self.turn}"


def current() -> Sheet:
    """Return the session's table with what was sent from other pages, opened anew if need be."""
    found: Sheet | None = st.session_state.get(_SHEET)
    if found is None:
        frame = sample_frame()
        found = Sheet(turn=0, base=frame, edited=frame, name=SAMPLE)
    elif found.key not in st.session_state:
        # An editor that was not on screen for a while has lost its log; what stood in it has not.
        found = replace(found, turn=found.turn + 1, base=numbered(found.edited))
        found = replace(found, edited=found.base)
    st.session_state[_SHEET] = found
    if sent := session.contracts():
        add(sent)
    return st.session_state[_SHEET]  # type: ignore[no-any-return]


def keep(edited: pd.DataFrame) -> Sheet:
    """Remember what the editor holds, and the state before it for undo."""
    sheet = _sheet()
    if digest_of(edited) != digest_of(sheet.edited):
        past = (*sheet.past, sheet.edited)[-session.STEPS_BACK :]
        sheet = replace(sheet, past=past, future=())
    st.session_state[_SHEET] = sheet = replace(sheet, edited=edited)
    return sheet


def open_frame(frame: pd.DataFrame, *, name: str, left_out: tuple[str, ...] = ()) -> None:
    """Make a table the session's; undo brings back the one before it."""
    sheet = _sheet()
    if digest_of(frame) != digest_of(sheet.edited):
        past = (*sheet.past, sheet.edited)[-session.STEPS_BACK :]
        sheet = replace(sheet, past=past, future=())
    opened = _opened(sheet, frame, name=name)
    st.session_state[_SHEET] = replace(opened, left_out=left_out)


def add(rows: "list[dict[str, object]]") -> None:
    """Add rows by the columns of a table of contracts; one takes the place of its namesake."""
    add_frame(frame_of_rows(rows))


def add_frame(frame: pd.DataFrame) -> None:
    """Add rows as the screen shows them; the shipped sample makes room for them."""
    sheet = _sheet()
    if is_sample(sheet):
        open_frame(numbered(frame), name="")
    else:
        open_frame(with_rows(sheet.edited, frame), name=sheet.name)


def is_sample(sheet: Sheet) -> bool:
    """Return whether the table is the shipped sample and nothing else."""
    return digest_of(sheet.edited) == digest_of(sample_frame())


def sample_contracts(sheet: Sheet) -> list[str]:
    """Return the contracts of the table that are the shipped sample's, as they were shipped."""
    rows = _rows_by_contract(sheet.edited)
    shipped = _rows_by_contract(sample_frame())
    return [name for name in rows if rows[name] == shipped.get(name)]


def called(sheet: Sheet) -> str:
    """Return what answers call the table."""
    if is_sample(sheet):
        return t("sample contracts")
    return sheet.name or t("own contracts")


def _rows_by_contract(frame: pd.DataFrame) -> dict[str, str]:
    table = file_table(frame)
    return {
        str(name): repr(rows.astype(str).to_numpy().tolist())
        for name, rows in table.groupby("contract")
    }


def undo() -> None:
    """Go back to the table before the last change."""
    sheet = _sheet()
    if sheet.past:
        *past, back = sheet.past
        sheet = replace(sheet, past=tuple(past), future=(*sheet.future, sheet.edited))
        st.session_state[_SHEET] = _opened(sheet, back, name=sheet.name)


def redo() -> None:
    """Bring back what was undone."""
    sheet = _sheet()
    if sheet.future:
        *future, back = sheet.future
        sheet = replace(sheet, past=(*sheet.past, sheet.edited), future=tuple(future))
        st.session_state[_SHEET] = _opened(sheet, back, name=sheet.name)


def reset() -> None:
    """Go back to the shipped sample; undo brings back what stood here."""
    open_frame(sample_frame(), name=SAMPLE)


def sample_frame() -> pd.DataFrame:
    """Return the shipped sample as the screen shows it."""
    return frame_of(_sample())


@st.cache_resource(show_spinner=False)
def _sample() -> Contracts:
    path = cached.SAMPLES / SAMPLE
    return api.open_contracts(path, filename=SAMPLE, assumptions=session.library()).contracts


def _sheet() -> Sheet:
    return st.session_state[_SHEET]  # type: ignore[no-any-return]


def _opened(sheet: Sheet, frame: pd.DataFrame, *, name: str) -> Sheet:
    fresh = numbered(frame)
    return replace(sheet, turn=sheet.turn + 1, base=fresh, edited=fresh, name=name, left_out=())
