"""The app: names the pages and their order, and draws the frame around them."""

from pathlib import Path

import streamlit as st

from placement.domain.text import language, t
from placement.ui.freeze import freeze_imports
from placement.ui.language import catalogue, keep_language, language_switch, readers_language
from placement.ui.shell import shell

freeze_imports()

# Before the pages are named: the browser would fetch a page's icon from another machine.
st.set_page_config(page_icon=Path(__file__).parent / "placement/ui/icon.svg", layout="wide")

# Before any text, because the names of the pages are already in the reader's language.
code = readers_language()
keep_language(code)

with language(catalogue(code)), shell():
    page = st.navigation(
        [
            st.Page("pages/book.py", title=t("Book"), icon=":material/menu_book:", default=True),
            st.Page("pages/options.py", title=t("Options"), icon=":material/leaderboard:"),
            st.Page("pages/timing.py", title=t("Timing"), icon=":material/event_upcoming:"),
            st.Page("pages/deal_zone.py", title=t("Deal zone"), icon=":material/handshake:"),
            st.Page("pages/bid_desk.py", title=t("Bid desk"), icon=":material/local_offer:"),
            st.Page("pages/contracts.py", title=t("Contracts"), icon=":material/assignment:"),
            st.Page("pages/sectors.py", title=t("Sectors"), icon=":material/domain:"),
            st.Page("pages/decision_map.py", title=t("Decision map"), icon=":material/map:"),
            st.Page("pages/uncertainty.py", title=t("Uncertainty"), icon=":material/casino:"),
            st.Page("pages/assumptions.py", title=t("Assumptions"), icon=":material/tune:"),
        ]
    )
    st.set_page_config(page_title=t("{page} · Placement Desk", page=page.title))
    with st.sidebar:
        language_switch(code)
    page.run()
