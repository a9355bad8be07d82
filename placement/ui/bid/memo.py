"""The Bid desk's files: the table of lots, and the memo to decide by."""

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
import streamlit as st

from placement import api
from placement.domain.language import catalogue
from placement.domain.text import language, t
from placement.report.bid_memo import BidMemo, memo_html
from placement.report.bid_sheet import BidLine, contract_rows, sheet_table
from placement.report.made_with import MadeWith
from placement.ui import session
from placement.ui.bid import cached as bid_cached
from placement.ui.bid.cached import Asked
from placement.ui.bid.inputs import facts
from placement.ui.bid.view import Sheet
from placement.ui.gate.files import download_button
from placement.ui.inputs import export
from placement.ui.language import readers_language
from placement.ui.made_with import made_with
from placement.ui.memo import offer_memo
from placement.ui.uncertainty.draws import asked as draws_asked
from placement.words.numbers import money

OWNERS_MEMO = "agency_memo"
"""Key of the files of the memo on the open book, with what they are of."""

_SENT = "bid_sent"
"""Key of how many lots the last click sent."""


def show_files(sheet: Sheet, asked: Asked, book: api.Book, *, chosen: int | None) -> None:
    """Draw the buttons for the files of the whole sheet."""
    made = MadeWith(
        assumptions=session.assumptions(),
        library=session.library(),
        stance=session.scenario().stance,
        as_of=book.tape.as_of,
        book=source(sheet, session.book_name() or ""),
    )
    code = readers_language()

    def memo() -> bytes:
        # A file is made after the run, when nobody has set the language any more.
        with language(catalogue(code)):
            return memo_html(
                BidMemo(
                    lines=sheet.lines,
                    total=sheet.total,
                    facts=facts(asked),
                    changes=changes(sheet, asked, chosen, book.tape.currency),
                    made_with=made,
                    currency=book.tape.currency,
                    date=dt.date.today(),
                    language=code,
                )
            ).encode()

    st.subheader(t("To take along"))
    download_button(
        t("Download the bid memo (one page)"),
        data=memo,
        file_name="bid_memo.html",
        mime="text/html",
        key="bid_memo",
        icon=":material/description:",
        type="primary",
        help=t("A web page that needs nothing else; print it or save it as PDF from the browser."),
    )
    export(lambda: sheet_table(sheet.lines), name="bids", key="bid_sheet", made_with=made)
    _send(sheet)


def show_owners_memo(book: api.Book) -> None:
    """Draw the button for the memo on the whole open book, and its files."""
    scenario, (_, seed) = session.scenario(), draws_asked()

    def make(progress: Callable[[float], None]) -> Mapping[str, bytes]:
        ranked = session.ranking(book)
        found = api.agency_memo_book(ranked, made_with(ranked), seed=seed, progress=progress)
        return {suffix: found.file(suffix) for suffix in api.AGENCY_MEMO_FORMATS}

    st.subheader(t("Memo on the open book, for the agency's owner"))
    st.caption(
        t(
            "Two pages; each sector of the book is one lot under one contract at the commission in "
            "use, without further fee terms, as the page Deal zone has it with all accounts: which "
            "to bid for and from which price, people, cash by month, what would change it."
        )
    )
    offer_memo(
        (book.tape.digest, scenario.digest, seed, readers_language()),
        make,
        made=OWNERS_MEMO,
        key="bid_owner",
        name="agency_memo",
    )


def source(sheet: Sheet, book: str) -> str:
    """Return where the lots come from: the open book counts only for those cut from it."""
    taken = [bool(row.taken) for row in sheet.rows]
    if all(taken):
        return book
    return t("{book} and own lots", book=book) if any(taken) else t("none, own lots")


def _send(sheet: Sheet) -> None:
    rows = contract_rows(sheet.lines)

    def send() -> None:
        session.send_contracts(rows)
        st.session_state[_SENT] = len(rows)

    st.button(
        t("Send the bids to Contracts"),
        key="bid_send",
        icon=":material/assignment_add:",
        on_click=send,
        disabled=not rows,
        help=t(
            "Adds the lots to bid for to the table of contracts, at the best bid and its chance "
            "to win, where they compete for the same seats. A contract of the same name is "
            "replaced."
        ),
    )
    sent = st.session_state.pop(_SENT, None)
    if sent:
        st.success(t("{count} lots are in the table of contracts.", count=sent))
        st.page_link("pages/contracts.py", label=t("Contracts"), icon=":material/assignment:")


def changes(sheet: Sheet, asked: Asked, chosen: int | None, currency: str) -> list[str]:
    """Return what would change the answer: for the lot looked at, and for refused ones."""
    said = []
    if chosen is not None and sheet.lines[chosen].go:
        moved, line = bid_cached.moved(sheet.rows[chosen], asked), sheet.lines[chosen]
        wanted = round(float(line.desk.rivals.expected[0])) + 2 if line.desk else 0
        if wanted in moved.numbers:
            place = moved.numbers.index(wanted)
            said.append(
                t("{lot}: with two rivals more it is no longer worth a bid.", lot=line.lot)
                if not moved.by_number.recommend[place]
                else t(
                    "{lot}: with two rivals more the best bid is {bid} and the expected profit "
                    "{profit} {currency}.",
                    lot=line.lot,
                    bid=f"{moved.by_number.bid[place]:.2%}",
                    profit=money(moved.by_number.expected_profit[place]),
                    currency=currency,
                )
            )
        place = int(np.searchsorted(moved.means, moved.mean - 0.02 - 1e-9))
        if moved.means[place] < moved.mean - 0.019:
            said.append(
                t(
                    "{lot}: if rivals bid two points lower it is no longer worth a bid.",
                    lot=line.lot,
                )
                if not moved.by_mean.recommend[place]
                else t(
                    "{lot}: if rivals bid two points lower, at {mean} on average, it is {bid} and "
                    "{profit} {currency}.",
                    lot=line.lot,
                    mean=f"{moved.means[place]:.1%}",
                    bid=f"{moved.by_mean.bid[place]:.2%}",
                    profit=money(moved.by_mean.expected_profit[place]),
                    currency=currency,
                )
            )
    # What is nearest to opening first; where nothing is missing there is no number.
    near = sorted(sheet.lines, key=lambda line: np.nan_to_num(_gap(line), nan=np.inf))
    for line in near:
        if np.isnan(_gap(line)) or line.desk is None:
            continue
        words = {"lot": line.lot, "money": money(_gap(line)), "currency": currency}
        points = 100.0 * line.desk.gap_points[0]
        said.append(
            t("{lot} opens where its costs fall by {money} {currency}.", **words)
            if np.isnan(points)
            else t(
                "{lot} opens where its ceiling rises by {points} points or its costs fall by "
                "{money} {currency}.",
                points=f"{points:.2f}",
                **words,
            )
        )
    return said


def _gap(line: BidLine) -> float:
    return float(line.desk.gap_money[0]) if line.desk else float("nan")
