"""Overwrites what passed through the front: it keeps nothing, but freed memory keeps its bytes.

The C library is told to overwrite what it gets back (`system.overwrite_what_is_freed`). It does not
get back what Python keeps for its next small objects, and the loop has one buffer for all it reads.
"""

import asyncio
import socket
from contextlib import suppress

_READ_AT_ONCE = 256_000
"""Bytes that the loop reads at a time at most."""

_SMALL = range(16, 1041, 16)
"""Bytes of the blocks that are kept for the next object of their size."""

_TOGETHER = 500_000
"""Bytes of blocks of one size that are filled: as many as may lie between others in use."""


async def wash() -> None:
    """Overwrite what is left of what others sent and were sent."""
    blocks = [bytes(size) for size in _SMALL for _ in range(_TOGETHER // size)]
    del blocks
    near, far = socket.socketpair()
    far.setblocking(False)
    far.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 * _READ_AT_ONCE)
    with suppress(BlockingIOError):
        far.send(bytes(_READ_AT_ONCE))
    far.close()
    near.setblocking(False)
    reader, writer = await asyncio.open_unix_connection(sock=near, limit=2 * _READ_AT_ONCE)
    await reader.read()
    writer.close()
