"""The Options page for a creditor: the whole book, followed up, and closed at its end."""

from collections.abc import Callable
from typing import TypeVar

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.rank import Ranking
from placement.decide.timing.plan_parts import PlanParts
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.domain.types import FloatArray
from placement.ui import session, what_if
from placement.ui.bars import net_titles
from placement.ui.charts.mix import begin_chart, mix_chart
from placement.ui.formula import how_a_net_comes_about, how_totals_come_about
from placement.ui.inputs import switch
from placement.ui.net import in_one_sentence, net_columns, net_tiles
from placement.ui.options.book import SEGMENT_VIEW, VIEW, amount, segments_table
from placement.ui.options.memo import show_memo
from placement.ui.options.mix import begin_rows, best_single_way, mix_parts, mix_rows
from placement.ui.since.books import show_books
from placement.ui.since.numbers import show_numbers
from placement.ui.timing.exact import chosen_horizon
from placement.ui.timing.planned import plans_at_last
from placement.ui.uncertainty.line import show_how_sure_a_book_is
from placement.words import headlines
from placement.words.markdown import plain
from placement.words.numbers import money, whole

BOOK_VIEW, AGENCY_VIEW = "book", "agency"

Answer = TypeVar("Answer")


def choose_view() -> str:
    """Draw the switch between the views and return the chosen one."""
    return switch(
        t("View"),
        {
            BOOK_VIEW: t("Whole book"),
            SEGMENT_VIEW: t("One segment"),
            AGENCY_VIEW: t("As the agency sees it"),
        },
        key=VIEW,
        default=BOOK_VIEW,
        help=t(
            "The creditor's side of the whole book or of one segment, or what the same "
            "accounts are worth to the next agency."
        ),
    )


def rankings_or_stop(book: api.Book) -> tuple[api.BookRanking, api.BookRanking | None]:
    """Return the book ranked now and, where anything differs, with the library's numbers."""
    ranked = or_stop(lambda: session.ranking(book))
    before = session.library_ranking(book) if what_if.differs(session.scenario()) else None
    return ranked, before


def or_stop(work_out: Callable[[], Answer]) -> Answer:
    """Return an answer; where a number does not fit, say so and how to go back, and end the run."""
    try:
        return work_out()
    except PlacementError as error:
        st.error(str(error))
        st.info(t("Undo the last change, or reset the panel; then the ranking comes back."))
        st.stop()


def show_book(book: api.Book) -> None:
    """Draw the book begun with the best and followed up, then every way closed at its end.

    The plans of a book take a second or more. What needs none is drawn at once, below the place
    that is kept for them.
    """
    ranked, before = rankings_or_stop(book)
    ranking, currency = ranked.ranking, book.tape.currency
    leads = st.container()
    # There with the first change: what is below it must not become another element by that.
    since = st.container()
    _alone(ranking, before.ranking if before else None, currency)
    segments = st.container()
    with leads:
        with st.container():
            plans = plans_at_last(ranked, horizon=chosen_horizon())
            was = before and plans_at_last(
                before, horizon=chosen_horizon(), scenario=session.library_scenario()
            )
        _lead(ranked, plans, was.totals @ ranking.accounts if was else None)
    with since:
        show_books()
        show_numbers(ranked)
    with segments:
        segments_table(ranked, plans)
        show_memo(ranked, plans)


def _lead(ranked: api.BookRanking, plans: PlanParts, before: FloatArray | None) -> None:
    """Draw what leads: the book begun with the best and followed up."""
    ranking, currency, horizon = ranked.ranking, ranked.book.tape.currency, chosen_horizon()
    segments = ranking.valuation.segments
    totals, balance = plans.totals @ ranking.accounts, float(segments.balance @ segments.accounts)
    st.subheader(t("Begun with the best and followed up"))
    net_tiles(totals, balance=balance, currency=currency, before=before)
    how_a_net_comes_about(plans.parts @ ranking.accounts, balance=balance, key="options_book")
    st.caption(
        sentences(
            [
                t(
                    "{accounts} accounts in {segments} segments owe {balance} {currency}.",
                    accounts=whole(float(segments.accounts.sum())),
                    segments=whole(len(segments)),
                    balance=money(balance),
                    currency=currency,
                ),
                in_one_sentence(totals, balance=balance),
            ]
        )
    )
    show_how_sure_a_book_is(ranked)
    begun = begin_rows(plans, ranking.accounts, horizon=horizon)
    st.subheader(headlines.begun_with(begun["name"].tolist(), begun["net"].tolist()))
    st.vega_lite_chart(
        begun,
        begin_chart(titles=net_titles(currency)),
        key="options_begin",
        alt=t("Bars: net recovery of the book by what its segments are begun with."),
    )
    st.caption(
        t(
            "Net recovery by what comes first. The full part of a bar is cash after fees and "
            "costs, the pale part tax relief."
        )
    )
    _mix_table(mix_parts(ranking, plans, horizon=horizon), currency)


def _alone(ranking: Ranking, before: Ranking | None, currency: str) -> None:
    """Draw the second answer: every way closed when it ends."""
    segments = ranking.valuation.segments
    name, single = best_single_way(ranking)
    gain = ranking.best_mix_total - single
    st.subheader(plain(headlines.own_way(gain, name, currency=currency)))
    net_tiles(
        ranking.best_mix_totals,
        balance=float(segments.balance @ segments.accounts),
        currency=currency,
        before=before.best_mix_totals if before else None,
    )
    how_totals_come_about(ranking.best_mix_totals, key="options_book_alone")
    st.vega_lite_chart(
        mix_rows(ranking),
        mix_chart(titles=net_titles(currency)),
        key="options_mix",
        alt=t("Bars: net recovery of the best options and of each option for every account."),
    )
    st.caption(t("Accounts for which an option is not open are written off in its bar."))


def _mix_table(table: pd.DataFrame, currency: str) -> None:
    number = st.column_config.NumberColumn
    with st.expander(t("What the book is begun with"), icon=":material/table:"):
        st.dataframe(
            table,
            hide_index=True,
            key="options_mix_table",
            column_config={
                "begin_with": t("Begin with"),
                "segments": number(t("Segments"), format="localized"),
                "accounts": number(t("Accounts"), format="localized"),
                "balance": amount(t("Balance ({currency})", currency=currency)),
                **net_columns(currency),
                "accounts_alone": number(
                    t("Accounts, closed when it ends"),
                    format="localized",
                    help=t("Accounts for which it is the best option if nothing follows."),
                ),
                "net_alone": amount(
                    t("Net recovery, closed when it ends ({currency})", currency=currency)
                ),
            },
            alt=t("What the book is begun with: accounts, balance, cash, fees, tax and net."),
        )
