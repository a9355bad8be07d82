"""Who is here and what he may do: asked of the database at every run, and by every act.

Streamlit reads who signed in when a page connects, and never again. So each run holds that against
the clock, looks its owner up among the members, and asks whether the sign-in has ended or comes
with another browser than before. Whatever cannot be found out is a refusal.
"""

import datetime as dt
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import ParamSpec, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from placement.domain.access import LOCAL, PAGES, Action, Refused, Rights
from placement.domain.errors import PlacementError
from placement.domain.identity import Identity, identity_of
from placement.domain.text import t
from placement.scenario.browsers import fingerprint
from placement.scenario.members import admit, end_sign_in, note_refused
from placement.scenario.store import ADDRESS, OWN, Store, open_store
from placement.scenario.team import is_team
from placement.ui.gate.team import NO_RIGHTS, most_age
from placement.ui.work.cookie import browser_in
from placement.words.markdown import plain

Arguments = ParamSpec("Arguments")

HOLDS = 0.5
"""Seconds for which what the database said of a member is taken for what it would say."""

_MEMO, _SAID = "gate_memo", "gate_said"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a browser came with, held against clock and database whenever something is done."""

    claims: Mapping[str, object] = field(default_factory=dict)
    browser: str = ""
    """What the database knows it by; "" where it keeps no cookie that names it."""


def standing() -> Standing:
    """Return what the browser of this session came with."""
    if not is_team():
        return Standing()
    claims = cast("Mapping[str, object]", st.user.to_dict())
    return Standing(claims=claims, browser=browser_in(st.context.headers) or "")


def rights_of(came: Standing, *, noted: bool = True) -> Rights:
    """Return what somebody may do now, by what he came with.

    Args:
        came: That.
        noted: Whether a refusal of somebody known goes into the trail.

    Raises:
        Refused: He may not be here.
        StoreError: Whether he may cannot be found out, which is the same.
    """
    if not is_team():
        return OWN
    now = dt.datetime.now(dt.UTC)
    who = identity_of(came.claims, now=now, most=most_age())
    if not came.browser:
        raise Refused(t("This browser keeps no cookies, so it cannot stay signed in."), "no cookie")
    engine = engine_store().engine
    try:
        return admit(engine, who, came.browser, at=now)
    except Refused as refused:
        if noted:
            _note_once(who, refused)
        raise


def rights() -> Rights:
    """Return what whoever is on this page may do; errors as `rights_of`."""
    if not is_team():
        return OWN
    if get_script_run_ctx(suppress_warning=True) is None:
        # No page, so nobody: what is done beside one asks `rights_of` with what its page came with.
        raise Refused(t("Nobody is signed in."), "signed_out")
    memo = cast("tuple[float, Standing, Rights] | None", st.session_state.get(_MEMO))
    came = standing()
    if memo is not None and memo[1] == came and time.monotonic() - memo[0] < HOLDS:
        return memo[2]
    forget_memo()
    found = rights_of(came)
    st.session_state[_MEMO] = (time.monotonic(), came, found)
    return found


def forget_memo() -> None:
    """Have the database asked anew by the next who asks."""
    st.session_state.pop(_MEMO, None)


def store() -> Store:
    """Return the database as whoever is on this page may use it: his workspace, his role.

    Raises:
        Refused: He may not be here.
        StoreError: It cannot be opened.
    """
    return engine_store().under(rights())


def engine_store() -> Store:
    """Return the database in nobody's name: with it nothing of a workspace can be read.

    Raises:
        StoreError: It cannot be opened.
    """
    return _store(os.environ.get(ADDRESS, ""))


@cache
def _store(address: str) -> Store:
    return open_store(address or None, NO_RIGHTS)


def workspace() -> str:
    """Return whose answers these are, for the keys of what is kept; errors as `rights`."""
    return rights().workspace


def key_of(name: str) -> str:
    """Return a key of the server's memory with the workspace in it, as its own desk has none."""
    here = workspace()
    return name if here == LOCAL and not is_team() else f"{here}/{name}"


def owner_of(browser: str) -> str:
    """Return whose kept work it is: the browser's, and in a team the member's in it as well.

    Args:
        browser: What the database knows the browser by.
    """
    return fingerprint(f"{rights().member} {browser}") if is_team() else browser


def allows(action: Action | None) -> bool:
    """Return whether whoever is here may do something; for what is only drawn then."""
    try:
        return rights().may(action)
    except PlacementError:
        return False


def shows(page: str) -> bool:
    """Return whether a page is there for whoever is here.

    Args:
        page: Name of its file; one that the table of pages does not have is there for nobody.
    """
    if page == "access" and not is_team():
        return False
    return allows(PAGES.get(page))


def passes(what: str, action: Action, **detail: object) -> bool:
    """Record what is about to be done and return whether it may be; else say why not.

    What cannot be recorded is not done.

    Args:
        what: The kind of entry.
        action: What is done.
        **detail: Numbers and short texts.
    """
    try:
        demand(what, action, **detail)
    except PlacementError as error:
        refuse(error, action)
        return False
    return True


def demand(what: str, action: Action, **detail: object) -> None:
    """Record what is about to be done; arguments as `passes`.

    Raises:
        Refused: The role may not do it.
        StoreError: It cannot be recorded, so it must not be done.
    """
    if is_team():
        store().trail.note(what, action, **detail)


def refuse(error: PlacementError, action: Action) -> None:
    """Say above the page, once, why something was not done; what a role may not is recorded."""
    st.session_state[_SAID] = [str(error)]
    if isinstance(error, Refused) and error.reason == "role":
        try:
            store().trail.note_refused(action)
        except PlacementError as fault:
            st.session_state[_SAID] = [str(error), str(fault)]


def tell() -> None:
    """Say what was refused since the last run."""
    for line in st.session_state.pop(_SAID, []):
        st.warning(plain(line), icon=":material/lock:")


def while_admitted(fragment: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Draw a part of a page that is drawn by itself only for who may still be here.

    Streamlit runs it without `app.py`, so nobody has looked; where he may not, the page is drawn
    anew as a whole, and says so.
    """

    @wraps(fragment)
    def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        if not allows(Action.SEE):
            st.rerun()
        fragment(*args, **kwargs)

    return drawn


def end() -> None:
    """End the sign-in of this page, so that its cookie opens nothing any more, kept or not."""
    now = dt.datetime.now(dt.UTC)
    came = standing()
    forget_memo()
    end_sign_in(engine_store().engine, identity_of(came.claims, now=now, most=most_age()), at=now)


def _note_once(who: Identity, refused: Refused) -> None:
    """Record a refusal, once for each sign-in and reason while the server runs."""
    if _is_new(who.sign_in, refused.reason):
        note_refused(engine_store().engine, who, refused.reason, at=dt.datetime.now(dt.UTC))


_NOTED: set[tuple[str, str]] = set()
_MOST_NOTED = 10_000


def _is_new(sign_in: str, reason: str) -> bool:
    if (sign_in, reason) in _NOTED:
        return False
    if len(_NOTED) >= _MOST_NOTED:
        _NOTED.clear()
    _NOTED.add((sign_in, reason))
    return True
