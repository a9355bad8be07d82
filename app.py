"""The app: names the pages and their order, and draws the frame around them.

The server imports this file for what stands around the pages, and runs it for every reader.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from placement.scenario.team import is_team
from placement.ui.guard import Guard, answer_failure, origins_or_end
from placement.ui.refusals import count_refusals
from placement.ui.work.cookie import NameBrowser
from placement.ui.work.limits import most_rooms

FIRST = "home"
"""The page that stands at the address of the desk itself."""

ICONS = {
    "home": ":material/home:",
    "book": ":material/menu_book:",
    "options": ":material/leaderboard:",
    "timing": ":material/event_upcoming:",
    "policy": ":material/rule:",
    "lists": ":material/checklist:",
    "deal_zone": ":material/handshake:",
    "bid_desk": ":material/local_offer:",
    "contracts": ":material/assignment:",
    "sectors": ":material/domain:",
    "decision_map": ":material/map:",
    "uncertainty": ":material/casino:",
    "odds": ":material/query_stats:",
    "agencies": ":material/groups:",
    "backtest": ":material/history:",
    "pilot": ":material/science:",
    "scenarios": ":material/bookmarks:",
    "access": ":material/shield_person:",
    "assumptions": ":material/tune:",
    "glossary": ":material/dictionary:",
}
"""Of each page, by the name of its file."""


def draw() -> None:
    """Draw the frame and the page in it."""
    # Here, because what stands around the pages starts sooner and takes less without them.
    from placement.domain.language import catalogue
    from placement.domain.text import language, t
    from placement.ui import session
    from placement.ui.freeze import freeze_imports
    from placement.ui.gate import gate
    from placement.ui.gate.sign_in import admitted, who_is_here
    from placement.ui.language import (
        keep_language,
        language_switch,
        readers_language,
        say_unknown_language,
    )
    from placement.ui.scenarios.links import follow_link, tell_of_link
    from placement.ui.shell import shell
    from placement.ui.strip import cookie_line, whose_numbers
    from placement.ui.style import lay_out
    from placement.ui.uploads import read_uploads_apart
    from placement.ui.work import desk
    from placement.words.pages import page_names

    freeze_imports()
    read_uploads_apart()

    # Before the pages are named: the browser would fetch a page's icon from another machine.
    st.set_page_config(page_icon=Path(__file__).parent / "placement/ui/icon.svg", layout="wide")

    # Before anything of anybody's: on a team's desk, only a member goes on from here.
    if not admitted(page_names(), FIRST):
        return

    # Before all that asks for it: the reader's book, numbers and language.
    desk.arrive()

    # Before any text, because the names of the pages are already in the reader's language.
    code = readers_language()
    keep_language(code)

    with language(catalogue(code)), shell():
        lay_out()
        page = st.navigation(
            [
                st.Page(f"pages/{name}.py", title=title, icon=ICONS[name], default=name == FIRST)
                for name, title in page_names().items()
                if gate.shows(name)
            ],
            # Folded away, the last pages would be found by nobody.
            expanded=True,
        )
        st.set_page_config(page_title=t("{page} · Placement Desk", page=page.title))
        with st.sidebar:
            language_switch(code)
            who_is_here()
            cookie_line()
        session.open_sample_of_link()
        follow_link()
        say_unknown_language()
        gate.tell()
        with whose_numbers(), desk.kept():
            tell_of_link(page.url_path)
            page.run()


if __name__ == "__main__":
    draw()
else:
    count_refusals()
    door = [Middleware(Guard, origins=origins_or_end())]
    if is_team():
        from placement.ui.gate.door import Door, whose_room
        from placement.ui.gate.team import team_or_end

        team_or_end()
        door.append(Middleware(Door))
    door.append(Middleware(NameBrowser))
    house = None
    if most_rooms():
        # They ask for what only Linux has.
        from placement.ui.rooms.front import Rooms, house_of_environment

        house = house_of_environment()
        whose = {"whose": whose_room} if is_team() else {}
        door.append(Middleware(Rooms, house=house, **whose))
    else:
        from placement.ui.freeze import begin_imports
        from placement.ui.messages import allow_large_answers

        allow_large_answers()
        begin_imports()
    app = st.App(
        __file__,
        middleware=door,
        lifespan=house.stands if house else None,
        exception_handlers={Exception: answer_failure},
    )
