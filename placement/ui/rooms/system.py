"""What rooms ask of the operating system, which is Linux."""

import ctypes
import os
import resource
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock, lockf
from pathlib import Path

from streamlit import config
from streamlit.web import bootstrap

from placement.ui.work.limits import memory_budget

_SET_PDEATHSIG, _SET_CHILD_SUBREAPER = 1, 36

_PERTURB = -6
"""Of `mallopt`: what is given back is filled with this byte."""

_LOOKS_EVERY = 0.1
"""Seconds."""

_PREFIX, _OF_ROOMS = "placement-desk-", ".rooms"
"""Of folders for what is written while something is worked out."""

_STACKS = 1 << 30
"""Bytes that threads and pools set aside and do not use; the limit counts them as well."""


def die_with(parent: int) -> None:
    """Have the system end this process when its parent ends."""
    ctypes.CDLL(None).prctl(_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)  # it ended before that was said


def take_in_orphans() -> None:
    """Become the parent of what children leave behind."""
    ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1)


def overwrite_what_is_freed() -> None:
    """Have the C library overwrite memory that this process gives back to it."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_PERTURB, 0xA5)


def allow_many_files() -> None:
    """Let this process have as many sockets open as it may: each page takes three."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def close_all_but(*kept: int) -> None:
    """Close what a copy of a process has open and is not its own."""
    for fd in map(int, os.listdir("/proc/self/fd")):
        if fd > 2 and fd not in kept:
            with suppress(OSError):
                os.close(fd)


def bind_room(folder: str) -> None:
    """Keep a room within its memory and its folder.

    The limit is on what it asks for and not on what it uses: the system says no at the moment it
    is too much, where a look every second would come too late.
    """
    tempfile.tempdir = os.environ["TMPDIR"] = folder
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * os.sysconf("SC_PAGE_SIZE") + _STACKS + memory_budget()
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # What a crash would leave behind is full of accounts.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where the machine itself runs out, a room ends and not the front.
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def memory_of(process: int) -> int:
    """Return the bytes of a process, what it shares counted by its part; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def private_folder(inside: str | None = None) -> str:
    """Make a folder that only this user can open; return its path."""
    return tempfile.mkdtemp(prefix=_PREFIX, dir=inside)


def folder_of_rooms() -> str:
    """Make the folder that rooms have theirs in, and remove those of processes that were killed.

    It is locked while this process is there, which is known to other containers as well.
    """
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*{_OF_ROOMS}"):
        with suppress(OSError):
            lock = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                flock(lock, LOCK_EX | LOCK_NB)
                remove(str(left))
            finally:
                os.close(lock)
    made = private_folder()
    with suppress(OSError):
        flock(os.open(made, os.O_RDONLY), LOCK_EX)
    # Only now by the name that others look for: it is never seen without its lock.
    folder = f"{made}{_OF_ROOMS}"
    os.rename(made, folder)
    return folder


def remove(folder: str) -> None:
    """Remove a folder with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def options_of_command_line() -> dict[str, object]:
    """Return Streamlit's settings that stood on the command line, which no other process sees."""
    return {
        key: config.get_option(key)
        for key in config._config_options_template
        if "command-line" in config.get_where_defined(key)
    }


def set_options(options: Mapping[str, object], *, script: Path) -> None:
    """Set Streamlit as the front has it set.

    Args:
        options: Settings of the command line.
        script: The app; settings in a file stand beside it.
    """
    config._main_script_path = str(script)
    bootstrap.load_config_options({key.replace(".", "_"): value for key, value in options.items()})


class LockBetweenProcesses:
    """A lock that this process and its copies have in common; one that ends lets go of it."""

    def __init__(self) -> None:
        """Make it; a file without a name stands for it."""
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the lock is
        self._here = threading.Lock()

    def fileno(self) -> int:
        """Return the number of its file, which a copy of the process keeps open."""
        return self._file.fileno()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it as `threading.Lock` is taken; return whether that worked."""
        until = time.monotonic() + timeout
        if not self._here.acquire(blocking, timeout):
            return False
        while True:
            try:
                lockf(self._file, LOCK_EX | LOCK_NB)
                return True
            except OSError:
                if not blocking or (timeout >= 0 and until <= time.monotonic()):
                    self._here.release()
                    return False
                time.sleep(_LOOKS_EVERY)

    def release(self) -> None:
        """Let go of it."""
        lockf(self._file, LOCK_UN)
        self._here.release()
