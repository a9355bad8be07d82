"""A file on its way to being the session's book: read once, checked again for every choice."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

import streamlit as st

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.text import t
from placement.tape.columns import ColumnMatch, match_columns
from placement.tape.findings import name_some
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.read import RawTable, read_table
from placement.tape.saved import load_mapping
from placement.ui import cached, session
from placement.ui.book import content as contents

_USED, _WISH, _WAITING, _PROBLEMS, _NOTICE = (
    "book_intake",
    "book_wish",
    "book_waiting",
    "book_problems",
    "book_notice",
)


@dataclass(frozen=True, kw_only=True)
class Intake:
    """A file and what the user chose for it."""

    name: str
    """File name as the user knows it."""

    headings: tuple[str, ...]
    """Headings that were read; a personal one is among them only if it is mapped."""

    withheld: tuple[str, ...] = ()
    """Personal headings that were not read but can be, if one is the account number."""

    raw_key: str = ""
    """Under which the cells are held; empty for a shipped sample, which can be read again."""

    content_key: str = ""
    """Under which the file itself is held; empty where nothing was withheld."""

    kept: tuple[str, ...] = ()
    """Personal headings that were read because they are mapped."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Our field → heading, by hand; "" leaves a field out."""

    meaning: Meaning = AS_IT_STANDS
    """The user's word where the file can be read in more than one way."""

    as_of: dt.date | None = None
    sector: str | None = None
    creditor_type: str | None = None

    @property
    def is_sample(self) -> bool:
        """Return whether the file is a shipped sample."""
        return not self.raw_key

    @property
    def match(self) -> ColumnMatch:
        """Return which heading is which field."""
        return match_columns(self.headings, self.mapping)

    @property
    def by_itself(self) -> ColumnMatch:
        """Return which heading would be which field if nothing were chosen by hand."""
        return match_columns(self.headings)


def used(book: api.Book) -> Intake:
    """Return the file behind the session's book."""
    intake = cast("Intake | None", st.session_state.get(_USED))
    if intake is not None and not session.is_sample():
        return intake
    headings = (*book.match.matched.values(), *book.match.unmatched)
    return Intake(name=session.book_name() or "", headings=headings)


def waiting() -> Intake | None:
    """Return the file that still needs choices before it can be the book."""
    return cast("Intake | None", st.session_state.get(_WAITING))


def problems() -> tuple[str, ...]:
    """Return what stopped the last attempt, one line each."""
    return cast("tuple[str, ...]", st.session_state.get(_PROBLEMS, ()))


def notice() -> str | None:
    """Return what the last attempt did, once."""
    return cast("str | None", st.session_state.pop(_NOTICE, None))


def ask(intake: Intake) -> None:
    """Ask for a file under new choices; a callback asks, and the next run answers."""
    st.session_state[_WISH] = intake


def answer() -> None:
    """Check what was asked for, before anything of the page is drawn."""
    wish = cast("Intake | None", st.session_state.pop(_WISH, None))
    if wish is not None:
        with st.spinner(t("Checking every account…")):
            check(wish)


def take_file(name: str, content: bytes) -> None:
    """Read an upload and check it; on failure the book before it stays.

    Args:
        name: File name as the user knows it.
        content: The bytes, kept only where a personal column may turn out to be needed.
    """
    _forget()
    try:
        raw = read_table(content, filename=name)
    except PlacementError as error:
        st.session_state[_PROBLEMS] = error.messages
        return
    key = f"raw:{raw.digest}"
    cached.hold(key, raw)
    check(
        Intake(
            name=name,
            headings=tuple(raw.table.column_names),
            withheld=raw.withheld,
            raw_key=key,
            content_key=contents.hold(content) if raw.withheld else "",
        )
    )


def take_sample(name: str) -> None:
    """Make a shipped sample the book."""
    _forget()
    _drop_content_of(st.session_state.pop(_USED, None))
    session.open_sample(name)


