"""The page Home: the questions, how far one is, and the next step. Nothing here values a book."""

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import about, sentences, t
from placement.ui import session
from placement.ui.book import intake
from placement.ui.book.view import outcome, upload_book
from placement.ui.gate.gate import store
from placement.ui.home.questions import Side, needs_words, sides
from placement.ui.samples import choose_sample, first_sample
from placement.ui.scenarios import open as opened
from placement.ui.scenarios.view import saved_words, what_is_set
from placement.ui.since.books import line_of_books
from placement.ui.since.numbers import line_of_numbers
from placement.ui.strip import size_words
from placement.words.markdown import plain


def show_questions() -> None:
    """Draw what each side asks; every question is a link to the page that answers it."""
    st.markdown(t("Choose a question; its page answers it for the book that is open."))
    for place, side in zip(st.columns(3, gap="medium"), sides(), strict=True):
        with place, st.container(key=f"home_{side.key}"):
            _side(side)


def _side(side: Side) -> None:
    st.subheader(side.name)
    needs = needs_words()
    for question in side.questions:
        with st.container(gap=None):
            st.page_link(f"pages/{question.page}.py", label=question.asks, icon=side.icon)
            st.caption(sentences([question.answer, needs[question.needs]]))


def show_standing() -> None:
    """Draw how far one is, and what to do next."""
    st.subheader(t("Where you are"))
    outcome()
    with st.container(border=True):
        st.markdown("\n".join("- " + about(f"**{name}**", said) for name, said in standing()))
        _next_step()
    show_since()


def show_since() -> None:
    """Draw what changed since last time, as far as no book has to be valued for it."""
    lines = [line for line in (line_of_books(), line_of_numbers()) if line]
    if not lines:
        return
    st.subheader(t("Since last time"))
    with st.container(border=True):
        st.markdown("\n".join(f"- {line}" for line in lines))
        st.page_link(
            "pages/options.py",
            label=t("With its money: Options"),
            icon=":material/leaderboard:",
        )


def standing() -> list[tuple[str, str]]:
    """Return what is open, assumed and saved, each with its name."""
    return [
        (t("Book"), _book_words()),
        (t("Assumed"), plain(" · ".join(what_is_set()))),
        (t("This scenario"), plain(saved_words(opened.origin()))),
        (t("Saved last"), _last_saved()),
    ]


def _book_words() -> str:
    book = session.current_book()
    if book is None:
        return t("none is open")
    words = " · ".join([plain(book.name), *size_words(book)])
    if not book.is_sample:
        return words
    # Said in words and not by colour alone: whoever takes a sample for his own book decides wrong.
    invented = t("a sample, with invented accounts")
    return f"{words} · :orange-badge[{invented}]"


def _last_saved() -> str:
    try:
        every = list(store().scenarios.list())
    except PlacementError as error:
        return plain(str(error))
    if not every:
        return t("nothing is saved yet")
    last = max(every, key=lambda each: each.saved_at)
    return plain(
        t(
            "{name}, revision {revision}, {moment} UTC",
            name=last.name or last.id,
            revision=last.revision,
            moment=f"{last.saved_at:%Y-%m-%d %H:%M}",
        )
    )


def _next_step() -> None:
    st.markdown(f"**{t('Next step')}**")
    waiting = intake.waiting()
    if waiting is not None:
        _step(
            t("{name} needs a choice before it can be opened.", name=plain(waiting.name)),
            "book",
            t("Choose the columns on the page Book"),
        )
    elif session.is_gone():
        _step(
            t("The book is no longer in memory; everything else is as you left it."),
            "book",
            t("Load it again"),
        )
    elif session.current_book() is None:
        bring_in_place()
    elif (came := opened.origin()) is not None and came.is_changed:
        _step(
            t("You have changed numbers since you saved them."),
            "scenarios",
            t("Save them on the page Scenarios"),
        )
    else:
        _step(
            t("See what each way leaves, and what to begin with."),
            "options",
            t("Open the page Options"),
        )
        if session.is_sample():
            st.page_link(
                "pages/book.py", label=t("Or upload your own book"), icon=":material/upload:"
            )


def _step(said: str, page: str, label: str) -> None:
    st.markdown(said)
    st.page_link(f"pages/{page}.py", label=label, icon=":material/arrow_forward:")


def bring_in_place() -> None:
    """Draw the ways to a book: upload one, or open a sample by one click."""
    st.markdown(t("Upload your book, or look around with a sample first."))
    upload, sample = st.columns(2)
    with upload:
        upload_book()
    with sample:
        first_sample(key="home_first_sample", open_sample=intake.take_sample)
        choose_sample(
            t("Or another sample"),
            key="home_sample",
            opened=None,
            open_sample=intake.take_sample,
        )
