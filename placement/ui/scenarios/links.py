"""Links: the address that opens a saved scenario, and what happens when one is followed."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.ui.gate.gate import store
from placement.ui.scenarios import open as opened
from placement.ui.scenarios.other_book import say_other_book
from placement.words.markdown import plain

PARAMETER = "scenario"
PATH = "scenarios"
_BEFORE = "scenarios_link_before"


def link_of(word: str, *, page: str = PATH, language: str) -> str:
    """Return the address that opens what a word stands for.

    Args:
        word: The link's.
        page: Name of the page it opens on.
        language: Code of the one in which it is opened.
    """
    here = urlsplit(st.context.url or "")
    host = f"{here.scheme}://{here.netloc}" if here.netloc else ""
    return f"{host}/{page}?{urlencode({PARAMETER: word, 'lang': language})}"


def page_before() -> str:
    """Return the page that was looked at before this one: a link shall show what was seen there."""
    return str(st.session_state.get(_BEFORE, PATH))


def follow_link() -> None:
    """Open what the address of the page asks for, once; only `app.py` calls it.

    The word goes from the address, so that a copied address or a screenshot does not share it.
    """
    word = st.query_params.pop(PARAMETER, None)
    if not word:
        return
    try:
        kept = store().links.follow(word)
    except PlacementError as error:
        opened.report(error)
        return
    # What another workspace shares is a copy here: saving it makes a scenario of one's own.
    opened.take(kept.file, None if kept.shared_by else kept)
    opened.say(
        t(
            "Opened by a link: {name}, revision {revision}. What you had set comes back with undo.",
            name=kept.name or kept.id,
            revision=kept.revision,
        ),
        *kept.file.remarks,
    )


def tell_of_link(path: str) -> None:
    """Say what following a link came to; the page Scenarios says it itself.

    Args:
        path: Of the page that is drawn.
    """
    if path == PATH:
        return
    # The address of the first page is empty; a link that opens there is one to no page.
    st.session_state[_BEFORE] = path or PATH
    said = opened.said()
    for line in said:
        st.success(plain(line), icon=":material/check_circle:")
    if said:
        say_other_book()
    for line in opened.faults():
        st.error(plain(line), icon=":material/error:")
