"""The top of the book page: whose book this is, how to bring another, and how big it is."""

import streamlit as st

from placement import api
from placement.domain.text import t
from placement.ui import session
from placement.ui.book import intake
from placement.ui.book.left_out import debt_left_out, left_out_words
from placement.ui.gate.files import file_uploader
from placement.ui.language import in_readers_language
from placement.ui.samples import choose_sample
from placement.ui.tiles import tiles
from placement.words.markdown import plain
from placement.words.numbers import counts_by_myriads, money

LIMIT_MB = 300
"""Largest upload promised; the server allows a little more for the overhead of sending it."""

KINDS = ["csv", "tsv", "txt", "xlsx", "ods", "parquet", "zip", "xls", "xlsm"]
"""Endings offered. Old workbooks are let in, because only then can we say what to do with them."""

_TURN = "book_upload_turn"


def bring_book() -> None:
    """Draw the banner and the two ways to another book: upload one, or take a sample."""
    name = session.book_name()
    if name is None:
        st.info(t("There is no book yet. Upload one here, or take a sample."))
    elif session.is_gone():
        st.info(t("Upload {name} once more, and all is as it was.", name=plain(name)))
    elif session.is_sample():
        st.info(
            t(
                "This is a sample, {name}. Upload your own book, or take another sample.",
                name=plain(name),
            ),
            icon=":material/science:",
        )
    upload, sample = st.columns(2)
    with upload:
        upload_book()
    with sample:
        choose_sample(
            t("Or take a sample"),
            key="book_sample",
            opened=name if session.is_sample() else None,
            open_sample=intake.take_sample,
        )
        if name is not None:
            st.button(
                t("Close this book"),
                icon=":material/close:",
                key="book_close",
                on_click=in_readers_language(intake.close),
                help=t("Gives its memory back at once. Your numbers stay."),
            )


def outcome() -> None:
    """Say how the last attempt to open a book ended."""
    if said := intake.notice():
        st.success(plain(said), icon=":material/check_circle:")
    if lines := intake.problems():
        name = session.book_name()
        head = (
            t("The file was not opened. {name} is still the book below.", name=plain(name))
            if name
            else t("The file was not opened.")
        )
        st.error("\n".join([head, "", *(f"- {plain(line)}" for line in lines)]))


def size(book: api.Book) -> None:
    """Draw the size of the book."""
    tape, out = book.tape, book.tape.excluded
    label, balance = _money(float(tape.balance.sum()), tape.currency)
    with tiles():
        st.metric(t("Accounts"), f"{len(tape):,}")
        st.metric(label, balance, help=f"{tape.balance.sum():,.2f} {tape.currency}")
        st.metric(
            t("Rows left out"),
            f"{len(out):,}",
            help=t("Rows of the file that are not in the book. They are listed below, with why."),
        )
        st.metric(
            t("Debt left out ({currency})", currency=tape.currency),
            money(debt_left_out(book)),
            help=t(
                "Balances of the debts among them, as far as they can be read. Totals, headings, "
                "exact repeats and credits are no debt the book lacks."
            ),
        )
        st.metric(
            t("Cut-off date"),
            # A day in Chinese is too wide for a tile; this one is read in both languages.
            tape.as_of.isoformat() if tape.as_of else "—",
            help=t("Ages are counted up to this day. Change it under Columns and cut-off date.")
            if tape.as_of
            else t("The file gives ages, so none was needed."),
        )
    if words := left_out_words(book):
        st.caption(words)


def _money(amount: float, currency: str) -> tuple[str, str]:
    """Return label and figure of a balance; a long figure would be cut off on a phone."""
    if amount < 1e9 or counts_by_myriads():
        return t("Balance ({currency})", currency=currency), money(amount)
    return t("Balance (million {currency})", currency=currency), f"{amount / 1e6:,.0f}"


def upload_book() -> None:
    """Draw the upload; what is taken is checked at once and becomes the book."""
    turn = st.session_state.setdefault(_TURN, 0)
    file = file_uploader(
        t("Upload your book"),
        type=KINDS,
        key=f"{_TURN}_{turn}",
        max_upload_size=LIMIT_MB,
        help=t(
            "One row per account. Only the balance and an age are needed: days or months past "
            "due, or a due date. Names, phones and identity numbers are not read."
        ),
    )
    st.caption(
        t(
            "CSV, XLSX, ODS or Parquet, up to {limit} MB. The file stays in memory only, and "
            "nothing is sent elsewhere.",
            limit=LIMIT_MB,
        )
    )
    if file is None:
        return
    with st.status(t("Reading {name}", name=plain(file.name)), expanded=True):
        st.write(t("Reading the rows, matching the columns, checking every account."))
        intake.take_file(file.name, file.getvalue())
    # Another key makes Streamlit drop the bytes of the upload; only the checked book is kept.
    st.session_state[_TURN] = turn + 1
    st.rerun()
