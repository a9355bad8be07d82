"""Page: what is in this book of overdue accounts?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session
from placement.ui.book import intake
from placement.ui.book.findings import findings_list, rows_left_out
from placement.ui.book.kept import offer
from placement.ui.book.mapping import columns_panel
from placement.ui.book.questions import questions
from placement.ui.book.strata import bands_panel, strata
from placement.ui.book.summary import show_summary
from placement.ui.book.view import bring_book, outcome, size
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, how to bring a book, then the book itself."""
    st.title(t("Book"))
    intake.answer()
    bring_book()
    outcome()
    if waiting := intake.waiting():
        offer(waiting)
        columns_panel(waiting, needs_choices=True)
    if session.book_name() is None:
        return
    book = session.book_or_stop()
    size(book)
    if waiting is None:
        offer(intake.used(book))
        questions(book, intake.used(book))
    worth = st.container()
    if waiting is None:
        columns_panel(intake.used(book), needs_choices=False)
    strata(book)
    bands_panel(book)
    findings_list(book)
    rows_left_out(book)
    with worth:
        show_summary(book)


run_page(render)
