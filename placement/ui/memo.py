"""A decision memo on a page: made when it is asked for, then taken along as any of its files."""

from collections.abc import Callable, Hashable, Mapping

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.progress import tell
from placement.domain.text import t
from placement.ui.gate.files import download_button
from placement.ui.on_demand import asked_for, forget_asked
from placement.ui.waiting import waited_for

KINDS = {
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def offer_memo(
    question: Hashable,
    make: Callable[[Callable[[float], None]], Mapping[str, bytes]],
    *,
    made: str,
    key: str,
    name: str,
) -> None:
    """Draw the button that makes a memo; once it is made, one for each of its files.

    Args:
        question: What the memo is of; of another question the files are not offered.
        make: Returns its files by their endings; is given what to call with the share done.
        made: Key of the files in the session, which keeps the last ones.
        key: How the keys of the buttons begin.
        name: Of the files, without ending.
    """
    kept: tuple[object, Mapping[str, bytes]] | None = st.session_state.get(made)
    if kept is None or kept[0] != question:
        # The place of the button holds the progress, so that nobody presses it twice.
        place = st.empty()
        with place:
            if not asked_for(
                question, key=f"{key}_make", label=t("Make the memo"), icon=":material/description:"
            ):
                return
        # Stopped, it is offered anew.
        forget_asked(f"{key}_make")
        try:
            with place.container():
                files = waited_for(
                    ("memo", key, question),
                    lambda: make(tell),
                    saying=t("Working out the memo…"),
                    stays_stopped=False,
                )
        except PlacementError as error:
            st.error(str(error))
            return
        place.empty()
        kept = st.session_state[made] = (question, files)
    names = {
        ".html": t("Web page, prints on A4"),
        ".docx": t("Document (DOCX)"),
        ".xlsx": t("Workbook with formulas (XLSX)"),
    }
    with st.container(horizontal=True, key=f"{key}_files"):
        for suffix, content in kept[1].items():
            download_button(
                names[suffix],
                data=content,
                file_name=f"{name}{suffix}",
                mime=KINDS[suffix],
                key=f"{key}_{suffix.removeprefix('.')}",
                icon=":material/download:",
            )
