"""Page: shall we run a pilot, how large, when to stop it, and with which agency?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.pilot import view
from placement.ui.pilot.inputs import asked
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, inputs, answers."""
    st.title(t("Pilot"))
    panel, main = st.columns([1, 2.8], gap="medium")
    with panel:
        question = asked()
    with main:
        view.show(question)


run_page(render)
