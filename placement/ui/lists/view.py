"""The page Lists: what is done now, who gets it, control sums, and one download."""

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from placement import api
from placement.decide.lists.actions import WITH_AGENCY
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.domain.errors import PlacementError
from placement.domain.text import as_now, t
from placement.domain.types import AGENCY_OPTIONS
from placement.report.files import as_zip
from placement.report.lists_files import file_names, list_files
from placement.report.lists_words import list_notes
from placement.ui import session
from placement.ui.bars import chart_rows
from placement.ui.charts.ranking import bars_chart
from placement.ui.charts.timing import MOVE_COLOURS
from placement.ui.gate.files import download_button
from placement.ui.inputs import switch
from placement.ui.lists.agencies import SAMPLE, choose_agencies, problems_shown
from placement.ui.made_with import made_with
from placement.ui.options.book import amount
from placement.ui.options.view import or_stop
from placement.ui.same_command import same_as_command
from placement.ui.timing.exact import chosen_horizon
from placement.ui.timing.planned import plans_at_last
from placement.words.headlines import done_now
from placement.words.markdown import plain
from placement.words.names import lead_names, sector_name, short_names
from placement.words.numbers import money, whole

OTHER_COLOUR = "#909488"

ROW, MOST_SHOWN = 35, 25
"""Height of a row in pixels, and rows of lists that are shown without scrolling."""
KIND = "lists_kind"


def show(book: api.Book) -> None:
    """Draw the page for a book."""
    ranked = or_stop(lambda: session.ranking(book))
    horizon, currency = chosen_horizon(), book.tape.currency
    plans = plans_at_last(ranked, horizon=horizon)
    alone = api.work_lists(ranked, plans, horizon=horizon)
    _now(alone, currency)
    st.subheader(t("Who gets the placements"))
    placed = sum(len(each.accounts) for each in alone.lists if each.is_placement)
    takers: tuple[api.Taker, ...] = ()
    if not placed:
        st.info(t("Nothing is to be placed now, so there is nothing to split."))
        found = alone
    else:
        st.caption(
            t(
                "{accounts} accounts are to be placed. Name the agencies, and each gets its share "
                "of an equal mix, drawn at random; without any, each placement is one list.",
                accounts=whole(float(placed)),
            )
        )
        takers, problems = choose_agencies(currency)
        problems_shown(problems)
        try:
            found = (
                api.work_lists(ranked, plans, takers=takers, horizon=horizon) if takers else alone
            )
        except PlacementError as error:
            problems_shown(error.messages)
            return
        if problems:
            return
    for note in list_notes(found):
        st.warning(plain(note))
    _files(found, ranked, currency)
    _mix(found, currency)
    same_as_command(
        "lists",
        options={
            "out": "lists",
            "agencies": SAMPLE if takers else None,
            "horizon": None if horizon == DEFAULT_HORIZON else horizon,
            "format": None if st.session_state.get(KIND) == ".csv" else "xlsx",
        },
    )


def _names() -> dict[str, str]:
    return {**lead_names(), WITH_AGENCY: t("With an agency now")}


def _now(lists: api.WorkLists, currency: str) -> None:
    """Draw what is done with the book now, action by action."""
    heading = st.empty()
    names, short = _names(), {**short_names(), WITH_AGENCY: t("With an agency now")}
    table = pd.DataFrame(
        [
            {
                "action": each.action,
                "accounts": len(each.accounts),
                "balance": each.balance,
                "expected_net": each.expected_net,
            }
            for each in lists.lists
        ]
    )
    table = table.groupby("action", sort=False, as_index=False).sum()
    table = table.sort_values("accounts", ascending=False, kind="stable", ignore_index=True)
    heading.subheader(
        done_now(names, dict(zip(table["action"], table["accounts"].tolist(), strict=True)))
    )
    placed = table[table["action"].isin([str(option) for option in AGENCY_OPTIONS])]
    st.markdown(
        t(
            "Of **{accounts}** accounts **{placed}** go to agencies now and **{kept}** do not; all "
            "of them leave **{net} {currency}**, as the page Options says.",
            accounts=whole(float(table["accounts"].sum())),
            placed=whole(float(placed["accounts"].sum())),
            kept=whole(float(table["accounts"].sum() - placed["accounts"].sum())),
            net=money(lists.expected_net),
            currency=currency,
        )
    )
    st.vega_lite_chart(
        chart_rows(
            [short[action] for action in table["action"]],
            table["accounts"].tolist(),
            [whole(float(count)) for count in table["accounts"]],
            [MOVE_COLOURS.get(action, OTHER_COLOUR) for action in table["action"]],
        ),
        bars_chart(rows=len(table), value=t("Accounts")),
        key="lists_now_chart",
        alt=t("Bars: accounts by what is done with them now."),
    )
    with st.expander(t("The same as a table"), icon=":material/table:"):
        st.dataframe(
            table.assign(action=[names[action] for action in table["action"]]),
            hide_index=True,
            key="lists_now_table",
            column_config={
                "action": t("Now"),
                **_sums(currency),
            },
            alt=t("Accounts, balance and expected net by what is done with them now."),
        )


