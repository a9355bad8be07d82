"""Page: which few rules give most of what account by account would?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session
from placement.ui.policy import view
from placement.ui.policy.inputs import asked
from placement.ui.same_command import same_as_command
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Policy"))
    book = session.book_or_stop()
    panel, main = st.columns([1, 2.8], gap="medium")
    with panel, st.container(key="asked_beside"):
        question = asked()
    with main:
        view.show(book, question)
        same_as_command("policy", options={"rules": question.rules, "alone": question.is_alone})


run_page(render)
