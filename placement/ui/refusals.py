"""Pages that are refused, in the log of the server: counted, where each would be a line."""

import logging
import time
from collections.abc import Callable

_SAID = "ASGI callable returned without completing handshake"
"""What the server writes for each: it does not know that an answer may be a refusal."""

_EVERY = 60.0
"""Seconds."""


class Counted(logging.Filter):
    """Lets one line through in a minute, with how many there were."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with none.

        Args:
            clock: Seconds that only go up.
        """
        super().__init__()
        self._clock = clock
        self._count, self._next = 0, -_EVERY

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written; other lines are."""
        if not str(record.msg).startswith(_SAID):
            return True
        self._count += 1
        now = self._clock()
        if now < self._next:
            return False
        record.msg = (
            "Pages refused: %d since this was last said. All desks in use, or no right to ask."
        )
        record.args = (self._count,)
        self._count, self._next = 0, now + _EVERY
        return True


def count_refusals() -> None:
    """Have the server count them."""
    logging.getLogger("uvicorn.error").addFilter(Counted())
