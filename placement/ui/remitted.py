"""The remittance file that Agencies and Backtest are about: brought by the reader, or a sample."""

from pathlib import Path

import streamlit as st

from placement import api
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import t
from placement.tape.findings import Severity
from placement.ui import cached
from placement.ui.inputs import plain

KEY = "remittances"
KINDS = ["csv", "txt", "tsv", "xlsx", "xls", "ods", "parquet"]


def sample_names() -> dict[str, str]:
    """Return the shipped histories by file and what each of them is."""
    return {
        "remittances_bank_card.csv": t(
            "Bank cards: three agencies, quarterly batches of two years"
        ),
        "remittances_telecom.csv": t("Telecom: a triangle of monthly batches, Chinese headings"),
    }


def remittances_or_stop(*, samples: tuple[str, ...]) -> api.Remittances:
    """Draw the upload and return the file in use; without one, offer the samples and stop.

    Args:
        samples: Those to offer.
    """
    file = st.file_uploader(
        t("Remittance file"),
        type=KINDS,
        key="remittances_file",
        help=t(
            "A row for each batch and month (batch, agency, sector, age at placement, placed "
            "balance, accounts, month, collected), or a row a batch with a column a month."
        ),
    )
    if file is not None and st.session_state.get("remittances_of") != file.file_id:
        st.session_state["remittances_of"] = file.file_id
        _take(file.getvalue(), file.name)
    names = sample_names()
    with st.container(horizontal=True, key="remittances_samples"):
        for name in samples:
            st.button(
                names[name], key=f"take_{name}", icon=":material/science:",
                on_click=_take, args=(cached.SAMPLES / name, name),
            )  # fmt: skip
    if problem := st.session_state.get(f"{KEY}_problem"):
        st.error(plain(problem))
    read = _held()
    if read is None:
        st.info(t("Bring a remittance file, or take a sample history."), icon=":material/upload:")
        st.stop()
    _say(read)
    return read


def _take(content: Path | bytes, name: str) -> None:
    """Read a file and keep it for this session."""
    st.session_state.pop(f"{KEY}_problem", None)
    try:
        read = api.open_remittances(content, filename=name)
        cached.hold(f"{KEY}:{read.digest}", read)
    except PlacementError as error:
        st.session_state[f"{KEY}_problem"] = " ".join(error.messages)
        return
    st.session_state[KEY] = read.digest


def _held() -> api.Remittances | None:
    digest = st.session_state.get(KEY)
    if digest is None:
        return None
    try:
        read = cached.held(f"{KEY}:{digest}")
    except InputError:
        # It was given back to make room; the reader brings it again.
        return None
    return read if isinstance(read, api.Remittances) else None


def _say(read: api.Remittances) -> None:
    """Draw which file is in use, and what was noticed in it."""
    agencies = len(set(read.agency) - {""})
    st.caption(
        t(
            "{file}: {batches} batches, {agencies} agencies, {months} months at most.",
            file=plain(read.filename),
            batches=f"{len(read):,}",
            agencies=f"{agencies:,}",
            months=f"{read.months:,}",
        )
    )
    said = [f for f in read.findings if f.severity is not Severity.NOTE]
    if said:
        with st.expander(t("What was noticed ({count})", count=len(said)), icon=":material/rule:"):
            for finding in said:
                st.markdown(f"- {plain(finding.line())}")
