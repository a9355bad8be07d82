"""Page: which accounts go where, and the files that say so to each agency?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session
from placement.ui.lists import view
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, book or stop, agencies, one call, show."""
    st.title(t("Lists"))
    view.show(session.book_or_stop())


run_page(render)
