"""The decision memo of the book on the screen: made when asked for, then taken along."""

import streamlit as st

from placement import api
from placement.decide.timing.follow_up import BestPlans
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.ui import session
from placement.ui.gate.files import download_button
from placement.ui.language import readers_language
from placement.ui.made_with import made_with
from placement.ui.on_demand import asked_for, forget_asked
from placement.ui.timing.exact import chosen_horizon
from placement.ui.uncertainty import refine
from placement.ui.uncertainty.draws import asked

MADE = "decision_memo"
"""Key of the memo's files with what they are of; a session keeps the last ones."""

_MAKE = "memo_make"

KINDS = {
    ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show_memo(ranked: api.BookRanking, plans: BestPlans) -> None:
    """Draw the button that makes the memo; once it is made, one for each of its files.

    Args:
        ranked: The book.
        plans: The best plan of every segment, as the page shows them.
    """
    scenario, (correlation, seed) = session.scenario(), asked()
    horizon = chosen_horizon()
    drawn = ("plans", ranked.key, scenario.digest, horizon, correlation, seed)
    key = (*drawn, readers_language())
    st.subheader(t("Decision memo"))
    st.caption(
        t(
            "Two pages for the committee: first moves, cash by month, how sure it is, why, what "
            "would change it, what nobody published, next steps with dates."
        )
    )
    made: tuple[object, dict[str, bytes]] | None = st.session_state.get(MADE)
    if made is None or made[0] != key:
        # The place of the button holds the progress, so that nobody presses it twice.
        place = st.empty()
        with place:
            if not asked_for(
                key, key=_MAKE, label=t("Make the memo"), icon=":material/description:"
            ):
                return
        forget_asked(_MAKE)
        bar = place.progress(0.0, text=t("Working out the memo: {percent:.0f}%", percent=0.0))

        def tell(share: float) -> None:
            bar.progress(
                min(share, 1.0), text=t("Working out the memo: {percent:.0f}%", percent=100 * share)
            )

        try:
            book = api.memo_book(
                ranked,
                made_with(ranked),
                horizon=horizon,
                seed=seed,
                correlation=correlation,
                plans=plans,
                drawn=refine.known(drawn),
                progress=tell,
            )
            files = {suffix: book.file(suffix) for suffix in api.MEMO_FORMATS}
        except PlacementError as error:
            st.error(str(error))
            return
        place.empty()
        made = st.session_state[MADE] = (key, files)
    names = {
        ".html": t("Web page, prints on A4"),
        ".docx": t("Document (DOCX)"),
        ".xlsx": t("Workbook with formulas (XLSX)"),
    }
    with st.container(horizontal=True, key="memo_files"):
        for suffix, content in made[1].items():
            download_button(
                names[suffix],
                data=content,
                file_name=f"decision_memo{suffix}",
                mime=KINDS[suffix],
                key=f"memo_{suffix.removeprefix('.')}",
                icon=":material/download:",
            )
