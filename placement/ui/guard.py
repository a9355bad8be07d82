"""The guard at the door of the server: who may ask, what is closed, and what a browser may do.

It stands before Streamlit. What it refuses, Streamlit never sees: for a foreign origin Streamlit
would ask another machine which address this one has, and it takes any port of this machine for
its own. What Streamlit answers, and what is refused, leaves with the same headers.
"""

import os
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from placement.domain.errors import InputError
from placement.domain.language import catalogue, choose_language
from placement.domain.text import language, t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ORIGINS = "PLACEMENT_ORIGINS"
"""Environment variable: the addresses under which readers see the app, apart by commas."""

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""Names that mean the machine of whoever asks; no page of another site can ask under them."""

OPEN = ("health", "host-config", "stream", "upload_file/", "bidi-components/")
"""What the screens need of Streamlit's own paths. Metrics, agents and checks are not of it."""

_OWN_PATH = re.compile(r"(?:^|/)_stcore/(.*)")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_NOT_NEEDED = (
    *("accelerometer", "autoplay", "bluetooth", "browsing-topics", "camera", "display-capture"),
    *("geolocation", "gyroscope", "hid", "identity-credentials-get", "magnetometer", "microphone"),
    *("midi", "payment", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking"),
)
_MEGABYTE = 1024 * 1024


class Guard:
    """Refuses who may not ask, and puts the headers on every answer."""

    def __init__(self, app: "ASGIApp", *, origins: frozenset[str]) -> None:
        """Stand in front of an app.

        Args:
            app: What is guarded.
            origins: Addresses under which readers see it.
        """
        self.app = app
        self._origins = origins
        self._largest = int(st.get_option("server.maxUploadSize")) * _MEGABYTE

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        can_answer = "websocket.http.response" in scope.get("extensions", {})
        is_open = scope["type"] == "http"

        async def with_headers(message: "Message") -> None:
            nonlocal is_open
            is_open = is_open or message["type"] == "websocket.accept"
            if message["type"] == "websocket.close" and can_answer and not is_open:
                # Left to the server, the refusal would have no headers.
                with _said_in(scope):
                    refused = PlainTextResponse(t("There is nothing here."), 403)
                await refused(scope, receive, with_headers)
                return
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                message = {**message, "headers": _joined(message.get("headers", []))}
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, with_headers)
        elif scope["type"] == "http" or can_answer:
            await refused(scope, receive, with_headers)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _refusal(self, scope: "Scope") -> PlainTextResponse | None:
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        host = headers.get("host", "")
        scheme = "https" if scope.get("scheme") in ("https", "wss") else "http"
        with _said_in(scope):
            if not answers_to(host, self._origins):
                text = t(
                    "This server does not answer to the name “{host}”. Whoever runs it allows a "
                    "name by writing its address, such as https://desk.example.com, into the "
                    "variable {variable}.",
                    host=_shown(host),
                    variable=ORIGINS,
                )
                return PlainTextResponse(text, 403)
            if not is_own(headers.get("origin"), f"{scheme}://{host}", self._origins):
                text = t(
                    "A page of another address, “{origin}”, may not ask this server.",
                    origin=_shown(headers["origin"]),
                )
                return PlainTextResponse(text, 403)
            if is_closed(scope["path"]):
                return PlainTextResponse(t("There is nothing here."), 404)
            if _length(headers) > self._largest:
                text = t(
                    "A file may have at most {largest} MB.", largest=self._largest // _MEGABYTE
                )
                # The rest is not waited for.
                return PlainTextResponse(text, 413, {"Connection": "close"})
        return None


async def answer_failure(request: "Request", error: Exception) -> PlainTextResponse:
    """Answer for an error of our own; the log has it, and the answer its headers.

    Args:
        request: What was asked.
        error: What went wrong; the server writes it to its log.
    """
    wish = request.headers.get("accept-language", "").split(",")[0]
    with language(catalogue(choose_language(wish))):
        text = t("Something went wrong on the server. Its log says what.")
    return PlainTextResponse(text, 500, dict(security_headers()))


