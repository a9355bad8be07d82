"""The Options page for one segment: what would flip the best option."""

import streamlit as st

from placement import api
from placement.decide.flip_quantities import Flip
from placement.domain.text import t
from placement.domain.types import AGENCY_OPTIONS
from placement.report.made_with import MadeWith
from placement.ui import cached, session
from placement.ui.charts.flips import flips_chart
from placement.ui.inputs import export
from placement.ui.options.flip_rows import flip_rows
from placement.words.flips import flip_table
from placement.words.option_flips import Facts, option_flip_table, stays_best


def show_option_flips(ranked: api.BookRanking, position: int, *, made: MadeWith) -> None:
    """Draw how far balance, commission, odds and a buyer's price may move, and what comes then."""
    st.subheader(t("What would flip the best option alone"))
    found = cached.option_flips(
        ranked.key, session.scenario().digest, position, ranked, session.scenario()
    )
    facts = facts_of(ranked, position)
    st.markdown(stays_best(found.flips, facts=facts))
    st.vega_lite_chart(
        flip_rows(found, facts=facts),
        flips_chart(
            lower=t("lower"),
            today=t("today"),
            higher=t("higher"),
            option=t("Best option"),
            where=t("Where"),
        ),
        key="options_flips_chart",
        alt=t("Bars: which option is best as each number moves down or up from today's."),
    )
    st.caption(
        t(
            "One number is moved at a time and all others stay; today's is in the middle, the "
            "colour is the option's that is best there. Balances and odds run in equal ratios, "
            "commissions and prices in equal steps. Options count alone, closed when they end."
        )
    )
    _table(found.flips, facts, made)


def facts_of(ranked: api.BookRanking, position: int) -> Facts:
    """Return what numbers of a segment's flips need beside them to be read."""
    valuation = ranked.ranking.valuation
    is_open = any(valuation.available[option][position] for option in AGENCY_OPTIONS)
    return Facts(
        balance=float(valuation.segments.balance[position]),
        commission=float(valuation.next_contract.commission[position]) if is_open else None,
        currency=ranked.book.tape.currency,
    )


def _table(flips: tuple[Flip, ...], facts: Facts, made: MadeWith) -> None:
    with st.expander(t("The flips as a table"), icon=":material/table:"):
        st.dataframe(
            option_flip_table(flips, facts=facts),
            hide_index=True,
            key="options_flips",
            column_config={
                "quantity": st.column_config.TextColumn(t("What is moved"), width=190),
                "today": st.column_config.TextColumn(t("Today")),
                "flips_at": st.column_config.TextColumn(t("Best option changes at"), width=190),
                "change": st.column_config.TextColumn(
                    t("Change from today"),
                    help=t("Balance and odds in percent of today's number, others in points."),
                ),
                "to_option": st.column_config.TextColumn(t("Best option then")),
            },
            alt=t("Quantities with today's number and the one at which the best option changes."),
        )
        export(lambda: flip_table(flips), name="option_flips", key="options_flips", made_with=made)
