"""The decision memo of the book on the screen: made when asked for, then taken along."""

from collections.abc import Callable, Mapping

import streamlit as st

from placement import api
from placement.decide.timing.follow_up import BestPlans
from placement.domain.text import t
from placement.ui import session
from placement.ui.language import readers_language
from placement.ui.made_with import made_with
from placement.ui.memo import offer_memo
from placement.ui.timing.exact import chosen_horizon
from placement.ui.uncertainty import refine
from placement.ui.uncertainty.draws import asked

MADE = "decision_memo"
"""Key of the memo's files with what they are of."""


def show_memo(ranked: api.BookRanking, plans: BestPlans) -> None:
    """Draw the button that makes the memo, and its files.

    Args:
        ranked: The book.
        plans: The best plan of every segment, as the page shows them.
    """
    scenario, (correlation, seed) = session.scenario(), asked()
    horizon = chosen_horizon()
    drawn = ("plans", ranked.key, scenario.digest, horizon, correlation, seed)

    def make(progress: Callable[[float], None]) -> Mapping[str, bytes]:
        book = api.memo_book(
            ranked,
            made_with(ranked),
            horizon=horizon,
            seed=seed,
            correlation=correlation,
            plans=plans,
            drawn=refine.known(drawn),
            progress=progress,
        )
        return {suffix: book.file(suffix) for suffix in api.MEMO_FORMATS}

    st.subheader(t("Decision memo"))
    st.caption(
        t(
            "Two pages for the committee: first moves, cash by month, how sure it is, why, what "
            "would change it, what nobody published, next steps with dates."
        )
    )
    offer_memo((*drawn, readers_language()), make, made=MADE, key="memo", name="decision_memo")
