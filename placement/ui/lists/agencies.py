"""The table of agencies on the page Lists: typed, pasted, uploaded, or the sample."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import as_now, listed, pt, t
from placement.domain.types import AGENCY_OPTIONS
from placement.report.forms import form_csv, form_names
from placement.scenario.works import KeptList
from placement.ui import cached, session
from placement.ui.gate.files import download_button, file_uploader
from placement.ui.inputs import clear_pasted, pasted
from placement.ui.work import desk
from placement.ui.work.lists import next_turn, plain_list, say_if_too_long, table_of
from placement.ui.work.state import AGENCIES
from placement.words.markdown import plain
from placement.words.names import option_names, sector_name

SAMPLE = "agencies.csv"
LIMIT_MB = 2
COLUMNS = tuple(api.AGENCY_COLUMNS)
TEXTS = ("agency", "move", "sectors")
SEVERAL = ("move", "sectors")
"""Columns whose cells hold several values."""

_TURN, _PASTED, _UNREAD = "lists_upload_turn", "lists_paste", "lists_unread"


@dataclass(frozen=True, kw_only=True, eq=False)
class Opened:
    """The table as it was opened and as it stands."""

    turn: int
    frame: pd.DataFrame
    edited: pd.DataFrame
    is_changed: bool = False

    @property
    def key(self) -> str:
        """Key of the editor; a new one opens it anew."""
        return f"lists_editor_{self.turn}"

    @cached_property
    def kept(self) -> KeptList | None:
        """Return the table to keep; None where nothing was put in."""
        return plain_list(_as_texts(self.edited)) if self.is_changed else None

    def anew(self) -> "Opened":
        """Return the table for another editor."""
        return replace(self, turn=next_turn(), frame=self.edited)


def choose_agencies(currency: str) -> tuple["tuple[api.Taker, ...]", list[str]]:
    """Draw the table of agencies and return them, and a line for each row that is wrong."""
    opened = _opened()
    with st.container(horizontal=True, key="lists_ways"):
        st.button(
            t("Sample agencies"), key="lists_sample", icon=":material/science:",
            on_click=_take_sample,
        )  # fmt: skip
        with st.popover(t("Upload"), icon=":material/upload:"):
            _upload()
        _paste()
        st.button(
            t("Undo"), on_click=session.undo, disabled=not session.can_undo(), key="lists_undo"
        )
        st.button(
            t("Redo"), on_click=session.redo, disabled=not session.can_redo(), key="lists_redo"
        )
    opened = _opened()
    edited = _editor(opened, currency)
    if edited.to_json() == opened.edited.to_json():
        st.session_state[AGENCIES] = opened
    else:
        session.change_list(AGENCIES, replace(opened, edited=edited, is_changed=True))
    say_if_too_long(st.session_state[AGENCIES])
    takers, problems = takers_in(edited)
    with st.container(horizontal=True, key="lists_agencies_files"):
        download_button(
            t("Download this table"),
            data=as_now(
                lambda: form_csv(pd.DataFrame(api.takers_table(takers), columns=list(COLUMNS)))
            ),
            file_name=SAMPLE,
            mime="text/csv",
            key="lists_agencies_csv",
            icon=":material/download:",
            help=t("The form in which it can be uploaded, here and by the command."),
        )
    return takers, [*problems, *st.session_state.pop(_UNREAD, ())]


def takers_in(table: pd.DataFrame) -> tuple["tuple[api.Taker, ...]", list[str]]:
    """Return the agencies of a table as the screen has it, and a line for each wrong row."""
    takers: list[api.Taker] = []
    problems: list[str] = []
    known = session.assumptions().sectors
    for place, cells in enumerate(_as_texts(table).to_dict("records"), start=1):
        texts = {str(name): _text(value) for name, value in cells.items()}
        if not any(texts.values()):
            continue
        try:
            takers.append(api.taker_of(texts, sectors=known))
        except InputError as error:
            problems.append(t("Row {row}: {why}", row=place, why=str(error)))
    return tuple(takers), problems


def _editor(opened: Opened, currency: str) -> pd.DataFrame:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    several = st.column_config.MultiselectColumn
    moves = {str(option): option_names()[option] for option in AGENCY_OPTIONS}
    sectors = {name: sector_name(name) for name in session.assumptions().sectors}
    return st.data_editor(
        opened.frame,
        key=opened.key,
        hide_index=True,
        num_rows="dynamic",
        placeholder="\N{EN DASH}",
        column_config={
            "agency": text(t("Agency"), width=170, max_chars=80),
            "share": number(
                pt("heading of a form", "share").capitalize(),
                format="%.4g",
                min_value=0.0,
                width=70,
                help=t(
                    "Its part against the others', such as 70 for the champion and 30 for the "
                    "challenger. Empty for all: equal parts."
                ),
            ),
            "capacity_accounts": number(
                t("Max accounts"),
                format="localized",
                min_value=0,
                step=1,
                width=105,
                help=t("What it can take; empty: no limit."),
            ),
            "capacity_balance": number(
                t("Max {currency}", currency=currency),
                format="localized",
                min_value=0.0,
                width=130,
                help=t("Money that it can take; empty: no limit."),
            ),
            "minimum_accounts": number(
                t("Min accounts"),
                format="localized",
                min_value=0,
                step=1,
                width=105,
                help=t(
                    "Below it the agency gets none, and the others get its part by their shares."
                ),
            ),
            "move": several(
                t("Placements"),
                options=list(moves),
                format_func=moves.__getitem__,
                help=t("Which placements it takes; empty: all."),
            ),
            "sectors": several(
                t("Sectors it takes"),
                options=list(sectors),
                format_func=sectors.__getitem__,
                help=t("Which sectors it takes; empty: all."),
            ),
        },
        column_order=[
            "agency", "share", "capacity_accounts", "capacity_balance", "minimum_accounts", "move",
            "sectors",
        ],
        alt=t("Agencies with share, capacity, minimum and what they take; cells can be changed."),
    )  # fmt: skip


def _opened() -> Opened:
    found: Opened | KeptList | None = st.session_state.get(AGENCIES)
    session.brought_back(AGENCIES)
    if isinstance(found, KeptList):
        found = _of_before(found)
    if not isinstance(found, Opened):
        empty = _frame([])
        found = Opened(turn=next_turn(), frame=empty, edited=empty)
    elif found.key not in st.session_state and found.edited is not found.frame:
        # An editor that was not on screen for a while has lost its log; what stood in it has not.
        found = found.anew()
    st.session_state[AGENCIES] = found
    return found


def _of_before(kept: KeptList) -> Opened:
    frame, wrong = table_of(kept, columns=COLUMNS, texts=TEXTS)
    if wrong:
        desk.leave_out(t("{count} cells of the table of agencies", count=f"{wrong:,}"))
    for name in SEVERAL:
        frame[name] = [_several(cell) for cell in frame[name]]
    return Opened(turn=next_turn(), frame=frame, edited=frame, is_changed=True)


def _take_sample() -> None:
    take_file(cached.SAMPLES / SAMPLE, SAMPLE)


def take_file(source: Any, name: str) -> tuple[str, ...]:
    """Make a file's agencies the table and return what is wrong with it, a line each."""
    try:
        takers = api.read_takers(source, filename=name, sectors=session.assumptions().sectors)
    except PlacementError as error:
        st.session_state[_UNREAD] = error.messages
        return error.messages
    frame = _frame(api.takers_table(takers))
    session.change_list(
        AGENCIES, Opened(turn=next_turn(), frame=frame, edited=frame, is_changed=True)
    )
    return ()


