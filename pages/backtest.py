"""Page: how well would the odds have foretold what then came in?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.backtest import view
from placement.ui.remitted import remittances_or_stop
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, file or stop, answer."""
    st.title(t("Backtest"))
    view.show(remittances_or_stop(samples=("remittances_bank_card.csv", "remittances_telecom.csv")))


run_page(render)
