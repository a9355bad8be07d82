"""Ctrl-C: a call that it was pressed in never passes for one that went well."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class Interrupt:
    """Whether Ctrl-C was pressed."""

    pressed: bool = False


@contextmanager
def interrupt() -> Iterator[Interrupt]:
    """Tell of Ctrl-C inside the block, also where a library swallows what it raises."""
    found = Interrupt()

    def note(*_: Any) -> None:
        found.pressed = True
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:
        # It is ignored, as in the background, or somebody else's.
        yield found
        return
    try:
        signal.signal(signal.SIGINT, note)
    except ValueError:
        # Only the first thread may ask for it.
        yield found
        return
    try:
        yield found
    finally:
        signal.signal(signal.SIGINT, before)
