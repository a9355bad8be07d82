"""Every browser's work while the server runs: what is shared by its pages, and each page's own.

A browser has one book, in whatever tab it was opened. What a tab set, its what-if above all, is
its own: two tabs can compare, and none changes the other's numbers. A reload is the same tab again
for whoever looks at it, and a new session to the server; so a session takes up the work of the tab
that was left last. With no tab left it is a new one, and begins as a copy of the one used last.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import RLock

Values = Mapping[str, object]

TAKEN_UP_WITHIN = 300.0
"""Seconds within which a left tab comes back, where other tabs are open."""

FORGOTTEN_AFTER = 86_400.0
"""Seconds without a page after which a work is only in the database."""


@dataclass
class _Tab:
    session: str
    values: Values
    used: float
    left: float | None = None


@dataclass
class _Work:
    tabs: dict[str, _Tab] = field(default_factory=dict)
    shared: Values = field(default_factory=dict)
    turn: int = 0
    """Goes up with each change of what is shared."""


class Desks:
    """Works by browser, safe to use from many threads."""

    def __init__(
        self, is_open: Callable[[str], bool], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start without any.

        Args:
            is_open: Whether a session still has its page.
            clock: Seconds that only go up.
        """
        self._is_open, self._clock = is_open, clock
        self._works: dict[str, _Work] = {}
        self._lock = RLock()

    def enter(self, browser: str, session: str) -> Values | None:
        """Let a new session in; return the values it begins with, None for an unknown browser."""
        with self._lock:
            known = browser in self._works
            work = self._works.setdefault(browser, _Work())
            before = self._taken_up(work)
            values = before.values if before else {}
            if before and before.left is not None:
                del work.tabs[before.session]
            work.tabs[session] = _Tab(session=session, values=values, used=self._clock())
            return values if known else None

    def keep(self, browser: str, session: str, values: Values) -> None:
        """Keep what a session has set by now."""
        with self._lock:
            work = self._works.setdefault(browser, _Work())
            work.tabs[session] = _Tab(session=session, values=values, used=self._clock())

    def share(self, browser: str, values: Values) -> int:
        """Make values those of all tabs; return their turn."""
        with self._lock:
            work = self._works.setdefault(browser, _Work())
            work.shared, work.turn = {**work.shared, **values}, work.turn + 1
            return work.turn

    def forget(self, browser: str) -> None:
        """Forget what every tab of a browser has set."""
        with self._lock:
            for tab in self._works.setdefault(browser, _Work()).tabs.values():
                tab.values = {}

    def shared(self, browser: str) -> tuple[int, Values]:
        """Return what all tabs share, with its turn."""
        with self._lock:
            work = self._works.get(browser, _Work())
            return work.turn, work.shared

    def is_present(self, browser: str) -> bool:
        """Return whether a page of the browser is open."""
        with self._lock:
            work = self._works.get(browser, _Work())
            return any(self._is_open(session) for session in work.tabs)

    def left(self) -> list[str]:
        """Return the sessions of browsers that have no page open."""
        with self._lock:
            return [
                session
                for browser, work in self._works.items()
                if not self.is_present(browser)
                for session in work.tabs
            ]

    def sweep(self) -> None:
        """Note which tabs were left, and forget works that nobody came back to."""
        with self._lock:
            for browser, work in list(self._works.items()):
                self._note_left(work)
                away = [tab.left for tab in work.tabs.values()]
                since = min((self._clock() - left for left in away if left is not None), default=0)
                if None not in away and since > FORGOTTEN_AFTER:
                    del self._works[browser]

    def _note_left(self, work: _Work) -> None:
        for tab in work.tabs.values():
            if self._is_open(tab.session):
                tab.left = None
            elif tab.left is None:
                tab.left = self._clock()

    def _taken_up(self, work: _Work) -> _Tab | None:
        self._note_left(work)
        tabs = list(work.tabs.values())
        left = [(tab.left, tab.used, tab) for tab in tabs if tab.left is not None]
        if left:
            when, _, last = max(left, key=lambda each: each[:2])
            if len(left) == len(tabs) or self._clock() - when <= TAKEN_UP_WITHIN:
                return last
        return max(tabs, key=lambda tab: tab.used, default=None)
