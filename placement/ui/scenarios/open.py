"""The session's scenario and what it was saved as: opened, saved, changed since."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.scenario.book_reference import BookReference
from placement.scenario.codec import ScenarioFile
from placement.scenario.kept import Conflict, KeptScenario, Saved
from placement.tape.saved import load_mapping
from placement.ui import restored, session
from placement.ui.fee_terms import open_inputs_anew
from placement.ui.gate.gate import store
from placement.ui.work import desk

NAME, AUTHOR, NOTE = "scenarios_name", "scenarios_author", "scenarios_note"
_ID, _REVISION, _DIGEST = "scenarios_id", "scenarios_revision", "scenarios_digest"
_CONFLICT, _SAID, _FAULT = "scenarios_conflict", "scenarios_said", "scenarios_fault"
_MADE_ON = "scenarios_made_on"


@dataclass(frozen=True)
class Origin:
    """The saved revision that the session's scenario was opened from or saved as."""

    id: str
    revision: int
    is_changed: bool
    """The session has gone on from it."""


def origin() -> Origin | None:
    """Return where the session's scenario comes from; None if it was never saved."""
    for key in (_ID, _DIGEST):
        restored.text(key)
    restored.number(_REVISION, low=1)
    id = st.session_state.get(_ID)
    if not id or _REVISION not in st.session_state:
        return None
    changed = st.session_state.get(_DIGEST) != session.whole_scenario().digest
    return Origin(str(id), int(st.session_state[_REVISION]), changed)


def file_now() -> ScenarioFile:
    """Return the session's scenario as it is saved, under the name that was typed.

    Raises:
        InputError: A text is too long.
    """
    opened = session.current_book()
    return ScenarioFile(
        scenario=session.whole_scenario(),
        name=str(st.session_state.get(NAME) or "").strip(),
        author=str(st.session_state.get(AUTHOR) or "").strip(),
        note=str(st.session_state.get(NOTE) or "").strip(),
        book=opened.reference if opened else None,
        mapping=load_mapping(opened.reading) if opened and opened.reading else None,
    )


def take(file: ScenarioFile, saved: Saved | None) -> None:
    """Make a scenario the session's; the one before comes back with undo.

    Args:
        file: The scenario.
        saved: The revision it is; None if it comes from a file.
    """
    session.open_whole(file.scenario)
    open_inputs_anew()
    state = st.session_state
    state[NAME], state[AUTHOR], state[NOTE] = file.name, file.author, file.note
    state[_MADE_ON], state[desk.ARRIVED] = file.book, file.scenario
    state.pop(_CONFLICT, None)
    _remember(saved)
    lines = [t("{name} is open.", name=file.name or t("The scenario")), *file.remarks]
    state[_SAID] = lines


def made_on() -> BookReference | None:
    """Return the book that the open scenario was made on; None if it names none."""
    found = st.session_state.get(_MADE_ON)
    return found if isinstance(found, BookReference) else None


def save() -> None:
    """Save the session's scenario: as a new revision of what it comes from, else as a new one."""
    came = origin()
    try:
        kept = store().scenarios.save(
            file_now(),
            at=_moment(),
            id=came.id if came else None,
            expected_revision=came.revision if came else None,
        )
    except Conflict as conflict:
        st.session_state[_CONFLICT] = conflict.newer
        st.session_state[_FAULT] = list(conflict.messages)
        return
    except PlacementError as error:
        report(error)
        return
    _saved(kept)


def save_as_new() -> None:
    """Save the session's scenario as a new one, which remembers what it was made from."""
    came = origin()
    scenarios = store().scenarios
    try:
        file = file_now()
        if came is None:
            kept = scenarios.save(file, at=_moment())
        else:
            kept = scenarios.branch(file, at=_moment(), id=came.id, revision=came.revision)
    except PlacementError as error:
        report(error)
        return
    _saved(kept)


def conflict() -> KeptScenario | None:
    """Return what somebody else saved in between, until it is settled."""
    found = st.session_state.get(_CONFLICT)
    return found if isinstance(found, KeptScenario) else None


def open_saved(id: str, revision: int | None = None) -> None:
    """Open a saved scenario, by default its newest revision."""
    try:
        kept = store().scenarios.load(id, revision)
    except PlacementError as error:
        report(error)
        return
    take(kept.file, kept)


def report(error: PlacementError) -> None:
    """Say a fault at the top of the page, once."""
    st.session_state[_FAULT] = list(error.messages)


def say(*lines: str) -> None:
    """Say that something was done at the top of the page, once."""
    st.session_state[_SAID] = list(lines)


def said() -> list[str]:
    """Return what there is to say, once."""
    return list(st.session_state.pop(_SAID, []))


def faults() -> list[str]:
    """Return what went wrong, once."""
    return list(st.session_state.pop(_FAULT, []))


def forgotten(id: str) -> None:
    """Note that a saved scenario is gone: the session's is unsaved if it came from there."""
    if (came := origin()) and came.id == id:
        _remember(None)


def _saved(kept: KeptScenario) -> None:
    _remember(kept)
    st.session_state[_MADE_ON] = kept.book
    st.session_state.pop(_CONFLICT, None)
    say(t("Saved: {name}, revision {revision}.", name=kept.name or kept.id, revision=kept.revision))


def _remember(saved: Saved | None) -> None:
    state = st.session_state
    if saved is None:
        for key in (_ID, _REVISION, _DIGEST):
            state.pop(key, None)
        return
    state[_ID], state[_REVISION], state[_DIGEST] = (
        saved.id,
        saved.revision,
        session.whole_scenario().digest,
    )


def _moment() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
