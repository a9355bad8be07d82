"""Page: which agency is best on the same work, how sure is that, and who gets the next batch?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.agencies import view
from placement.ui.remitted import remittances_or_stop
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, file or stop, answer."""
    st.title(t("Agencies"))
    view.show(remittances_or_stop(samples=("remittances_bank_card.csv",)))


run_page(render)
