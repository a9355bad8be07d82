"""What was noticed about the book, and the rows that are not in it."""

from typing import Literal

import pandas as pd
import streamlit as st

from placement import api
from placement.domain.text import pt, t
from placement.tape.findings import Finding, Severity
from placement.tape.quoting import heading
from placement.tape.tape import masked
from placement.ui.book.left_out import debt_left_out, left_out_words
from placement.ui.book.names import reason_text
from placement.ui.inputs import export
from placement.words.markdown import plain

SHOWN_ROWS = 200
"""Rows left out that the page lists; the download has them all."""


_COLOURS: dict[Severity, Literal["red", "violet", "orange", "blue"]] = {
    Severity.ERROR: "red",
    Severity.DOUBT: "violet",
    Severity.WARNING: "orange",
    Severity.NOTE: "blue",
}


def findings_list(book: api.Book) -> None:
    """Draw every finding, the gravest first."""
    st.subheader(t("What was noticed"))
    if not book.findings:
        st.success(t("Nothing: every row was read as it stands."), icon=":material/check_circle:")
        return
    # The enumeration goes from grave to mild.
    groups = {level: [f for f in book.findings if f.severity == level] for level in Severity}
    st.caption(
        t(
            "Left rows out: {errors} · in doubt: {doubts} · repaired or guessed: {warnings} · "
            "notes: {notes}",
            errors=len(groups[Severity.ERROR]),
            doubts=len(groups[Severity.DOUBT]),
            warnings=len(groups[Severity.WARNING]),
            notes=len(groups[Severity.NOTE]),
        )
    )
    for level, found in groups.items():
        for finding in found:
            _card(finding, level, book)
    export(lambda: findings_table(book), name="findings", key="findings")


def findings_table(book: api.Book) -> pd.DataFrame:
    """Return the findings as a table to send to whoever made the file."""
    return pd.DataFrame(
        [
            {
                "severity": finding.severity.value,
                "finding": finding.code,
                "column": heading(finding.column),
                "rows": finding.rows,
                "balance": finding.money,
                "first_rows": "; ".join(
                    f"{row}: {value}" if value else str(row) for row, value in _first(finding, book)
                ),
                "message": finding.message,
                "advice": finding.advice,
            }
            for finding in book.findings
        ]
    )


def rows_left_out(book: api.Book) -> None:
    """Draw the rows that are not in the book: how many, how much money, which and why."""
    out = book.tape.excluded
    st.subheader(t("Rows left out"))
    if not len(out):
        st.caption(t("None: every row of the file is in the book."))
        return
    st.markdown(
        t(
            "Rows: {rows} · debt: {money} {currency}. They are in no segment and in no total.",
            rows=f"{len(out):,}",
            money=f"{debt_left_out(book):,.2f}",
            currency=plain(book.tape.currency),
        )
    )
    st.caption(left_out_words(book))
    st.dataframe(
        excluded_on_screen(book),
        hide_index=True,
        height="content" if len(out) <= 8 else 320,
        placeholder="—",
        column_config={
            "row": st.column_config.NumberColumn(t("Row in the file"), format="%d"),
            "account": t("Account"),
            "why": t("Why"),
            "balance": st.column_config.NumberColumn(
                t("Balance ({currency})", currency=book.tape.currency), format="localized"
            ),
        },
        alt=t("Rows left out, with the reason and the balance of each"),
    )
    if len(out) > SHOWN_ROWS:
        st.caption(t("The first {rows} are shown; the download has all.", rows=SHOWN_ROWS))
    export(lambda: excluded_table(book), name="rows_left_out", key="rows_left_out")
    st.caption(
        t("Account numbers are masked here. The download has them in full, to mend the rows.")
    )


def excluded_on_screen(book: api.Book, *, shown: int = SHOWN_ROWS) -> pd.DataFrame:
    """Return the first rows left out, with masked account numbers."""
    out, heading = book.tape.excluded, book.match.matched.get("account_id")
    ids = (
        out.raw[heading].slice(0, shown).to_pylist()
        if heading in out.raw.column_names
        else [None] * min(shown, len(out))
    )
    return pd.DataFrame(
        {
            "row": out.row[:shown],
            "account": [masked(text) if text else None for text in ids],
            "why": [reason_text(codes) for codes in out.reasons[:shown]],
            "balance": out.balance[:shown],
        }
    )


def excluded_table(book: api.Book) -> pd.DataFrame:
    """Return every row left out with its matched columns as the file has them.

    A row with too many or too few cells has only its number: which of its cells is personal
    cannot be told.
    """
    out = book.tape.excluded
    wanted = [name for name in book.match.matched.values() if name in out.raw.column_names]
    cells = out.raw.select(wanted).to_pandas()
    table = pd.DataFrame({"row": out.row, "reasons": out.reasons, "balance": out.balance})
    # A column of the file may be called like one of ours.
    clash = {name: f"{name} (file)" for name in table.columns if name in cells.columns}
    whole: pd.DataFrame = pd.concat([table, cells.rename(columns=clash)], axis=1)
    return whole


def _card(finding: Finding, level: Severity, book: api.Book) -> None:
    names = {
        Severity.ERROR: (t("Left out"), ":material/block:"),
        Severity.DOUBT: (t("In doubt"), ":material/help:"),
        Severity.WARNING: (t("Repaired or guessed"), ":material/build:"),
        Severity.NOTE: (pt("a finding of no harm", "Note"), ":material/info:"),
    }
    name, icon = names[level]
    with st.container(border=True, gap="xsmall"):
        st.badge(name, icon=icon, color=_COLOURS[level])
        st.markdown(_text(finding, book))


def _text(finding: Finding, book: api.Book) -> str:
    """Return a finding as Markdown: what, how much, where first, what to do."""
    facts = []
    # Where the file has no such column, our own name for it would help nobody.
    if finding.column in book.match.matched.values():
        facts.append(t("column {column}", column=plain(heading(finding.column))))
    if finding.rows:
        facts.append(t("rows: {rows}", rows=f"{finding.rows:,}"))
    if finding.money:
        money = t("{money} {currency}", money=f"{finding.money:,.2f}", currency=book.tape.currency)
        facts.append(plain(money))
    if first := _first(finding, book):
        shown = t(", ").join(
            t("row {row}: {value}", row=row, value=plain(value))
            if value
            else t("row {row}", row=row)
            for row, value in first
        )
        facts.append(t("first: {rows}", rows=shown))
    lines = [f"**{plain(finding.message)}**", " · ".join(facts), plain(finding.advice)]
    return "  \n".join(line for line in lines if line)


def _first(finding: Finding, book: api.Book) -> tuple[tuple[int, str], ...]:
    """Return the first rows of a finding without what nobody should read on a screen."""
    if finding.code == "ragged":
        # The whole row is quoted, and its cells cannot be told apart.
        return tuple((row, "") for row, _ in finding.first)
    if finding.column and finding.column == book.match.matched.get("account_id"):
        return tuple((row, masked(value)) for row, value in finding.first)
    return finding.first
