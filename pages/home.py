"""Page: what do you want to decide?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.book import intake
from placement.ui.home import view
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, the questions, how far one is; no valuation is asked for."""
    st.title(t("What do you want to decide?"))
    intake.answer()
    view.show_questions()
    view.show_standing()


run_page(render)
