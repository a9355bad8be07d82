"""The page Bid desk in its parts: lots, past results, the panel, and what comes of it."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.ui import session, what_if
from placement.ui.bid import past as past_results_view
from placement.ui.bid.cached import Asked
from placement.ui.bid.inputs import questions
from placement.ui.bid.lot import choose_lot, show_curve, show_rivals, show_rules
from placement.ui.bid.lots import choose_lots
from placement.ui.bid.memo import show_files
from placement.ui.bid.same import same_list, same_lot
from placement.ui.bid.sure import show_how_sure_bids_are
from placement.ui.bid.view import sheet_at_once, sheet_exactly, show_table, show_totals
from placement.ui.fee_terms import say_terms, terms_in_use
from placement.ui.panel import side_panel
from placement.ui.waiting import waited_for


@dataclass(frozen=True, kw_only=True, eq=False)
class Past:
    """The past results in use, and what tells them from others."""

    found: "api.PastBids | None"
    key: str


def frame() -> DeltaGenerator:
    """Return what holds the panel: open beside the sheet, folded above it on a phone."""
    return side_panel(t("Tender and rivals"))


def lots(book: api.Book) -> "tuple[api.LotRow, ...]":
    """Draw the lots and return the usable ones."""
    return choose_lots(book)


def past_results() -> Past:
    """Draw the past results and return those in use."""
    found, key = past_results_view.past_in_use()
    past_results_view.past_panel(found)
    return Past(found=found, key=key)


def ask(past: Past) -> Asked:
    """Draw the panel and return what is asked."""
    question, margin = questions(past.found, past.key)
    scenario = session.scenario()
    if what_if.differs(scenario):
        st.caption(t("Numbers changed on Options or Assumptions count here as well."))
    return Asked(
        question=question,
        scenario=scenario,
        target_margin=margin,
        past=past.found,
        fees=terms_in_use(),
    )


def show(rows: "tuple[api.LotRow, ...]", asked: Asked, book: api.Book) -> None:
    """Draw the sheet, one lot of it, and the files."""
    if not rows:
        st.info(t("There is no lot yet. Type one into the table, or take the lots from the book."))
        return
    try:
        asked.question.tender()
    except PlacementError as error:
        st.error(str(error))
        return
    say_terms()
    currency = book.tape.currency
    sheet = waited_for(
        ("lots", rows, asked.key),
        lambda: sheet_at_once(rows, asked),
        saying=t("Working out what each lot earns at every commission…"),
    )
    show_totals(sheet, currency)
    sure = st.container()
    show_table(sheet, currency)
    same_list(asked, past_results_view.kept_results())
    chosen = choose_lot(sheet)
    if chosen is not None:
        show_curve(sheet.lines[chosen], currency)
    # What stands above is drawn at once; the exact answer replaces it where they differ.
    sheet = sheet_exactly(sheet, asked)
    with sure:
        show_how_sure_bids_are(sheet, asked, currency, chosen=chosen)
    if chosen is not None:
        show_rivals(sheet.rows[chosen], asked, sheet.lines[chosen], currency)
        show_rules(sheet.rows[chosen], asked, sheet.lines[chosen], currency)
        same_lot(sheet.rows[chosen], asked, past_results_view.kept_results())
    show_files(sheet, asked, book, chosen=chosen)
