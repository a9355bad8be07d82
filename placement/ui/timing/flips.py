"""What would change the first move: balance, commission, odds, or a buyer's price."""

import streamlit as st

from placement import api
from placement.decide.timing.first_move_flips import QUICK_HORIZON
from placement.domain.text import t
from placement.ui import session
from placement.ui.inputs import export
from placement.ui.on_demand import asked_for
from placement.ui.timing import cached as timing_cached
from placement.ui.waiting import waited_for
from placement.words.flips import flip_table, flip_words
from placement.words.names import move_names
from placement.words.timing import months_text


def show_flips(ranked: api.BookRanking, position: int, *, horizon: int, first_move: str) -> None:
    """Draw what changes a segment's first move, once a reader asks for it.

    Every place that is looked at is a whole plan, so it takes seconds and is not done unasked,
    and plans are not followed further than they need to be.

    Args:
        ranked: The book.
        position: The segment.
        horizon: Months a plan may last; no more than `QUICK_HORIZON` are looked at.
        first_move: The first move of the plan on the page.
    """
    horizon = min(horizon, QUICK_HORIZON)
    st.subheader(t("What would change the first move"))
    scenario = session.scenario()
    if not asked_for(
        (ranked.key, scenario.digest, position, horizon),
        key="timing_flips_ask",
        label=t("Work it out"),
        icon=":material/search:",
        before=t(
            "The balance, commission, odds of payment or buyer's price at which another move "
            "should come first. Takes some seconds."
        ),
    ):
        return
    flips = waited_for(
        ("flips", ranked.key, scenario.digest, position, horizon),
        lambda: timing_cached.flips(ranked, scenario, position=position, horizon=horizon),
        saying=t("Looking for the next change…"),
    )
    if flips[0].from_move != first_move:
        names = move_names()
        st.info(
            t(
                "With a horizon of {horizon} the first move is: {short}; with the longer one above "
                "it is: {long}.",
                horizon=months_text(horizon),
                short=names[flips[0].from_move],
                long=names[first_move],
            )
        )
    balance = float(ranked.ranking.valuation.segments.balance[position])
    currency = ranked.book.tape.currency
    st.dataframe(
        flip_words(flips, balance=balance, currency=currency),
        hide_index=True,
        key="timing_flips",
        column_config={
            "quantity": st.column_config.TextColumn(t("What is moved"), width=190),
            "today": st.column_config.TextColumn(t("Today")),
            "flips_at": st.column_config.TextColumn(t("First move changes at"), width=190),
            "to_move": st.column_config.TextColumn(t("First move then")),
        },
        alt=t("Quantities with today's number and the one at which the first move changes."),
    )
    st.caption(
        t(
            "One number is moved at a time and all others stay, with a horizon of {horizon}. The "
            "price is for a sale today; later prices stay.",
            horizon=months_text(horizon),
        )
    )
    export(lambda: flip_table(flips), name="first_move_flips", key="timing_flips")
