"""The page Sectors: the five side by side for an agency of so many people."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import sentences, t
from placement.domain.types import MOST_ACCOUNTS, FloatArray
from placement.report.made_with import MadeWith
from placement.ui import cached, restored, session
from placement.ui.charts.sectors import sectors_chart
from placement.ui.contracts.capacities import SEATS, USUAL
from placement.ui.fee_terms import terms_in_use
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.inputs import export
from placement.ui.options.book import amount
from placement.ui.sectors import cached as found
from placement.ui.uncertainty.draws import asked
from placement.ui.uncertainty.line import show_how_sure
from placement.ui.waiting import waited_for
from placement.words.how_sure import in_draws, sectors_words
from placement.words.markdown import plain
from placement.words.names import sector_name
from placement.words.numbers import NONE, as_percent, money, points

PEOPLE = "sectors_people"
_ACCOUNTS = "sectors_accounts_"

DRAWS = 60
"""Each values a contract of every sector: some tenths of a second."""


def show_sectors(book: api.Book | None) -> None:
    """Draw what is asked and the answer; say what is wrong."""
    try:
        _show(book)
    except PlacementError as error:
        st.error(plain(str(error)))


def _show(book: api.Book | None) -> None:
    scenario = session.scenario()
    currency = "CNY" if book is None else book.tape.currency
    mixes = found.mixes(book, scenario, session.assumptions().sectors)
    people, accounts = _inputs(list(mixes.segments))
    question = found.key_of(mixes, accounts, scenario)
    valued = waited_for(
        ("sectors", question),
        lambda: found.entries(mixes, accounts, scenario),
        saying=t("Valuing a contract of each sector…"),
    )
    entries = _for_people(valued, people)
    words = st.empty()
    words.success(lead_words(entries, currency), icon=":material/flag:")
    sure = st.container()
    st.vega_lite_chart(
        chart_rows(entries),
        sectors_chart(
            money=t("Profit a person and month ({currency})", currency=currency),
            sector=t("Sector"),
        ),
        key="sectors_chart",
        alt=t("Bars: what a month of one person's work earns in each sector."),
    )
    place = st.empty()
    with place.container():
        _table(entries, mixes, currency)
    moved = waited_for(
        ("hanging sectors", question),
        lambda: found.hanging(mixes, accounts, scenario),
        saying=t("Looking for the numbers the order hangs on…"),
    )
    hanging = _for_people(moved, people)
    words.success(
        sentences([lead_words(hanging, currency), hangs_words(hanging[0])]), icon=":material/flag:"
    )
    with sure:
        _how_sure(mixes, accounts, hanging)
    table = table_of(hanging, mixes.from_book)
    with place.container():
        _table(hanging, mixes, currency)
    made = MadeWith(
        assumptions=session.assumptions(),
        library=session.library(),
        stance=scenario.stance,
        as_of=None,
        book=session.book_name() or found.SAMPLE,
    )
    export(lambda: table, name="sectors", key="sectors", made_with=made)
    st.caption(
        t(
            "Each contract is valued like the lot of Deal zone, all accounts of the sector in the "
            "mix of the book, at the library's commission and fixed cost. Contracts are as many as "
            "the people can work in the busiest month, all begun together; none where they lose. "
            "The numbers of the panel and of Assumptions count."
        )
    )


def _how_sure(
    mixes: found.Mixes, accounts: dict[str, int], entries: Sequence[api.SectorEntry]
) -> None:
    """Draw in how many draws the sector that leads does."""
    scenario, numbers, fees = session.scenario(), session.assumptions(), terms_in_use()
    correlation, seed = asked()

    def draw(progress: Callable[[float], None]) -> dict[str, FloatArray]:
        return api.simulate_sectors(
            mixes.segments,
            numbers,
            accounts=accounts,
            draws=DRAWS,
            stance=scenario.stance,
            fees=fees,
            seed=seed,
            correlation=correlation,
            progress=progress,
        )

    names = {sector: sector_name(sector) for sector in mixes.segments}
    show_how_sure(
        ("sectors", found.key_of(mixes, accounts, scenario), correlation, seed),
        draw,
        lambda made: sentences(
            [in_draws(DRAWS), sectors_words(made, names, leads=entries[0].sector)]
        ),
    )


def _inputs(sectors: list[str]) -> tuple[float, dict[str, int]]:
    restored.number(PEOPLE, low=1.0, high=api.MOST_PEOPLE)
    restored.number(SEATS, low=0.0)
    st.session_state.setdefault(PEOPLE, float(st.session_state.get(SEATS, USUAL[SEATS])))
    people = st.number_input(
        t("People there are"),
        min_value=1.0, max_value=api.MOST_PEOPLE, step=1.0, format="%.4g", key=PEOPLE,
        persist_state="session",
        help=t("Collectors who could work on the new sector."),
    )  # fmt: skip
    sizes, accounts = usual_sizes(), {}
    with st.expander(t("Accounts of one contract"), icon=":material/inventory_2:"):
        st.caption(
            t("At first the middle one of the sample contracts; a contract's fixed cost is shared.")
        )
        with st.grid(columns="auto", min_column_width=150):
            for sector in sectors:
                key = f"{_ACCOUNTS}{sector}"
                restored.number(key, low=1, high=MOST_ACCOUNTS)
                st.session_state.setdefault(key, sizes.get(sector, 1_000))
                accounts[sector] = int(
                    st.number_input(
                        sector_name(sector),
                        min_value=1, max_value=MOST_ACCOUNTS, step=1, key=key,
                        persist_state="session",
                    )
                )  # fmt: skip
    return float(people), accounts


@cache_per_workspace()
def usual_sizes() -> dict[str, int]:
    """Return the accounts of the middle one of the sample contracts of each sector."""
    path = cached.SAMPLES / "contracts.csv"
    contracts = api.open_contracts(
        path, filename=path.name, assumptions=session.library()
    ).contracts
    bands = contracts.bands
    sizes = np.bincount(bands.of, weights=bands.accounts)
    sectors = np.array(bands.sector, dtype=object)[np.unique(bands.of, return_index=True)[1]]
    return {
        sector: round(float(np.median(sizes[sectors == sector]))) for sector in sorted(set(sectors))
    }


def lead_words(entries: Sequence[api.SectorEntry], currency: str) -> str:
    """Return which sector to enter and what that means, in words."""
    lead = entries[0]
    if not lead.contracts:
        return t(
            "In no sector does a contract pay at these numbers; the least is lost in {sector}.",
            sector=sector_name(lead.sector),
        )
    return t(
        "**{sector}** first: a person's month earns {worth} {currency}. {people} people hold "
        "{contracts} contracts of {accounts} accounts at {commission}, above the floor of {floor}; "
        "that takes {cash} {currency} of cash and brings {profit} {currency} over the term.",
        sector=sector_name(lead.sector),
        worth=money(lead.per_seat_month or 0.0),
        people=f"{lead.people:,.4g}",
        contracts=f"{lead.contracts:,}",
        accounts=f"{lead.accounts:,}",
        commission=points(lead.commission),
        floor=points(lead.floor),
        cash=money(lead.cash),
        profit=money(lead.profit),
        currency=currency,
    )


def hangs_words(entry: api.SectorEntry) -> str:
    """Return on which numbers a sector's place hangs, in words; "" where nothing was compared."""
    hangs = entry.hangs
    if hangs is None or not entry.contracts:
        return ""
    what = []
    if hangs.odds is not None:
        what.append(t("the odds of its debtors fall to {odds} of those assumed",
                      odds=f"{hangs.odds:.0%}"))  # fmt: skip
    if hangs.commission is not None:
        what.append(t("its commission falls to {commission}", commission=points(hangs.commission)))
    if not what:
        return t("Neither its odds nor its commission alone would put {other} first.",
                 other=sector_name(hangs.against))  # fmt: skip
    return t("{other} comes first where {what}.",
             other=sector_name(hangs.against), what=t(" or where ").join(what))  # fmt: skip


