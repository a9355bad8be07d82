"""The page Agencies: accounts, and debtors, that two agencies hold at the same time."""

from typing import Any

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import listed, t
from placement.report.overlaps_answer import overlap_sentence, overlap_table, pair_rows
from placement.tape.headings import unique_headings
from placement.tape.placed_list import UNKNOWN_DAYS, placed_field_names
from placement.tape.quoting import heading
from placement.ui.agencies.files import (
    Brought,
    brought,
    keep,
    say_findings,
    say_problem,
    take_sample,
)
from placement.ui.bars import chart_rows
from placement.ui.charts.ranking import bars_chart
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.gate.files import file_uploaders
from placement.ui.inputs import export
from placement.ui.language import readers_language
from placement.ui.options.book import amount
from placement.ui.remitted import KINDS
from placement.words.markdown import plain

KEY = "placed_lists"
SAMPLE = (("list", "placed_harbour.csv"), ("list", "placed_northgate.csv"))
BAR_COLOUR = "#398bcd"


def show() -> None:
    """Draw the lists, how much two agencies hold, and each overlap."""
    uploads = file_uploaders(
        t("Lists of placed accounts, one for each agency"),
        type=KINDS,
        key="placed_lists_files",
        help=t(
            "Account, day of placement and of recall, balance, the debtor's number if there is "
            "one, and a column of agencies where a list is of several; else a list's name stands "
            "for its agency."
        ),
    )
    keep(KEY, [("list", file) for file in uploads or []])
    with st.container(horizontal=True, key="placed_samples"):
        st.button(
            t("Sample lists of two agencies"), key="take_placed", icon=":material/science:",
            on_click=take_sample, args=(KEY, SAMPLE),
        )  # fmt: skip
    files = brought(KEY)
    if files is None:
        st.info(
            t("Bring the lists of two or more agencies, or take the sample lists."),
            icon=":material/upload:",
        )
        return
    st.caption(t("Files: {names}", names=plain(listed(file.name for _, file in files.files))))
    try:
        chosen = _columns(files)
        found = _found(files.digest, readers_language(), chosen, _files=files)
    except PlacementError as error:
        say_problem(error)
        return
    say_findings(found.findings)
    _answer(found)
    with st.expander(t("Which column was read as what"), icon=":material/view_column:"):
        st.dataframe(
            columns_table(found),
            hide_index=True,
            key="placed_columns",
            column_config={
                "file": t("File"),
                "field": t("Field"),
                "heading": t("Column in your file"),
            },
            alt=t("For each list the fields and the columns that they were read from."),
        )


@cache_per_workspace(max_entries=8)
def _found(
    digest: str, spoken: str, chosen: tuple[tuple[str, str], ...], _files: Brought
) -> api.PlacedTwice:
    return api.placed_twice([file for _, file in _files.files], mapping=dict(chosen))


@cache_per_workspace(max_entries=8)
def _headings(digest: str, _files: Brought) -> tuple[str, ...]:
    return api.list_headings([file for _, file in _files.files])


def _columns(files: Brought) -> tuple[tuple[str, str], ...]:
    """Draw which column is which, and return what was chosen by hand: field and heading."""
    headings = _headings(files.digest, _files=files)
    shown = unique_headings(tuple(map(heading, headings)))
    options = {
        "": t("— by its heading —"),
        **{f"={own}": plain(name) for own, name in zip(headings, shown, strict=True)},
        "-": t("— not in the file —"),
    }
    chosen: dict[str, str] = {}
    with (
        st.expander(t("Columns, if their headings do not say it"), icon=":material/view_column:"),
        st.grid(min_column_width=210),
    ):
        for field, name in placed_field_names().items():
            picked = st.selectbox(
                name, list(options), format_func=options.__getitem__,
                key=f"placed_{field}_{files.digest[:8]}",
                help=t("Of whichever of the lists has this column."),
            )  # fmt: skip
            if picked:
                chosen[field] = picked[1:]
    return tuple(chosen.items())


def columns_table(found: api.PlacedTwice) -> pd.DataFrame:
    """Return one row for each field and list, and for each column that is not used."""
    names = placed_field_names()
    rows = [
        (each.filename, name, heading(each.columns.get(field, t("none"))))
        for each in found.files
        for field, name in names.items()
    ]
    rows += [
        (each.filename, t("not used"), heading(own)) for each in found.files for own in each.unused
    ]
    return pd.DataFrame(rows, columns=["file", "field", "heading"])


def _answer(found: api.PlacedTwice) -> None:
    currency = found.currency or "CNY"
    said = overlap_sentence(
        accounts=found.placed_accounts,
        twice=found.accounts_twice,
        money=found.money,
        debtors=found.debtors_twice if found.is_by_debtor else None,
        currency=currency,
    )
    if found.accounts_twice or found.debtors_twice:
        st.warning(plain(said), icon=":material/join_inner:")
    else:
        st.success(plain(said), icon=":material/check:")
    for finding in found.findings:
        if finding.code in UNKNOWN_DAYS:
            st.warning(plain(finding.message), icon=":material/event_busy:")
    pairs = pair_rows(found.rows, found.accounts, agencies=found.agencies)
    # One bar alone says no more than the sentence.
    if len(pairs) > 1:
        _chart(pairs, currency)
    if pairs:
        st.subheader(t("Accounts with two agencies"))
        _table(found, found.accounts, currency, key="placed_accounts")
    if len(found.debtors):
        st.subheader(t("Debtors asked by two agencies"))
        st.caption(t("Different accounts of one debtor: he is contacted from two sides."))
        _table(found, found.debtors, currency, key="placed_debtors")


def _chart(pairs: list[dict[str, Any]], currency: str) -> None:
    money = [row["balance"] for row in pairs]
    st.vega_lite_chart(
        chart_rows(
            [f"{row['agency']} · {row['other_agency']}" for row in pairs],
            money,
            [f"{x:,.0f}" for x in money],
            [BAR_COLOUR] * len(pairs),
        ),
        bars_chart(rows=len(pairs) + 2, value=t("Owed with both ({currency})", currency=currency)),
        key="placed_chart",
        alt=t("Bars: money that each two agencies hold together."),
    )  # fmt: skip


def _table(found: api.PlacedTwice, overlaps: api.Overlaps, currency: str, *, key: str) -> None:
    table: pd.DataFrame = overlap_table(
        found.rows, overlaps, agencies=found.agencies, accounts=found.names
    )
    text = st.column_config.TextColumn
    st.dataframe(
        table,
        hide_index=True,
        key=key,
        column_config={
            "account_id": text(t("Account")),
            "agency": text(t("Agency")),
            "other_account": text(t("There called"), help=t("As the other list writes it.")),
            "other_agency": text(t("Other agency")),
            "since": text(t("Since"), help=t("Empty: as far back as the lists go.")),
            "until": text(t("Until"), help=t("Empty: both hold it still.")),
            "days": st.column_config.NumberColumn(t("Days")),
            "balance": amount(
                t("Balance ({currency})", currency=currency),
                t("The larger one where the lists differ."),
            ),
        },
        alt=t("Each two placements that overlap, the largest balance first."),
    )
    export(lambda: table, name=key, key=f"{key}_export")
