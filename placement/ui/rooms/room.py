"""What runs in a room: the app as it always was, and at most one browser's work in it."""

import asyncio
import json
import os
import signal
import socket
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from placement.ui.guard import answer_failure
from placement.ui.rooms.messages import Message, hear, in_parts, say, scope_heard
from placement.ui.work.room import enter

if TYPE_CHECKING:
    from starlette.types import ASGIApp

APP = Path(__file__).resolve().parents[3] / "app.py"

_HEARS_OUT = 10.0
"""Seconds that the front has to hang up after the answer."""


def live(channel: socket.socket) -> NoReturn:
    """Be a room until the front hangs up or asks for the end; does not return.

    Args:
        channel: Over it the front hands in a connection for every request.
    """
    asyncio.run(_live(channel))
    # Scripts may still run: nobody reads any more what they come to.
    os._exit(0)


async def _live(channel: socket.socket) -> NoReturn:
    app = st.App(APP, exception_handlers={Exception: answer_failure})
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    tasks: set[asyncio.Task[None]] = set()

    def take() -> None:
        said, fds, _, _ = socket.recv_fds(channel, 65_536, 1)
        if not said:
            ended.set()
            return
        enter(json.loads(said))
        task = loop.create_task(answer(app, socket.socket(fileno=fds[0])))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async with app.lifespan()(app):
        loop.add_reader(channel, take)
        await ended.wait()
    await asyncio.to_thread(_put_away)
    os._exit(0)


def _put_away() -> None:
    """Let what was set last be written."""
    from placement.ui.work import desk

    desk.saver().flush()


async def answer(app: "ASGIApp", connection: socket.socket) -> None:
    """Answer one request.

    Args:
        app: What answers.
        connection: From the front.
    """
    reader, writer = await asyncio.open_unix_connection(sock=connection)
    asked = await hear(reader)
    if asked is None:
        writer.close()
        return
    scope = scope_heard(asked)
    gone: Message = {"type": f"{scope['type']}.disconnect"}
    if scope["type"] == "websocket":
        gone["code"] = 1006

    async def receive() -> Message:
        return await hear(reader) or gone

    async def send(message: Message) -> None:
        try:
            for part in in_parts(message):
                await say(writer, part)
        except ConnectionError:
            # A page that is gone is told by raising, a download is not told at all.
            if scope["type"] == "websocket":
                raise

    try:
        await app(scope, receive, send)
        with suppress(OSError, TimeoutError):
            # Hanging up on somebody who still speaks would lose what was said last.
            writer.write_eof()
            await asyncio.wait_for(_hear_out(reader), _HEARS_OUT)
    finally:
        writer.close()


async def _hear_out(reader: asyncio.StreamReader) -> None:
    while await reader.read(65_536):
        pass
