"""The session's table of contracts."""

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.mix.columns import FLAGS
from placement.decide.mix.contracts import Contracts
from placement.domain.language import LANGUAGES, catalogue
from placement.domain.names import name_label
from placement.domain.text import language, speaks_source, t
from placement.scenario.works import KeptList
from placement.ui import cached, session
from placement.ui.contracts.table import (
    COLUMNS,
    TEXTS,
    digest_of,
    file_table,
    frame_of,
    frame_of_rows,
    numbered,
    with_rows,
)
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.work import desk
from placement.ui.work.lists import next_turn, plain_list, table_of
from placement.ui.work.state import CONTRACTS

SAMPLE = "contracts.csv"


@dataclass(frozen=True, kw_only=True, eq=False)
class Sheet:
    """The table as the editor was opened with it, and as it stands."""

    turn: int
    base: pd.DataFrame
    """What the editor was opened with; it remembers changes against this."""
    edited: pd.DataFrame
    name: str
    left_out: tuple[str, ...] = ()
    """Errors of the file it was opened from, a line each: these rows are not in the table."""

    @property
    def key(self) -> str:
        """Key of the editor; a new one opens it anew."""
        return f"contracts_editor_{self.turn}"

    @cached_property
    def kept(self) -> KeptList | None:
        """Return the table to keep; None for the shipped sample."""
        return None if is_sample(self) else plain_list(self.edited, name=self.name)

    def anew(self) -> "Sheet":
        """Return the table for another editor."""
        return replace(_opened(self.edited, name=self.name), left_out=self.left_out)


def current() -> Sheet:
    """Return the session's table with what was sent from other pages, opened anew if need be."""
    found: Sheet | KeptList | None = st.session_state.get(CONTRACTS)
    session.brought_back(CONTRACTS)
    if found is None:
        found = _opened(sample_frame(), name=SAMPLE)
    elif isinstance(found, KeptList):
        found = _of_before(found)
    elif found.key not in st.session_state:
        # An editor that was not on screen for a while has lost its log; what stood in it has not.
        found = found.anew()
    st.session_state[CONTRACTS] = found
    if sent := session.contracts():
        add(sent)
    return _sheet()


def keep(edited: pd.DataFrame) -> Sheet:
    """Remember what the editor holds; undo brings back the state before it."""
    sheet = _sheet()
    if edited.equals(sheet.edited):
        return sheet
    new = replace(sheet, edited=edited)
    if digest_of(edited) != digest_of(sheet.edited):
        session.change_list(CONTRACTS, new)
    else:
        st.session_state[CONTRACTS] = new
    return new


def open_frame(frame: pd.DataFrame, *, name: str, left_out: tuple[str, ...] = ()) -> None:
    """Make a table the session's; undo brings back the one before it."""
    new = replace(_opened(frame, name=name), left_out=left_out)
    if digest_of(frame) != digest_of(_sheet().edited):
        session.change_list(CONTRACTS, new)
    else:
        st.session_state[CONTRACTS] = new


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
    return digest_of(sheet.edited) in _shipped_digests()


def sample_contracts(sheet: Sheet) -> list[str]:
    """Return the contracts of the table that are the shipped sample's, as they were shipped."""
    rows, shipped = _rows_by_contract(sheet.edited), _shipped_rows()
    return [name for name in rows if rows[name] == shipped.get(name)]


def called(sheet: Sheet) -> str:
    """Return what answers call the table."""
    if is_sample(sheet):
        return t("sample contracts")
    return sheet.name or t("own contracts")


def _rows_by_contract(frame: pd.DataFrame) -> dict[str, list[list[str]]]:
    cells = file_table(frame).astype(str)
    rows: dict[str, list[list[str]]] = {}
    for name, row in zip(cells["contract"], cells.to_numpy().tolist(), strict=True):
        rows.setdefault(name, []).append(row)
    return rows


@cache_per_workspace()
def _shipped_rows() -> dict[str, list[list[str]]]:
    return {
        name: rows
        for frame in _in_all_languages()
        for name, rows in _rows_by_contract(frame).items()
    }


@cache_per_workspace()
def _shipped_digests() -> frozenset[str]:
    return frozenset(map(digest_of, _in_all_languages()))


def _in_all_languages() -> list[pd.DataFrame]:
    """Return the sample as each reader has it: one who changes the language still has it."""
    frames = []
    for code in LANGUAGES:
        with language(catalogue(code)):
            frames.append(sample_frame())
    return frames


def reset() -> None:
    """Go back to the shipped sample; undo brings back what stood here."""
    open_frame(sample_frame(), name=SAMPLE)


def sample_frame() -> pd.DataFrame:
    """Return the shipped sample as the screen shows it, its names in the reader's language."""
    frame = frame_of(_sample())
    if speaks_source():
        return frame
    contracts = [
        name.replace(sector, name_label(sector), 1)
        for name, sector in zip(frame["contract"], frame["sector"], strict=True)
    ]
    creditors = frame["creditor"].map(_creditor, na_action="ignore")
    return frame.assign(contract=contracts, creditor=creditors)


def _creditor(name: str) -> str:
    """Return what a creditor of the sample, such as Bank A, is called."""
    kind, _, letter = name.rpartition(" ")
    called = {
        "Bank": t("Bank {letter}", letter=letter),
        "Carrier": t("Carrier {letter}", letter=letter),
        "Estates": t("Estates {letter}", letter=letter),
        "Freight": t("Freight {letter}", letter=letter),
        "Software": t("Software {letter}", letter=letter),
    }
    return called.get(kind, name)


@cache_per_workspace()
def _sample() -> Contracts:
    path = cached.SAMPLES / SAMPLE
    return api.open_contracts(path, filename=SAMPLE, assumptions=session.library()).contracts


def _sheet() -> Sheet:
    return st.session_state[CONTRACTS]  # type: ignore[no-any-return]


def _opened(frame: pd.DataFrame, *, name: str) -> Sheet:
    fresh = numbered(frame)
    return Sheet(turn=next_turn(), base=fresh, edited=fresh, name=name)


def _of_before(kept: KeptList) -> Sheet:
    """Return the table that the database kept; what does not fit it is said."""
    frame, wrong = table_of(kept, columns=COLUMNS, texts=TEXTS, flags=tuple(FLAGS))
    if wrong:
        desk.leave_out(t("{count} cells of the contracts", count=f"{wrong:,}"))
    return _opened(frame, name=kept.name)
