"""What those see who are not let in: why, and the way to sign in."""

from collections.abc import Mapping

import streamlit as st

from placement.domain.access import Refused, role_name
from placement.domain.errors import PlacementError
from placement.domain.language import catalogue
from placement.domain.text import language, t
from placement.scenario.team import is_team
from placement.ui.gate import gate
from placement.ui.gate.team import providers
from placement.ui.language import in_readers_language, readers_language
from placement.ui.work import room
from placement.words.markdown import plain

_MEMBER, _REASON = "gate_member", "gate_reason"
_LINK = "scenario"


def admitted(pages: Mapping[str, str], first: str) -> bool:
    """Return whether the reader may come in; else draw why not. The first thing of every run.

    Where another person signed in than the session was begun by, it begins anew. Where nobody may
    be here, nothing stays of whoever was.

    Args:
        pages: Names of the pages, by their files: an address of one of them leads here as well.
        first: The page at the address of the desk itself.
    """
    if not is_team():
        return True
    gate.forget_memo()
    try:
        found = gate.rights()
        if room.is_shared():
            raise Refused(t("You may come in now. Load the page again."), "reload")
    except PlacementError as refused:
        _empty()
        _draw(refused, pages, first)
        return False
    mark = f"{found.workspace}/{found.member}"
    if st.session_state.get(_MEMBER) != mark:
        _empty()
        st.session_state[_MEMBER] = mark
    return True


def who_is_here() -> None:
    """Draw who is signed in, in the place where it is called, and the way out."""
    if not is_team():
        return
    here = gate.rights()
    st.caption(
        t(
            "{who}: {role} in {workspace}",
            who=plain(here.actor),
            role=role_name(here.role),
            workspace=plain(here.workspace),
        )
    )
    st.button(
        t("Sign out"),
        key="gate_sign_out",
        icon=":material/logout:",
        on_click=in_readers_language(_sign_out),
    )


def _draw(refused: PlacementError, pages: Mapping[str, str], first: str) -> None:
    with language(catalogue(readers_language())):

        def ask() -> None:
            st.title("Placement Desk")
            reason = refused.reason if isinstance(refused, Refused) else "fault"
            if reason != "signed_out":
                st.warning(plain(str(refused)), icon=":material/lock:")
            if reason in ("fault", "reload"):
                return
            st.markdown(t("This desk is for the members of its workspaces."))
            if _LINK in st.query_params:
                st.info(t("Sign in first, then open the link again."))
            for name in providers():
                st.button(
                    t("Sign in") if name == "default" else t("Sign in at {name}", name=plain(name)),
                    key=f"gate_sign_in_{name}",
                    type="primary",
                    icon=":material/login:",
                    on_click=st.login,
                    args=(None if name == "default" else name,),
                )

        # Every page's address leads here, so that none is said not to be there.
        st.navigation(
            [
                st.Page(ask, title=t("Sign in"), url_path="" if name == first else name,
                        default=name == first)
                for name in pages
            ],
            position="hidden",
        ).run()  # fmt: skip


def _sign_out() -> None:
    try:
        gate.end()
    except PlacementError as error:
        # Whoever cannot be signed out here must know it: the cookie would go on to open the desk.
        if not isinstance(error, Refused):
            st.session_state["gate_said"] = [str(error)]
            return
    _empty()
    st.logout()


def _empty() -> None:
    for key in list(st.session_state.to_dict()):
        del st.session_state[key]
