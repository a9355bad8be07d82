"""The name of a browser: a random word in a cookie, so that its work is found again.

The script of a page cannot set a cookie, so the server does, around Streamlit. It answers the
page's own request for the server's health, which comes before anything else: a request of our page
alone carries a strict cookie, a link followed from a mail does not, and must not start a new name.

Whoever can put a cookie into a browser, such as another app on the same host, could choose its
name, and then share its desk. So names are signed, and by TLS their cookie has a name that browsers
take from this very host alone. A name that somebody was given himself he can still put into
another's browser where there is no TLS.
"""

import datetime as dt
import hmac
import os
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from placement.domain.errors import PlacementError
from placement.scenario.browser_key import ADDRESS, BrowserKey, is_older_at, key_at
from placement.scenario.browsers import fingerprint
from placement.ui.work.limits import COOKIE_DAYS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "placement_desk"
_OF_THIS_HOST = "__Host-"

_NAME = re.compile(r"([A-Za-z0-9_-]{43})(?:\.([A-Za-z0-9_-]{43}))?")
_ASKED_FIRST = "/_stcore/health"

_AGAIN = 10.0
"""Seconds after which a database that could not be had is asked again."""


class NameBrowser:
    """Gives a browser its name, and renews it with each page that is opened."""

    def __init__(self, app: "ASGIApp") -> None:
        """Stand in front of an app."""
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on, and put the cookie on the answer where it is due."""
        asked = scope["type"] == "http" and scope["method"] == "GET"
        if not asked or not scope["path"].endswith(_ASKED_FIRST):
            await self.app(scope, receive, send)
            return
        cookie = await run_in_threadpool(set_cookie, Headers(scope=scope))

        async def with_cookie(message: "Message") -> None:
            if cookie and message["type"] == "http.response.start":
                line = (b"set-cookie", cookie.encode("latin-1"))
                message = {**message, "headers": [*message.get("headers", []), line]}
            await send(message)

        await self.app(scope, receive, with_cookie)


def set_cookie(headers: Mapping[str, str]) -> str | None:
    """Return the line that names a browser; None for a request that is not our own page's.

    Args:
        headers: Of the request, their names in small letters.
    """
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return None
    secure, key = _is_secure(headers), _key()
    known = _name_in(headers, key) or _older_name(headers, key)
    if known and key is None:
        # Its signature would be lost, and with it the name once the database is there again.
        return None
    name = known or token_urlsafe(32)
    value = f"{name}.{_signature(name, key)}" if key else name
    parts = [f"{_cookie(headers)}={value}", "Path=/", f"Max-Age={COOKIE_DAYS * 86_400}"]
    parts += ["HttpOnly", "SameSite=Strict", *(["Secure"] if secure else [])]
    return "; ".join(parts)


def browser_in(headers: Mapping[str, str]) -> str | None:
    """Return what the database knows a browser by; None where it has no name that we gave.

    The first time the key is fetched from the database; while that cannot be had, a name is taken
    as it is.

    Args:
        headers: Of the request.
    """
    name = _name_in(headers, _key())
    return fingerprint(name) if name else None


def browser_of(scope: "Scope") -> str | None:
    """Return the same of a request."""
    return browser_in(Headers(scope=scope))


def _name_in(headers: Mapping[str, str], key: BrowserKey | None) -> str | None:
    """Return the first genuine name among the cookies: behind it another may have been put."""
    for name, signature in _names(headers, _cookie(headers)):
        if key is None or hmac.compare_digest(signature, _signature(name, key)):
            return name
    return None


def _older_name(headers: Mapping[str, str], key: BrowserKey | None) -> str | None:
    """Return a name from before names were signed, while its cookie may be there: to be signed."""
    if key is None or dt.date.today() > key.made_on + dt.timedelta(days=COOKIE_DAYS):
        return None
    for name, signature in _names(headers, COOKIE):
        try:
            if not signature and is_older_at(_address(), fingerprint(name), key):
                return name
        except PlacementError:
            return None
    return None


def _names(headers: Mapping[str, str], cookie: str) -> list[tuple[str, str]]:
    """Return the names under a cookie and their signatures, "" where there is none.

    Read as Streamlit reads it for its sessions: another app on this host may have set cookies that
    one reader takes and another stumbles over.
    """
    given = [cookie_parser(part).get(cookie) for part in headers.get("cookie", "").split(";")]
    found = [_NAME.fullmatch(each) for each in given if each]
    return [(each[1], each[2] or "") for each in found if each]


def _cookie(headers: Mapping[str, str]) -> str:
    return f"{_OF_THIS_HOST}{COOKIE}" if _is_secure(headers) else COOKIE


def _is_secure(headers: Mapping[str, str]) -> bool:
    """Return whether the browser speaks TLS, to the server or to a proxy before it."""
    first = headers.get("x-forwarded-proto", "").split(",")[0].strip()
    return first == "https" or bool(st.get_option("server.sslCertFile"))


def _signature(name: str, key: BrowserKey) -> str:
    made = hmac.digest(bytes.fromhex(key.secret), f"{COOKIE}:{name}".encode(), sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")


_failed: dict[str, float] = {}
"""When a database could not be had, by its address."""


def _key() -> BrowserKey | None:
    """Return the key; None while the database cannot be had."""
    address = _address()
    if time.monotonic() < _failed.get(address, -_AGAIN) + _AGAIN:
        return None
    try:
        return _key_of(address)
    except PlacementError:
        _failed[address] = time.monotonic()
        return None


@cache
def _key_of(address: str) -> BrowserKey:
    return key_at(address, on=dt.date.today())


def _address() -> str:
    return os.environ.get(ADDRESS, "")
