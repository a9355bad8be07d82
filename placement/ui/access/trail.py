"""What was done in a workspace, on the page Access: looked through, checked, taken along."""

import json

import pandas as pd
import streamlit as st

from placement.domain.signs import harmless
from placement.domain.text import t
from placement.scenario.trail import MOST_LISTED, Entry, trail_rows
from placement.ui.gate import gate
from placement.ui.gate.files import Counted, download_button
from placement.ui.gate.gate import store
from placement.ui.inputs import export
from placement.words.markdown import plain


def trail() -> None:
    """Draw the trail with a filter, a check and its files."""
    st.subheader(t("Trail"))
    every = list(store().trail.entries())
    # Files are made beside the page; by then the role is asked for anew, and must still allow it.
    came = gate.standing()

    def rows() -> list[dict[str, object]]:
        now = gate.engine_store().under(gate.rights_of(came))
        return trail_rows(now.trail.every())

    def as_json() -> Counted:
        made = rows()
        return Counted(json.dumps(made, ensure_ascii=False, indent=1), rows=len(made))

    left, right = st.columns(2)
    who = left.multiselect(
        t("Who"), sorted({each.actor for each in every}), key="access_who",
        placeholder=t("everybody"),
    )  # fmt: skip
    what = right.multiselect(
        t("What"), sorted({each.what for each in every}), key="access_what",
        placeholder=t("everything"), format_func=lambda kind: kind_names().get(kind, kind),
    )  # fmt: skip
    chosen = [
        each for each in every if (not who or each.actor in who) and (not what or each.what in what)
    ]
    st.dataframe(_table(chosen), hide_index=True, key="access_trail")
    if len(every) == MOST_LISTED:
        st.caption(t("The newest {most}; the files have all.", most=f"{MOST_LISTED:,}"))
    with st.container(horizontal=True):
        export(lambda: pd.DataFrame(rows()), name="trail", key="access_trail", keep=None)
        download_button(
            t("Download JSON"), data=as_json, file_name="trail.json", mime="application/json",
            key="access_trail_json", icon=":material/download:",
        )  # fmt: skip
        asked = st.button(t("Check that nothing was changed"), key="access_check")
    if asked:
        _check()


def _check() -> None:
    found = store().trail.check()
    if found.faults:
        st.error("\n".join(f"- {plain(fault)}" for fault in found.faults))
        return
    st.success(
        t(
            "All {count} entries hold on to each other. Write this head down elsewhere, and the "
            "command `access audit --verify --head` shows later whether entries were cut off:",
            count=f"{found.count:,}",
        )
    )
    st.code(found.head or "-", language=None, wrap_lines=True)


def kind_names() -> dict[str, str]:
    """Return what kinds of entries are called in the reader's language; files keep their own."""
    return {
        "signed in": t("signed in"),
        "signed out": t("signed out"),
        "not let in": t("not let in"),
        "refused": t("refused"),
        "member added": t("member added"),
        "member changed": t("member changed"),
        "member removed": t("member removed"),
        "file brought": t("file brought"),
        "rows pasted": t("rows pasted"),
        "book opened": t("book opened"),
        "numbers changed": t("numbers changed"),
        "list changed": t("list changed"),
        "saved": t("saved"),
        "forgotten": t("forgotten"),
        "shared": t("shared"),
        "taken back": t("taken back"),
        "downloaded": t("downloaded"),
        "columns kept": t("columns kept"),
        "columns forgotten": t("columns forgotten"),
        "book kept": t("book kept"),
        "book forgotten": t("book forgotten"),
    }


def _table(entries: list[Entry]) -> pd.DataFrame:
    named = kind_names()
    return pd.DataFrame(
        {
            t("Number"): [each.number for each in entries],
            t("When (UTC)"): [each.at[:19].replace("T", " ") for each in entries],
            t("Who"): [harmless(each.actor) for each in entries],
            t("What"): [named.get(each.what, each.what) for each in entries],
            t("Details"): [harmless(each.detail) for each in entries],
        }
    )
