"""Scenarios as files: read with suspicion, never run."""

import re

import streamlit as st

from placement.domain.errors import InputError, PlacementError
from placement.domain.text import t
from placement.scenario.codec import read_scenario_file
from placement.ui.gate.files import file_uploader
from placement.ui.language import in_readers_language
from placement.ui.scenarios import open as opened

MOST_BYTES = 2_000_000
"""A scenario of all numbers of the library takes a twentieth of it."""

_TURN, _UPLOAD = "scenarios_upload_turn", "scenarios_upload_"


def upload() -> None:
    """Draw the upload of a scenario."""
    turn = st.session_state.setdefault(_TURN, 0)
    file_uploader(
        t("Import a scenario"),
        type=["json"],
        key=f"{_UPLOAD}{turn}",
        on_change=in_readers_language(_take),
        help=t("A file that was downloaded here, or written by the command `scenario`."),
    )


def file_name(name: object) -> str:
    """Return a file name for a scenario's name: letters and digits of any script."""
    return re.sub(r"[^\w-]+", "_", str(name or "")).strip("_")[:60] or "scenario"


def _take() -> None:
    turn = st.session_state[_TURN]
    file = st.session_state.get(f"{_UPLOAD}{turn}")
    st.session_state[_TURN] = turn + 1
    if file is None:
        return
    try:
        opened.take(read_scenario_file(_text(file.getvalue())), None)
    except PlacementError as error:
        opened.report(error)


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise InputError(
            t(
                "A scenario has at most {most:,} bytes; this file has {size:,}. It is another kind "
                "of file.",
                most=MOST_BYTES,
                size=len(content),
            )
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            t("The file is no text in UTF-8, so no scenario. Download one here to see how it is.")
        ) from error