def _upload() -> None:
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Upload a table of agencies"),
        type=["csv", "xlsx", "ods", "parquet", "toml"],
        key=f"{_TURN}_{turn}",
        max_upload_size=LIMIT_MB,
        help=_help(),
    )
    if file is None:
        return
    take_file(file.getvalue(), file.name)
    st.session_state[_TURN] = turn + 1
    st.rerun()


def _help() -> str:
    names = form_names()
    return t(
        "One row an agency: {columns}. Only agency is needed.",
        columns=listed(names[name] for name in COLUMNS),
    )


def _paste() -> None:
    content = pasted(
        _PASTED,
        known=tuple(api.AGENCY_HEADINGS),
        usual=COLUMNS,
        help=_help(),
    )  # fmt: skip
    if content is None:
        return
    if not take_file(content, "pasted.csv"):
        clear_pasted(_PASTED)
    st.rerun()


def _frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=list(COLUMNS))
    made = {}
    for name in COLUMNS:
        if name in SEVERAL:
            cells = [_several(cell) for cell in table[name]]
            made[name] = pd.Series(cells, dtype=object)
        else:
            made[name] = table[name].astype(object if name == "agency" else float)
    return pd.DataFrame(made)


def _several(cell: object) -> list[str]:
    parts = [] if cell is None or cell != cell else str(cell).split(";")
    return [part for part in parts if part and part != "any"]


def _as_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with several values of a cell as one text."""
    return table.assign(
        **{
            name: [
                ";".join(map(str, cell)) if isinstance(cell, list | tuple) else cell
                for cell in table[name]
            ]
            for name in SEVERAL
        }
    )


def _text(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def problems_shown(problems: Sequence[str]) -> None:
    """Draw what is wrong with the table."""
    if problems:
        st.error("\n".join(f"- {plain(line)}" for line in problems))
