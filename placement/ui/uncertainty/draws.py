"""How the draws are made, as the reader can change it."""

import streamlit as st

from placement import api
from placement.domain.text import t
from placement.ui import restored


def draws_panel() -> None:
    """Draw the two numbers that the draws hang on."""
    with st.expander(t("Draws"), icon=":material/casino:"):
        restored.number("uncertainty_correlation", low=-1.0, high=1.0)
        restored.number("uncertainty_seed", low=0, high=10**9)
        st.session_state.setdefault("uncertainty_correlation", api.USUAL_CORRELATION)
        st.session_state.setdefault("uncertainty_seed", api.USUAL_SEED)
        st.slider(
            t("Correlation with the sector"),
            min_value=-1.0,
            max_value=1.0,
            step=0.1,
            key="uncertainty_correlation",
            persist_state="session",
            help=t(
                "Of each number with what its sector has in common: how easy its debtors are. Two "
                "numbers have its square in common."
            ),
        )
        st.number_input(
            t("Seed"),
            min_value=0,
            max_value=10**9,
            step=1,
            key="uncertainty_seed",
            persist_state="session",
            help=t("The same seed gives the same draws."),
        )
        st.caption(
            t(
                "Every number is drawn from its range, with the value as the middle. The numbers "
                "of a table move together, and so do those that were fitted to the same results. "
                "Laws and the what-if panel do not move."
            )
        )


def asked() -> tuple[float, int]:
    """Return the correlation and the seed."""
    return (
        float(st.session_state.get("uncertainty_correlation", api.USUAL_CORRELATION)),
        int(st.session_state.get("uncertainty_seed", api.USUAL_SEED)),
    )
