"""Where a command writes: signs that steer a terminal are shown, no answer is lost unsaid.

Everything that a command prints goes through here, so that no heading, name of a file or word of a
call can colour, clear or rename the screen it is shown on.
"""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from placement.domain.errors import system_reason
from placement.domain.signs import harmless
from placement.domain.text import t


class UnwrittenError(Exception):
    """The answer could not be written to where it was meant to go."""

    def __init__(self, reason: str, *, is_quiet: bool = False) -> None:
        super().__init__(reason)
        self.is_quiet = is_quiet
        """Who read it has had enough, which needs no word."""


class _Answers(io.TextIOBase):
    """Standard output, whose faults are ours to tell."""

    def __init__(self, stream: Any, *, as_it_is: bool) -> None:
        self._stream = stream
        self._as_it_is = as_it_is

    def write(self, text: str) -> int:
        if self._stream is None:
            raise UnwrittenError(t("standard output is closed"))
        try:
            self._stream.write(text if self._as_it_is else harmless(text))
        except (OSError, ValueError) as error:
            raise _unwritten(error) from None
        return len(text)

    def flush(self) -> None:
        if self._stream is None:
            return
        try:
            self._stream.flush()
        except (OSError, ValueError) as error:
            raise _unwritten(error) from None

    def __getattribute__(self, name: str) -> Any:
        # What asks about the stream, such as whether it is a terminal, gets the answer of the real.
        if name in ("isatty", "fileno", "encoding", "errors"):
            return getattr(object.__getattribute__(self, "_stream"), name, None)
        return object.__getattribute__(self, name)


class _Remarks(_Answers):
    """Standard error; what cannot be said there cannot be said."""

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except UnwrittenError:
            return len(text)

    def flush(self) -> None:
        with suppress(UnwrittenError):
            super().flush()


@contextmanager
def streams(*, as_they_are: bool) -> Iterator[None]:
    """Write what is printed inside the block as described above.

    Args:
        as_they_are: Leave signs alone: help has colours of its own, and nothing of a user's.
    """
    own = sys.stdout, sys.stderr
    for stream in own:
        # A sign that the terminal does not know is no reason to end without the answer.
        if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout = _Answers(own[0], as_it_is=as_they_are)
    sys.stderr = _Remarks(own[1], as_it_is=as_they_are)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = own


def _unwritten(error: OSError | ValueError) -> UnwrittenError:
    reason = system_reason(error) if isinstance(error, OSError) else str(error)
    return UnwrittenError(reason, is_quiet=isinstance(error, BrokenPipeError))