def table_of(entries: Sequence[api.SectorEntry], from_book: frozenset[str]) -> pd.DataFrame:
    """Return one row a sector; shares are decimals, money to the cent."""
    return pd.DataFrame(
        {
            "sector": [entry.sector for entry in entries],
            "accounts_from": ["book" if e.sector in from_book else "sample" for e in entries],
            "accounts": [entry.accounts for entry in entries],
            "commission": [entry.commission for entry in entries],
            "floor": [entry.floor for entry in entries],
            "profit_per_seat_month": [_cents(entry.per_seat_month) for entry in entries],
            "contracts": [entry.contracts for entry in entries],
            "people_busy": [round(entry.busy, 2) for entry in entries],
            "cash": [_cents(entry.cash) for entry in entries],
            "profit": [_cents(entry.profit) for entry in entries],
            "against": [entry.hangs.against if entry.hangs else None for entry in entries],
            "odds_factor": [entry.hangs.odds if entry.hangs else None for entry in entries],
            "commission_at_which": [
                entry.hangs.commission if entry.hangs else None for entry in entries
            ],
        }
    )


def chart_rows(entries: Sequence[api.SectorEntry]) -> pd.DataFrame:
    """Return the rows of the chart; sectors in which nobody works have no bar."""
    return pd.DataFrame(
        {
            "sector": [sector_name(entry.sector) for entry in entries],
            "money": [max(entry.per_seat_month or 0.0, 0.0) for entry in entries],
            "label": [_label(entry) for entry in entries],
            "leads": [place == 0 and entry.contracts > 0 for place, entry in enumerate(entries)],
        }
    )


