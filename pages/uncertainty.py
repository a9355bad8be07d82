"""Page: how sure are the answers, and what is worth finding out?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session, what_if
from placement.ui.same_command import same_as_command
from placement.ui.shell import run_page
from placement.ui.uncertainty import segment as segment_view
from placement.ui.uncertainty import view as book_view
from placement.ui.uncertainty.draws import asked, draws_panel


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Uncertainty"))
    book = session.book_or_stop()
    view = book_view.choose_view()
    panel, main = st.columns([1, 2.8], gap="medium")
    with panel:
        draws_panel()
        with what_if.frame():
            what_if.panel()
    with main:
        {
            book_view.BOOK_VIEW: book_view.show_book,
            book_view.SEGMENT_VIEW: segment_view.show_segment,
        }[view](book)
        correlation, seed = asked()
        same_as_command("simulate", options={"correlation": correlation, "seed": seed})


run_page(render)
