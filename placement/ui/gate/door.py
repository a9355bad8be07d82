"""The door of a team's desk: files go in and out only for who is signed in, pages or no pages.

Streamlit takes an upload from whoever knows the name of a session, and gives a file to whoever
knows its digest. Here both need the cookie that Streamlit signed when its owner signed in, checked
by Streamlit itself, and then all that a page needs: a member, his browser, a role that may.
"""

import datetime as dt
import re
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import (
    _get_signed_cookie_with_chunks,
    _parse_decoded_user_cookie,
)

from placement.domain.access import Action, Refused
from placement.domain.errors import PlacementError
from placement.domain.identity import identity_of
from placement.domain.language import catalogue, choose_language
from placement.domain.text import language, t
from placement.scenario.members import end_sign_in
from placement.ui.gate import gate
from placement.ui.gate.gate import Standing
from placement.ui.gate.team import most_age
from placement.ui.work.cookie import browser_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_FILES = re.compile(r"(?<!/static)/(_stcore/upload_file|media)/")
_SIGNING = re.compile(r"(?:^|/)auth/(login|logout)/?$")

NEEDS = {"_stcore/upload_file": Action.UPLOAD, "media": Action.SEE}
"""What a way needs; a media file may also be a picture on a page."""


class Door:
    """Refuses files to who may not have or bring them, and ends sign-ins at signing out."""

    def __init__(self, app: "ASGIApp") -> None:
        """Stand in front of an app."""
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on or refuse it."""
        refused = None
        if scope["type"] == "http":
            files, signing = _FILES.search(scope["path"]), _SIGNING.search(scope["path"])
            if files:
                # The database may take its time, and others do not wait for it.
                refused = await run_in_threadpool(_refusal, scope, NEEDS[files[1]])
            elif signing:
                refused = await run_in_threadpool(_sign, scope, signing[1])
        await (self.app if refused is None else refused)(scope, receive, send)


def came_with(scope: "Scope") -> Standing:
    """Return what a request came with: what its cookie says where Streamlit signed it."""
    asked = HTTPConnection(scope)
    raw = _get_signed_cookie_with_chunks(asked.cookies, USER_COOKIE_NAME)
    origin = get_origin_from_redirect_uri() or ""
    claims = _parse_decoded_user_cookie(raw, origin) if raw else {}
    return Standing(claims=claims, browser=browser_in(asked.headers) or "")


def whose_room(scope: "Scope") -> str | None:
    """Return whose room a request leads into; None for who may not come in: all those share one.

    Else anybody could take every room there is, and members would find none.
    """
    came = came_with(scope)
    try:
        gate.rights_of(came, noted=False)
    except Refused:
        return None
    except PlacementError:
        # Signed in by what he came with: his room stays his while the database is away.
        pass
    return came.browser


def _refusal(scope: "Scope", action: Action) -> PlainTextResponse | None:
    with language(catalogue(choose_language(_wish(scope)))):
        try:
            gate.rights_of(came_with(scope)).require(action)
        except Refused as refused:
            return PlainTextResponse(str(refused), 403 if refused.reason == "role" else 401)
        except PlacementError:
            return PlainTextResponse(t("Who may come in cannot be found out now."), 503)
    return None


def _sign(scope: "Scope", way: str) -> PlainTextResponse | None:
    """Refuse what another page has the browser do, and end a sign-in where it is signed out."""
    with language(catalogue(choose_language(_wish(scope)))):
        if _header(scope, b"sec-fetch-site") not in ("", "same-origin", "none"):
            return PlainTextResponse(t("Another page may not sign anybody in or out here."), 403)
        if way == "login":
            return None
        now = dt.datetime.now(dt.UTC)
        try:
            who = identity_of(came_with(scope).claims, now=now, most=most_age())
            end_sign_in(gate.engine_store().engine, who, at=now)
        except Refused:
            # Nobody is signed in, or it has run out: only the cookie has to go.
            return None
        except PlacementError:
            return PlainTextResponse(t("Nobody can be signed out now. Try again."), 503)
    return None


def _wish(scope: "Scope") -> str:
    return _header(scope, b"accept-language").split(",")[0]


def _header(scope: "Scope", name: bytes) -> str:
    found = [value for key, value in scope["headers"] if key.lower() == name]
    return found[0].decode("latin-1") if found else ""
