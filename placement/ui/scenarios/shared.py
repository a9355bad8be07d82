"""What the two sides of a joint session show each other: revisions, read only, until taken back."""

import datetime as dt

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import day_text, sentences, t
from placement.scenario.kept import Saved
from placement.scenario.links import Link, Shared
from placement.scenario.team import is_team
from placement.ui.gate.gate import store
from placement.ui.language import in_readers_language
from placement.ui.scenarios import open as opened
from placement.words.markdown import plain

_OTHER = "scenarios_link_other"


def share_button(saved: Saved) -> None:
    """Draw the way to show a saved revision to another workspace; a team's desk alone has others.

    Args:
        saved: The revision.
    """
    if not is_team():
        return
    with st.popover(t("Share it"), icon=":material/group_add:"):
        st.write(
            t(
                "The members of the other workspace see this revision: its numbers, name, author "
                "and note, and nothing of the book. They can copy it and cannot change it. You can "
                "take it back under Links; what they have copied stays with them."
            )
        )
        st.text_input(t("Workspace of the other side"), key=_OTHER, max_chars=40)
        st.button(
            t("Share this revision"),
            key="scenarios_link_share",
            on_click=in_readers_language(_share),
            args=(saved,),
        )


def shared_ones() -> None:
    """Draw what other workspaces share with this one, where they do."""
    if not is_team():
        return
    try:
        every = store().links.shared_with_us()
    except PlacementError as error:
        st.warning(plain(str(error)), icon=":material/database_off:")
        return
    if not every:
        return
    with st.expander(
        t("Shared with you ({count})", count=len(every)), icon=":material/group:", expanded=True
    ):
        for each in every:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    t("Open a copy"),
                    key=f"scenarios_link_open_{each.key[:12]}",
                    on_click=in_readers_language(_open),
                    args=(each,),
                )
                st.caption(plain(_words(each)))


def link_words(link: Link) -> str:
    """Return which revision a link opens, since when, and who else may open it."""
    to = t("to revision {revision}, made {day}", revision=link.revision, day=moment(link.made_at))
    if not link.shared_with:
        return to
    other = t("shared with {workspace}", workspace=plain(link.shared_with))
    return t("{link}; {other}", link=to, other=other)


def moment(at: dt.datetime) -> str:
    """Return a moment as lists write it."""
    return f"{day_text(at)} {at:%H:%M} UTC"


def _words(shared: Shared) -> str:
    of = t("{name}, revision {revision}", name=shared.name, revision=shared.revision)
    parts = [of, shared.workspace, shared.author, moment(shared.made_at), shared.note]
    return " \N{MIDDLE DOT} ".join(part for part in parts if part)


def _share(saved: Saved) -> None:
    other = str(st.session_state.get(_OTHER) or "").strip()
    if not other:
        opened.say(t("Say with which workspace: ask the other side what its own is called."))
        return
    try:
        store().links.make(saved.id, saved.revision, at=dt.datetime.now(dt.UTC), shared_with=other)
    except PlacementError as error:
        opened.report(error)
        return
    opened.say(
        sentences(
            [
                t("Revision {revision} of {name} is shared with {workspace}.",
                  revision=saved.revision, name=saved.name or saved.id, workspace=other),
                t("The other side finds it on its page Scenarios."),
            ]
        )
    )  # fmt: skip


def _open(shared: Shared) -> None:
    try:
        kept = store().links.open_shared(shared.key)
    except PlacementError as error:
        opened.report(error)
        return
    opened.take(kept.file, None)
