"""What is agreed besides the accounts: quote, margin, fixed cost; kept for each lot."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from placement.decide.deal.lot import Ladder
from placement.domain.text import t
from placement.ui.inputs import percent, percent_in
from placement.ui.language import in_readers_language
from placement.words.numbers import as_percent

QUOTE, EXACT = "deal_quote", "deal_quote_exact"
MARGIN, FIXED, LADDER, COURT = "deal_margin", "deal_fixed", "deal_ladder", "deal_court"

_CONTRACTS = "deal_contracts"


@dataclass(frozen=True, kw_only=True)
class Contract:
    """What differs from the library for one lot; None is as in the library."""

    quoted: float | None = None
    target_margin: float | None = None
    fixed_cost: float | None = None
    ladder: Ladder = Ladder.SCALED
    court_advance_share: float = 0.0


def contract_of(lot_key: str) -> Contract:
    """Return the session's contract for a lot."""
    contracts: dict[str, Contract] = st.session_state.get(_CONTRACTS, {})
    return contracts.get(lot_key, Contract())


def quote_slider(lot_key: str, *, quoted: float) -> None:
    """Draw the slider and the box of today's quote.

    Args:
        lot_key: The lot it is for.
        quoted: The quote in use, a decimal.
    """
    wide, narrow = st.columns([4, 1], vertical_alignment="bottom")
    with wide:
        percent(
            t("Today's quote"),
            share=quoted,
            key=QUOTE,
            step=0.005,
            slider=True,
            on_change=_setter(lot_key, lambda: {"quoted": percent_in(QUOTE)}),
            help=t(
                "The headline commission on the table: share of what is collected. Of a ladder it "
                "is the mean, weighted by balance; at first it is the library's."
            ),
        )
    with narrow:
        percent(
            t("Exactly"),
            share=quoted,
            key=EXACT,
            step=0.001,
            on_change=_setter(lot_key, lambda: {"quoted": percent_in(EXACT)}),
            help=t("The same quote, to type it."),
        )
    if 0.0 < quoted < 0.01:
        st.caption(
            t(
                "A quote of {quote:g}% is less than a hundredth of what is collected; if you meant "
                "{meant:g}%, write {meant:g}.",
                quote=as_percent(quoted),
                meant=as_percent(as_percent(quoted)),
            )
        )


def terms_inputs(lot_key: str, *, margin: float, fixed_cost: float, currency: str) -> None:
    """Draw what the agency wants and pays, and how a quote becomes a ladder.

    Args:
        lot_key: The lot it is for.
        margin: Target margin in use, a decimal.
        fixed_cost: Fixed cost in use.
        currency: Unit of the money.
    """
    contract = contract_of(lot_key)
    with st.grid(columns="auto", min_column_width=200):
        percent(
            t("Agency's target margin"),
            share=margin,
            key=MARGIN,
            high=0.95,
            on_change=_setter(lot_key, lambda: {"target_margin": percent_in(MARGIN)}),
            help=t("Profit it wants, as a share of its revenue. The floor is where it gets that."),
        )
        st.session_state[FIXED] = fixed_cost
        st.number_input(
            t("Fixed cost of the contract ({currency})", currency=currency),
            min_value=0.0,
            step=1000.0,
            format="%.0f",
            key=FIXED,
            on_change=_setter(lot_key, lambda: {"fixed_cost": float(st.session_state[FIXED])}),
            persist_state="session",
            help=t("What winning and running it costs the agency, whatever it collects."),
        )
        st.session_state[LADDER] = contract.ladder
        st.selectbox(
            t("A quote changes the ladder"),
            options=list(Ladder),
            format_func={
                Ladder.SCALED: t("In proportion"),
                Ladder.SHIFTED: t("By the same points"),
                Ladder.FLAT: t("Into one rate for all"),
            }.__getitem__,
            key=LADDER,
            on_change=_setter(lot_key, lambda: {"ladder": Ladder(st.session_state[LADDER])}),
            help=t(
                "Agencies are paid more for older accounts. In proportion: each rung times quote "
                "over the mean, as a tender's single discount does."
            ),
        )
        percent(
            t("Court fees the agency lays out"),
            share=contract.court_advance_share,
            key=COURT,
            on_change=_setter(lot_key, lambda: {"court_advance_share": percent_in(COURT)}),
            help=t("Share of accounts whose court fee it pays first; only its cash depends on it."),
        )
    st.button(
        t("As in the library"),
        on_click=in_readers_language(_keep),
        args=(lot_key, Contract()),
        disabled=contract == Contract(),
        key="deal_reset",
        help=t("Gives quote, margin, fixed cost and ladder of this lot back to the library."),
    )


def _setter(lot_key: str, read: Callable[[], dict[str, Any]]) -> Callable[[], None]:
    def moved() -> None:
        _keep(lot_key, replace(contract_of(lot_key), **read()))

    return in_readers_language(moved)


def _keep(lot_key: str, contract: Contract) -> None:
    st.session_state[_CONTRACTS] = {**st.session_state.get(_CONTRACTS, {}), lot_key: contract}