def check(intake: Intake) -> None:
    """Check a file under its choices and make it the book; on failure the old book stays."""
    try:
        intake, raw = _read(intake)
    except PlacementError as error:
        # What cannot be read cannot wait for other choices either.
        st.session_state[_PROBLEMS] = error.messages
        return
    try:
        book = api.check_tape(
            raw,
            assumptions=session.assumptions(),
            mapping=intake.mapping,
            meaning=intake.meaning,
            as_of=intake.as_of,
            sector=intake.sector,
            creditor_type=intake.creditor_type,
            date_advice=t('Choose it in the box "Cut-off date" below, then press Apply.'),
        )
    except PlacementError as error:
        st.session_state[_PROBLEMS] = error.messages
        st.session_state[_WAITING] = intake
        return
    _drop_content_of(st.session_state.get(_USED), keep=intake.content_key)
    st.session_state[_USED] = intake
    _forget()
    session.open_book(book, name=intake.name)
    st.session_state[_NOTICE] = t(
        "{name} is open: {accounts} accounts, {balance} {currency}.",
        name=intake.name,
        accounts=f"{len(book.tape):,}",
        balance=f"{book.tape.balance.sum():,.0f}",
        currency=book.tape.currency,
    )


def chosen_by_hand(intake: Intake, chosen: Mapping[str, str]) -> dict[str, str]:
    """Return only those choices of columns that differ from the match by itself."""
    usual = intake.by_itself.matched
    return {name: heading for name, heading in chosen.items() if heading != usual.get(name, "")}


def use_saved_mapping(intake: Intake, content: bytes) -> None:
    """Lay a saved mapping over a file; what the file does not have is named and passed over."""
    try:
        saved = load_mapping(content.decode("utf-8-sig", errors="replace"))
    except PlacementError as error:
        st.session_state[_PROBLEMS] = error.messages
        return
    present = {"", *intake.headings, *intake.withheld}
    known = {name: to for name, to in saved.columns.items() if to in present}
    absent = sorted(set(saved.columns.values()) - present)
    check(
        replace(
            intake,
            mapping=chosen_by_hand(intake, known),
            meaning=saved.meaning,
            sector=saved.sector or intake.sector,
            creditor_type=saved.creditor_type or intake.creditor_type,
        )
    )
    if absent:
        st.session_state[_NOTICE] = t(
            "The mapping was used. It also names columns that this file does not have: {absent}.",
            absent=name_some(absent),
        )


def drop_waiting() -> None:
    """Forget the file that waits for choices; the book in use stays."""
    _forget()


def _read(intake: Intake) -> tuple[Intake, RawTable]:
    """Return the cells, read again where another personal column is mapped than before."""
    if intake.is_sample:
        return intake, read_table(
            cached.SAMPLES / intake.name,
            filename=intake.name,
            keep=tuple(intake.mapping.values()),
        )
    personal = {*intake.withheld, *intake.kept}
    kept = tuple(sorted(personal.intersection(intake.mapping.values())))
    if kept == intake.kept:
        return intake, cast("RawTable", cached.held(intake.raw_key))
    raw = read_table(contents.held(intake.content_key), filename=intake.name, keep=kept)
    key = f"raw:{raw.digest}"
    cached.hold(key, raw)
    again = replace(
        intake,
        headings=tuple(raw.table.column_names),
        withheld=raw.withheld,
        raw_key=key,
        kept=kept,
    )
    return again, raw


def _forget() -> None:
    """Forget the file that waits, and its content unless the book came from the same upload."""
    book = cast("Intake | None", st.session_state.get(_USED))
    _drop_content_of(st.session_state.get(_WAITING), keep=book.content_key if book else "")
    for key in (_WAITING, _PROBLEMS, _NOTICE):
        st.session_state.pop(key, None)


def _drop_content_of(intake: Intake | None, *, keep: str = "") -> None:
    if intake is not None and intake.content_key and intake.content_key != keep:
        contents.drop(intake.content_key)
