"""How the front and a room speak: the server's own messages (ASGI), one after the other.

Each is JSON with bytes behind it. The request was taken apart once, at the front, and is never
written as HTTP again, so the two cannot read it differently.
"""

import asyncio
import json
import struct
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]

PART = 1 << 18
"""Bytes."""

_SIZES = struct.Struct("!IQ")
_BODIES = ("body", "bytes")
_TEXTS_OF_A_SCOPE = ("type", "http_version", "method", "scheme", "path", "root_path")
_BYTES_OF_A_SCOPE = ("raw_path", "query_string")


async def say(writer: asyncio.StreamWriter, message: Mapping[str, Any]) -> None:
    """Send a message, and wait while the other side does not take it.

    Raises:
        ConnectionError: Nobody listens any more.
    """
    body = next((name for name in _BODIES if message.get(name) is not None), None)
    plain = {name: value for name, value in message.items() if name not in _BODIES}
    if "headers" in plain:
        plain["headers"] = [[_text(key), _text(value)] for key, value in plain["headers"]]
    head = json.dumps([plain, body]).encode()
    content = message[body] if body else b""
    writer.write(_SIZES.pack(len(head), len(content)) + head)
    if content:
        writer.write(content)
    await writer.drain()


def in_parts(message: Message) -> Iterator[Message]:
    """Return an answer's content in parts, so that the front never holds all of a file."""
    body = message.get("body", b"")
    if message["type"] != "http.response.body" or len(body) <= PART:
        yield message
        return
    for at in range(0, len(body), PART):
        is_last = at + PART >= len(body)
        more = not is_last or message.get("more_body", False)
        yield {**message, "body": body[at : at + PART], "more_body": more}


async def hear(reader: asyncio.StreamReader) -> Message | None:
    """Return the next message; None where the other side has ended."""
    try:
        head, content = _SIZES.unpack(await reader.readexactly(_SIZES.size))
        message, body = json.loads(await reader.readexactly(head))
        if body:
            message[body] = await reader.readexactly(content)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    if "headers" in message:
        message["headers"] = [
            (key.encode("latin-1"), value.encode("latin-1")) for key, value in message["headers"]
        ]
    return dict(message)


def scope_said(scope: Mapping[str, Any]) -> Message:
    """Return what of a request the room has to know, as a message."""
    said = {name: scope[name] for name in _TEXTS_OF_A_SCOPE if name in scope}
    said |= {name: _text(scope[name]) for name in _BYTES_OF_A_SCOPE if scope.get(name) is not None}
    for name in ("client", "server", "subprotocols"):
        said[name] = list(scope[name]) if scope.get(name) else None
    return {**said, "headers": scope["headers"]}


def scope_heard(message: Message) -> Message:
    """Return a request as the room's server is to have it."""
    scope = {**message, "asgi": {"version": "3.0", "spec_version": "2.4"}, "extensions": {}}
    for name in _BYTES_OF_A_SCOPE:
        if name in scope:
            scope[name] = scope[name].encode("latin-1")
    for name in ("client", "server"):
        scope[name] = tuple(scope[name]) if scope[name] else None
    if scope["type"] == "websocket":
        scope["subprotocols"] = scope["subprotocols"] or []
        scope["extensions"] = {"websocket.http.response": {}}
    return scope


def _text(value: bytes) -> str:
    return bytes(value).decode("latin-1")