def _files(found: api.WorkLists, ranked: api.BookRanking, currency: str) -> None:
    """Draw the lists with their control sums, and the one download of all of them."""
    st.subheader(t("The lists"))
    kind = switch(
        t("Files"),
        {".csv": "CSV", ".xlsx": "XLSX"},
        key=KIND,
        default=".xlsx",
        help=t("CSV for systems, XLSX for people; the control sheet is of the same kind."),
    )
    names = file_names(found.lists, ending=kind)
    table = pd.DataFrame(
        {
            "file": names,
            "accounts": [len(each.accounts) for each in found.lists],
            "balance": [each.balance for each in found.lists],
            "expected_net": [each.expected_net for each in found.lists],
            "mean_balance": [round(each.mean_balance, 2) for each in found.lists],
            "mean_age": [each.mean_age for each in found.lists],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        key="lists_table",
        height=ROW * (min(len(table), MOST_SHOWN) + 1) + 3,
        column_config={
            "file": st.column_config.TextColumn(t("File"), width=230),
            **_sums(currency),
            **_means(currency),
        },
        alt=t("Every list with accounts, balance, expected net and means."),
    )
    owed = round(sum(each.balance for each in found.lists), 2)
    st.caption(
        t(
            "Together {accounts} accounts and {balance} {currency}: every account of the book, "
            "each in one list.",
            accounts=whole(float(len(found.tape))),
            balance=f"{owed:,.2f}",
            currency=currency,
        )
    )
    download_button(
        t("Download all lists and the control sheet (ZIP)"),
        data=as_now(lambda: as_zip(list_files(found, ending=kind, made_with=made_with(ranked)))),
        file_name="lists.zip",
        mime="application/zip",
        key="lists_zip",
        type="primary",
        icon=":material/folder_zip:",
        help=t(
            "One file a list. The control sheet has counts, sums and a hash of each file; it has "
            "the expected net too, so it stays with you."
        ),
    )
    st.caption(
        t(
            "No list has a name, phone or other personal column. Where an agency needs one, the "
            "command adds it on request: {option}.",
            option="`--with HEADING`",
        )
    )


def _mix(found: api.WorkLists, currency: str) -> None:
    """Draw the check that agencies got equal mixes."""
    if not found.mix:
        return
    names = _names()
    table = pd.DataFrame(
        [
            {
                "what": f"{names[row.action]} · {sector_name(row.sector)}",
                "agency": row.agency,
                "accounts": row.accounts,
                "balance": row.balance,
                "mean_balance": round(row.mean_balance, 2),
                "mean_age": row.mean_age,
            }
            for row in found.mix
        ]
    )
    with st.expander(t("Did the agencies get equal mixes?"), icon=":material/balance:"):
        st.caption(
            t(
                "Within a placement and a sector, means of different agencies differ by chance "
                "only: accounts are drawn at random within bands of age and balance. So a later "
                "league compares agencies and not luck."
            )
        )
        st.dataframe(
            table,
            hide_index=True,
            key="lists_mix_table",
            column_config={
                "what": st.column_config.TextColumn(t("Placement and sector"), width=210),
                "agency": t("Agency"),
                **{name: each for name, each in _sums(currency).items() if name in table},
                **_means(currency),
            },
            alt=t("Accounts, balance, mean balance and mean age by placement, sector and agency."),
        )


def _sums(currency: str) -> dict[str, ColumnConfig]:
    return {
        "accounts": st.column_config.NumberColumn(t("Accounts"), format="localized"),
        "balance": amount(t("Balance ({currency})", currency=currency)),
        "expected_net": amount(
            t("Expected net ({currency})", currency=currency),
            t("What their plans leave; your own business, in no agency's file."),
        ),
    }


def _means(currency: str) -> dict[str, ColumnConfig]:
    return {
        "mean_balance": amount(
            t("Mean balance ({currency})", currency=currency), t("Of one account.")
        ),
        "mean_age": st.column_config.NumberColumn(
            t("Mean months past due"), format="%.1f", help=t("Each account counting alike.")
        ),
    }
