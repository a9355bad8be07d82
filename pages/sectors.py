"""Page: which sector should an agency enter with the people it has?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session, what_if
from placement.ui.sectors import view as sectors_view
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, inputs, one call, show; sectors the book lacks are the sample's."""
    st.title(t("Sectors"))
    panel, main = st.columns([1, 2.8], gap="medium")
    with panel, what_if.frame():
        what_if.panel()
    with main:
        sectors_view.show_sectors(session.open_book_or_none())


run_page(render)
