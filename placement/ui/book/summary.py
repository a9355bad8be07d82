"""What the book would leave, in short: begun with the best and followed up, cash first."""

import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.ui import session
from placement.ui.net import in_one_sentence, net_tiles
from placement.ui.timing.exact import chosen_horizon
from placement.ui.timing.planned import plans_at_last
from placement.words.numbers import money


def show_summary(book: api.Book) -> None:
    """Draw what the book leaves under its best plans, and beside it closed at its end.

    The last thing a page asks for: planning a book takes a second or more.
    """
    try:
        ranked = session.ranking(book)
    except PlacementError as error:
        # The pages that rank say it too, with the way back beside it.
        st.caption(t("What it would leave cannot be said: {why}", why=str(error)))
        return
    plans = plans_at_last(ranked, horizon=chosen_horizon())
    ranking, currency = ranked.ranking, book.tape.currency
    segments = ranking.valuation.segments
    totals, balance = plans.totals @ ranking.accounts, float(segments.balance @ segments.accounts)
    st.subheader(t("What it would leave"))
    net_tiles(totals, balance=balance, currency=currency)
    cash, fees, tax = (money(total) for total in ranking.best_mix_totals.tolist())
    st.caption(
        sentences(
            [
                t("Every segment begun with its best and followed up, in today's money."),
                in_one_sentence(totals, balance=balance),
                t(
                    "With each segment's best option closed when it ends: cash {cash}, fees and "
                    "costs {fees}, tax relief {tax}, net {net} {currency}.",
                    cash=cash,
                    fees=fees,
                    tax=tax,
                    net=money(ranking.best_mix_total),
                    currency=currency,
                ),
            ]
        )
    )
    st.page_link(
        "pages/options.py", label=t("Segment by segment: Options"), icon=":material/leaderboard:"
    )
