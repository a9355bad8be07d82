"""How much is held in memory and for how long; said here and nowhere else."""

import math
import os
import sys

from placement.domain.text import t

MEMORY_MB = "PLACEMENT_MEMORY_MB"
"""Environment variable with the megabytes that all users' books may take together."""

GRACE_MINUTES = "PLACEMENT_GRACE_MINUTES"
"""Environment variable with the minutes a book outlives the last page that showed it; a room, one
that was not closed by its reader."""

CLOSED_SECONDS = "PLACEMENT_CLOSED_SECONDS"
"""Environment variable with the seconds a room outlives the last page that its reader closed."""

ROOMS = "PLACEMENT_ROOMS"
"""Environment variable with the most rooms at a time; with 0 everything runs in one process."""

SHARE_OF_MACHINE = 0.5
"""Of the machine's memory; the rest is for working things out, and for reading the next file."""

USUAL_GRACE = 30.0
"""Minutes: time for a reload, a restart of the browser or a train in a tunnel."""

USUAL_CLOSED = 60.0
"""Seconds: time for a reload, and for a link that is followed in the same tab."""

BYTES_OF_A_ROOM = 150_000_000
"""What a room with a usual book takes beyond what all share."""

LEAST_ROOMS = 4
"""Also on the smallest machine."""

COOKIE_DAYS = 30
"""Days after its last visit for which a browser is known."""

ROWS_DAYS = 90
"""Days after its last use for which the database keeps a work."""


LARGE_FILE = 10_000_000
"""Bytes from which on files are read one at a time: while it is read a file takes a multiple."""

LONGEST_WAIT = 180.0
"""Seconds that a large file waits for others."""

MOST_CELLS = 50_000
"""Cells of a list that the database keeps: some thousand contracts. A longer one lasts as long as
the process does that it is in."""


def memory_budget() -> int:
    """Return the bytes that all users' books may take together."""
    if megabytes := os.environ.get(MEMORY_MB):
        return int(float(megabytes) * 1e6)
    return int(_machine() * SHARE_OF_MACHINE)


def grace_seconds() -> float:
    """Return the seconds a book outlives the last page that showed it."""
    return float(os.environ.get(GRACE_MINUTES) or USUAL_GRACE) * 60.0


def closed_seconds() -> float:
    """Return the seconds a room outlives the last page that its reader closed."""
    return _given_or_end(CLOSED_SECONDS, USUAL_CLOSED)


def most_rooms() -> int:
    """Return how many rooms there may be at a time; 0 where everything runs in one process."""
    if sys.platform != "linux":
        return 0
    return int(_given_or_end(ROOMS, max(LEAST_ROOMS, memory_budget() // BYTES_OF_A_ROOM)))


def _given_or_end(variable: str, usual: float) -> float:
    """Return a number of the environment, or end the server with the reason.

    Asked for when the server starts: later, every reader would get an error and nobody a reason.
    """
    text = os.environ.get(variable)
    if not text:
        return usual
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < math.inf:
        said = t(
            "{variable} must be a number from 0 up; got {text!r}. Correct it.",
            variable=variable,
            text=text[:40],
        )
        raise SystemExit(f"error: {said}")
    return number


def _machine() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        # Windows does not say; four gigabytes is the least that people work with.
        return 4 << 30
