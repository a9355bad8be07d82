"""The table of contracts to change: type, paste, upload, take from the book, undo."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement import api
from placement.decide.mix.columns import NEEDED
from placement.decide.mix.contracts import Contracts
from placement.decide.mix.table import ContractTable
from placement.domain.errors import PlacementError, TapeError
from placement.domain.text import listed, sentences, t
from placement.report.forms import as_form, form_names
from placement.tape.findings import Severity, lines, name_some
from placement.ui import session
from placement.ui.contracts import sheet as contracts_sheet
from placement.ui.contracts.columns import columns
from placement.ui.contracts.table import (
    COLUMNS,
    file_table,
    frame_of,
    read,
    suspicious,
)
from placement.ui.gate.files import file_uploader
from placement.ui.inputs import clear_pasted, export, pasted
from placement.ui.language import in_readers_language
from placement.ui.work.lists import say_if_too_long
from placement.words.markdown import plain
from placement.words.numbers import NONE

LIMIT_MB = 5
_UPLOAD, _SAID, _PASTED = "contracts_upload", "contracts_said", "contracts_paste"

HEIGHT = 290
"""Of the table, in pixels."""


def edit_contracts() -> tuple[Contracts | None, contracts_sheet.Sheet]:
    """Draw the table with the ways to fill it; return the contracts of its right rows."""
    sample = st.empty()
    phone = "Mobi" in (st.context.headers.get("User-Agent") or "")
    with st.expander(t("The contracts, to change"), icon=":material/table:", expanded=not phone):
        above = st.container()
        sheet = contracts_sheet.current()
        _say(sheet)
        edited = st.data_editor(
            sheet.base,
            key=sheet.key,
            num_rows="dynamic",
            hide_index=False,
            height=HEIGHT,
            column_order=list(COLUMNS),
            column_config=columns(),
            placeholder=NONE,
            alt=t("Contracts with accounts, balance, age, commission and chance to win."),
        )
        sheet = contracts_sheet.keep(edited)
        say_if_too_long(sheet)
        with above:
            _toolbar()
        st.caption(
            t(
                "Balance is the mean of an account. Rows of one name are the age bands of one "
                "contract; what it has once, such as its chance, stands in one of them. Lock: In "
                "takes a contract whatever it brings, Out leaves it. A held contract that is left "
                "out costs its exit cost."
            )
        )
        export(
            lambda: as_form(file_table(edited)), name="contracts", key="contracts_table", keep=None
        )
    _say_sample(sheet, sample)
    return _read(edited), sheet


def _say_sample(sheet: contracts_sheet.Sheet, where: DeltaGenerator) -> None:
    """Say which contracts are invented, so that no one takes the answer for his own."""
    names = contracts_sheet.sample_contracts(sheet)
    if contracts_sheet.is_sample(sheet):
        where.info(
            t(
                "Sample: these {count} contracts are invented. Yours take their place when you "
                "take them from the book, upload or paste them.",
                count=len(names),
            ),
            icon=":material/science:",
        )
    elif names:
        where.warning(
            t(
                "Sample among your own: {names} are invented contracts. Delete their rows.",
                names=plain(name_some(names)),
            )
        )


def _read(edited: pd.DataFrame) -> Contracts | None:
    try:
        table: ContractTable = read(edited, session.assumptions())
    except TapeError as error:
        _list_errors(t("No contract can be used yet:"), error.messages)
        return None
    if wrong := lines(table.findings, severity=Severity.ERROR):
        _list_errors(t("Left out of the answer until they are right:"), wrong)
    if warned := lines(table.findings, severity=Severity.WARNING):
        st.warning("\n".join(f"- {plain(line)}" for line in warned))
    if count := suspicious(edited):
        st.warning(
            t(
                "{count} shares in the table are above 0 and below 1 %. If a decimal was pasted, "
                "write 22 for 22 %; a file that is uploaded has decimals.",
                count=count,
            )
        )
    return table.contracts


def _list_errors(title: str, errors: tuple[str, ...]) -> None:
    st.error(title + "\n" + "\n".join(f"- {plain(line)}" for line in errors))


def _toolbar() -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom"):
        st.button(
            t("Undo"),
            on_click=session.undo,
            disabled=not session.can_undo(),
            key="contracts_undo",
        )
        st.button(
            t("Redo"),
            on_click=session.redo,
            disabled=not session.can_redo(),
            key="contracts_redo",
        )
        st.button(
            t("Take from the book"),
            on_click=in_readers_language(_take_from_book),
            key="contracts_from_book",
            icon=":material/menu_book:",
            help=t(
                "Adds a contract for each sector and creditor of the open book with its segments "
                "as age bands, at the library's commission and fixed cost, as if the bid were won."
            ),
        )
        with st.popover(t("Upload"), icon=":material/upload:"):
            _upload()
        _paste()
        st.button(
            t("Back to the sample"),
            on_click=contracts_sheet.reset,
            key="contracts_reset",
            help=t("Undo brings this table back."),
        )


def _take_from_book() -> None:
    book = session.open_book_or_none()
    if book is None:
        _note(error=(t("There is no book yet. Open Book and upload one, or take a sample."),))
        return
    rows, left_out = api.contracts_of_book(book.tape, session.assumptions())
    contracts_sheet.add(list(rows))
    text = t(
        "{count} contracts came from the book {name}; set their chance to win.",
        count=len({row["contract"] for row in rows}),
        name=plain(session.book_name() or ""),
    )
    if left_out:
        text = sentences(
            [
                text,
                t(
                    "{accounts} accounts were placed as often as can be and are in none of them.",
                    accounts=f"{left_out:,}",
                ),
            ]
        )
    _note(good=text)


def _upload() -> None:
    turn = st.session_state.setdefault(_UPLOAD, 0)
    file = file_uploader(
        t("A table of contracts"),
        type=["csv", "xlsx", "ods", "parquet"],
        key=f"{_UPLOAD}_{turn}",
        max_upload_size=LIMIT_MB,
        help=t(
            "One row an age band, with the columns {needed}; shares are decimals, 0.22 for 22 %. "
            "The download of this table has that form. At most {limit} MB.",
            needed=listed(form_names()[name] for name in NEEDED),
            limit=LIMIT_MB,
        ),
    )
    if file is None:
        return
    st.session_state[_UPLOAD] = turn + 1
    try:
        table = api.open_contracts(
            file.getvalue(), filename=file.name, assumptions=session.assumptions()
        )
    except PlacementError as error:
        _note(error=error.messages)
    else:
        contracts_sheet.open_frame(
            frame_of(table.contracts),
            name=file.name,
            left_out=lines(table.findings, severity=Severity.ERROR),
        )
        _note(
            good=t(
                "{name} is open: {count} contracts.",
                name=plain(file.name),
                count=f"{len(table.contracts):,}",
            ),
        )
    st.rerun()


def _paste() -> None:
    content = pasted(
        _PASTED,
        known=api.contract_headings(),
        usual=COLUMNS,
        help=t(
            "With headings in Chinese or English, or without them in the order of this table. "
            "Shares as 22% or 0.22. A contract of the same name is replaced."
        ),
    )
    if content is None:
        return
    try:
        table = api.open_contracts(
            content, filename=t("what was pasted"), assumptions=session.assumptions()
        )
        table.require_whole()
    except PlacementError as error:
        # Nothing is taken of rows of which some are wrong: all of them stay in the box.
        _note(error=error.messages)
    else:
        contracts_sheet.add_frame(frame_of(table.contracts))
        _note(good=t("{count} contracts were pasted.", count=f"{len(table.contracts):,}"))
        clear_pasted(_PASTED)
    st.rerun()


def _note(*, good: str = "", error: tuple[str, ...] = ()) -> None:
    st.session_state[_SAID] = good, error


def _say(sheet: contracts_sheet.Sheet) -> None:
    """Say what the last step did, and as long as the table is in use what its file lacked."""
    good, error = st.session_state.pop(_SAID, ("", ()))
    if good:
        st.success(good, icon=":material/check_circle:")
    if lacking := (*error, *sheet.left_out):
        _list_errors(t("The file has rows or columns that are not right:"), lacking)
