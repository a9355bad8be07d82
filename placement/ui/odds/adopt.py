"""Taking odds into use: they become values of the session's scenario, as one step that can be
undone, and the page says where they are from."""

from collections.abc import Callable

import streamlit as st

from placement import api
from placement.assume.library import load_library
from placement.domain.errors import PlacementError
from placement.domain.text import listed, sentences, t
from placement.ui import session
from placement.ui.assumptions.changes import with_overlay
from placement.ui.gate.files import download_button
from placement.ui.language import in_readers_language
from placement.words.assumptions import number_name, quantity_name
from placement.words.markdown import plain

_SAID, _PROBLEM = "odds_adopted", "odds_problem"


def adopt_button(
    overlay_of: Callable[[], "api.Overlay"], *, label: str, key: str, primary: bool = True
) -> None:
    """Draw the button that takes odds into use, and the one that saves them as a file.

    Args:
        overlay_of: Works the numbers out.
        label: What the first button says.
        key: Tells these buttons from others.
        primary: It is the main button of the page.
    """
    try:
        overlay = overlay_of()
    except PlacementError as error:
        st.warning(plain(str(error)))
        return
    in_use = session.assumptions()
    rows = [
        "- "
        + t(
            "{number}: {was} → **{value}** ({low} to {high})",
            number=plain(number_name(each.path)),
            was=f"{in_use.entries[each.path].value:.4g}",
            value=f"{each.value:.4g}",
            low=f"{each.low:.4g}",
            high=f"{each.high:.4g}",
        )
        for each in overlay.entries
        if each.path in in_use.entries
    ]
    with st.expander(t("The numbers that this changes"), icon=":material/tune:"):
        st.markdown("\n".join(rows))
        st.caption(
            sentences(
                [
                    t(
                        "In use are the value and its range: how sure an answer is follows from "
                        "both."
                    ),
                    t(
                        "They were fitted together, and are drawn together: {pairs}.",
                        pairs=listed(_pairs(overlay)),
                    )
                    if overlay.joints
                    else "",
                ]
            )
        )
    with st.container(horizontal=True, key=f"{key}_buttons"):
        st.button(
            label,
            key=f"{key}_adopt",
            type="primary" if primary else "secondary",
            icon=":material/check:",
            on_click=in_readers_language(_adopt),
            args=(overlay,),
        )
        download_button(
            t("Download TOML"),
            data=overlay.toml,
            file_name="odds.toml",
            mime="text/plain",
            key=f"{key}_toml",
            icon=":material/download:",
        )


def _pairs(overlay: "api.Overlay") -> list[str]:
    """Return the correlations of each two, those of most first."""
    found = [
        (joint.correlation[one][other], joint.numbers[one], joint.numbers[other])
        for joint in overlay.joints
        for one in range(len(joint.numbers))
        for other in range(one)
    ]
    return [
        f"{plain(_called(one))} ~ {plain(_called(other))} {rho:+.2f}"
        for rho, one, other in sorted(found, key=lambda each: -abs(each[0]))
    ]


def _called(path: str) -> str:
    return quantity_name(session.library().paths_under(path)[0])


def outcome() -> None:
    """Say what was taken into use, with the way back."""
    if problem := st.session_state.pop(_PROBLEM, None):
        st.error(plain(problem))
    said = st.session_state.get(_SAID)
    if said is None:
        return
    text, digest = said
    if session.scenario().digest != digest:
        # Undone, or other numbers were changed since: it is no longer what is in use.
        return
    st.success(plain(text), icon=":material/check_circle:")
    with st.container(horizontal=True, key="odds_back"):
        if session.can_undo():
            st.button(
                t("Undo"),
                key="odds_undo",
                icon=":material/undo:",
                on_click=in_readers_language(session.undo),
            )
        st.page_link("pages/assumptions.py", label=t("Assumptions"), icon=":material/tune:")
        st.page_link("pages/options.py", label=t("Options"), icon=":material/leaderboard:")


def _adopt(overlay: "api.Overlay") -> None:
    scenario, faults = with_overlay(
        session.scenario(), overlay.values, overlay.ranges, overlay.joints, library=load_library()
    )
    if faults:
        st.session_state[_PROBLEM] = sentences(faults)
        return
    session.change(scenario)
    st.session_state[_SAID] = (
        t(
            "In use: {count} numbers. {source}.",
            count=len(overlay.entries),
            source=overlay.source,
        ),
        session.scenario().digest,
    )