def origins_or_end() -> frozenset[str]:
    """Return the addresses the environment names, or end the server with the reason.

    Called when the server starts: later, every reader would get an error and nobody a reason.
    """
    try:
        return allowed_origins(os.environ.get(ORIGINS, ""))
    except InputError as error:
        raise SystemExit(f"error: {error}") from error


def allowed_origins(text: str) -> frozenset[str]:
    """Return the addresses under which readers see the app.

    Args:
        text: Addresses of scheme, name and perhaps port, apart by commas.

    Raises:
        InputError: One of them is no address, or has more than that.
    """
    origins = set()
    for address in filter(None, (part.strip().rstrip("/").lower() for part in text.split(","))):
        parts = urlsplit(address)
        plain = f"{parts.scheme}://{parts.netloc}" == address and parts.hostname is not None
        if not plain or parts.scheme not in ("http", "https") or "@" in parts.netloc:
            raise InputError(
                t(
                    "{variable}: an address is a scheme, a name and perhaps a port, such as "
                    "https://desk.example.com; “{address}” is not.",
                    variable=ORIGINS,
                    address=_shown(address),
                )
            )
        origins.add(address)
    return frozenset(origins)


def answers_to(host: str, origins: frozenset[str]) -> bool:
    """Return whether the server goes by this name: else a name could be pointed at it.

    Args:
        host: The request's `Host`.
        origins: Addresses that were allowed.
    """
    name = re.sub(r":\d{1,5}$", "", host.lower())
    return name in THIS_MACHINE or any(urlsplit(one).netloc == host.lower() for one in origins)


def is_own(origin: str | None, asked: str, origins: frozenset[str]) -> bool:
    """Return whether the page that asks is the app's own.

    Name and port of the page must be those that were asked for, also where the page's address is
    allowed: then Streamlit has no reason to look any further.

    Args:
        origin: The request's `Origin`; None where the browser sends none, as with a link that is
            followed, or where it is no browser that asks.
        asked: The address that was asked, as the server sees it; a proxy may have taken https off.
        origins: Addresses that were allowed.
    """
    if origin is None:
        return True
    known = origin.lower() in origins and urlsplit(origin).netloc == urlsplit(asked).netloc
    return origin == asked or known


def is_closed(path: str) -> bool:
    """Return whether a path is one of Streamlit's own that no screen needs.

    Args:
        path: Of the request, below whatever prefix.
    """
    own = _OWN_PATH.search(path)
    return own is not None and not any(
        own[1] == name or (name.endswith("/") and own[1].startswith(name)) for name in OPEN
    )


@cache
def security_headers() -> "Mapping[str, str]":
    """Return the headers of every answer."""
    policy = {
        "default-src": "'none'",
        # Its own files, and the lines that stand in Streamlit's page. No eval: Vega's formulas are
        # walked by its interpreter. WebAssembly: the numbers of its messages are added in it.
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *_inline_scripts()]),
        # Streamlit, its tables and its charts write styles while they draw.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    rights = [f"{name}=()" for name in _NOT_NEEDED]
    rights += ["clipboard-write=(self)", "fullscreen=(self)"]
    return {
        "Content-Security-Policy": "; ".join(f"{part} {value}" for part, value in policy.items()),
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(rights),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _said_in(scope: "Scope") -> "AbstractContextManager[None]":
    wish = Headers(scope=scope).get("accept-language", "").split(",")[0]
    return language(catalogue(choose_language(wish)))


def _inline_scripts() -> list[str]:
    page = Path(st.__file__).parent / "static" / "index.html"
    scripts = _INLINE.findall(page.read_text(encoding="utf-8"))
    digests = [b64encode(sha256(script.encode()).digest()).decode() for script in scripts]
    return [f"'sha256-{digest}'" for digest in digests]


def _joined(headers: "list[tuple[bytes, bytes]]") -> "list[tuple[bytes, bytes]]":
    ours = [(key.lower().encode(), value.encode()) for key, value in security_headers().items()]
    names = {key for key, _ in ours}
    return [pair for pair in headers if pair[0].lower() not in names] + ours


def _length(headers: "Mapping[str, str]") -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _shown(text: str) -> str:
    """Return what came in a header as it may be repeated: short, and without odd signs."""
    return re.sub(r"[^\w.:/\[\]-]", "?", text[:100], flags=re.ASCII)
