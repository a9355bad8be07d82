"""Large files take turns at being read: each takes several times its size while it is."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.ui.work.limits import LARGE_FILE, LONGEST_WAIT


class Lock(Protocol):
    """What is taken by whoever's turn it is."""

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        """Take it; return whether that worked."""

    def release(self) -> None:
        """Let go of it."""


_turn: Lock = threading.Lock()


def take_turns_by(lock: Lock) -> None:
    """Say what is taken; by default a lock of this process alone."""
    global _turn
    _turn = lock


@contextmanager
def one_large_file(
    size: int, *, waits: Callable[[], object], longest: float = LONGEST_WAIT
) -> Iterator[None]:
    """Run the block when no other large file is being read; a small one does not wait.

    Args:
        size: Bytes of the file.
        waits: Called once where another one has to be waited for.
        longest: Seconds to wait.

    Raises:
        InputError: It took longer.
    """
    if size < LARGE_FILE:
        yield
        return
    if not _turn.acquire(blocking=False):
        waits()
        if not _turn.acquire(timeout=longest):
            raise InputError(
                t(
                    "Other large files are still being read, which takes memory; one is read at a "
                    "time. Upload this one again in a few minutes."
                )
            )
    try:
        yield
    finally:
        _turn.release()
