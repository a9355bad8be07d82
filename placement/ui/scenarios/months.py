"""This month's book against last month's: what came, what went, what moved, and for how much."""

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.tape.saved import SavedMapping, load_mapping
from placement.ui import session
from placement.ui.book.view import KINDS, LIMIT_MB
from placement.ui.gate.files import file_uploader
from placement.ui.inputs import export
from placement.ui.waiting import waited_for
from placement.words.markdown import plain
from placement.words.names import lead_names
from placement.words.numbers import money, signed, whole

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_UPLOAD = "scenarios_upload_last"


def against_last_month(book: api.Book | None) -> None:
    """Draw the upload of last month's book and what became of its accounts."""
    st.subheader(t("Against last month's book"))
    if book is None:
        st.info(t("Open this month's book first."))
        return
    file = last_months_file(key=_UPLOAD)
    if file is None:
        return
    try:
        scenario = session.whole_scenario()
        found = waited_for(
            ("months", file.file_id, book.tape.digest, scenario.digest),
            lambda: api.compare_months(
                opened_like_this(file.getvalue(), file.name), book, scenario_last=scenario
            ),
            saying=t("Valuing both books…"),
        )
    except PlacementError as error:
        st.error("\n".join(f"- {plain(line)}" for line in error.messages))
        return
    show_months(found, book.tape.currency)


def last_months_file(*, key: str) -> "UploadedFile | None":
    """Draw the place for last month's book; return it once it is there.

    Args:
        key: The widget's.
    """
    file = file_uploader(
        t("Last month's book"),
        type=KINDS,
        key=key,
        max_upload_size=LIMIT_MB,
        help=t("Read with the columns and answers of the book that is open; kept nowhere."),
    )
    if file is None:
        st.caption(t("Accounts are told by their numbers."))
    return file


def opened_like_this(content: bytes, name: str) -> api.Book:
    """Return another month's book, read with the columns and answers of the open one."""
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


def show_months(found: api.MonthsCompared, currency: str) -> None:
    """Draw what became of the accounts of last month's book, and for how much."""
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
    _draw(fates, words=1, key="scenarios_fates")
    st.caption(
        t(
            "Differences add up to those of the books; each segment begun with the best and "
            "followed up."
        )
        if found.now.is_followed
        else t(
            "Differences add up to those of the books; each segment's best option closed at its "
            "end."
        )
    )
    export(lambda: fates, name="months_compared", key="scenarios_fates")
    _ways(found, currency)
    with st.expander(t("From stage to stage ({count})", count=len(stages))):
        st.dataframe(stages, hide_index=True, key="scenarios_stages")
        export(lambda: stages, name="stages_moved", key="scenarios_stages")


def _draw(table: pd.DataFrame, *, words: int, key: str) -> None:
    """Draw a table whose columns are amounts and counts but for the first ones, which are words."""
    amounts = table.columns[words:]
    st.dataframe(
        table,
        hide_index=True,
        key=key,
        column_config={name: st.column_config.NumberColumn(format="localized") for name in amounts},
    )


def _ways(found: api.MonthsCompared, currency: str) -> None:
    """Draw of how many accounts that stayed the best way is another one, and which."""
    words = {
        "stayed": whole(found.stayed),
        "changed": whole(sum(row.accounts for row in found.ways)),
        "owed": money(sum(row.balance_now for row in found.ways)),
        "currency": currency,
    }
    if not found.ways:
        st.caption(
            t("All {stayed} accounts that stayed begin with the same move as last time.", **words)
            if found.now.is_followed
            else t(
                "All {stayed} accounts that stayed have the same best option as last time.", **words
            )
        )
        return
    st.markdown(
        plain(
            t(
                "Of {stayed} accounts that stayed, {changed} begin with another move than last "
                "time; they owe {owed} {currency}.",
                **words,
            )
            if found.now.is_followed
            else t(
                "Of {stayed} accounts that stayed, {changed} have another best option than last "
                "time; they owe {owed} {currency}.",
                **words,
            )
        )
    )
    st.caption(
        t(
            "Counted here: accounts whose segment's best move is another one. A policy of few "
            "rules counts those for which its rules ask another move, so its count differs."
        )
    )
    table = way_table(found)
    _draw(table, words=2, key="scenarios_ways")
    export(lambda: table, name="moves_changed", key="scenarios_ways")


def way_table(found: api.MonthsCompared) -> pd.DataFrame:
    """Return accounts that stayed by the best way they had and the one they have, if another."""
    names = lead_names()
    return pd.DataFrame(
        {
            t("Last month"): [names[row.way_last] for row in found.ways],
            t("This month"): [names[row.way_now] for row in found.ways],
            t("Accounts"): [row.accounts for row in found.ways],
            t("Balance this month"): [round(row.balance_now, 2) for row in found.ways],
        }
    )


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
