"""The frame around every page, and the guard that lets no page run outside it.

Until `st.navigation` has been called once in a server's life, Streamlit answers a deep link such
as `/options` by running `pages/options.py` alone: no navigation, no language, no page settings.
So `app.py` says when the frame is up, and a page draws only inside it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NoReturn

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.pages_manager import PagesManager

from placement.domain.text import t
from placement.ui.gate import gate
from placement.ui.samples import choose_sample, first_sample
from placement.ui.work import desk
from placement.ui.work.limits import MEMORY_MB, memory_budget
from placement.ui.work.state import WAITING

_OF_A_BAD_VALUE = (StreamlitAPIException, ValueError, TypeError, KeyError)

# A fact about one run of the script, so it lives in the run's context. In the session it would
# outlive the run, and the next run of a page alone would pass for one inside the frame.
_framed: ContextVar[bool] = ContextVar("framed", default=False)


@contextmanager
def shell() -> Iterator[None]:
    """Mark what runs inside the block as framed by `app.py`; only `app.py` uses it."""
    # Only who may be here has a frame, so that no page is drawn for anybody else.
    gate.rights()
    token = _framed.set(True)
    try:
        yield
    finally:
        _framed.reset(token)


def run_page(render: Callable[[], None]) -> None:
    """Draw a page inside the frame; outside it, start over through `app.py`.

    The last line of every page. Starting over keeps the address and its query string, so the
    reader of a deep link gets the page that was asked for, with everything around it.

    Args:
        render: Draws the page; takes nothing, because a page asks the session for what it needs.
    """
    if _framed.get():
        try:
            render()
        except _OF_A_BAD_VALUE:
            # A value from the database that no widget has looked at. The page is drawn without
            # such values; where there are none it is our own mistake.
            if not desk.drop_unchecked():
                raise
            st.rerun()
        except MemoryError:
            st.error(_too_large(), icon=":material/memory:")
        return
    # Private to Streamlit, but the only switch there is: `st.navigation` flips it, too late for
    # the first visitor. tests/browser asks a fresh server for a deep link first.
    PagesManager.uses_pages_directory = False
    st.rerun()


def _too_large() -> str:
    return t(
        "This takes more memory than one desk may take, {size} MB, and was given up. Everything "
        "else is as it was. Bring fewer columns or rows, or close the book; whoever runs the desk "
        "can raise the limit with {variable}.",
        size=f"{memory_budget() / 1e6:,.0f}",
        variable=MEMORY_MB,
    )


def stop_without_book(open_sample: Callable[[str], None]) -> NoReturn:
    """Say that a page needs a book, offer the ways to one, and end the run.

    Args:
        open_sample: Opens a sample.
    """
    if WAITING in st.session_state:
        st.warning(
            t("This page needs a book. Your file still needs a choice: make it on the page Book."),
            icon=":material/rule:",
        )
        st.page_link("pages/book.py", label=t("Choose there"), icon=":material/arrow_forward:")
    else:
        st.info(t("This page needs a book. Upload one on the page Book, or take a sample here."))
        st.page_link("pages/book.py", label=t("Upload a book"), icon=":material/upload:")
    first_sample(key="first_sample_here", open_sample=open_sample)
    choose_sample(t("Take a sample"), key="sample_here", opened=None, open_sample=open_sample)
    st.stop()
