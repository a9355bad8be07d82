"""Page: who may use this workspace, what is shared from it, and what was done in it?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.access import view
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: members, links, trail."""
    st.title(t("Access"))
    view.show()


run_page(render)
