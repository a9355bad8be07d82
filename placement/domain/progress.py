"""How far long work is: told from within it, heard by whoever waits for it.

Work that nobody waits for tells nobody. Whoever hears may raise, and the work ends there.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

Part = TypeVar("Part")
Hear = Callable[[float], None]

_heard: ContextVar[Hear | None] = ContextVar("progress", default=None)


@contextmanager
def heard_by(hear: Hear) -> Iterator[None]:
    """Have all work within tell the share done, 0 to 1."""
    before = _heard.get()
    _heard.set(hear)
    try:
        yield
    finally:
        _heard.set(before)


def tell(share: float) -> None:
    """Say that a share of the work at hand is done."""
    if hear := _heard.get():
        hear(share)


def parts(of: Sequence[Part], *, first: float = 0.0) -> Iterator[Part]:
    """Go through the parts of some work, saying before each what is done.

    A part may have parts of its own, which count within it.

    Args:
        of: The parts, of about the same size.
        first: Share that was done before them.
    """
    hear = _heard.get()
    if hear is None:
        yield from of
        return
    each = (1.0 - first) / max(len(of), 1)
    try:
        for number, part in enumerate(of):
            begun = first + number * each
            hear(begun)
            _heard.set(_within(hear, begun, each))
            yield part
    finally:
        _heard.set(hear)


def _within(hear: Hear, begun: float, size: float) -> Hear:
    return lambda share: hear(begun + size * share)
