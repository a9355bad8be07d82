"""Page: which agency is best on the same work, was its bill right, and who holds what twice?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.agencies import bill, twice, view
from placement.ui.agencies.views import BILL, TWICE, choose_view
from placement.ui.remitted import remittances_or_stop
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, which question, files or what to bring, answer."""
    st.title(t("Agencies"))
    chosen = choose_view()
    if chosen == BILL:
        bill.show()
    elif chosen == TWICE:
        twice.show()
    else:
        view.show(remittances_or_stop(samples=("remittances_bank_card.csv",)))


run_page(render)
