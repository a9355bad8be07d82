"""Page: which scenario is this, what was saved, how do two differ, and who may see it?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.scenarios import view
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: this scenario, the saved ones, and files."""
    st.title(t("Scenarios"))
    view.outcome()
    view.this_one()
    st.subheader(t("Saved scenarios"))
    view.saved_ones()
    with st.expander(t("As a file"), icon=":material/draft:"):
        view.as_file()


run_page(render)
