"""The Options page for a creditor: the whole book under the best mix and under each single way."""

import streamlit as st

from placement import api
from placement.decide.rank import Ranking
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.ui import session, what_if
from placement.ui.charts.mix import mix_chart
from placement.ui.inputs import switch
from placement.ui.options.book import SEGMENT_VIEW, VIEW, amount, segments_table
from placement.ui.options.tables import best_single_way, mix_parts, mix_rows
from placement.ui.options.words import money, share, signed

BOOK_VIEW, AGENCY_VIEW = "book", "agency"


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
    try:
        ranked = session.ranking(book)
    except PlacementError as error:
        st.error(str(error))
        st.info(t("Undo the last change, or reset the panel; then the ranking comes back."))
        st.stop()
    before = session.library_ranking(book) if what_if.differs(session.scenario()) else None
    return ranked, before


def show_book(ranked: api.BookRanking, before: api.BookRanking | None) -> None:
    """Draw tiles, the best mix against each single way, and the table of segments."""
    ranking, currency = ranked.ranking, ranked.book.tape.currency
    _tiles(ranking, before.ranking if before else None, currency)
    st.subheader(t("Everything the same way, or each segment its best way"))
    st.vega_lite_chart(
        mix_rows(ranking),
        mix_chart(value=t("Net recovery of the whole book ({currency})", currency=currency)),
        key="options_mix",
        alt=t("Bars: net recovery of the best mix and of each option for every account."),
    )
    st.caption(
        t(
            "Net recovery is what is left after costs, commission and tax, in today's money. "
            "Accounts for which an option is not open are written off in its bar."
        )
    )
    _mix_table(ranking, currency)
    segments_table(ranked)


def _tiles(ranking: Ranking, before: Ranking | None, currency: str) -> None:
    segments = ranking.valuation.segments
    balance = float(segments.balance @ segments.accounts)
    name, single = best_single_way(ranking)
    gain = ranking.best_mix_total - single
    was_gain = before.best_mix_total - best_single_way(before)[1] if before else None
    against = t("from the library") if before else None
    with st.grid(columns="auto", min_column_width=190):
        st.metric(
            t("Book balance ({currency})", currency=currency),
            money(balance),
            border=True,
            help=t(
                "{accounts} accounts in {segments} segments.",
                accounts=money(float(segments.accounts.sum())),
                segments=money(len(segments)),
            ),
        )
        st.metric(
            t("Net of the best mix ({currency})", currency=currency),
            money(ranking.best_mix_total),
            delta=signed(ranking.best_mix_total - before.best_mix_total) if before else None,
            delta_description=against,
            border=True,
            help=t("What is left if every segment takes its best option, tax relief included."),
        )
        st.metric(
            t("Gain over one way ({currency})", currency=currency),
            money(gain),
            delta=signed(gain - was_gain) if was_gain is not None else None,
            delta_description=against,
            border=True,
            help=t("The best single way for all accounts is: {name}.", name=name),
        )
        st.metric(
            t("Share of the balance"),
            share(ranking.best_mix_total, of=balance),
            border=True,
            help=t("Net of the best mix divided by the book balance."),
        )


def _mix_table(ranking: Ranking, currency: str) -> None:
    with st.expander(t("What the best mix is made of")):
        st.dataframe(
            mix_parts(ranking),
            hide_index=True,
            key="options_mix_table",
            column_config={
                "option": t("Option"),
                "segments": st.column_config.NumberColumn(t("Segments"), format="localized"),
                "accounts": st.column_config.NumberColumn(t("Accounts"), format="localized"),
                "balance": amount(t("Balance ({currency})", currency=currency)),
                "net": amount(t("Net ({currency})", currency=currency)),
            },
            alt=t("Options of the best mix with their accounts, balance and net recovery."),
        )
