"""Page: which odds does my own experience show, and shall the desk count with them?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.odds import adopt, history, questions
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, what was adopted, the two ways in."""
    st.title(t("Odds"))
    st.caption(
        t(
            "The odds of the library are published figures and judgements. Five answers, or a file "
            "of what your batches brought, put yours in their place, with a range."
        )
    )
    adopt.outcome()
    # By its key it stays on the tab in sight when a line is drawn above it.
    by_answers, by_file = st.tabs(
        [t("Five questions"), t("Remittance file")], key="odds_tabs", on_change="ignore"
    )
    with by_answers:
        questions.show_questions()
    with by_file:
        history.show_history()


run_page(render)
