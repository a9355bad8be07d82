"""The session's terms of a contract beyond its headline; on every page lots are under them."""

import streamlit as st

from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.text import t

_TERMS = "deal_fee_terms"


def terms_in_use() -> FeeTerms:
    """Return the session's terms."""
    terms: FeeTerms = st.session_state.setdefault(_TERMS, FeeTerms())
    return terms


def keep_terms(terms: FeeTerms) -> None:
    """Make terms the session's."""
    st.session_state[_TERMS] = terms


def say_terms() -> None:
    """Say where lots are valued under terms that were typed on the page Deal zone."""
    if not terms_in_use().is_plain:
        st.caption(t("The fee terms of the page Deal zone hold for these lots as well."))
