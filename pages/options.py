"""Page: what would each option leave in hand, and which one is best for each segment?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session, what_if
from placement.ui.agency import view as agency_view
from placement.ui.options import segment as options_view_segment
from placement.ui.options import view as options_view
from placement.ui.options.book import SEGMENT_VIEW
from placement.ui.same_command import same_as_command
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Options"))
    book = session.book_or_stop()
    view = options_view.choose_view()
    panel, main = st.columns([1, 2.8], gap="medium")
    with panel, what_if.frame():
        what_if.panel()
    with main:
        {
            options_view.BOOK_VIEW: options_view.show_book,
            SEGMENT_VIEW: options_view_segment.show_segment,
            options_view.AGENCY_VIEW: agency_view.show_agency,
        }[view](book)
        if view == options_view.BOOK_VIEW:
            same_as_command("rank")


run_page(render)
