"""The rooms that there are, seen from the front: who has which, since when, and when it ends."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from placement.ui.rooms import system
from placement.ui.rooms.wash import wash
from placement.ui.work.room import FORGOTTEN, Before

_ROOT = Path(__file__).resolve().parents[3]

COMMON = ""
"""Whose room it is that browsers without a name share."""

CLOSED = 1001
"""What a browser says when its reader closes a page, reloads it or goes elsewhere."""

_EVERY = 1.0
"""Seconds between two looks for rooms whose time is over."""

_MEASURES_EVERY = 5.0
"""Seconds between two looks at how much memory they take."""

_SOON = 10.0
"""Seconds within which it is told how a room ended."""

_QUIET = {"MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
_QUIET |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Threads of a library would not be there in a copy of the process."""

_REMEMBERED = 1_000
"""Browsers of which is known how their room ended, until they come back."""

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(eq=False)
class Room:
    """A process, and who is in it."""

    number: int
    channel: socket.socket
    before: Before = Before.ORDERLY
    browser: str | None = None
    """None until it is somebody's."""

    pid: int = 0
    pages: int = 0
    """Open websockets."""

    errands: int = 0
    """Files on their way in or out."""

    left: float = 0.0
    """When the last page was."""

    lost_until: float = 0.0
    """Until when a page that was lost is waited for."""

    is_asked_to_end: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class FullError(Exception):
    """Every room has somebody in it."""


