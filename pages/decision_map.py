"""Page: which option is best at each balance and age?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.shell import run_page, stop_without_book


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Decision map"))
    stop_without_book()


run_page(render)
