"""Page: what do the terms mean, and what are they called in the other language?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.glossary import view
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, search, terms."""
    st.title(t("Glossary"))
    view.show()


run_page(render)
