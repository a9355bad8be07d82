"""The assumptions page in parts: how firm the ground is, filters, ways back, files."""

from collections import Counter

import pandas as pd
import streamlit as st

from placement.assume.assumptions import Assumptions
from placement.assume.said import status_names
from placement.domain.text import about, t
from placement.ui import restored, session
from placement.ui.assumptions import changes
from placement.ui.assumptions.table import SHARED_BY_ALL, Filter
from placement.ui.gate.files import download_button, file_uploader
from placement.ui.inputs import export
from placement.ui.tiles import tiles
from placement.words.assumptions import (
    STATUSES,
    area_name,
    status_meanings,
)
from placement.words.markdown import plain

_TURN = "overlay_turn"


def ground(library: Assumptions, own: dict[str, float]) -> None:
    """Draw how many numbers stand on what, and what the words mean."""
    counts = Counter(
        "user" if path in own else entry.status for path, entry in library.entries.items()
    )
    names, meanings, total = status_names(), status_meanings(), len(library.entries)
    with tiles():
        for status in STATUSES:
            st.metric(names[status], f"{counts[status]:,}", help=meanings[status])
    st.caption(
        t(
            "{count} of {total} numbers ({share:.0f} %) are judgements: nobody published them. "
            "Where the answer hangs on one, replace it with your own experience.",
            count=counts["judgement"],
            total=total,
            share=100 * counts["judgement"] / total,
        )
    )
    with st.expander(t("What the words mean"), icon=":material/help:"):
        st.markdown("\n".join(f"- {about(f'**{names[s]}**', meanings[s])}" for s in STATUSES))


def filters(library: Assumptions) -> Filter:
    """Draw the filters and return what they let through."""
    names = status_names()
    areas = {
        "": t("All"),
        **{sector: area_name(sector) for sector in library.sectors},
        SHARED_BY_ALL: t("What all sectors share: law, courts, tax"),
    }
    restored.choice("numbers_area", areas)
    restored.text("numbers_text")
    restored.flag("numbers_mine")
    with st.grid(min_column_width=220):
        area = st.selectbox(
            t("Sector"),
            list(areas),
            format_func=areas.__getitem__,
            key="numbers_area",
            persist_state="session",
        )
        statuses = st.multiselect(
            t("Status"),
            STATUSES,
            format_func=names.__getitem__,
            placeholder=t("Any"),
            key="numbers_status",
            persist_state="session",
        )
        text = st.text_input(
            t("Search"),
            key="numbers_text",
            placeholder=t("commission, win, 12m …"),
            help=t("Words that must all stand in the name, the source, the note or the path."),
            persist_state="session",
        )
        only_mine = st.toggle(t("Only mine"), key="numbers_mine", persist_state="session")
    return Filter(area=area or "", statuses=tuple(statuses), text=text or "", only_mine=only_mine)


def ways_back(own: dict[str, float]) -> None:
    """Draw undo, redo and reset, and what was wrong with the last change."""
    with st.container(horizontal=True):
        st.button(
            t("Undo"),
            icon=":material/undo:",
            key="numbers_undo",
            disabled=not session.can_undo(),
            on_click=changes.undo,
            help=t("Takes back the last change of bands or assumptions."),
        )
        st.button(
            t("Redo"),
            icon=":material/redo:",
            key="numbers_redo",
            disabled=not session.can_redo(),
            on_click=changes.redo,
        )
        st.button(
            t("Reset all ({count})", count=len(own)),
            icon=":material/restart_alt:",
            key="numbers_reset",
            disabled=not own,
            on_click=changes.give_back_all,
            help=t("Gives every number back to the library. Undo brings yours back."),
        )
    if lines := changes.problems():
        head = t("Not changed:")
        st.error("\n".join([head, "", *(f"- {plain(line)}" for line in lines)]))
    if said := changes.notice():
        st.success(plain(said), icon=":material/check_circle:")


def law_warning(library: Assumptions, own: dict[str, float]) -> None:
    """Warn where figures of the law were changed."""
    changed = [path for path in own if library.entries[path].status == "law"]
    if changed:
        st.warning(
            t(
                "Figures of the law that you changed: {count}. Courts charge by the law; this is "
                "a what-if.",
                count=len(changed),
            ),
            icon=":material/gavel:",
        )


def nothing_found(wanted: Filter) -> None:
    """Say why the table is empty and what to do."""
    if wanted.only_mine and wanted == Filter(only_mine=True):
        st.info(t("You have not changed a number yet. Change one in the table, and it shows here."))
    else:
        st.info(t("No number passes this filter. Take away a word, a status or Only mine."))


def export_rows(rows: pd.DataFrame) -> None:
    """Draw the download of the numbers that pass the filter."""
    export(lambda: rows, name="assumptions", key="assumptions")


def files(own: dict[str, float]) -> None:
    """Draw the download of the reader's own numbers, and how to load them again."""
    st.subheader(t("Your numbers as a file"))
    st.caption(
        t("Keep your numbers for the next session, or send them to a colleague (TOML, plain text).")
    )
    text = changes.overlay_text(own, session.scenario())
    download_button(
        t("Download your numbers ({count})", count=len(own)),
        data=text.encode(),
        file_name="my_assumptions.toml",
        mime="application/toml",
        key="overlay_download",
        icon=":material/download:",
        disabled=not own,
        help=None if own else t("You have not changed a number yet."),
    )
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Load numbers from a file"),
        type=["toml"],
        key=f"{_TURN}_{turn}",
        max_upload_size=1,
        help=t("Only the values are taken; they are laid over what is in use and marked as yours."),
    )
    if file is not None:
        changes.take_overlay(file.name, file.getvalue())
        st.session_state[_TURN] = turn + 1
        st.rerun()
