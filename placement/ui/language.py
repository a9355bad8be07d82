"""Which language the reader wants, and the catalogue that speaks it.

A catalogue is an object handed to one run of the script, never installed for the process: two
people on one server may read two languages at the same moment.
"""

from collections.abc import Callable
from functools import cache, wraps
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import ParamSpec, TypeVar

import streamlit as st
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from placement.domain.text import language

LANGUAGES = {"en": "English", "zh": "中文"}
"""Code of each language and its own name for itself, which is never translated."""

SOURCE = "en"
"""The language the texts in the code are written in; it needs no catalogue."""

CATALOGUES = Path(__file__).parent.parent / "locale"

_PARAMETER = "lang"
_CHOICE = "language"

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def choose_language(*wishes: str | None) -> str:
    """Return the first wish we can speak, else the source language.

    Args:
        *wishes: Language tags such as `zh`, `zh-CN` or `en_GB`, most binding first; None and
            unknown tags are passed over.
    """
    for wish in wishes:
        code = (wish or "").replace("_", "-").split("-")[0].lower()
        if code in LANGUAGES:
            return code
    return SOURCE


def readers_language() -> str:
    """Return the language of this run: the link's, the session's, the browser's, or English.

    Resolved before anything is drawn, because even the names of the pages depend on it.
    """
    return choose_language(
        st.query_params.get(_PARAMETER), st.session_state.get(_CHOICE), st.context.locale
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


@cache
def catalogue(code: str) -> GNUTranslations | None:
    """Return the texts of a language, read once a process; None for the source language.

    Args:
        code: A key of `LANGUAGES`.
    """
    if code == SOURCE:
        return None
    compiled = BytesIO()
    with (CATALOGUES / code / "LC_MESSAGES" / "placement.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


def in_readers_language(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Make a callback or a fragment speak the reader's language.

    Streamlit runs both without `app.py` around them, so nobody has set the language for them.
    Write `@st.fragment` above it, and pass `on_change=in_readers_language(...)`.
    """

    @wraps(function)
    def spoken(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        with language(catalogue(readers_language())):
            return function(*args, **kwargs)

    return spoken


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
