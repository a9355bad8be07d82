"""The terms of the trade: searched, in both languages, with the pages where each matters."""

import pandas as pd
import streamlit as st

from placement.domain.language import LANGUAGES
from placement.domain.text import t
from placement.ui.inputs import export
from placement.ui.language import readers_language
from placement.words.glossary import Term, found_by, glossary, group_names, names_by_language
from placement.words.markdown import plain
from placement.words.pages import page_names

_WANTED = "glossary_wanted"


def show() -> None:
    """Draw the box to search in, the terms found, and their file."""
    wanted = st.text_input(
        t("Search"),
        key=_WANTED,
        placeholder=t("A word of either language"),
        icon=":material/search:",
        persist_state="session",
    )
    terms, names = glossary(), names_by_language()
    found = found_by(terms, wanted, names)
    if not found:
        st.info(
            t("No term holds {wanted}. Try a part of the word.", wanted=plain(wanted)),
            icon=":material/search_off:",
        )
        st.button(t("Show all terms"), key="glossary_all", on_click=_show_all)
        return
    st.caption(t("{found} of {all} terms", found=len(found), all=len(terms)))
    pages = page_names()
    for group, called in group_names().items():
        mine = [term for term in found if term.group == group]
        if mine:
            st.subheader(called)
        for term in mine:
            _draw(term, names, pages)
    export(lambda: glossary_table(found, names), name="glossary", key="glossary")


def glossary_table(terms: tuple[Term, ...], names: dict[str, dict[str, str]]) -> pd.DataFrame:
    """Return the terms as a table: name in each language, and what it means."""
    return pd.DataFrame(
        {
            **{code: [names[code][term.key] for term in terms] for code in LANGUAGES},
            "meaning": [term.meaning for term in terms],
        }
    )


def _draw(term: Term, names: dict[str, dict[str, str]], pages: dict[str, str]) -> None:
    others = [names[code][term.key] for code in LANGUAGES if code != readers_language()]
    with st.container(gap=None, key=f"term_{term.key}"):
        st.markdown(f"**{term.name}** · {' · '.join(others)}  \n{term.meaning}")
        with st.container(horizontal=True, gap="small"):
            for page in term.pages:
                st.page_link(f"pages/{page}.py", label=pages[page], icon=":material/arrow_forward:")


def _show_all() -> None:
    st.session_state[_WANTED] = ""
