"""Page: which commission do both sides gain from?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session, what_if
from placement.ui.deal import view as deal_view
from placement.ui.deal.sight import Seat, seat_in_use
from placement.ui.options.view import rankings_or_stop
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Deal zone"))
    book = session.book_or_stop()
    panel, main = st.columns([1, 2.8], gap="medium")
    with panel, what_if.frame():
        what_if.panel(shared=seat_in_use() is not Seat.DESK)
    with main:
        ranked, _ = rankings_or_stop(book)
        deal_view.show_deal(ranked)


run_page(render)
