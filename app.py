"""The app: names the pages and their order, and draws the frame around them.

The server imports this file for what stands around the pages, and runs it for every reader.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from placement.domain.text import language, t
from placement.ui import session
from placement.ui.freeze import freeze_imports
from placement.ui.language import catalogue, keep_language, language_switch, readers_language
from placement.ui.scenarios.links import follow_link, tell_of_link
from placement.ui.shell import shell
from placement.ui.strip import cookie_line, whose_numbers
from placement.ui.work import desk
from placement.ui.work.cookie import NameBrowser


def draw() -> None:
    """Draw the frame and the page in it."""
    freeze_imports()

    # Before the pages are named: the browser would fetch a page's icon from another machine.
    st.set_page_config(page_icon=Path(__file__).parent / "placement/ui/icon.svg", layout="wide")

    # Before all that asks for it: the reader's book, numbers and language.
    desk.arrive()

    # Before any text, because the names of the pages are already in the reader's language.
    code = readers_language()
    keep_language(code)

    with language(catalogue(code)), shell():
        page = st.navigation(
            [
                st.Page(
                    "pages/book.py", title=t("Book"), icon=":material/menu_book:", default=True
                ),
                st.Page("pages/options.py", title=t("Options"), icon=":material/leaderboard:"),
                st.Page("pages/timing.py", title=t("Timing"), icon=":material/event_upcoming:"),
                st.Page("pages/deal_zone.py", title=t("Deal zone"), icon=":material/handshake:"),
                st.Page("pages/bid_desk.py", title=t("Bid desk"), icon=":material/local_offer:"),
                st.Page("pages/contracts.py", title=t("Contracts"), icon=":material/assignment:"),
                st.Page("pages/sectors.py", title=t("Sectors"), icon=":material/domain:"),
                st.Page("pages/decision_map.py", title=t("Decision map"), icon=":material/map:"),
                st.Page("pages/uncertainty.py", title=t("Uncertainty"), icon=":material/casino:"),
                st.Page("pages/odds.py", title=t("Odds"), icon=":material/query_stats:"),
                st.Page("pages/agencies.py", title=t("Agencies"), icon=":material/groups:"),
                st.Page("pages/backtest.py", title=t("Backtest"), icon=":material/history:"),
                st.Page("pages/pilot.py", title=t("Pilot"), icon=":material/science:"),
                st.Page("pages/scenarios.py", title=t("Scenarios"), icon=":material/bookmarks:"),
                st.Page("pages/assumptions.py", title=t("Assumptions"), icon=":material/tune:"),
            ],
            # Folded away, the last pages would be found by nobody.
            expanded=True,
        )
        st.set_page_config(page_title=t("{page} · Placement Desk", page=page.title))
        with st.sidebar:
            language_switch(code)
            cookie_line()
        session.open_sample_of_link()
        follow_link()
        with whose_numbers(), desk.kept():
            tell_of_link(page.url_path)
            page.run()


if __name__ == "__main__":
    draw()
else:
    app = st.App(__file__, middleware=[Middleware(NameBrowser)])
