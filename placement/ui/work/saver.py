"""Writing works to the database beside the pages: a slow or locked one makes nobody wait."""

import atexit
import threading
import time
from collections.abc import Callable

from placement.domain.errors import InputError

AGAIN_AFTER = 30.0
"""Seconds after which what could not be written is tried again."""


class Saver:
    """The newest text of each browser, on its way to the database."""

    def __init__(
        self, write: Callable[[str, str], None], *, again_after: float = AGAIN_AFTER
    ) -> None:
        """Start with nothing to write.

        Args:
            write: Writes the text of a browser; raises `InputError` where it cannot.
            again_after: Seconds after which a failed one is tried again.
        """
        self.fault: str | None = None
        self._write, self._again_after = write, again_after
        self._waiting: dict[str, str] = {}
        self._last: dict[str, str] = {}
        self._changed = threading.Condition()
        self._busy = False
        self._thread: threading.Thread | None = None

    def save(self, browser: str, text: str) -> None:
        """Have a text written, unless it was the last one."""
        with self._changed:
            if self._last.get(browser) == text:
                return
            self._last[browser] = self._waiting[browser] = text
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="works")
                self._thread.start()
                atexit.register(self.flush)
            self._changed.notify_all()

    def take_as_written(self, browser: str, text: str) -> None:
        """Take a text for the one in the database, so that only another one is written."""
        with self._changed:
            self._last[browser] = text

    def forget(self, browser: str, *, timeout: float = 3.0) -> None:
        """Write nothing more of what a browser had; return when no writing is under way."""
        with self._changed:
            self._waiting.pop(browser, None)
            self._last.pop(browser, None)
            self._changed.wait_for(lambda: not self._busy, timeout=timeout)
            # One that failed meanwhile would be tried again.
            self._waiting.pop(browser, None)

    def flush(self, timeout: float = 3.0) -> bool:
        """Wait until all is written; return whether it is."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._waiting and not self._busy, timeout=timeout
            )

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._waiting))
                browser, text = next(iter(self._waiting.items()))
                del self._waiting[browser]
                self._busy = True
            try:
                self._write(browser, text)
                fault = None
            except InputError as error:
                fault = str(error)
            with self._changed:
                self.fault, self._busy = fault, False
                if fault:
                    # A newer text of the same browser takes its place.
                    self._waiting.setdefault(browser, text)
                self._changed.notify_all()
            if fault:
                time.sleep(self._again_after)
