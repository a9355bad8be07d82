"""Page: which numbers does everything rest on, and what if one of them were different?"""

import streamlit as st

from placement.domain.text import t
from placement.ui import session
from placement.ui.assumptions import view
from placement.ui.assumptions.editor import number_editor
from placement.ui.assumptions.one import one_number
from placement.ui.assumptions.table import mine, number_table, shown_rows
from placement.ui.shell import run_page


def render() -> None:
    """Draw the page: title, how firm the ground is, the numbers, one close up, files."""
    st.title(t("Assumptions"))
    library, in_use = session.library(), session.assumptions()
    own = mine(library, in_use)
    view.ground(library, own)
    view.law_warning(library, own)
    wanted = view.filters(library)
    view.ways_back(own)
    table = number_table(library, in_use)
    rows = shown_rows(table, wanted, library=library, own=own)
    st.caption(t("{shown} of {all} numbers", shown=len(rows), all=len(table)))
    if rows.empty:
        view.nothing_found(wanted)
    else:
        number_editor(rows, with_area=not wanted.area)
        view.export_rows(rows)
        one_number(rows, library=library, in_use=in_use)
    view.files(own)


run_page(render)
