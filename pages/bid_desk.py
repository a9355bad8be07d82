"""Page: what should an agency bid for these lots, and is winning them worth it?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session
from placement.ui.bid import desk as bid_desk
from placement.ui.bid.memo import show_owners_memo
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Bid desk"))
    book = session.book_or_stop()
    panel, main = st.columns([1, 2.8], gap="medium")
    with main:
        rows = bid_desk.lots(book)
        past = bid_desk.past_results()
    with panel, bid_desk.frame():
        asked = bid_desk.ask(past)
    with main:
        bid_desk.show(rows, asked, book)
        show_owners_memo(book)


run_page(render)
