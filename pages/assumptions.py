"""Page: which numbers does everything rest on, and what if one of them were different?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, then every number in use."""
    st.title(t("Assumptions"))
    st.info(t("No numbers to show yet: the library of assumptions is empty."))


run_page(render)
