"""The Options page for an agency: what the same book would earn it, and what it would not work."""

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from placement import api
from placement.decide.agency_book import AgencyBook
from placement.domain.text import t
from placement.ui import restored
from placement.ui.agency.table import (
    ALL,
    NO_PLACEMENT,
    NOT_WORKED,
    WORKED,
    agency_table,
    groups,
)
from placement.ui.inputs import export
from placement.ui.made_with import made_with
from placement.ui.options.book import (
    ROWS_SHOWN,
    amount,
    choose_sector,
    how_many,
    largest,
)
from placement.ui.options.view import rankings_or_stop
from placement.ui.tables import (
    answer_first,
    row_height,
    segment_column,
    segments_called,
    table_height,
)
from placement.ui.tiles import tiles
from placement.words.numbers import as_percent, money, share, signed, whole

WHY_WIDTH = 275
"""Pixels: both fit beside the panel of a window 1,280 wide, so that a reason stands by its name."""


def show_agency(book: api.Book) -> None:
    """Draw tiles, the segments with the agency's profit, and how to read the break-even."""
    ranked, before = rankings_or_stop(book)
    side = api.agency_side(ranked.ranking)
    was = api.agency_side(before.ranking) if before else None
    currency = ranked.book.tape.currency
    segments = ranked.ranking.valuation.segments
    worked = int(side.accounts[side.works].sum())
    against = t("from the library") if was else None
    with tiles():
        st.metric(
            t("The agency's profit ({currency})", currency=currency),
            money(side.total_profit),
            delta=signed(side.total_profit - was.total_profit) if was else None,
            delta_description=against,
            help=t(
                "Commission less VAT, less the cost of contacts and of taking accounts on, in "
                "today's money, for all accounts it can be given. Those it would not work are in "
                "it: taking them on costs something too. Fixed costs of the contract are not in it."
            ),
        )
        st.metric(
            t("Accounts it would work"),
            whole(worked),
            delta=signed(worked - int(was.accounts[was.works].sum())) if was else None,
            delta_description=against,
            help=t(
                "{share} of the book's accounts.", share=share(worked, of=segments.accounts.sum())
            ),
        )
        st.metric(
            t("Accounts that pay"),
            share(side.total_liquidation, of=1.0),
            help=t(
                "Within the term, of all accounts that can be placed; those that pay by themselves "
                "included."
            ),
        )
        st.metric(
            t("Segments not worked"),
            whole(int((side.is_open & ~side.works).sum())),
            help=t(
                "Commission on what they would pay does not cover the contacts needed. In "
                "{count} more there is no next placement.",
                count=int((~side.is_open).sum()),
            ),
        )
    st.caption(
        t(
            "Of the profit, {worked} {currency} is from accounts it would work and {others} "
            "{currency} from the others, if it has to take them on too: commission on those who "
            "pay by themselves, less the cost of taking them on.",
            worked=money(side.worked_profit),
            others=money(side.total_profit - side.worked_profit),
            currency=currency,
        )
    )
    st.caption(
        t(
            "Each segment goes to its next agency: the first if it was never placed, the second "
            "after one placement, and so on."
        )
    )
    _table(ranked, side)
    _break_even(currency)


def _choose_group(side: AgencyBook) -> str:
    """Draw the choice of segments by what the agency would do and return it."""
    names = {
        ALL: t("All segments"),
        WORKED: t("It would work"),
        NOT_WORKED: t("It would not work"),
    }
    if not side.is_open.all():
        names[NO_PLACEMENT] = t("No next placement")
    restored.choice("agency_group", names)
    # A book without used-up placements does not offer the last choice.
    if st.session_state.get("agency_group", ALL) not in names:
        st.session_state["agency_group"] = ALL
    return str(
        st.selectbox(
            t("Show"),
            options=list(names),
            format_func=names.__getitem__,
            key="agency_group",
            persist_state="session",
            help=t("By what the next agency would do with the accounts."),
        )
    )


