"""What the page Pilot asks: what is thought of success, how many accounts, what they bring."""

from dataclasses import dataclass

import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.domain.types import OLDEST_AGE
from placement.ui import restored, session
from placement.ui.inputs import percent
from placement.ui.language import in_readers_language
from placement.words.markdown import plain
from placement.words.names import sector_name
from placement.words.numbers import as_percent

MOST = 1_000_000_000
LEAST_SHARE = 0.0001
FIRST = {"pilot_accounts": 2_000, "pilot_gain": 900.0, "pilot_cost": 100.0}


@dataclass(frozen=True, kw_only=True)
class Question:
    """The inputs of the page."""

    prior: api.Prior
    accounts: int
    gain: float
    cost: float
    against: api.Prior | None


def asked() -> Question:
    """Draw the inputs and return what they hold."""
    for key, value in FIRST.items():
        st.session_state.setdefault(key, value)
    prior = _prior(
        "pilot", t("Accounts thought to succeed"), mean=0.10, strength=20.0,
        help=t("Your best guess before anything is tried."),
    )  # fmt: skip
    _from_numbers()
    accounts = st.number_input(
        t("Accounts to decide about"),
        min_value=1, max_value=MOST, step=100,
        key="pilot_accounts", persist_state="session",
        help=t("All of them, those of the pilot among them."),
    )  # fmt: skip
    gain = st.number_input(
        t("A success brings"),
        min_value=0.0, max_value=1e9, step=100.0,
        format="%.2f", key="pilot_gain", persist_state="session",
        help=t("Money that an account which succeeds leaves, after commission."),
    )  # fmt: skip
    cost = st.number_input(
        t("Trying an account costs"),
        min_value=0.0, max_value=1e9, step=10.0,
        format="%.2f", key="pilot_cost", persist_state="session",
        help=t("Successful or not: work, letters, court fees, or what a sale would have paid."),
    )  # fmt: skip
    against = None
    if st.toggle(
        t("A second agency"), key="pilot_two", persist_state="session",
        help=t("Which of two to give the accounts to, and whether to try both first."),
    ):  # fmt: skip
        against = _prior(
            "pilot_against", t("With the second"), mean=0.12, strength=5.0,
            help=t("Your best guess for the second agency."),
        )  # fmt: skip
    return Question(
        prior=prior, accounts=int(accounts), gain=float(gain), cost=float(cost), against=against
    )


def _from_numbers() -> None:
    """Draw the way to take the guess from the numbers in use."""
    with st.expander(t("Take the guess from the numbers in use"), icon=":material/tune:"):
        sectors = {sector: sector_name(sector) for sector in session.assumptions().sectors}
        restored.choice("pilot_sector", sectors)
        st.selectbox(
            t("Sector"), list(sectors), format_func=sectors.__getitem__,
            key="pilot_sector", persist_state="session",
        )  # fmt: skip
        for key, first in (("pilot_age", 7.0), ("pilot_months", api.PRIOR_MONTHS)):
            st.session_state.setdefault(key, first)
        st.number_input(
            t("Months past due at placement"),
            min_value=0.0, max_value=OLDEST_AGE, step=1.0, format="%.4g",
            key="pilot_age", persist_state="session",
        )  # fmt: skip
        st.number_input(
            t("Months worked"),
            min_value=1, max_value=60, step=1, key="pilot_months", persist_state="session",
            help=t("An account succeeds if it begins to pay within them."),
        )  # fmt: skip
        st.button(
            t("Take it"),
            key="pilot_take",
            on_click=in_readers_language(_take),
            help=t("All numbers of the sector are drawn from their ranges, 200 times."),
        )
        if wrong := st.session_state.pop("pilot_wrong", None):
            st.error(wrong)


def _take() -> None:
    try:
        prior = api.library_prior(
            session.assumptions(),
            st.session_state["pilot_sector"],
            float(st.session_state["pilot_age"]),
            months=int(st.session_state["pilot_months"]),
        )
    except PlacementError as error:
        st.session_state["pilot_wrong"] = plain(str(error))
        return
    st.session_state["pilot_mean"] = round(as_percent(prior.mean), 2)
    st.session_state["pilot_strength"] = float(f"{prior.strength:.3g}")


def _prior(key: str, label: str, *, mean: float, strength: float, help: str) -> api.Prior:
    share = percent(
        label, share=mean, key=f"{key}_mean", low=LEAST_SHARE, high=1.0 - LEAST_SHARE, help=help
    )
    st.session_state.setdefault(f"{key}_strength", strength)
    worth = st.number_input(
        t("This guess is worth (tries)"),
        min_value=0.1, max_value=1e6, step=5.0,
        format="%.4g", key=f"{key}_strength", persist_state="session",
        help=t("As if so many accounts had been tried already. The fewer, the less is known."),
    )  # fmt: skip
    prior = api.Prior(mean=share, strength=float(worth))
    low, high = prior.interval(0.8)
    st.caption(
        t(
            "Eight chances in ten: between {low} and {high}.",
            low=f"{low:.1%}",
            high=f"{high:.1%}",
        )
    )
    return prior
