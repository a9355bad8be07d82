"""Files that come and go: the only places where a page takes one in or gives one out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import streamlit as st

from placement.domain.access import Action
from placement.domain.text import t
from placement.scenario.team import is_team
from placement.tape.quoting import file_name
from placement.ui.gate import gate

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_BROUGHT = "gate_brought"


@dataclass(frozen=True)
class Counted:
    """A file's content with how many rows of a table are in it."""

    content: str | bytes
    rows: int


Content = str | bytes | Counted


def download_button(
    label: str,
    *,
    data: Content | Callable[[], Content],
    file_name: str,
    mime: str,
    icon: str,
    key: str | None = None,
    help: str | None = None,
    disabled: bool = False,
    type: Literal["primary", "secondary"] = "secondary",
) -> None:
    """Draw the button that saves a file; in a team, what is saved is recorded before it is.

    Args:
        label: What the button says.
        data: The content, or what makes it when the button is pressed.
        file_name: What the file is called.
        mime: Its kind.
        icon: The picture on the button.
        key: The button's.
        help: Tooltip.
        disabled: It cannot be pressed.
        type: How it looks.
    """
    if not gate.allows(Action.DOWNLOAD):
        return
    make = data if callable(data) else None
    # On one's own machine, what is there already is given as it is.
    ready = data if not callable(data) and not is_team() else None
    st.download_button(
        label,
        data=_plain(ready) if ready is not None else _recorded(make, data, file_name),
        file_name=file_name,
        mime=mime,
        key=key,
        icon=icon,
        on_click="ignore",
        help=help,
        disabled=disabled,
        type=type,
    )


def _recorded(
    make: Callable[[], Content] | None, data: object, file_name: str
) -> Callable[[], str | bytes]:
    # The button is pressed later, and beside the page: by then he may be a member no more.
    came = gate.standing()

    def content() -> str | bytes:
        made = make() if make is not None else cast("Content", data)
        whole = _plain(made)
        if is_team():
            store = gate.engine_store().under(gate.rights_of(came))
            rows = {"rows": made.rows} if isinstance(made, Counted) else {}
            size = len(whole.encode() if isinstance(whole, str) else whole)
            store.trail.note("downloaded", Action.DOWNLOAD, file=file_name, bytes=size, **rows)
        return whole

    return content


def _plain(content: Content) -> str | bytes:
    return content.content if isinstance(content, Counted) else content


def file_uploader(
    label: str,
    *,
    type: Sequence[str],
    key: str,
    help: str | None = None,
    max_upload_size: int | None = None,
    on_change: Callable[[], None] | None = None,
) -> "UploadedFile | None":
    """Draw the place to bring a file to; return it once it is there, and recorded.

    Args:
        label: What is asked for.
        type: Endings that are taken.
        key: The widget's.
        help: Tooltip.
        max_upload_size: Megabytes.
        on_change: Called when there is one, or none any more.
    """
    if not _may_bring():
        return None

    def noted() -> None:
        if on_change is not None and _are_noted(_several(st.session_state.get(key))):
            on_change()

    found = st.file_uploader(
        label,
        type=type,
        key=key,
        help=help,
        max_upload_size=max_upload_size,
        on_change=None if on_change is None else noted,
    )
    return found if _are_noted(_several(found)) else None


def file_uploaders(
    label: str, *, type: Sequence[str], key: str, help: str | None = None
) -> "list[UploadedFile]":
    """Draw the place to bring several files to; arguments as `file_uploader`."""
    if not _may_bring():
        return []
    found = st.file_uploader(label, type=type, key=key, help=help, accept_multiple_files=True)
    return list(found) if found and _are_noted(found) else []


def _may_bring() -> bool:
    if gate.allows(Action.UPLOAD):
        return True
    st.caption(t("Your role here may not bring files."))
    return False


def _several(file: "UploadedFile | None") -> "Sequence[UploadedFile]":
    return [] if file is None else [file]


def _are_noted(files: "Sequence[UploadedFile]") -> bool:
    """Record each file once; return whether all may be used.

    From here on each is called what may be shown and recorded: all names of files come through
    here, and only the place that a file is brought to shows the one on the reader's disk.
    """
    for file in files:
        file.name = file_name(file.name)
        seen: frozenset[str] = st.session_state.get(_BROUGHT, frozenset())
        if file.file_id in seen:
            continue
        if not gate.passes("file brought", Action.UPLOAD, name=file.name, bytes=file.size):
            return False
        st.session_state[_BROUGHT] = seen | {file.file_id}
    return True
