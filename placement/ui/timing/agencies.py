"""What the agencies of a plan do and earn, beside what is published of a collector."""

import pandas as pd
import streamlit as st

from placement import api
from placement.decide.timing.plans import PlannedAgency
from placement.domain.text import t
from placement.ui import session
from placement.ui.inputs import export
from placement.ui.options.book import amount
from placement.ui.theme import OPTION_COLOURS
from placement.words.names import option_names
from placement.words.numbers import as_percent
from placement.words.timing import known_collections

AGENCIES = [name for name in OPTION_COLOURS if name.startswith("agency")]


def show_agencies(
    ranked: api.BookRanking, agencies: tuple[PlannedAgency, ...], position: int
) -> None:
    """Draw a row for each placement of the plan; nothing where it has none."""
    if not agencies:
        return
    currency = ranked.book.tape.currency
    sector = ranked.ranking.valuation.segments.sector[position]
    published = api.published_collections(sector, session.assumptions())
    st.subheader(t("What the plan's agencies earn"))
    table = agencies_table(agencies)
    number = st.column_config.NumberColumn
    st.dataframe(
        table.assign(
            agency=[option_names()[AGENCIES[each.number - 1]] for each in agencies],
            liquidation=table["liquidation"].map(as_percent),
        ).round({"profit": 2, "collected_per_seat_month": 0}),
        hide_index=True,
        key="timing_agencies",
        placeholder="\N{EN DASH}",
        column_config={
            "agency": st.column_config.TextColumn(t("Agency")),
            "start_month": number(t("Starts in month")),
            "contacts_per_month": number(
                t("Contacts per month"), format="%.1f", help=t("To each open account.")
            ),
            "worked_months": number(t("Months worked"), format="%.0f"),
            "liquidation": number(
                t("Collected (% of the balance)"),
                format="%.1f",
                help=t("Within the term, of the balance that is placed."),
            ),
            "profit": amount(
                t("Its profit per account placed ({currency})", currency=currency),
                help=t("The agency's own, taking the account on included."),
            ),
            "collected_per_seat_month": amount(
                t("A collector brings in a month ({currency})", currency=currency)
            ),
        },
        alt=t("The plan's placements with what each agency does, collects and earns."),
    )
    if published is not None:
        said, is_outside = known_collections(
            [each.collected_per_seat_month for each in agencies],
            published,
            sector=api.published_for(sector, session.assumptions()),
            currency=currency,
        )
        (st.warning if is_outside else st.caption)(said)
    export(lambda: table, name="plan_agencies", key="timing_agencies")


def agencies_table(agencies: tuple[PlannedAgency, ...]) -> pd.DataFrame:
    """Return one row per placement of a plan, by the names of the interface."""
    return pd.DataFrame(
        {
            "agency": [AGENCIES[each.number - 1].value for each in agencies],
            "start_month": [each.start_month for each in agencies],
            "contacts_per_month": [each.contacts_per_month for each in agencies],
            "worked_months": [each.worked_months for each in agencies],
            "liquidation": [each.liquidation for each in agencies],
            "profit": [each.profit for each in agencies],
            "collected_per_seat_month": [each.collected_per_seat_month for each in agencies],
        }
    )
