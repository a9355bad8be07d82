"""Page: which contracts should an agency pursue with the people it has?"""

import streamlit as st

from placement.domain.text import t
from placement.ui.contracts import view as contracts_view
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, inputs, one call, show; it needs no book."""
    st.title(t("Contracts"))
    panel, main = st.columns([1, 2.8], gap="medium")
    with main:
        contracts, sheet = contracts_view.edit_contracts()
    with panel, contracts_view.frame():
        means = contracts_view.means_or_none()
    with main:
        contracts_view.show(contracts, sheet, means)


run_page(render)
