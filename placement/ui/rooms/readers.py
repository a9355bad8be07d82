"""Reading a file apart, from inside a room: the zygote makes the process, as it makes rooms.

A room that started readers itself would keep a second Python of its own ready for the next file.
"""

import os
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import IO

from placement.tape import apart

_NUMBER = struct.Struct("!q")


def starter(door: socket.socket) -> Callable[[], apart.Process]:
    """Return what starts a process that reads one file.

    Args:
        door: Socket to the zygote.
    """
    return lambda: Reader(door)


def tell(answers: int, number: int) -> None:
    """Tell a room a number: first its reader's process, then how that ended."""
    # A room that has ended asks no more.
    with suppress(OSError):
        os.write(answers, _NUMBER.pack(number))


class Reader:
    """A process that reads one file, seen from the room that wants it read."""

    def __init__(self, door: socket.socket) -> None:
        """Have it started; waits while others are reading.

        Args:
            door: Socket to the zygote.
        """
        asked, ask = os.pipe()
        answer, answers = os.pipe()
        self._status, status = os.pipe()
        try:
            socket.send_fds(door, [str(os.getpid()).encode()], [asked, answers, status])
        finally:
            for fd in (asked, answers, status):
                os.close(fd)
        self.stdin: IO[bytes] | None = os.fdopen(ask, "wb")
        self.stdout: IO[bytes] | None = os.fdopen(answer, "rb")
        pid = self._number()
        self._process: int | None = None
        # One that has ended already needs no end.
        with suppress(ProcessLookupError):
            self._process = os.pidfd_open(pid)

    def kill(self) -> None:
        """End it, if it has not ended."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._process, signal.SIGKILL)

    def wait(self) -> int:
        """Return how it ended: the exit code, or the signal with a minus."""
        code = self._number()
        os.close(self._status)
        if self._process is not None:
            os.close(self._process)
        return code

    def _number(self) -> int:
        found = os.read(self._status, _NUMBER.size)
        if len(found) < _NUMBER.size:
            raise EOFError
        return int(_NUMBER.unpack(found)[0])