def _label(entry: api.SectorEntry) -> str:
    if entry.per_seat_month is None:
        return t("nobody works")
    return t("loses") if entry.per_seat_month < 0.0 else money(entry.per_seat_month)


def _table(entries: Sequence[api.SectorEntry], mixes: found.Mixes, currency: str) -> None:
    table = table_of(entries, mixes.from_book)
    own, sample = session.book_name() or t("book"), t("sample")
    shown = table.assign(
        sector=table["sector"].map(sector_name),
        accounts_from=table["accounts_from"].map({"book": own, "sample": sample}),
        against=table["against"].map(sector_name, na_action="ignore"),
    )
    shares = ["commission", "floor", "commission_at_which"]
    shown[shares] = shown[shares].astype(float).map(as_percent)
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    st.dataframe(
        shown,
        hide_index=True,
        key=f"sectors_table_{entries[0].hangs is not None}",
        placeholder=NONE,
        column_config={
            "sector": text(t("Sector")),
            "accounts_from": text(t("Accounts from"), help=t("The open book, else the sample.")),
            "accounts": number(t("Accounts each"), format="localized"),
            "commission": number(t("Commission (%)"), format="%.1f"),
            "floor": number(t("Floor (%)"), format="%.1f"),
            "profit_per_seat_month": amount(
                t("Profit a person and month ({currency})", currency=currency)
            ),
            "contracts": number(t("Contracts to sign"), format="localized"),
            "people_busy": number(t("People busy"), format="%.1f"),
            "cash": amount(t("Cash needed ({currency})", currency=currency)),
            "profit": amount(t("Profit in all ({currency})", currency=currency)),
            "against": text(t("Compared with")),
            "odds_factor": number(
                t("Order changes at odds ×"),
                format="%.2f",
                help=t("Times the odds in use at which this sector and the other change places."),
            ),
            "commission_at_which": number(t("Or at a commission of (%)"), format="%.1f"),
        },
        column_order=[
            "sector",
            "accounts_from",
            "profit_per_seat_month",
            "contracts",
            "cash",
            "profit",
            "odds_factor",
            "commission_at_which",
            "against",
            "commission",
            "floor",
            "accounts",
            "people_busy",
        ],
        alt=t("The sectors side by side, the most profit for a person's month first."),
    )


def _for_people(entries: Sequence[api.SectorEntry], people: float) -> tuple[api.SectorEntry, ...]:
    return tuple(replace(entry, people=people) for entry in entries)


def _cents(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else round(value, 2)
