"""Page: which scenario is this, what was saved, how do two differ, and who may see it?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session
from placement.ui.scenarios import compare, months, view
from placement.ui.scenarios.forget import what_is_kept
from placement.ui.scenarios.shared import shared_ones
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: this scenario, the saved ones, and files."""
    st.title(t("Scenarios"))
    view.outcome()
    view.this_one()
    st.subheader(t("Saved scenarios"))
    view.saved_ones()
    shared_ones()
    with st.expander(t("As a file, and as a command"), icon=":material/draft:"):
        view.as_file()
    book = session.open_book_or_none()
    compare.compare(book)
    months.against_last_month(book)
    what_is_kept()


run_page(render)
