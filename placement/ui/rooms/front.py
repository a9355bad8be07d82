"""The front of the rooms: whatever belongs to one browser's desk goes to that browser's room.

Pages' files, the server's health and its settings are the same for all, so the front has them.
Which room is meant, the cookie says (`placement/ui/work/cookie.py`) and nothing else: no address
leads into another browser's.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from placement.domain.language import catalogue, choose_language
from placement.domain.text import language, t
from placement.ui.rooms.house import COMMON, FullError, House, Room, Stream
from placement.ui.rooms.messages import hear, say, scope_said
from placement.ui.work.cookie import browser_of
from placement.ui.work.limits import ROOMS, closed_seconds, grace_seconds, memory_budget, most_rooms

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_OF_A_ROOM = r"(?:_stcore/(?:stream|upload_file/.*|bidi-components/.*)|media/.*|component/.*)"
"""Paths, below the server's own."""

_LAST_WORDS = 5.0
"""Seconds that a room has for what it does when its page is gone."""


def house_of_environment() -> House:
    """Return the house as the environment wants it."""
    return House(
        most=most_rooms(), memory=memory_budget(), closed=closed_seconds(), lost=grace_seconds()
    )


class Rooms:
    """Passes on what is a room's."""

    def __init__(
        self,
        app: "ASGIApp",
        *,
        house: House,
        whose: "Callable[[Scope], str | None]" = browser_of,
    ) -> None:
        """Stand in front of an app.

        Args:
            app: What answers everything else.
            house: The rooms.
            whose: Says who asks by what the database knows the browser by; None for whoever gets
                no room to himself.
        """
        self.app, self._house, self._whose = app, house, whose
        base = str(st.get_option("server.baseUrlPath")).strip("/")
        below = f"/{re.escape(base)}/" if base else "/"
        self._of_a_room = re.compile(below + _OF_A_ROOM, re.DOTALL)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Pass a request on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        of_a_room = self._of_a_room.fullmatch(scope["path"])
        if scope["type"] == "websocket" and not of_a_room:
            # Nobody's work is ever in this process.
            await send({"type": "websocket.close", "code": 1008})
            return
        if not of_a_room and not _opens_a_page(scope, headers):
            await self.app(scope, receive, send)
            return
        # The database may take its time, and others do not wait for it.
        browser = await run_in_threadpool(self._whose, scope) or COMMON
        if not of_a_room:
            is_full = self._house.is_full_for(browser)
            await (_full(headers) if is_full else self.app)(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._page(browser, headers, scope, receive, send)
        else:
            await self._errand(browser, headers, scope, receive, send)

    async def _page(
        self,
        browser: str,
        headers: Mapping[str, str],
        scope: "Scope",
        receive: "Receive",
        send: "Send",
    ) -> None:
        try:
            room = self._house.room_for(browser)
            self._house.enter(room)
        except FullError:
            await _refuse(_full(headers), scope, receive, send)
            return
        call = _Call(scope, receive, send)
        try:
            with suppress(ConnectionError):
                await call.pass_on(await self._house.connect(room))
        finally:
            self._house.leave(room, call.code, has_said=call.has_said)
        if call.is_complete:
            return
        # Its reader's browser comes back by itself; then it has to be known why.
        with suppress(TimeoutError):
            await asyncio.wait_for(room.ended.wait(), _LAST_WORDS)
        if call.is_begun:
            await send({"type": "websocket.send", "bytes": _interrupted()})
        await send({"type": "websocket.close", "code": 1012})

    async def _errand(
        self,
        browser: str,
        headers: Mapping[str, str],
        scope: "Scope",
        receive: "Receive",
        send: "Send",
    ) -> None:
        room = self._house.room(browser)
        call = _Call(scope, receive, send)
        if room is not None:
            with _errand_in(room), suppress(ConnectionError):
                await call.pass_on(await self._house.connect(room))
        # Where an answer was begun, the server cuts it off: half of a file is no file.
        if not call.is_begun and not call.is_complete:
            with _said_in(headers):
                text = t("This desk has ended. Load the page again.")
            await PlainTextResponse(text, 404)(scope, receive, send)


class _Call:
    """One request on its way through the front."""

    def __init__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self.code: int | None = None
        """Of the websocket's end, where the browser said one."""

        self.has_said = False
        """Whether the browser said anything after it had connected."""

        self.is_begun = self.is_complete = False
        """Whether the answer is; nothing is owed to a browser that is gone."""

    async def pass_on(self, stream: Stream) -> None:
        """Pass on what both sides say until one has ended."""
        reader, writer = stream
        up = asyncio.create_task(self._up(writer))
        down = asyncio.create_task(self._down(reader))
        try:
            await say(writer, scope_said(self._scope))
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({down}, timeout=_LAST_WORDS if self.is_complete else None)
        finally:
            up.cancel()
            down.cancel()
            writer.close()
            await asyncio.gather(up, down, return_exceptions=True)

    async def _up(self, writer: asyncio.StreamWriter) -> None:
        while True:
            message = await self._receive()
            is_last = message["type"].endswith(".disconnect")
            self.has_said = self.has_said or message["type"] == "websocket.receive"
            if is_last:
                self.code, self.is_complete = message.get("code"), True
            # A room that has answered before it heard all hears no more.
            with suppress(ConnectionError):
                await say(writer, message)
            if is_last:
                return

    async def _down(self, reader: asyncio.StreamReader) -> None:
        while (message := await hear(reader)) is not None:
            kind = message["type"]
            is_last = kind == "websocket.close" or (
                kind.endswith(".body") and not message.get("more_body")
            )
            self.is_begun = True
            self.is_complete = self.is_complete or is_last
            # Who is gone cannot be told.
            with suppress(OSError):
                await self._send(message)


def _interrupted() -> bytes:
    """Return what tells a page that its script is running.

    A page whose script was at rest would come back and ask for nothing: it takes what it shows for
    what the server has.
    """
    message = ForwardMsg()
    message.session_status_changed.script_is_running = True
    return bytes(message.SerializeToString())


def _opens_a_page(scope: "Scope", headers: Mapping[str, str]) -> bool:
    """Return whether a reader asks for a page, with all cookies that there are.

    After a link of another site the first request comes without.
    """
    if scope["type"] != "http" or headers.get("sec-fetch-site") == "cross-site":
        return False
    kind = headers.get("sec-fetch-dest")
    return kind == "document" or (kind is None and "text/html" in headers.get("accept", ""))


def _full(headers: Mapping[str, str]) -> PlainTextResponse:
    with _said_in(headers):
        text = t(
            "All desks of this server are in use, and none has been left. Load the page again in "
            "a few minutes; whoever runs it can allow more with {variable}.",
            variable=ROOMS,
        )
    return PlainTextResponse(text, 503, {"Retry-After": "60"})


async def _refuse(
    answer: PlainTextResponse, scope: "Scope", receive: "Receive", send: "Send"
) -> None:
    if "websocket.http.response" in scope.get("extensions", {}):
        await answer(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1013})


@contextmanager
def _errand_in(room: Room) -> Iterator[None]:
    """Keep a room while a file is on its way."""
    room.errands += 1
    try:
        yield
    finally:
        room.errands -= 1


def _said_in(headers: Mapping[str, str]) -> AbstractContextManager[None]:
    wish = headers.get("accept-language", "").split(",")[0]
    return language(catalogue(choose_language(wish)))
