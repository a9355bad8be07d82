"""The same as a command: the line that gives a page's answer again, ready to be copied."""

from collections.abc import Mapping, Sequence

import streamlit as st

from placement import api
from placement.api.command import Given
from placement.domain.errors import PlacementError
from placement.domain.text import clauses, t
from placement.scenario.codec import ScenarioFile
from placement.scenario.scenario import Scenario
from placement.scenario.works import OpenBook
from placement.tape.saved import load_mapping
from placement.ui import session
from placement.ui.gate.files import download_button
from placement.words.markdown import plain


def same_as_command(command: str, *, options: Mapping[str, Given] | None = None) -> None:
    """Draw the line of `python -m placement` for the open book, with the file it may need.

    Args:
        command: The command.
        options: What the page asks besides the book and the scenario, by their Python names.
    """
    with st.expander(t("The same as a command"), icon=":material/terminal:"):
        draw_command(command, options=options)


def same_without_book(
    command: str,
    *,
    files: Sequence[str],
    options: Mapping[str, Given | Sequence[Given]],
    missing: Sequence[str] = (),
    saved: ScenarioFile | None = None,
    key: str = "",
) -> None:
    """Draw the line of a command that takes no book, with what the page asks besides.

    Args:
        command: The command.
        files: Files it takes, as the page calls their downloads.
        options: Options by their Python names.
        missing: What the page asks and no option says; then there is no line, but this.
        saved: How the columns of a file were read by hand.
        key: Tells one drawing from another of the same command.
    """
    with st.expander(t("The same as a command"), icon=":material/terminal:"):
        if missing:
            _say_missing(command, missing)
            return
        _line(command, session.whole_scenario(), files, options, saved=saved, key=key)


def same_but(command: str, missing: Sequence[str]) -> None:
    """Draw, in place of the line, what the command has no option for."""
    with st.expander(t("The same as a command"), icon=":material/terminal:"):
        _say_missing(command, missing)


def draw_command(command: str, *, options: Mapping[str, Given] | None = None) -> None:
    """Draw the line without a frame of its own; arguments as `same_as_command`."""
    opened = session.current_book()
    if opened is None:
        st.caption(t("Open a book, and its command stands here."))
        return
    scenario = session.whole_scenario()
    saved = saved_reading(opened)
    _line(
        command,
        scenario,
        [opened.name],
        {"as_of": _day(opened), **(options or {})},
        saved=saved,
    )


def saved_reading(opened: OpenBook) -> ScenarioFile | None:
    """Return how the columns of the open book were read by hand; None where they were not."""
    if not opened.reading:
        return None
    return ScenarioFile(
        scenario=session.whole_scenario(),
        book=opened.reference,
        mapping=load_mapping(opened.reading),
    )


def _line(
    command: str,
    scenario: Scenario,
    files: Sequence[str],
    options: Mapping[str, Given | Sequence[Given]],
    *,
    saved: ScenarioFile | None,
    key: str = "",
) -> None:
    try:
        same = api.as_command(command, scenario=scenario, files=files, options=options, saved=saved)
    except PlacementError as error:
        st.error(plain(str(error)))
        return
    st.code(same.line, language="bash", wrap_lines=True)
    if same.scenario_text is not None:
        download_button(
            t("Download {file}", file=api.SCENARIO_FILE),
            data=same.scenario_text,
            file_name=api.SCENARIO_FILE,
            mime="application/json",
            key=f"same_{command}{key}",
            icon=":material/download:",
            help=t("The line names it: your numbers, and how the columns were read."),
        )


def _say_missing(command: str, missing: Sequence[str]) -> None:
    st.caption(
        t(
            "No line of the command {command} gives this answer, since it has no option for: "
            "{missing}.",
            command=command,
            missing=plain(clauses(missing)),
        )
    )


def _day(opened: OpenBook) -> str | None:
    return opened.chosen_day.isoformat() if opened.chosen_day else None
