"""More draws behind the page: a thread of its own, whose progress the page asks for."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any, Generic, TypeVar, cast

import streamlit as st

from placement.domain.text import t
from placement.ui.gate.gate import while_admitted
from placement.ui.language import in_readers_language

EVERY = "1s"
"""How often the page asks how far the draws are."""

PATIENCE = 20.0
"""Seconds after which draws end that no page has asked for: their reader has left."""

KEPT = 6
"""Finished draws that a reader's session keeps."""

Key = tuple[object, ...]
"""What the draws are of; another key is another answer."""

Drawn = TypeVar("Drawn")


class SupersededError(Exception):
    """Somebody asked for other draws meanwhile."""


class Refinement(Generic[Drawn]):
    """Draws on their way; they end when nobody has asked for them for a while."""

    def __init__(self, key: Key, simulate: Callable[..., Drawn]) -> None:
        self.key, self.share, self._is_wanted = key, 0.0, True
        self.ask()
        self._future: Future[Drawn] = _workers().submit(simulate, progress=self._tell)

    @property
    def is_done(self) -> bool:
        """Whether the draws are there."""
        return self._future.done() and not self.is_stopped

    @property
    def is_stopped(self) -> bool:
        """Whether the work ended without draws, because nobody waited for them."""
        if not self._future.done():
            return False
        return self._future.cancelled() or isinstance(self._future.exception(), SupersededError)

    def ask(self) -> None:
        """Say that somebody waits for the draws."""
        self._asked_at = time.monotonic()

    def result(self) -> Drawn:
        """Return the draws, once they are there; an error of theirs is raised."""
        return self._future.result()

    def stop(self) -> None:
        """End the work: nobody waits for it any more."""
        self._is_wanted = False
        self._future.cancel()

    def _tell(self, share: float) -> None:
        if not self._is_wanted or time.monotonic() - self._asked_at > PATIENCE:
            raise SupersededError
        self.share = share


def refined(key: Key, simulate: Callable[..., Drawn]) -> Drawn | None:
    """Return the many draws if they are there; else see that they are made, and return None.

    Other draws of this reader that are still on their way are stopped; finished ones are kept.

    Args:
        key: What the draws are of.
        simulate: Makes them; takes `progress`.
    """
    there = _known()
    for other in [each for each in there.values() if each.key != key and not each.is_done]:
        other.stop()
        del there[other.key]
    if key not in there or there[key].is_stopped:
        there[key] = Refinement(key, simulate)
        for oldest in list(there)[:-KEPT]:
            del there[oldest]
    there[key].ask()
    return cast("Drawn", there[key].result()) if there[key].is_done else None


def known(key: Key) -> Any:
    """Return finished draws, None where they are not there; nothing is begun or stopped."""
    there = _known().get(key)
    return there.result() if there is not None and there.is_done else None


def share_done(key: Key) -> float:
    """Return how far draws on their way are, 0 to 1."""
    there = _known().get(key)
    return 0.0 if there is None else min(there.share, 1.0)


def show_progress(key: Key, *, first: int, wanted: int) -> None:
    """Draw how far some draws are; when they are there, the page is drawn anew.

    Args:
        key: As in `refined`.
        first: Draws that the page shows already.
        wanted: Draws on their way.
    """
    if key in _known() and not _known()[key].is_done:
        _bar(key, first, wanted)


@st.fragment(run_every=EVERY)
@in_readers_language
@while_admitted
def _bar(key: Key, first: int, wanted: int) -> None:
    waiting = _known().get(key)
    if waiting is None or waiting.is_done:
        st.rerun()
    waiting.ask()
    st.progress(
        min(waiting.share, 1.0),
        text=t(
            "{first} draws so far; {wanted} are on their way…",
            first=f"{first:,}",
            wanted=f"{wanted:,}",
        ),
    )


def _known() -> dict[Key, Refinement[Any]]:
    """Return this reader's draws, the newest last."""
    return cast(
        "dict[Key, Refinement[Any]]", st.session_state.setdefault("uncertainty_refinements", {})
    )


@cache
def _workers() -> ThreadPoolExecutor:
    """Two readers' draws at a time; a third one waits."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="draws")
