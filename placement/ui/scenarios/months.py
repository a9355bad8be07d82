"""This month's book against last month's: what came, what went, what moved, and for how much."""

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.tape.saved import SavedMapping, load_mapping
from placement.ui import session
from placement.ui.book.view import KINDS, LIMIT_MB
from placement.ui.inputs import export, plain
from placement.ui.options.words import money, signed

_UPLOAD = "scenarios_upload_last"


def against_last_month(book: api.Book | None) -> None:
    """Draw the upload of last month's book and what became of its accounts."""
    st.subheader(t("Against last month's book"))
    if book is None:
        st.info(t("Open this month's book first."))
        return
    file = st.file_uploader(
        t("Last month's book"),
        type=KINDS,
        key=_UPLOAD,
        max_upload_size=LIMIT_MB,
        help=t("Read with the columns and answers of the book that is open; kept nowhere."),
    )
    if file is None:
        st.caption(t("Accounts are told by their numbers."))
        return
    try:
        with st.spinner(t("Valuing both books…")):
            found = api.compare_months(
                _opened(file.getvalue(), file.name),
                book,
                scenario_last=session.whole_scenario(),
            )
    except PlacementError as error:
        st.error("\n".join(f"- {plain(line)}" for line in error.messages))
        return
    _answer(found, book.tape.currency)


def _opened(content: bytes, name: str) -> api.Book:
    opened = session.current_book()
    reading = load_mapping(opened.reading) if opened and opened.reading else SavedMapping()
    return api.open_tape(
        content,
        filename=name,
        assumptions=session.library(),
        mapping=reading.columns,
        meaning=reading.meaning,
        sector=reading.sector,
        creditor_type=reading.creditor_type,
    )


def _answer(found: api.MonthsCompared, currency: str) -> None:
    st.markdown(
        plain(
            t(
                "This month's book leaves {now} {currency}, last month's left {last}: "
                "{difference}.",
                now=money(found.now.total),
                last=money(found.last.total),
                currency=currency,
                difference=signed(found.net_difference),
            )
        )
    )
    fates, stages = fate_table(found), stage_table(found)
    st.dataframe(
        fates,
        hide_index=True,
        key="scenarios_fates",
        column_config={
            name: st.column_config.NumberColumn(format="localized") for name in fates.columns[1:]
        },
    )
    st.caption(
        t("Differences add up to those of the books; each segment's best option closed at its end.")
    )
    export(lambda: fates, name="months_compared", key="scenarios_fates")
    with st.expander(t("From stage to stage ({count})", count=len(stages))):
        st.dataframe(stages, hide_index=True, key="scenarios_stages")
        export(lambda: stages, name="stages_moved", key="scenarios_stages")


def fate_table(found: api.MonthsCompared) -> pd.DataFrame:
    """Return what became of accounts, a row each, and all of them."""
    names = {
        "came": t("came"),
        "went": t("went"),
        "moved_stage": t("stayed, in another stage"),
        "moved_balance": t("stayed, owe more or less"),
        "moved_segment": t("stayed, otherwise changed"),
        "stayed": t("stayed as they were"),
    }
    table = pd.DataFrame(
        {
            t("Accounts that"): [names[row.fate.value] for row in found.rows],
            t("Accounts"): [row.accounts for row in found.rows],
            t("Change of accounts"): [row.accounts_difference for row in found.rows],
            t("Change of balance"): [round(row.balance_difference, 2) for row in found.rows],
            t("Change of net"): [round(row.net_difference, 2) for row in found.rows],
        }
    )
    whole = [t("in all"), *(table[name].sum() for name in table.columns[1:])]
    return pd.concat([table, pd.DataFrame([whole], columns=table.columns)], ignore_index=True)


def stage_table(found: api.MonthsCompared) -> pd.DataFrame:
    """Return accounts by the stage they were in and the one they are in."""
    return pd.DataFrame(
        {
            t("Last month"): [move.stage_last for move in found.stages],
            t("This month"): [move.stage_now for move in found.stages],
            t("Accounts"): [move.accounts for move in found.stages],
            t("Balance last month"): [round(move.balance_last, 2) for move in found.stages],
            t("Balance this month"): [round(move.balance_now, 2) for move in found.stages],
        }
    )
