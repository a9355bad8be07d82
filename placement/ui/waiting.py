"""Work that takes its time: how far it is, a button that stops it, and one that goes on."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from contextvars import copy_context
from typing import Generic, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from placement.domain.progress import heard_by
from placement.domain.text import t

Result = TypeVar("Result")

AT_ONCE = 0.4
"""Seconds within which an answer needs no words."""

EVERY = 0.2
"""Seconds between two looks at how far the work is."""

_STOPPED = "stopped_work"


class LeftError(Exception):
    """Nobody waits for the work any more."""


def waited_for(
    question: Hashable, work: Callable[[], Result], *, saying: str, stays_stopped: bool = True
) -> Result:
    """Return what some work comes to, saying how far it is while it lasts.

    It is done beside the page, so that whatever its reader does meanwhile is heard: another number,
    another page, or *Stop*. Then the work ends where it next tells its share (`progress`), and an
    answer that nobody waits for is not kept. Stopped, this run ends, until the reader goes on or
    asks something else.

    It takes one place on the page, slow or not, so that what is below it stays the element it was;
    what is asked only sometimes belongs into a container.

    Args:
        question: What the answer is of, and what kind of answer.
        work: Draws nothing.
        saying: What is being done.
        stays_stopped: Offer to go on where it was stopped; otherwise the page asks for it anew.
    """
    key = f"work_{hash(question)}"
    if stays_stopped and st.session_state.get(_STOPPED) == key:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(t("Stopped: {what}", what=saying), icon=":material/stop_circle:")
            st.button(t("Go on"), key=f"{key}_go_on", on_click=_note, args=(None,))
        st.stop()
    place, task = st.empty(), _Task(work)
    try:
        if not task.is_done_within(AT_ONCE):
            with place.container(horizontal=True, vertical_alignment="center"):
                bar = st.progress(0.0, saying)
                st.button(
                    t("Stop"),
                    key=f"{key}_stop",
                    icon=":material/stop_circle:",
                    on_click=_note,
                    args=(key,),
                )
            # Whatever the reader did meanwhile ends this run at the drawing of the bar.
            while not task.is_done_within(EVERY):
                bar.progress(task.share, f"{saying} {task.share:.0%}" if task.share else saying)
    finally:
        task.leave()
    place.empty()
    return task.result()


def _note(key: str | None) -> None:
    """Note which work the reader has stopped."""
    st.session_state[_STOPPED] = key


class _Task(Generic[Result]):
    """Work in a thread of its own, in the language and with the rights of who asked."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self.share, self._is_wanted = 0.0, True
        self._future: Future[Result] = Future()
        thread = threading.Thread(
            target=copy_context().run, args=(self._run, work), name="work", daemon=True
        )
        add_script_run_ctx(thread, get_script_run_ctx())
        thread.start()

    def is_done_within(self, seconds: float) -> bool:
        """Wait for the answer, no longer than that; return whether it is there."""
        return bool(wait([self._future], timeout=seconds).done)

    def leave(self) -> None:
        """Wait for it no longer."""
        self._is_wanted = False

    def result(self) -> Result:
        """Return the answer; an error of the work is raised."""
        return self._future.result()

    def _run(self, work: Callable[[], Result]) -> None:
        with heard_by(self._hear):
            try:
                self._future.set_result(work())
            except BaseException as error:
                self._future.set_exception(error)

    def _hear(self, share: float) -> None:
        if not self._is_wanted:
            raise LeftError
        self.share = min(max(share, self.share), 1.0)
