"""The process that rooms are copies of: it has imported everything, and does nothing else.

It runs one thread and has nobody's data, so a copy of it is there in milliseconds, shares its
memory with the others, and begins empty. It is the parent of all rooms: it tells the front how each
ended, and takes them along when the front is gone.
"""

import json
import os
import selectors
import signal
import socket
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from placement.tape import apart
from placement.ui.rooms import readers, room, system
from placement.ui.rooms.preload import preload
from placement.ui.work import turns

_SIGNALS = (signal.SIGCHLD, signal.SIGTERM)

PATIENCE = 5.0
"""Seconds that a room may take to put away what was set last."""


@dataclass
class _Child:
    room: int | None = None
    """Number of the room; None for a process that reads a file."""

    asker: int = 0
    """Process of the room that the file is read for."""

    answers: int = -1
    """Where its end is told to whoever asked for it."""

    folder: str = ""
    dies_at: float | None = None


@dataclass
class _Wish:
    asker: int
    fds: list[int] = field(default_factory=list)


def serve(control: socket.socket) -> NoReturn:
    """Make rooms as the front asks for them, until it is gone; does not return.

    Args:
        control: Socket to the front, whose first message is Streamlit's settings.
    """
    system.take_in_orphans()
    system.set_options(json.loads(control.recv(1 << 20) or b"{}"), script=room.APP)
    preload()
    _Zygote(control).run()


class _Zygote:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._door, self._door_of_rooms = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._children: dict[int, _Child] = {}
        self._wishes: deque[_Wish] = deque()
        self._folder = system.folder_of_rooms()
        self._lock = system.LockBetweenProcesses()
        turns.take_turns_by(self._lock)
        self._selector = selectors.DefaultSelector()
        self._woken, waker = socket.socketpair()
        waker.setblocking(False)
        self._waker = waker
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: self._end())
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)

    def run(self) -> NoReturn:
        """Serve until the front is gone."""
        self._selector.register(self._control, selectors.EVENT_READ, self._hear_front)
        self._selector.register(self._door, selectors.EVENT_READ, self._hear_room)
        self._selector.register(self._woken, selectors.EVENT_READ, lambda: self._woken.recv(4096))
        while True:
            dying = [child.dies_at for child in self._children.values() if child.dies_at]
            wait = max(0.0, min(dying) - time.monotonic()) if dying else None
            for key, _ in self._selector.select(wait):
                key.data()
            self._kill_late()
            self._bury()
            self._start_readers()

    def _hear_front(self) -> None:
        try:
            said, fds, _, _ = socket.recv_fds(self._control, 4096, 1)
        except ConnectionError:
            said, fds = b"", []
        if not said:
            self._end()
        wish = json.loads(said)
        if wish["do"] == "make":
            self._make_room(int(wish["room"]), fds[0])
        else:
            for pid, child in self._children.items():
                if child.room == wish["room"]:
                    os.kill(pid, signal.SIGTERM)
                    child.dies_at = time.monotonic() + PATIENCE

    def _hear_room(self) -> None:
        said, fds, _, _ = socket.recv_fds(self._door, 4096, 3)
        self._wishes.append(_Wish(int(said), list(fds)))

    def _make_room(self, number: int, channel: int) -> None:
        try:
            folder = system.private_folder(self._folder)
            pid = self._fork()
        except OSError as error:
            self._say(error)
            os.close(channel)
            self._tell(room=number, ended=1)
            return
        if pid == 0:
            system.close_all_but(channel, self._door_of_rooms.fileno(), self._lock.fileno())
            system.bind_room(folder)
            apart.start_readers_by(readers.starter(self._door_of_rooms))
            room.live(socket.socket(fileno=channel))
        os.close(channel)
        self._children[pid] = _Child(room=number, folder=folder)
        self._tell(room=number, pid=pid)

    def _start_readers(self) -> None:
        alive = {pid for pid, child in self._children.items() if child.room is not None}
        while self._wishes and len(self._children) - len(alive) < apart.AT_A_TIME:
            wish = self._wishes.popleft()
            if wish.asker in alive:
                self._start_reader(wish)
            else:
                _close(wish.fds)

    def _start_reader(self, wish: _Wish) -> None:
        asked, answers, status = wish.fds
        try:
            pid = self._fork()
        except OSError as error:
            self._say(error)
            _close(wish.fds)
            return
        if pid == 0:
            os.dup2(asked, 0)
            os.dup2(answers, 1)
            system.close_all_but()
            apart.serve()
        _close([asked, answers])
        self._children[pid] = _Child(asker=wish.asker, answers=status)
        readers.tell(status, pid)

    def _fork(self) -> int:
        parent = os.getpid()
        # A copy must not take a signal that is meant for itself as this process would.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                for each in _SIGNALS:
                    signal.signal(each, signal.SIG_DFL)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        if pid == 0:
            system.die_with(parent)
        return pid

    def _say(self, error: OSError) -> None:
        # The number of processes, or the disk, is at its end: that is the operator's to know.
        print(f"error: no room or reader could be made: {error}", file=sys.stderr, flush=True)

    def _bury(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            child = self._children.pop(pid, None)
            code = os.waitstatus_to_exitcode(status)
            if child is None:
                continue
            if child.room is None:
                readers.tell(child.answers, code)
                _close([child.answers])
                continue
            for reader, other in self._children.items():
                if other.asker == pid:
                    os.kill(reader, signal.SIGKILL)
            system.remove(child.folder)
            self._tell(room=child.room, ended=code)

    def _kill_late(self) -> None:
        for pid, child in self._children.items():
            if child.dies_at and child.dies_at <= time.monotonic():
                os.kill(pid, signal.SIGKILL)
                child.dies_at = None

    def _tell(self, **said: int) -> None:
        # Where the front is gone, the next look at its socket says so.
        with suppress(OSError):
            self._control.send(json.dumps(said).encode())

    def _end(self) -> NoReturn:
        """End all that was started, and this process."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        until = time.monotonic() + PATIENCE
        for pid, child in self._children.items():
            os.kill(pid, signal.SIGTERM if child.room is not None else signal.SIGKILL)
        while self._children and time.monotonic() < until:
            self._bury()
            time.sleep(0.02)
        for pid in self._children:
            os.kill(pid, signal.SIGKILL)
        while self._children:
            self._bury()
            time.sleep(0.01)
        system.remove(self._folder)
        os._exit(0)


def _close(fds: list[int]) -> None:
    for fd in fds:
        os.close(fd)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
