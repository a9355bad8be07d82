"""Files brought to a tab of the page Agencies: kept by their content while other tabs are open."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import streamlit as st

from placement import api
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import t
from placement.tape.findings import Finding, Severity
from placement.ui import cached
from placement.words.markdown import plain


@dataclass(frozen=True, kw_only=True)
class Brought:
    """Files by the name of what they are, in the order brought."""

    files: tuple[tuple[str, api.BillFile], ...]
    digest: str

    def get(self, kind: str) -> api.BillFile | None:
        """Return the first file of a kind."""
        return next((file for name, file in self.files if name == kind), None)


def keep(key: str, uploads: list[tuple[str, Any]]) -> None:
    """Keep what was uploaded; nothing happens where nothing new was.

    Args:
        key: Of the tab.
        uploads: Kind and upload of each.
    """
    ids = tuple(file.file_id for _, file in uploads)
    if not ids or st.session_state.get(f"{key}_of") == ids:
        return
    st.session_state[f"{key}_of"] = ids
    _hold(key, [(kind, api.BillFile(source=f.getvalue(), name=f.name)) for kind, f in uploads])


def take_sample(key: str, names: tuple[tuple[str, str], ...]) -> None:
    """Take files of the samples.

    Args:
        key: Of the tab.
        names: Kind and name of each.
    """
    _hold(
        key,
        [(kind, api.BillFile(source=cached.SAMPLES / name, name=name)) for kind, name in names],
    )


def brought(key: str) -> Brought | None:
    """Return the files of a tab; None before any, or where they were given back."""
    digest = st.session_state.get(f"{key}_digest")
    if digest is None:
        return None
    try:
        found = cached.held(f"{key}:{digest}")
    except InputError:
        return None
    return found if isinstance(found, Brought) else None


def say_findings(findings: tuple[Finding, ...]) -> None:
    """Draw what was noticed in the files."""
    said = [finding for finding in findings if finding.severity is not Severity.NOTE]
    if said:
        with st.expander(t("What was noticed ({count})", count=len(said)), icon=":material/rule:"):
            for finding in said:
                st.markdown(f"- {plain(finding.line())}")


def say_problem(error: PlacementError) -> None:
    """Draw what is wrong with the files."""
    for message in error.messages:
        st.error(plain(message))


def _hold(key: str, files: list[tuple[str, api.BillFile]]) -> None:
    hashed = sha256()
    for kind, file in files:
        hashed.update(f"{kind}\0{file.name}\0".encode())
        # What is no content is one of the samples, which its name tells.
        if isinstance(file.source, bytes):
            hashed.update(sha256(file.source).digest())
    value = Brought(files=tuple(files), digest=hashed.hexdigest())
    try:
        cached.hold(f"{key}:{value.digest}", value)
    except PlacementError as error:
        say_problem(error)
        return
    st.session_state[f"{key}_digest"] = value.digest