def _table(ranked: api.BookRanking, side: AgencyBook) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        sector = choose_sector(ranked.ranking)
        group = _choose_group(side)
    positions = largest(ranked.ranking.valuation.segments, sector=sector)
    positions = positions[groups(side)[group][positions]]
    if not len(positions):
        st.info(t("There is no such segment here. Show all segments, or choose another sector."))
        return
    table = agency_table(ranked.ranking, side).iloc[positions]
    shown = table.head(ROWS_SHOWN)
    st.caption(how_many(len(shown), len(positions)))
    called = segments_called(ranked.ranking.valuation.segments, positions)[:ROWS_SHOWN]
    percents = ["liquidation", "commission", "break_even_commission"]
    whole = ["balance", "profit"]
    display = shown.assign(
        segment=called,
        **{name: shown[name].map(as_percent, na_action="ignore") for name in percents},
        **{name: shown[name].round() for name in whole},
    ).drop(columns="worked")
    tall = row_height(called)
    st.dataframe(
        display,
        hide_index=True,
        key="agency_table",
        height=table_height(len(called), each=tall),
        row_height=tall,
        column_order=answer_first(display, "segment", "profit", "why"),
        placeholder="\N{EN DASH}",
        column_config=_columns(ranked.book.tape.currency),
        alt=t("Segments with the agency's profit, effort, commission and break-even."),
    )
    export(lambda: table, name="agency_side", key="agency", made_with=made_with(ranked))


def _columns(currency: str) -> dict[str, ColumnConfig | str]:
    number = st.column_config.NumberColumn
    return {
        "segment": segment_column(),
        "why": st.column_config.TextColumn(
            t("Would it work them?"),
            width=WHY_WIDTH,
            help=t(
                "Brings: its commission on one payment, less VAT. Contacts cost: what the first "
                "payment takes in contacts. Both in {currency}. Where that pays and it still would "
                "not work them, contacts and taking the accounts on cost more than all commission.",
                currency=currency,
            ),
        ),
        "accounts": number(t("Accounts"), format="localized"),
        "balance": amount(t("Balance ({currency})", currency=currency)),
        "placement": number(t("Placement number")),
        "profit": amount(
            # Short, or it is cut off: the column stands beside two wide ones.
            t("Profit ({currency})", currency=currency),
            help=t("The agency's, for all accounts of the segment, in today's money."),
        ),
        "liquidation": number(t("Accounts that pay (%)"), format="%.1f"),
        "contacts_per_month": number(
            t("Contacts per month"), format="%.1f", help=t("To each open account.")
        ),
        "worked_months": number(t("Months worked"), format="%.0f"),
        "contacts_per_success": number(
            t("Contacts per success"),
            format="%.0f",
            help=t("All contacts of the placement divided by the accounts that pay."),
        ),
        "commission": number(t("Commission (%)"), format="%.1f"),
        "break_even_commission": number(
            t("Break-even commission (%)"),
            format="%.1f",
            help=t(
                "Commission at which the first payment covers its contacts. Above 100 no "
                "commission can pay for phone work."
            ),
        ),
    }


def _break_even(currency: str) -> None:
    with st.expander(t("How to read the break-even")):
        st.markdown(
            t(
                "An agency is paid by commission only. Work on a segment starts when the "
                "commission on one payment, less VAT, is more than the contacts that the first "
                "payment costs:"
            )
        )
        st.markdown(
            "> "
            + t(
                "break-even commission = cost per contact × contacts per willing debtor × "
                "(1 + VAT) ÷ (share of willing debtors × balance × share settled)"
            )
        )
        st.markdown(
            t(
                "It is the least at which work can start, not a price to offer: taking accounts "
                "on, fading debtors and the agency's own margin come on top. Move the commission "
                "in the panel to see which segments come in. Amounts are in {currency}.",
                currency=currency,
            )
        )
