"""The line above every page: whose numbers these are, and what became of the book."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement.domain.text import t
from placement.scenario.works import OpenBook
from placement.ui import session
from placement.ui.inputs import plain
from placement.ui.work import desk


@contextmanager
def whose_numbers() -> Iterator[None]:
    """Draw the line above the page that runs inside the block, and again if it changes the book."""
    with st.container(key="book_line"):
        place = st.empty()
    before = session.current_book()
    _draw(place, before)
    try:
        yield
    finally:
        if (now := session.current_book()) != before:
            _draw(place, now)


def cookie_line() -> None:
    """Say where a browser cannot be known again."""
    if desk.refuses_cookies():
        st.caption(t("This browser keeps no cookies: a reload begins anew, without your book."))


def _draw(place: DeltaGenerator, book: OpenBook | None) -> None:
    with place.container(gap="xsmall"):
        if book is None:
            st.caption(t("No book is open."))
        elif session.is_gone():
            st.warning(_gone_words(book), icon=":material/upload_file:")
            st.page_link("pages/book.py", label=t("Load it again"), icon=":material/upload:")
        else:
            st.markdown(_words(book))
        if desk.book_moved():
            st.info(t("Another tab of this browser has opened another book: it is the book here."))
        if fault := desk.fault():
            st.warning(
                plain(fault)
                + " "
                + t("You can go on; only a restart of the server would lose what you set."),
                icon=":material/database_off:",
            )


def _words(book: OpenBook) -> str:
    parts = " · ".join([f"**{plain(book.name)}**", *_size(book)])
    if not book.is_sample:
        return f":small[{parts}]"
    sample = t("Sample")
    return f":orange-badge[{sample}] :small[{parts}]"


def _gone_words(book: OpenBook) -> str:
    return t(
        "{name} ({size}) must be loaded again: it is no longer in the server's memory, and "
        "accounts are never written to disk. Everything else is as you left it.",
        name=f"**{plain(book.name)}**",
        size=", ".join(_size(book)),
    )


def _size(book: OpenBook) -> list[str]:
    reference = book.reference
    return [
        t("{count} accounts", count=f"{reference.accounts:,}"),
        f"{reference.total:,.0f} {plain(book.currency)}",
        t("cut-off date {day}", day=reference.as_of.isoformat())
        if reference.as_of
        else t("ages as the file gives them"),
    ]
