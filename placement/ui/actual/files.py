"""The tapes and payments that the tab is about: the open book, what the reader brings, a sample."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import streamlit as st

from placement import api
from placement.domain.errors import InputError, PlacementError
from placement.domain.text import about, sentences, t
from placement.ui import cached, remitted, session
from placement.ui.gate.cache import cache_per_workspace
from placement.ui.gate.files import file_uploader
from placement.ui.language import in_readers_language, readers_language
from placement.words.markdown import plain

FIRST, LATER = "plan_2025_12.csv", "plan_2026_01.csv"
"""The sample pair."""

KINDS = ["csv", "txt", "tsv", "xlsx", "xls", "ods", "parquet"]
_KEYS = {"first": "actual_first", "later": "actual_later"}
_PAID = "actual_paid"


@dataclass(frozen=True, kw_only=True, eq=False)
class Brought:
    """What the tab works on."""

    first: api.Book
    later: api.Book
    paid: api.AccountPayments | None
    paid_key: str
    """Names the payments, as a key of answers; empty without any."""

    paid_name: str
    """What the file of payments is called; empty without any."""

    names: tuple[str, str]
    """What the files of the two tapes are called."""

    is_sample: bool


def brought() -> Brought | None:
    """Draw the uploads and return what is there; None while something is missing."""
    _draw()
    for key in (*_KEYS.values(), _PAID):
        if problem := st.session_state.get(f"{key}_problem"):
            st.error(plain(problem))
    first = _plan()
    later = _held(_KEYS["later"])
    if first is None or later is None:
        st.info(
            t(
                "Bring the tape of a later month; the tape of the plan is the book that is open, "
                "or one that you bring here. Or take the sample."
            ),
            icon=":material/upload:",
        )
        return None
    paid, key, called = _payments(first, later)
    sample = first.tape.digest == _sample(FIRST).tape.digest
    if sample:
        st.caption(t("Sample: invented accounts; one group is made to pay worse than planned."))
    opened = session.current_book()
    plan = _name(_KEYS["first"]) or (opened.name if opened else "")
    return Brought(
        first=first, later=later, paid=paid, paid_key=key, paid_name=called,
        names=(plan, _name(_KEYS["later"])), is_sample=sample,
    )  # fmt: skip


def _draw() -> None:
    """Draw what is in use and where to bring something else."""
    opened = session.book_name()
    with st.expander(t("Files"), icon=":material/upload_file:", expanded=not _has(_KEYS["later"])):
        _upload(
            "first",
            t("Tape of the plan (optional)"),
            t(
                "The book of the day the plan was made. Without one it is the book that is open: "
                "{name}.",
                name=plain(opened) if opened else t("none"),
            ),
        )
        _upload(
            "later",
            t("Tape of a later month"),
            t("The same accounts one month or more later, with their numbers and a cut-off date."),
        )
        file = file_uploader(
            t("Payments in between (optional)"),
            type=KINDS,
            key=f"{_PAID}_file",
            help=t(
                "A row for each payment: account number, date, amount. Where it says what an "
                "account paid, that counts and not the tapes."
            ),
        )
        if file is not None and st.session_state.get(f"{_PAID}_of") != file.file_id:
            st.session_state[f"{_PAID}_of"] = file.file_id
            _keep_payments(file.getvalue(), file.name)
        _say_payments()
        st.button(
            t("Take the sample"),
            key="actual_sample",
            icon=":material/science:",
            on_click=in_readers_language(_take_sample),
            help=t("Telecom bills and cards of December, and the same a month later."),
        )


def _upload(which: str, label: str, said: str) -> None:
    file = file_uploader(label, type=KINDS, key=f"{_KEYS[which]}_file", help=said)
    if file is not None and st.session_state.get(f"{_KEYS[which]}_of") != file.file_id:
        st.session_state[f"{_KEYS[which]}_of"] = file.file_id
        _take(_KEYS[which], file.getvalue(), file.name)


def _take_sample() -> None:
    for which, name in (("first", FIRST), ("later", LATER)):
        _take(_KEYS[which], cached.SAMPLES / name, name)


def _take(key: str, content: Path | bytes, name: str) -> None:
    """Read a tape and keep it for this session."""
    st.session_state.pop(f"{key}_problem", None)
    try:
        book = _opened(content, name, like=_plan() if key == _KEYS["later"] else None)
        # What is held is shared, and its findings are in the language of who brought it.
        digest = f"{readers_language()}:{book.tape.digest}"
        cached.hold(f"{key}:{digest}", book)
    except PlacementError as error:
        st.session_state[f"{key}_problem"] = about(name, sentences(error.messages))
        return
    st.session_state[key] = digest
    st.session_state[f"{key}_name"] = name


def _name(key: str) -> str:
    """Return what a file brought here is called; empty where there is none in use."""
    return str(st.session_state.get(f"{key}_name", "")) if _held(key) else ""


def _plan() -> api.Book | None:
    return _held(_KEYS["first"]) or session.open_book_or_none()


def _opened(content: Path | bytes, name: str, *, like: api.Book | None) -> api.Book:
    """Return a tape, its columns read as those of the plan's where it has the same headings."""
    numbers = session.assumptions()
    if like is not None:
        sectors = like.tape.sector.names
        try:
            return api.open_tape(
                content, filename=name, assumptions=numbers, mapping=dict(like.match.matched),
                sector=sectors[0] if len(sectors) == 1 else None,
            )  # fmt: skip
        except PlacementError:
            # Other headings: it is read by itself, and what is wrong is said of that.
            pass
    return api.open_tape(content, filename=name, assumptions=numbers)


