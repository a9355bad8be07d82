"""What is said where an open scenario was made on another book than the session's."""

import streamlit as st

from placement.domain.text import clauses, t
from placement.ui import session
from placement.ui.scenarios import open as opened
from placement.words.markdown import plain


def say_other_book() -> None:
    """Say where the open scenario was made on another book than the session's."""
    made, here = opened.made_on(), session.current_book()
    if made is None:
        return
    if here is None:
        st.warning(
            t(
                "It was made on {name} ({count} accounts). Load that file on the page Book.",
                name=f"**{plain(made.name)}**",
                count=f"{made.accounts:,}",
            ),
            icon=":material/upload_file:",
        )
    elif other := made.differences(here.reference):
        st.warning(
            t(
                "It was made on {name}; the book open here is another one: {differences}. Answers "
                "are of the book open here.",
                name=f"**{plain(made.name)}**",
                differences=plain(clauses(other)),
            ),
            icon=":material/difference:",
        )
