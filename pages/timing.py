"""Page: when to act, and in which order?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session, what_if
from placement.ui.same_command import same_as_command
from placement.ui.shell import run_page
from placement.ui.timing import view as timing_view
from placement.ui.timing.exact import HORIZON


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Timing"))
    book = session.book_or_stop()
    view = timing_view.choose_view()
    panel, main = st.columns([1, 2.8], gap="medium")
    with panel, what_if.frame():
        what_if.panel()
    with main:
        timing_view.show(view, book)
        same_as_command("when", options={"horizon": st.session_state.get(HORIZON)})


run_page(render)
