"""The rooms that there are, seen from the front: who has which, since when, and when it ends."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from placement.ui.rooms import system
from placement.ui.rooms.maker import Maker
from placement.ui.rooms.wash import wash
from placement.ui.work.room import FORGOTTEN, Before

COMMON = ""
"""Whose room it is that browsers without a name share, and in a team all who may not come in."""

CLOSED = 1001
"""What a browser says when its reader closes a page, reloads it or goes elsewhere."""

_EVERY = 1.0
"""Seconds between two looks for rooms whose time is over."""

_MEASURES_EVERY = 5
"""Of so many looks one is at how much memory they take."""

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

    is_spoken_in: bool = False
    """Whether a page ever asked for something: else there is nothing in it to lose."""

    is_asked_to_end: bool = False
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class FullError(Exception):
    """Every room has somebody in it, or had a moment ago."""


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
            memory: Bytes beyond which rooms that were left end, before their time.
            closed: Seconds a room outlives the last page, where its reader closed it; for so long
                it is nobody else's either.
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
        self._maker = Maker(
            made=self._note_process, ended=self._finish, begun=self._make_spare, lost=self._lose_all
        )
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
        system.allow_many_files()
        self._maker.begin()
        self._looking = asyncio.create_task(self._look_around())

    async def finish(self) -> None:
        """End every room; returns when no process is left."""
        if self._looking is not None:
            self._looking.cancel()
        await self._maker.finish()

    def room(self, browser: str) -> Room | None:
        """Return a browser's room; None where it has none."""
        return next((room for room in self._rooms.values() if room.browser == browser), None)

    def room_for(self, browser: str) -> Room:
        """Return a browser's room, its own new one where it has none.

        Raises:
            FullError: There are as many as there may be, each with a page or left a moment ago.
        """
        known = self.room(browser)
        if known is not None:
            return known
        if self._taken() >= self._most:
            left = self._left()
            if not left:
                raise FullError
            self.end(left[0])
        room = self._spare or self._make()
        self._spare = None
        room.browser, room.before = browser, self._before.pop(browser, Before.ORDERLY)
        if self._taken() < self._most:
            self._make_spare()
        return room

    def is_full_for(self, browser: str) -> bool:
        """Return whether a browser would find no room."""
        free = self._taken() < self._most or bool(self._left())
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

    def leave(self, room: Room, code: int | None, *, has_said: bool = True) -> None:
        """Note that a page is gone.

        Args:
            room: Where it was.
            code: The websocket's.
            has_said: Whether the page asked for anything.
        """
        room.pages -= 1
        room.left = self._clock()
        room.is_spoken_in = room.is_spoken_in or has_said
        if code != CLOSED and room.is_spoken_in:
            room.lost_until = room.left + self._lost

    def end(self, room: Room) -> None:
        """End a room."""
        room.is_asked_to_end = True
        self._forget(room)
        self._maker.end(room.number)

    def _taken(self) -> int:
        return sum(room.browser is not None for room in self._rooms.values())

    def _make(self) -> Room:
        number = next(self._numbers)
        room = Room(number=number, channel=self._maker.make(number))
        self._rooms[number] = room
        asyncio.get_running_loop().add_reader(room.channel, self._hear_room, room)
        return room

    def _make_spare(self) -> None:
        """Have one ready, so that the next browser does not wait."""
        self._spare = self._make()

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

    def _note_process(self, number: int, pid: int) -> None:
        if number in self._rooms:
            self._rooms[number].pid = pid

    def _lose_all(self) -> None:
        """Take all rooms for broken: none outlives the process that made it."""
        for number in [*self._rooms, *self._ending]:
            self._finish(number, -1)

    def _finish(self, number: int, code: int) -> None:
        if number in self._rooms:
            self._forget(self._rooms[number])
        room = self._ending.pop(number, None)
        if room is None:
            return
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
        for second in count(1):
            await asyncio.sleep(_EVERY)
            self.end_overdue()
            if second % _MEASURES_EVERY == 0:
                await self.make_space()

    def end_overdue(self) -> None:
        """End the rooms whose last page has been gone for long enough."""
        now = self._clock()
        for room in self._idle():
            if now >= max(room.left + self._closed, room.lost_until):
                self.end(room)

    async def make_space(self) -> None:
        """End rooms that were left, while all take more than they may."""
        pids = [room.pid for room in self._rooms.values() if room.pid]
        sizes = dict(zip(pids, await asyncio.to_thread(_memory_of, pids), strict=True))
        over = sum(sizes.values()) - self._memory
        for room in self._left():
            if over <= 0:
                return
            over -= sizes.get(room.pid, 0)
            self.end(room)

    def _idle(self) -> list[Room]:
        return list(filter(_is_idle, self._rooms.values()))

    def _left(self) -> list[Room]:
        """Return the rooms that may be taken from whoever had them, in the order in which to.

        Whoever reloads a page is without one for a moment: what he has is not for others then.
        """
        until = self._clock() - self._closed
        left = (room for room in self._idle() if not room.is_spoken_in or room.left <= until)
        return sorted(left, key=lambda room: (room.is_spoken_in, room.left))


def _is_idle(room: Room) -> bool:
    return room.browser is not None and not room.pages and not room.errands


def _memory_of(pids: list[int]) -> list[int]:
    return [system.memory_of(pid) for pid in pids]
