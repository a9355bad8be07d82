"""What the server keeps of a browser's work without being asked, and the way to be rid of it."""

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.scenario.works import MOST_STEPS
from placement.ui.language import in_readers_language
from placement.ui.work import desk
from placement.ui.work.limits import ROWS_DAYS
from placement.words.markdown import plain

_FAULT = "scenarios_forget_fault"


def what_is_kept() -> None:
    """Draw what is kept and the button that forgets it; a second one asks again."""
    st.subheader(t("What is kept of your work"))
    if desk.refuses_cookies():
        st.caption(t("This browser keeps no cookies: a reload begins anew, without your book."))
    else:
        st.caption(
            t(
                "For this browser, until {days} days after its last use: your numbers with {steps} "
                "steps back, the fee terms, what you set on pages, your lists of lots and "
                "contracts, and of the book its name, size and fingerprint. No account: those are "
                "only in the server's memory while you work.",
                days=ROWS_DAYS,
                steps=MOST_STEPS,
            )
        )
    if fault := st.session_state.pop(_FAULT, None):
        st.error(plain(fault), icon=":material/database_off:")
    with st.popover(t("Forget my work"), icon=":material/delete:"):
        st.markdown(
            t(
                "All of it goes, with the book, in every tab of this browser, and cannot be had "
                "back. Saved scenarios, their links and the books kept with them stay: those are "
                "forgotten above, one by one."
            )
        )
        st.button(
            t("Forget it now"),
            key="scenarios_forget_work",
            type="primary",
            icon=":material/delete_forever:",
            on_click=in_readers_language(_forget),
        )


def _forget() -> None:
    try:
        desk.forget()
    except PlacementError as error:
        st.session_state[_FAULT] = str(error)