def _has(key: str) -> bool:
    return st.session_state.get(key) is not None


def _held(key: str) -> api.Book | None:
    digest = st.session_state.get(key)
    if digest is None:
        return None
    try:
        book = cached.held(f"{key}:{digest}")
    except InputError:
        # It was given back to make room; the reader brings it again.
        return None
    return book if isinstance(book, api.Book) else None


def _sample(name: str) -> api.Book:
    return cached.sample_book(name)


def _keep_payments(content: bytes, name: str) -> None:
    """Keep a file of payments for this session; it is read beside the tapes."""
    st.session_state.pop(f"{_PAID}_problem", None)
    digest = sha256(content).hexdigest()
    try:
        cached.hold(f"{_PAID}:{digest}", content)
    except InputError as error:
        st.session_state[f"{_PAID}_problem"] = about(name, sentences(error.messages))
        return
    st.session_state[_PAID], st.session_state[f"{_PAID}_name"] = digest, name


def _say_payments() -> None:
    """Draw which payments are in use, how to leave them out, and the other pages' file."""
    if _has(_PAID):
        st.button(
            t("Without {file}", file=plain(str(st.session_state[f"{_PAID}_name"]))),
            key="actual_forget_paid",
            icon=":material/close:",
            on_click=_forget_payments,
            help=t("What came is then what accounts owe less."),
        )
        return
    kept = remitted.in_use()
    if kept is not None and not kept.is_sample:
        st.button(
            t("Take {file}", file=plain(kept.name)),
            key="actual_take_remitted",
            icon=":material/input:",
            on_click=in_readers_language(_take_remitted),
            help=t("The remittance file in use on Odds, Agencies and Backtest."),
        )


def _forget_payments() -> None:
    cached.drop(f"{_PAID}:{st.session_state[_PAID]}")
    st.session_state.pop(_PAID, None)


def _take_remitted() -> None:
    kept = remitted.in_use()
    if kept is None or isinstance(kept.source, Path):
        return
    _keep_payments(kept.source, kept.name)


def _payments(first: api.Book, later: api.Book) -> tuple[api.AccountPayments | None, str, str]:
    """Return what accounts paid in between, its key and its name; None without a file."""
    digest = st.session_state.get(_PAID)
    if digest is None:
        return None, "", ""
    name = str(st.session_state[f"{_PAID}_name"])
    if first.tape.as_of is None or later.tape.as_of is None:
        st.error(t("Payments need tapes with cut-off dates, to know which of them count."))
        return None, "", ""
    try:
        read = _read(
            digest, name, first.tape.as_of, later.tape.as_of, readers_language(),
            cast("bytes", cached.held(f"{_PAID}:{digest}")),
        )  # fmt: skip
    except PlacementError as error:
        st.error(plain(sentences(error.messages)))
        return None, "", ""
    if read.currency and read.currency != first.tape.currency:
        st.error(
            t(
                "{file} is in {theirs} and the tapes in {ours}. Give remittances in the currency "
                "of the tapes.",
                file=plain(name),
                theirs=read.currency,
                ours=first.tape.currency,
            )
        )
        return None, "", ""
    st.caption(
        t(
            "{file}: {rows:,} payments of these days, {elsewhere:,} of others.",
            file=plain(name),
            rows=read.rows,
            elsewhere=read.elsewhere,
        )
    )
    return read, digest, name


@cache_per_workspace(max_entries=8, ttl="4h")
def _read(
    digest: str, name: str, after: dt.date, until: dt.date, spoken: str, _content: bytes
) -> api.AccountPayments:
    return api.open_account_payments(_content, filename=name, after=after, until=until)
