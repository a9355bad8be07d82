"""Which language the reader of a screen wants: the link's, the session's, the browser's."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import streamlit as st

from placement.domain.language import LANGUAGES, catalogue, choose_language, spoken
from placement.domain.text import language, listed, t
from placement.words.markdown import plain

_PARAMETER = "lang"
_CHOICE = "language"
_LONGEST = 20

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def readers_language() -> str:
    """Return the language of this run: the link's, the session's, the browser's, or English.

    Resolved before anything is drawn, because even the names of the pages depend on it.
    """
    return choose_language(
        st.query_params.get(_PARAMETER), st.session_state.get(_CHOICE), st.context.locale
    )


def say_unknown_language() -> None:
    """Say it where the link asks for a language that is not there, and which there are."""
    asked = st.query_params.get(_PARAMETER)
    if asked and spoken(asked) is None:
        st.info(
            t(
                "The link asks for the language {asked}, which is not there. There are {known}; "
                "the switch is in the menu.",
                asked=plain(asked[:_LONGEST]),
                known=listed(LANGUAGES.values()),
            )
        )


def keep_language(code: str) -> None:
    """Make the language outlive this run; only `app.py` calls it.

    The session carries it to the next page, where the link's parameter is gone. The link carries
    it over a reload, which empties the session; where the browser would choose the same anyway,
    the link stays clean.

    Args:
        code: The language of this run.
    """
    st.session_state[_CHOICE] = code
    if code != choose_language(st.query_params.get(_PARAMETER), st.context.locale):
        st.query_params[_PARAMETER] = code


def in_readers_language(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Make a callback or a fragment speak the reader's language.

    Streamlit runs both without `app.py` around them, so nobody has set the language for them.
    Write `@st.fragment` above it, and pass `on_change=in_readers_language(...)`.
    """

    @wraps(function)
    def in_it(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with language(catalogue(readers_language())):
            return function(*args, **kwargs)

    return in_it


def language_switch(code: str) -> None:
    """Draw the switch between languages, in the place where it is called.

    Args:
        code: The language of this run.
    """
    st.segmented_control(
        # Both names, so that it can be found by who reads only one of them.
        "Language · 语言",
        options=list(LANGUAGES),
        default=code,
        format_func=LANGUAGES.__getitem__,
        # A new key for each language: the switch follows a link that changes the language.
        key=f"language_switch_{code}",
        on_change=_switch,
        args=(code,),
        required=True,
    )


def _switch(code: str) -> None:
    # The link binds most, so it is the link that has to change.
    st.query_params[_PARAMETER] = st.session_state[f"language_switch_{code}"]
