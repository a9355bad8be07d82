"""Page: what is in this book of overdue accounts?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, then the book or how to get one."""
    st.title(t("Book"))
    st.info(t("There is no book yet. Upload one here, or take a sample."))


run_page(render)
