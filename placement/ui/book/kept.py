"""A mapping that was kept for files with the same headings: offered, kept anew, forgotten."""

import datetime as dt

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import day_text, t
from placement.scenario.store import KeptMapping
from placement.tape.saved import SavedMapping
from placement.ui.book import intake as intakes
from placement.ui.book.intake import Intake
from placement.ui.gate.gate import store
from placement.ui.language import in_readers_language
from placement.words.markdown import plain

_SAID = "book_kept_said"


def offer(intake: Intake) -> None:
    """Draw what was kept for such files, where it would read this one otherwise."""
    if said := st.session_state.pop(_SAID, None):
        st.caption(plain(said))
    if intake.is_sample or not intake.is_read:
        return
    kept = _kept_for(intake)
    if kept is None or kept.mapping == mapping_of(intake):
        return
    with st.container(border=True):
        st.markdown(
            t(
                "On {day} you kept columns and answers for {name}, a file with the same headings.",
                day=day_text(kept.kept_on),
                name=f"**{plain(kept.name)}**",
            )
        )
        with st.container(horizontal=True):
            st.button(
                t("Use them"),
                icon=":material/history:",
                type="primary",
                key="book_kept_use",
                on_click=in_readers_language(_use),
                args=(intake, kept),
            )
            st.button(
                t("Forget them"),
                icon=":material/delete:",
                key="book_kept_forget",
                on_click=in_readers_language(_forget),
                args=(intake,),
            )


def keep_button(intake: Intake) -> None:
    """Draw the button that keeps the choices for next month's file."""
    st.button(
        t("Remember for files with these headings"),
        icon=":material/bookmark_add:",
        key="book_keep",
        on_click=in_readers_language(_keep),
        args=(intake,),
        help=t(
            "Headings, columns and your answers are kept on this desk, no cell of the file; the "
            "next file with the same headings is offered them."
        ),
    )


def mapping_of(intake: Intake) -> SavedMapping:
    """Return what was said of a file, ready to be kept."""
    left_out = {field: "" for field, heading in intake.mapping.items() if not heading}
    return SavedMapping(
        columns={**intake.match.matched, **left_out},
        meaning=intake.meaning,
        sector=intake.sector,
        creditor_type=intake.creditor_type,
    )


def _headings(intake: Intake) -> tuple[str, ...]:
    return (*intake.headings, *(h for h in intake.withheld if h not in intake.headings))


def _kept_for(intake: Intake) -> KeptMapping | None:
    try:
        return store().mapping_for(_headings(intake))
    except PlacementError:
        # A desk without a store works on; only keeping says what is wrong.
        return None


def _use(intake: Intake, kept: KeptMapping) -> None:
    intakes.ask(intakes.under(intake, kept.mapping))


def _keep(intake: Intake) -> None:
    try:
        store().keep_mapping(
            _headings(intake), mapping_of(intake), name=intake.name, on=dt.date.today()
        )
    except PlacementError as error:
        intakes.report(error)
        return
    st.session_state[_SAID] = t(
        "Kept for files with the same headings as {name}.", name=intake.name
    )


def _forget(intake: Intake) -> None:
    try:
        store().forget_mapping(_headings(intake))
    except PlacementError as error:
        intakes.report(error)
        return
    st.session_state[_SAID] = t("Forgotten: what was kept for files with these headings.")
