"""A cable to pull out: a proxy on this machine that passes bytes on until it is cut."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class Cable:
    """A TCP proxy in front of a server; cut, it drops every connection and takes no new one."""

    def __init__(self, url: str) -> None:
        """Lay the cable to a server.

        Args:
            url: Address of the server.
        """
        parts = urlsplit(url)
        self._target = (parts.hostname or "", parts.port or 0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._is_cut = self._is_closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """Address of this end of the cable."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Pull it out."""
        self._is_cut = True
        for end in list(self._open):
            self._hang_up(end)

    def mend(self) -> None:
        """Put it in again."""
        self._is_cut = False

    def close(self) -> None:
        """Take it away."""
        self._is_closed = True
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self._is_cut:
                near.close()
                continue
            far = socket.create_connection(self._target)
            self._open |= {near, far}
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                target.sendall(data)
        self._hang_up(source)
        self._hang_up(target)

    def _hang_up(self, end: socket.socket) -> None:
        self._open.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def cable(url: str) -> Iterator[Cable]:
    """Lay a cable to a server inside the block."""
    laid = Cable(url)
    try:
        yield laid
    finally:
        laid.close()
