"""The page Access, for the administrators of a workspace."""

import datetime as dt

import pandas as pd
import streamlit as st

from placement.domain.access import Role, role_name
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.scenario.members import Member
from placement.scenario.team import is_team
from placement.ui.access.trail import trail
from placement.ui.gate.gate import store
from placement.ui.language import in_readers_language
from placement.ui.scenarios.shared import link_words
from placement.words.markdown import plain

_MAIL, _ROLE, _SAID, _FAULT = "access_mail", "access_role", "access_said", "access_fault"


def show() -> None:
    """Draw members, links and the trail; one's own desk has none of them."""
    if not is_team():
        st.info(t("This desk is yours alone: nobody signs in, and everything is allowed."))
        return
    if said := st.session_state.pop(_SAID, None):
        st.success(plain(said), icon=":material/check_circle:")
    if fault := st.session_state.pop(_FAULT, None):
        st.error(plain(fault), icon=":material/error:")
    try:
        _members()
        _links()
        trail()
    except PlacementError as error:
        st.error(plain(str(error)))


def _members() -> None:
    st.subheader(t("Members"))
    every = list(store().members.list())
    st.dataframe(
        pd.DataFrame(
            {
                t("Address"): [each.mail for each in every],
                t("Role"): [_role(each) for each in every],
                t("Has signed in"): [each.has_come for each in every],
            }
        ),
        hide_index=True,
        key="access_members",
    )
    left, right = st.columns([2, 1])
    left.text_input(t("E-mail address"), key=_MAIL, max_chars=255)
    right.selectbox(
        t("Role"), list(Role), format_func=role_name, key=_ROLE, help=t(
            "A viewer opens and downloads what is saved. An analyst also brings files, changes "
            "numbers, saves and shares. An admin also deletes, changes members and reads the trail."
        ),
    )  # fmt: skip
    with st.container(horizontal=True):
        for key, label, icon in (
            ("add", t("Add"), ":material/person_add:"),
            ("change", t("Change the role"), ":material/manage_accounts:"),
            ("remove", t("Remove"), ":material/person_remove:"),
        ):
            st.button(
                label, key=f"access_{key}", icon=icon,
                on_click=in_readers_language(_act), args=(key,),
            )  # fmt: skip


def _role(member: Member) -> str:
    if not member.active:
        return t("removed")
    return role_name(Role(member.role)) if member.role in list(Role) else member.role


def _act(what: str) -> None:
    mail = str(st.session_state.get(_MAIL) or "")
    try:
        role = Role(st.session_state.get(_ROLE, Role.VIEWER))
        members = store().members
        if what == "add":
            members.add(mail, role, at=dt.datetime.now(dt.UTC))
        elif what == "change":
            members.change(mail, role)
        else:
            members.remove(mail)
    except PlacementError as error:
        st.session_state[_FAULT] = str(error)
        return
    st.session_state[_SAID] = t("Done, and in force from the member's next click on.")


def _links() -> None:
    every = store().links.every()
    st.subheader(t("Links"))
    if not every:
        st.caption(t("Nothing is shared, inside or outside."))
    for link in every:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                t("Take back"),
                key=f"access_revoke_{link.key[:12]}",
                on_click=in_readers_language(_revoke),
                args=(link.key,),
            )
            st.caption(f"{plain(link.scenario[:8])}: {link_words(link)}")


def _revoke(key: str) -> None:
    try:
        store().links.revoke_key(key, at=dt.datetime.now(dt.UTC))
    except PlacementError as error:
        st.session_state[_FAULT] = str(error)
        return
    st.session_state[_SAID] = t("The link leads to nothing from now on.")
