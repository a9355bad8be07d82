"""The page Scenarios: this one, those that were saved, links to them, files and commands."""

import pandas as pd
import streamlit as st

from placement.domain.access import Action
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.domain.types import Stance
from placement.scenario.codec import LONGEST_NAME, LONGEST_NOTE, scenario_file_text
from placement.scenario.kept import Saved
from placement.tape.bands import Bands
from placement.ui import restored, session
from placement.ui.gate import gate
from placement.ui.gate.files import download_button
from placement.ui.gate.gate import store
from placement.ui.language import in_readers_language
from placement.ui.same_command import draw_command
from placement.ui.scenarios import files, history
from placement.ui.scenarios import open as opened
from placement.ui.scenarios.other_book import say_other_book
from placement.words.markdown import plain

_CHOSEN = "scenarios_table"


def outcome() -> None:
    """Say how the last act ended, and settle it where somebody saved in between."""
    for line in opened.said():
        st.success(plain(line), icon=":material/check_circle:")
    for line in opened.faults():
        st.error(plain(line), icon=":material/error:")
    newer = opened.conflict()
    if newer is None:
        return
    with st.container(horizontal=True):
        st.button(
            t("Save mine as a new one"),
            key="scenarios_branch",
            type="primary",
            icon=":material/call_split:",
            on_click=in_readers_language(opened.save_as_new),
        )
        st.button(
            t("Open theirs"),
            key="scenarios_theirs",
            icon=":material/folder_open:",
            on_click=in_readers_language(opened.open_saved),
            args=(newer.id,),
            help=t("Yours comes back with undo."),
        )


def this_one() -> None:
    """Draw what the session's scenario holds, and the ways to save it."""
    came = opened.origin()
    st.subheader(t("This scenario"))
    st.caption(plain(" · ".join([*what_is_set(), saved_words(came)])))
    say_other_book()
    left, right = st.columns([2, 1])
    for key, most in ((opened.NAME, LONGEST_NAME), (opened.AUTHOR, LONGEST_NAME)):
        restored.text(key, most=most)
    restored.text(opened.NOTE, most=LONGEST_NOTE)
    left.text_input(t("Name"), key=opened.NAME, max_chars=LONGEST_NAME, persist_state="session")
    right.text_input(
        t("Your name"),
        key=opened.AUTHOR,
        max_chars=LONGEST_NAME,
        persist_state="session",
        help=t("Stands beside what you save, for your colleagues."),
    )
    st.text_area(
        t("Note"),
        key=opened.NOTE,
        max_chars=LONGEST_NOTE,
        height=80,
        persist_state="session",
        placeholder=t("What is assumed, and why"),
    )
    with st.container(horizontal=True):
        may_save = gate.allows(Action.SAVE)
        st.button(
            t("Save") if came is None else t("Save as revision {n}", n=came.revision + 1),
            key="scenarios_save",
            type="primary",
            disabled=not may_save,
            icon=":material/save:",
            on_click=in_readers_language(opened.save),
            help=t("Every revision is kept. Of the book only its name, size and fingerprint are."),
        )
        if came is not None:
            st.button(
                t("Save as a new one"),
                key="scenarios_save_new",
                disabled=not may_save,
                icon=":material/call_split:",
                on_click=in_readers_language(opened.save_as_new),
            )
        st.button(
            t("Undo"),
            key="scenarios_undo",
            icon=":material/undo:",
            disabled=not session.can_undo(),
            on_click=in_readers_language(session.undo),
        )
        st.button(
            t("Redo"),
            key="scenarios_redo",
            icon=":material/redo:",
            disabled=not session.can_redo(),
            on_click=in_readers_language(session.redo),
        )


def saved_ones() -> None:
    """Draw the saved scenarios; the chosen one can be opened, shared, looked back on, forgotten."""
    try:
        every = list(store().scenarios.list())
    except PlacementError as error:
        st.warning(plain(str(error)), icon=":material/database_off:")
        st.caption(t("You can go on; what is not saved can be downloaded as a file."))
        return
    if not every:
        st.info(t("Nothing is saved yet. Save this scenario, or import one from a file."))
        return
    event = st.dataframe(
        table_of(every),
        key=_CHOSEN,
        on_select="rerun",
        selection_mode="single-row",
        hide_index=True,
        column_config={
            "name": st.column_config.TextColumn(t("Name"), width="medium"),
            "revision": st.column_config.NumberColumn(t("Revision"), width="small"),
            "saved_at": st.column_config.DatetimeColumn(t("Saved (UTC)")),
            "author": st.column_config.TextColumn(t("By")),
            "note": st.column_config.TextColumn(t("Note"), width="large"),
        },
    )
    rows = event["selection"]["rows"]
    if rows and rows[0] < len(every):
        history.chosen(every[rows[0]])
        return
    st.caption(t("Choose a row to open it, to look back, to share it or to forget it."))
    came = opened.origin()
    for each in every:
        # What is open here is what most want to share: it needs no choice.
        if came and each.id == came.id:
            history.chosen(each)


def table_of(every: list[Saved]) -> pd.DataFrame:
    """Return the list of saved scenarios as a table."""
    return pd.DataFrame(
        {
            "name": [each.name or each.id for each in every],
            "revision": [each.revision for each in every],
            "saved_at": [each.saved_at for each in every],
            "author": [each.author for each in every],
            "note": [each.note for each in every],
        }
    )


def as_file() -> None:
    """Draw the download and the upload of a scenario as JSON."""
    try:
        text = scenario_file_text(opened.file_now())
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    download_button(
        t("Download this scenario"),
        data=text,
        file_name=f"{files.file_name(st.session_state.get(opened.NAME))}.json",
        mime="application/json",
        key="scenarios_download",
        icon=":material/download:",
        help=t("A text file with the numbers you set; no account of the book is in it."),
    )
    files.upload()
    st.caption(t("The same as a command:"))
    draw_command("rank")


def what_is_set() -> list[str]:
    """Return what differs from the library, a phrase each."""
    scenario = session.whole_scenario()
    count = len(scenario.values)
    words = [
        t("numbers set by you: {count}", count=count) if count else t("the library's numbers"),
    ]
    if scenario.stance is Stance.CONTRACTUAL:
        words.append(t("agencies work by contract"))
    if scenario.bands != Bands():
        words.append(t("bands of your own"))
    if not scenario.fees.is_plain:
        words.append(t("with fee terms"))
    return words


def saved_words(came: opened.Origin | None) -> str:
    """Return whether the session's scenario is saved, and as what."""
    if came is None:
        return t("not saved yet")
    if came.is_changed:
        return t("changed since revision {revision}", revision=came.revision)
    return t("saved as revision {revision}", revision=came.revision)