class House:
    """The rooms, and the process that makes them."""

    def __init__(
        self,
        *,
        most: int,
        memory: int,
        closed: float,
        lost: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start without any.

        Args:
            most: Rooms at a time.
            memory: Bytes beyond which rooms without a page end, before their time.
            closed: Seconds a room outlives the last page, where its reader closed it.
            lost: Seconds it outlives a page that was lost some other way, and may come back.
            clock: Seconds that only go up.
        """
        self._most, self._memory, self._clock = most, memory, clock
        self._closed, self._lost = closed, lost
        self._numbers = count(1)
        self._rooms: dict[int, Room] = {}
        self._ending: dict[int, Room] = {}
        self._spare: Room | None = None
        self._before: dict[str, Before] = {}
        self._control: socket.socket | None = None
        self._zygote: subprocess.Popen[bytes] | None = None
        self._looking: asyncio.Task[None] | None = None
        self._washing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def stands(self, _app: object) -> AsyncIterator[dict[str, Any] | None]:
        """Make rooms inside the block, and end them after it."""
        await self.begin()
        try:
            yield None
        finally:
            await self.finish()

    async def begin(self) -> None:
        """Start to make rooms."""
        system.overwrite_what_is_freed()
        self._start_zygote()
        self._looking = asyncio.create_task(self._look_around())

    async def finish(self) -> None:
        """End every room; returns when no process is left."""
        if self._looking is not None:
            self._looking.cancel()
        control, self._control = self._control, None
        if control is None or self._zygote is None:
            return
        asyncio.get_running_loop().remove_reader(control)
        control.close()
        await asyncio.to_thread(_wait, self._zygote)

    def room(self, browser: str) -> Room | None:
        """Return a browser's room; None where it has none."""
        return next((room for room in self._rooms.values() if room.browser == browser), None)

    def room_for(self, browser: str) -> Room:
        """Return a browser's room, its own new one where it has none.

        Raises:
            FullError: There are as many as there may be, each with a page.
        """
        known = self.room(browser)
        if known is not None:
            return known
        if self._taken() >= self._most:
            idle = self._idle()
            if not idle:
                raise FullError
            self.end(idle[0])
        room = self._spare or self._make()
        self._spare = None
        room.browser, room.before = browser, self._before.pop(browser, Before.ORDERLY)
        if self._taken() < self._most:
            self._spare = self._make()
        return room

    def is_full_for(self, browser: str) -> bool:
        """Return whether a browser would find no room."""
        free = self._taken() < self._most or bool(self._idle())
        return not free and self.room(browser) is None

    async def connect(self, room: Room) -> Stream:
        """Open a connection into a room.

        Raises:
            ConnectionError: It has ended, or takes nothing.
        """
        said = json.dumps({"browser": room.browser, "before": room.before})
        near, far = socket.socketpair()
        with far:
            try:
                socket.send_fds(room.channel, [said.encode()], [far.fileno()])
            except OSError as error:
                near.close()
                raise ConnectionError from error
        near.setblocking(False)
        return await asyncio.open_unix_connection(sock=near)

    def enter(self, room: Room) -> None:
        """Note that a page was opened."""
        room.pages += 1
        room.lost_until = 0.0

    def leave(self, room: Room, code: int | None) -> None:
        """Note that a page is gone.

        Args:
            room: Where it was.
            code: The websocket's.
        """
        room.pages -= 1
        room.left = self._clock()
        if code != CLOSED:
            room.lost_until = room.left + self._lost

    def end(self, room: Room) -> None:
        """End a room."""
        room.is_asked_to_end = True
        self._forget(room)
        self._tell({"do": "end", "room": room.number})

    def _taken(self) -> int:
        return sum(room.browser is not None for room in self._rooms.values())

    def _make(self) -> Room:
        number = next(self._numbers)
        channel, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        channel.setblocking(False)
        room = Room(number=number, channel=channel)
        self._rooms[number] = room
        with inside:
            self._tell({"do": "make", "room": number}, inside.fileno())
        asyncio.get_running_loop().add_reader(channel, self._hear_room, room)
        return room

    def _tell(self, said: dict[str, object], *fds: int) -> None:
        # Where it is gone, its rooms are as well, and a new one is on its way.
        with suppress(OSError):
            if self._control is not None:
                socket.send_fds(self._control, [json.dumps(said).encode()], fds)

    def _hear_room(self, room: Room) -> None:
        try:
            said = room.channel.recv(4096)
        except OSError:
            said = b""
        if not said:
            self._forget(room)

    def _forget(self, room: Room) -> None:
        if self._rooms.pop(room.number, None) is None:
            return
        if room is self._spare:
            self._spare = None
        self._ending[room.number] = room
        asyncio.get_running_loop().remove_reader(room.channel)
        room.channel.close()

    def _start_zygote(self) -> None:
        control, inside = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        number = inside.fileno()
        with inside:
            self._zygote = subprocess.Popen(
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
        asyncio.get_running_loop().add_reader(control, self._hear_zygote, control)
        self._spare = self._make()

    def _hear_zygote(self, control: socket.socket) -> None:
        try:
            said = control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if not said:
            self._lose_zygote(control)
            return
        told = json.loads(said)
        number = told["room"]
        room = self._rooms.get(number) or self._ending.get(number)
        if room is None:
            return
        if "pid" in told:
            room.pid = told["pid"]
            return
        self._forget(room)
        self._finish(room, told["ended"])

    def _lose_zygote(self, control: socket.socket) -> None:
        """Make a new one: rooms do not outlive the one that made them."""
        loop = asyncio.get_running_loop()
        loop.remove_reader(control)
        control.close()
        self._control = None
        for room in [*self._rooms.values(), *self._ending.values()]:
            self._forget(room)
            self._finish(room, None)
        if self._zygote is not None:
            self._zygote.poll()
        loop.call_later(_EVERY, self._start_zygote)

    def _finish(self, room: Room, code: int | None) -> None:
        self._ending.pop(room.number, None)
        if code == FORGOTTEN:
            before = Before.FORGOTTEN
        else:
            before = Before.ORDERLY if room.is_asked_to_end else Before.BROKEN
        if room.browser and before is not Before.ORDERLY:
            self._before[room.browser] = before
            while len(self._before) > _REMEMBERED:
                del self._before[next(iter(self._before))]
        room.ended.set()
        task = asyncio.create_task(wash())
        self._washing.add(task)
        task.add_done_callback(self._washing.discard)

    async def _look_around(self) -> None:
        measured = self._clock()
        while True:
            await asyncio.sleep(_EVERY)
            now = self._clock()
            for room in self._idle():
                if now >= max(room.left + self._closed, room.lost_until):
                    self.end(room)
            if now >= measured + _MEASURES_EVERY:
                measured = now
                await self._make_space()

    async def _make_space(self) -> None:
        """End rooms without a page, the longest left first, while all take more than they may."""
        pids = [room.pid for room in self._rooms.values() if room.pid]
        sizes = dict(zip(pids, await asyncio.to_thread(_memory_of, pids), strict=True))
        over = sum(sizes.values()) - self._memory
        for room in self._idle():
            if over <= 0:
                return
            over -= sizes.get(room.pid, 0)
            self.end(room)

    def _idle(self) -> list[Room]:
        """Return the rooms without a page, the longest left first."""
        return sorted(filter(_is_idle, self._rooms.values()), key=lambda room: room.left)


def _is_idle(room: Room) -> bool:
    return room.browser is not None and not room.pages and not room.errands


def _memory_of(pids: list[int]) -> list[int]:
    return [system.memory_of(pid) for pid in pids]


def _wait(process: "subprocess.Popen[bytes]") -> None:
    try:
        process.wait(_SOON)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
