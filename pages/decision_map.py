"""Page: what is best at each balance and age?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session
from placement.ui.map import view as map_view
from placement.ui.map.case import choose_case
from placement.ui.options.view import rankings_or_stop
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, book or stop, inputs, one call, show."""
    st.title(t("Decision map"))
    book = session.book_or_stop()
    ranked, _ = rankings_or_stop(book)
    view = map_view.choose_view()
    case = choose_case(ranked.ranking.valuation.segments)
    map_view.show_map(view, ranked, case)


run_page(render)
