"""The same as a command: the line that gives a page's answer again, ready to be copied."""

from collections.abc import Mapping

import streamlit as st

from placement import api
from placement.api.command import Given
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.scenario.codec import ScenarioFile
from placement.scenario.works import OpenBook
from placement.tape.saved import load_mapping
from placement.ui import session
from placement.ui.inputs import plain


def same_as_command(command: str, *, options: Mapping[str, Given] | None = None) -> None:
    """Draw the line of `python -m placement` for the open book, with the file it may need.

    Args:
        command: The command.
        options: What the page asks besides the book and the scenario, by their Python names.
    """
    with st.expander(t("The same as a command"), icon=":material/terminal:"):
        draw_command(command, options=options)


def draw_command(command: str, *, options: Mapping[str, Given] | None = None) -> None:
    """Draw the line without a frame of its own; arguments as `same_as_command`."""
    opened = session.current_book()
    if opened is None:
        st.caption(t("Open a book, and its command stands here."))
        return
    scenario = session.whole_scenario()
    saved = None
    if opened.reading:
        saved = ScenarioFile(
            scenario=scenario, book=opened.reference, mapping=load_mapping(opened.reading)
        )
    try:
        same = api.as_command(
            command,
            scenario=scenario,
            files=[opened.name],
            options={"as_of": _day(opened), **(options or {})},
            saved=saved,
        )
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    st.code(same.line, language="bash", wrap_lines=True)
    if same.scenario_text is not None:
        st.download_button(
            t("Download {file}", file=api.SCENARIO_FILE),
            data=same.scenario_text,
            file_name=api.SCENARIO_FILE,
            mime="application/json",
            key=f"same_{command}",
            icon=":material/download:",
            on_click="ignore",
            help=t("The line names it: your numbers, and how the columns were read."),
        )


def _day(opened: OpenBook) -> str | None:
    return opened.chosen_day.isoformat() if opened.chosen_day else None
