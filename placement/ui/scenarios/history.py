"""A saved scenario: opened, looked back on, shared by a link, forgotten."""

import datetime as dt

import streamlit as st

from placement.domain.access import Action
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.scenario.kept import Saved
from placement.ui.gate import gate
from placement.ui.gate.gate import store
from placement.ui.language import in_readers_language, readers_language
from placement.ui.scenarios import open as opened
from placement.ui.scenarios import shared
from placement.ui.scenarios.links import link_of, page_before
from placement.ui.scenarios.shared import moment
from placement.words.markdown import plain
from placement.words.pages import page_names

_WORD = "scenarios_link_word"
_REVISION = "scenarios_history_revision"


def chosen(saved: Saved) -> None:
    """Draw what can be done with a saved scenario."""
    st.markdown(f"**{plain(saved.name or saved.id)}**")
    with st.container(horizontal=True):
        st.button(
            t("Open"),
            key="scenarios_open",
            type="primary",
            icon=":material/folder_open:",
            on_click=in_readers_language(opened.open_saved),
            args=(saved.id,),
        )
        if gate.allows(Action.SHARE):
            st.button(
                t("Make a link"),
                key="scenarios_link",
                icon=":material/link:",
                on_click=in_readers_language(_make_link),
                args=(saved,),
                help=t(
                    "Who has the link opens this revision on this desk. It holds nothing of the "
                    "book and is shown once; it can be revoked below."
                ),
            )
            shared.share_button(saved)
        if gate.allows(Action.FORGET):
            with st.popover(t("Forget"), icon=":material/delete:"):
                st.write(t("All its revisions and links go, for everybody. This cannot be undone."))
                st.button(
                    t("Forget it"),
                    key="scenarios_forget",
                    on_click=in_readers_language(_forget),
                    args=(saved,),
                )
    word = st.session_state.get(_WORD)
    if word and word[0] == saved.id:
        st.caption(t("The link to revision {revision}:", revision=word[1]))
        # The first page and the one for administrators show nothing of a scenario.
        pages = {
            name: title for name, title in page_names().items() if name not in ("home", "access")
        }
        before = page_before()
        page = st.selectbox(
            t("It opens on the page"),
            options=list(pages),
            index=list(pages).index(before),
            format_func=pages.__getitem__,
            key=f"scenarios_link_page_{before}",
            help=t("In the language in which you read now."),
        )
        link = link_of(word[2], page=page, language=readers_language())
        st.code(link, language=None, wrap_lines=True)
    try:
        _look_back(saved)
        _links(saved)
    except PlacementError as error:
        st.error(plain(str(error)))


def _look_back(saved: Saved) -> None:
    every = list(store().scenarios.history(saved.id))
    with st.expander(t("Revisions ({count})", count=len(every)), icon=":material/history:"):
        for each in every:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    t("Open revision {revision}", revision=each.revision),
                    key=f"scenarios_open_{each.revision}",
                    on_click=in_readers_language(opened.open_saved),
                    args=(saved.id, each.revision),
                )
                parts = [moment(each.saved_at), each.author, each.note]
                st.caption(plain(" · ".join(part for part in parts if part)))


def _links(saved: Saved) -> None:
    every = [link for link in store().links.of(saved.id) if link.revoked_at is None]
    if not every:
        return
    with st.expander(t("Links ({count})", count=len(every)), icon=":material/link:"):
        for link in every:
            with st.container(horizontal=True, vertical_alignment="center"):
                if gate.allows(Action.REVOKE_ANY) or link.made_by == gate.rights().member:
                    st.button(
                        t("Revoke"),
                        key=f"scenarios_revoke_{link.key[:12]}",
                        on_click=in_readers_language(_revoke),
                        args=(link.key,),
                    )
                st.caption(shared.link_words(link))


def _make_link(saved: Saved) -> None:
    try:
        word = store().links.make(saved.id, saved.revision, at=dt.datetime.now(dt.UTC))
    except PlacementError as error:
        opened.report(error)
        return
    st.session_state[_WORD] = (saved.id, saved.revision, word)


def _revoke(key: str) -> None:
    try:
        store().links.revoke_key(key, at=dt.datetime.now(dt.UTC))
    except PlacementError as error:
        opened.report(error)
        return
    st.session_state.pop(_WORD, None)
    opened.say(t("The link leads to nothing from now on."))


def _forget(saved: Saved) -> None:
    try:
        store().scenarios.forget(saved.id)
    except PlacementError as error:
        opened.report(error)
        return
    opened.forgotten(saved.id)
    opened.say(t("{name} is forgotten.", name=saved.name or saved.id))
