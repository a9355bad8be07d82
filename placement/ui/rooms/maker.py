"""The process that makes rooms, seen from the front; where it breaks there is soon another."""

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from placement.ui.rooms import system

_ROOT = Path(__file__).resolve().parents[3]

_AGAIN_AFTER = 1.0
"""Seconds until the next one is started."""

_SOON = 10.0
"""Seconds within which it has ended all that it made."""

_QUIET = {"MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
_QUIET |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Threads of a library would not be there in a copy of the process."""


class Maker:
    """Has rooms made and ended, and hears of it."""

    def __init__(
        self,
        *,
        made: Callable[[int, int], None],
        ended: Callable[[int, int], None],
        begun: Callable[[], None],
        lost: Callable[[], None],
    ) -> None:
        """Start without a process.

        Args:
            made: Called with a room's number and its process.
            ended: Called with a room's number and the exit code, or the signal with a minus.
            begun: Called whenever rooms can be asked for anew.
            lost: Called where the process broke, and all rooms with it.
        """
        self._made, self._ended, self._begun, self._lost = made, ended, begun, lost
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def begin(self) -> None:
        """Start the process, on the loop that runs."""
        if self._is_over:
            return
        control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        number = inside.fileno()
        with inside:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "placement.ui.rooms.zygote", str(number)],
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                cwd=_ROOT,
                env={**os.environ, **_QUIET},
                # Ctrl-C at the front is the front's; this one ends when the front does.
                start_new_session=True,
            )
        control.send(json.dumps(system.options_of_command_line()).encode())
        control.setblocking(False)
        self._control = control
        asyncio.get_running_loop().add_reader(control, self._hear, control)
        self._begun()

    async def finish(self) -> None:
        """End every room; returns when no process is left."""
        self._is_over = True
        control, self._control = self._control, None
        if control is None or self._process is None:
            return
        asyncio.get_running_loop().remove_reader(control)
        control.close()
        await asyncio.to_thread(_wait, self._process)

    def make(self, number: int) -> socket.socket:
        """Have a room made; return the channel to it, which ends when the room does."""
        channel, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        channel.setblocking(False)
        with inside:
            self._tell({"do": "make", "room": number}, inside.fileno())
        return channel

    def end(self, number: int) -> None:
        """Have a room ended."""
        self._tell({"do": "end", "room": number})

    def _tell(self, said: dict[str, object], *fds: int) -> None:
        # Where it is gone, its rooms are as well, and a new one is on its way.
        with suppress(OSError):
            if self._control is not None:
                socket.send_fds(self._control, [json.dumps(said).encode()], fds)

    def _hear(self, control: socket.socket) -> None:
        try:
            said = control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self._lose(control)
            return
        told = json.loads(said)
        if "pid" in told:
            self._made(told["room"], told["pid"])
        else:
            self._ended(told["room"], told["ended"])

    def _lose(self, control: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        loop.remove_reader(control)
        control.close()
        self._control = None
        self._lost()
        loop.call_later(_AGAIN_AFTER, self.begin)


def _wait(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(_SOON)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
