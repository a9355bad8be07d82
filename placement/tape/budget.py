"""How much memory a file may ask for, by its size; asked before anything is laid out.

A few kilobytes can claim gigabytes: cells that are all equal, or stand for thousands of others.
"""

from placement.domain.errors import TapeError
from placement.domain.text import t

_ALWAYS = 1 << 29
"""Memory any file may take: a million rows of a few dozen columns."""

_RATIO = 200
"""And so many times its size; honest files pack 5 to 50 times."""

_MOST = 1 << 31
"""What no file may exceed; a book that large is read as CSV, which is no larger than it looks."""


def memory_allowed(size: int) -> int:
    """Return how many bytes the cells of a file of some size may take."""
    return min(_MOST, _ALWAYS + _RATIO * size)


def check_memory(needed: int, *, size: int, filename: str) -> None:
    """Raise TapeError if the cells of a file would take more memory than it may ask for."""
    if needed > memory_allowed(size):
        raise too_big(filename, t("{size} MB", size=f"{needed / 1e6:,.0f}"))


def too_big(filename: str, size: str) -> TapeError:
    """Return the error for a file that would unpack to too much."""
    return TapeError(
        t(
            "{file} unpacks to {size}, far more than its size promises; such a file is not opened. "
            "Save it as CSV.",
            file=filename,
            size=size,
        )
    )
