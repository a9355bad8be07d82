"""Page: how well would the odds have foretold what then came in, and did the plan hold?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.actual import view as actual_view
from placement.ui.backtest import view
from placement.ui.remitted import remittances_or_stop
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, a tab for the odds, one for the plan."""
    st.title(t("Backtest"))
    odds, actual = st.tabs([t("Odds"), t("Plan against actual")])
    # First, because the other one ends the run where there is no file.
    with actual:
        actual_view.show()
    with odds:
        samples = ("remittances_bank_card.csv", "remittances_telecom.csv")
        view.show(remittances_or_stop(samples=samples))


run_page(render)
