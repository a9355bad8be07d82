"""The name of a browser: a random word in a cookie, so that its work is found again.

The script of a page cannot set a cookie, so the server does, around Streamlit. It answers the
page's own request for the server's health, which comes before anything else: a request of our page
alone carries a strict cookie, a link followed from a mail does not, and must not start a new name.
"""

import re
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from starlette.requests import cookie_parser

from placement.ui.work.limits import COOKIE_DAYS

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "placement_desk"

_NAME = re.compile(r"[A-Za-z0-9_-]{43}")
_ASKED_FIRST = "/_stcore/health"


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
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        cookie = set_cookie(headers, scheme=scope.get("scheme", "http"))

        async def with_cookie(message: "Message") -> None:
            if cookie and message["type"] == "http.response.start":
                line = (b"set-cookie", cookie.encode("latin-1"))
                message = {**message, "headers": [*message.get("headers", []), line]}
            await send(message)

        await self.app(scope, receive, with_cookie)


def set_cookie(headers: "dict[str, str]", *, scheme: str) -> str | None:
    """Return the line that names a browser; None for a request that is not our own page's.

    Args:
        headers: Of the request, their names in small letters.
        scheme: http or https.
    """
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return None
    secure = "https" in (scheme, headers.get("x-forwarded-proto", ""))
    name = name_in(headers.get("cookie", "")) or token_urlsafe(32)
    parts = [f"{COOKIE}={name}", "Path=/", f"Max-Age={COOKIE_DAYS * 86_400}"]
    parts += ["HttpOnly", "SameSite=Strict", *(["Secure"] if secure else [])]
    return "; ".join(parts)


def browser_name(cookies: "dict[str, str]") -> str | None:
    """Return the name in a browser's cookies; None where there is none that we gave."""
    name = cookies.get(COOKIE, "")
    return name if _NAME.fullmatch(name) else None


def name_in(header: str) -> str | None:
    """Return the name in the line of a request that has its cookies; None where there is none.

    Read as Streamlit reads it for its sessions: another app on this host may have set cookies that
    one reader takes and another stumbles over, and then a browser would have two names.
    """
    return browser_name(cookie_parser(header))
