"""The session's terms of a contract beyond its headline; on every page lots are under them."""

import streamlit as st

from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.text import t
from placement.ui.work.state import FEE_TERMS

_TURN = "deal_fee_turn"


def terms_in_use() -> FeeTerms:
    """Return the session's terms."""
    terms: FeeTerms = st.session_state.setdefault(FEE_TERMS, FeeTerms())
    return terms


def keep_terms(terms: FeeTerms) -> None:
    """Make terms the session's, without a way back; `session.change_terms` has one."""
    st.session_state[FEE_TERMS] = terms


def inputs_turn() -> int:
    """Return which opening of the inputs of the terms this is; each has keys of its own."""
    return int(st.session_state.setdefault(_TURN, 0))


def open_inputs_anew() -> None:
    """Let every input of the terms show the session's, whatever was typed before."""
    st.session_state[_TURN] = inputs_turn() + 1


def say_terms() -> None:
    """Say where lots are valued under terms that were typed on the page Deal zone."""
    if not terms_in_use().is_plain:
        st.caption(t("The fee terms of the page Deal zone hold for these lots as well."))
