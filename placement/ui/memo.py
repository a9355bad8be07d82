"""A decision memo on a page: made when it is asked for, then taken along as any of its files."""

from collections.abc import Callable, Mapping

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.ui.gate.files import download_button
from placement.ui.on_demand import asked_for, forget_asked

KINDS = {
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def offer_memo(
    question: object,
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
        forget_asked(f"{key}_make")
        bar = place.progress(0.0, text=_progress(0.0))
        try:
            files = make(lambda share: _tell(bar, share))
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


def _progress(share: float) -> str:
    return t("Working out the memo: {percent:.0f}%", percent=100.0 * share)


def _tell(bar: "st.delta_generator.DeltaGenerator", share: float) -> None:
    bar.progress(min(share, 1.0), text=_progress(share))
