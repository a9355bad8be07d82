"""The line above every page: whose numbers these are, and what became of the book."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from placement.domain.text import day_text, sentences, t
from placement.scenario import works
from placement.scenario.works import OpenBook
from placement.ui import session
from placement.ui.work import desk
from placement.ui.work.state import AGENCIES, CONTRACTS, LANGUAGE, LOTS
from placement.words.markdown import plain
from placement.words.numbers import money


@contextmanager
def whose_numbers() -> Iterator[None]:
    """Draw the line above the page that runs inside the block, and again if it changes the book."""
    with st.container(key="book_line"):
        place = st.empty()
        left_out = st.empty()
    before, parts = session.current_book(), desk.left_out()
    _draw(place, before)
    _say_what_came_back()
    if parts:
        _say_left_out(left_out, parts)
    try:
        yield
    finally:
        # What a page looks at by and by is said as well.
        if (found := desk.left_out()) != parts:
            _say_left_out(left_out, found)
        if (now := session.current_book()) != before:
            _draw(place, now)


def cookie_line() -> None:
    """Say where a browser cannot be known again."""
    if desk.refuses_cookies():
        st.caption(t("This browser keeps no cookies: a reload begins anew, without your book."))


def _draw(place: DeltaGenerator, book: OpenBook | None) -> None:
    with place.container(gap="xsmall"):
        if book is None:
            st.caption(t("No book is open."))
        elif session.is_gone():
            st.warning(_gone_words(book), icon=":material/upload_file:")
            st.page_link("pages/book.py", label=t("Load it again"), icon=":material/upload:")
        else:
            st.markdown(_words(book))
        if desk.book_moved():
            st.info(t("Another tab of this browser has opened another book: it is the book here."))
        match desk.forgotten():
            case desk.Forgotten.HERE:
                st.success(
                    t("Your work is forgotten, here and on the server. Saved scenarios are as they "
                      "were."),
                    icon=":material/delete:",
                )  # fmt: skip
            case desk.Forgotten.ELSEWHERE:
                st.info(
                    t("Another tab of this browser has had your work forgotten: this one begins "
                      "anew."),
                    icon=":material/delete:",
                )  # fmt: skip
        if desk.room_broke():
            st.warning(
                t(
                    "Your desk on the server has ended by itself, most likely because something "
                    "took more memory than one desk may take. Nobody else is affected. What you "
                    "set is here again; a book has to be loaded again."
                ),
                icon=":material/restart_alt:",
            )
        if fault := desk.fault():
            st.warning(
                sentences(
                    [
                        plain(fault),
                        t(
                            "You can go on; closing the page or a restart of the server would lose "
                            "what you set."
                        ),
                    ]
                ),
                icon=":material/database_off:",
            )


def _say_what_came_back() -> None:
    """Say which lists undo or redo has changed, since they stand on other pages as well."""
    names = {
        LOTS: t("The list of lots on the page Bid desk is another one again."),
        CONTRACTS: t("The table on the page Contracts is another one again."),
        AGENCIES: t("The table of agencies on the page Lists is another one again."),
    }
    for key in sorted(session.lists_to_say()):
        st.toast(names[key], icon=":material/undo:")


def _say_left_out(place: DeltaGenerator, parts: list[str]) -> None:
    # Each drawing has its own button: two of one key in a run are an error.
    with place.container():
        st.warning(
            t(
                "Of what was kept for this browser this no longer fits, and is as at the start: "
                "{parts}.",
                parts=plain(t(", ").join(left_out_words(parts))),
            ),
            icon=":material/rule:",
        )
        st.button(t("Understood"), key=f"work_left_out_{len(parts)}", on_click=desk.settle_left_out)


def left_out_words(parts: Sequence[str]) -> list[str]:
    """Return what parts of a kept work are called, settings by the page they belong to."""
    names = {
        works.WHOLE: t("all of it, which is damaged or of a later version"),
        works.SCENARIO: t("your numbers"),
        works.STEPS: t("steps back"),
        works.BOOK: t("which book was open"),
        LANGUAGE: t("the language"),
        LOTS: t("the list of lots"),
        CONTRACTS: t("the table of contracts"),
        AGENCIES: t("the table of agencies"),
    }
    pages = {
        "bid_": t("Bid desk"),
        "contracts_": t("Contracts"),
        "deal_": t("Deal zone"),
        "lists_": t("Lists"),
        "map_": t("Decision map"),
        "numbers_": t("Assumptions"),
        "one_number": t("Assumptions"),
        "options_": t("Options"),
        "scenarios_": t("Scenarios"),
        "sectors_": t("Sectors"),
        "strata_": t("Book"),
        "timing_": t("Timing"),
        "uncertainty_": t("Uncertainty"),
    }
    said, of_pages, unknown = [], Counter[str](), 0
    for part in parts:
        page = next((name for start, name in pages.items() if part.startswith(start)), None)
        if part in names:
            said.append(names[part])
        elif page is not None:
            of_pages[page] += 1
        elif " " in part:
            said.append(part)
        else:
            unknown += 1
    said += [
        t("{count} settings of the page {page}", count=count, page=page)
        for page, count in of_pages.items()
    ]
    if unknown:
        said.append(t("{count} settings that no page has", count=unknown))
    return said


def _words(book: OpenBook) -> str:
    parts = " · ".join([f"**{plain(book.name)}**", *size_words(book)])
    if not book.is_sample:
        return f":small[{parts}]"
    sample = t("Sample")
    return f":orange-badge[{sample}] :small[{parts}]"


def _gone_words(book: OpenBook) -> str:
    return t(
        "{name} ({size}) must be loaded again: it is no longer in the server's memory, and "
        "accounts are never written to disk. Everything else is as you left it.",
        name=f"**{plain(book.name)}**",
        size=t(", ").join(size_words(book)),
    )


def size_words(book: OpenBook) -> list[str]:
    """Return accounts, balance and cut-off date of a book, a phrase each."""
    reference = book.reference
    return [
        t("{count} accounts", count=f"{reference.accounts:,}"),
        t("{amount} {currency}", amount=money(reference.total), currency=plain(book.currency)),
        t("cut-off date {day}", day=day_text(reference.as_of))
        if reference.as_of
        else t("ages as the file gives them"),
    ]
