"""A file on its way to being the session's book: read once, checked again for every choice."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import cast

import streamlit as st

from placement import api
from placement.domain.errors import InputError, NoHeadingsError, PlacementError
from placement.domain.text import sentences, t
from placement.scenario.book_reference import reference_of
from placement.scenario.works import OpenBook
from placement.tape.columns import ColumnMatch, match_columns
from placement.tape.decimals import amounts_are_text
from placement.tape.findings import Choice, name_some
from placement.tape.guess import guess_sector
from placement.tape.meaning import AS_IT_STANDS, Meaning, option_name
from placement.tape.only_number import only_number
from placement.tape.read import RawTable, read_table
from placement.tape.saved import SavedMapping, load_mapping, save_mapping
from placement.tape.tape import LeftOut
from placement.ui import cached, session
from placement.ui.book import content as contents
from placement.ui.book.left_out import debt_left_out
from placement.ui.language import readers_language
from placement.ui.work.desk import FILE
from placement.ui.work.state import WAITING
from placement.ui.work.turns import one_large_file
from placement.words.numbers import money

_WISH, _PROBLEMS, _NOTICE, _AGAIN = (
    "book_wish",
    "book_problems",
    "book_notice",
    "book_again",
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
    """Under which the file itself is held, to be read again in another way."""

    file: str = ""
    """Fingerprint of the file's bytes; empty for a shipped sample."""

    numbered_by: str | None = None
    """Heading of a debtor's number that numbers the accounts, as no other column does."""

    read_as: Meaning = AS_IT_STANDS
    """The answers that the held cells were read with."""

    kept: tuple[str, ...] = ()
    """Personal headings that were read because they are mapped."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Our field → heading, by hand; "" leaves a field out."""

    meaning: Meaning = AS_IT_STANDS
    """The user's word where the file can be read in more than one way."""

    as_of: dt.date | None = None
    sector: str | None = None
    creditor_type: str | None = None
    looks_like: str | None = None
    """Sector that the file speaks of where it has no such column, to be offered."""

    @property
    def is_sample(self) -> bool:
        """Return whether the file is a shipped sample."""
        return not self.raw_key and not self.content_key

    @property
    def is_read(self) -> bool:
        """Return whether the file could be read as a table, so that its headings are known."""
        return bool(self.headings)

    @property
    def match(self) -> ColumnMatch:
        """Return which heading is which field."""
        return match_columns(self.headings, self.mapping, numbered_by=self.numbered_by)

    @property
    def by_itself(self) -> ColumnMatch:
        """Return which heading would be which field if nothing were chosen by hand."""
        return match_columns(self.headings, numbered_by=self.numbered_by)


def used(book: api.Book) -> Intake:
    """Return the file behind the session's book."""
    intake = cast("Intake | None", st.session_state.get(FILE))
    if intake is not None:
        return intake
    headings = (*book.match.matched.values(), *book.match.unmatched)
    return Intake(name=session.book_name() or "", headings=headings)


def waiting() -> Intake | None:
    """Return the file that still needs choices before it can be the book."""
    return cast("Intake | None", st.session_state.get(WAITING))


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
        content: The bytes, kept for a while so that they can be read in another way.
    """
    try:
        with one_large_file(len(content), waits=_say_waiting):
            _take(name, content)
    except InputError as error:
        report(error)


def _say_waiting() -> None:
    st.write(t("Another large file is being read; yours is read after it."))


def _take(name: str, content: bytes) -> None:
    _forget()
    digest = blake2b(content, digest_size=16).hexdigest()
    intake = Intake(name=name, headings=(), content_key=contents.hold(content), file=digest)
    before = session.current_book()
    if before is not None and session.is_gone():
        st.session_state[_AGAIN] = before
        if before.file == digest:
            intake = _as_before(intake, before, content)
    check(intake, content)


def take_sample(name: str) -> None:
    """Make a shipped sample the book."""
    close()
    session.open_sample(name)


def close() -> None:
    """Leave the session without a book, and drop what is held of its file."""
    _forget()
    intake = cast("Intake | None", st.session_state.get(FILE))
    _drop_content_of(intake)
    if intake is not None and intake.raw_key:
        cached.drop(intake.raw_key)
    session.close_book()


def check(intake: Intake, content: bytes | None = None) -> None:
    """Check a file under its choices and make it the book; on failure the old book stays.

    Args:
        intake: The file and the choices.
        content: The file's bytes where they are at hand; else those held.
    """
    try:
        intake, raw = _read(intake, content)
    except PlacementError as error:
        report(error)
        if not intake.raw_key and _can_be_helped(error):
            st.session_state[WAITING] = intake
        return
    try:
        book = _checked(intake, raw)
    except NoHeadingsError as error:
        report(error)
        # Its first row is somebody's: there is nothing to choose among, only how to read it.
        cached.drop(intake.raw_key)
        st.session_state[WAITING] = replace(intake, headings=(), withheld=(), kept=(), raw_key="")
        return
    except PlacementError as error:
        report(error)
        st.session_state[WAITING] = intake
        return
    used_before = cast("Intake | None", st.session_state.get(FILE))
    opened = _remembered(intake, book)
    try:
        session.open_book(book, opened, file=intake)
    except PlacementError as error:
        report(error)
        return
    _drop_content_of(used_before, keep=intake.content_key)
    if used_before is not None and used_before.raw_key not in ("", intake.raw_key):
        cached.drop(used_before.raw_key)
    again = cast("OpenBook | None", st.session_state.pop(_AGAIN, None))
    _forget()
    st.session_state[_NOTICE] = sentences(
        filter(None, [opened_words(intake.name, book), _compared(again, opened)])
    )


def opened_words(name: str, book: api.Book) -> str:
    """Return that a book is open, and before it what of the file is not in it."""
    opened = t(
        "{name} is open: {accounts} accounts, {balance} {currency}.",
        name=name,
        accounts=f"{len(book.tape):,}",
        balance=money(float(book.tape.balance.sum())),
        currency=book.tape.currency,
    )
    out = book.tape.excluded
    debts = sum(group.rows for kind, group in out.groups.items() if kind is LeftOut.DEBT)
    if not debts:
        return opened
    return sentences(
        [
            t(
                "{share} of the file's rows are left out, {rows} debts of {money} {currency}.",
                share=f"{debts / (len(book.tape) + len(out)):.1%}",
                rows=f"{debts:,}",
                money=money(debt_left_out(book)),
                currency=book.tape.currency,
            ),
            opened,
        ]
    )


def _remembered(intake: Intake, book: api.Book) -> OpenBook:
    reading = SavedMapping(
        columns=intake.mapping,
        meaning=intake.meaning,
        sector=intake.sector,
        creditor_type=intake.creditor_type,
    )
    return OpenBook(
        reference=reference_of(book.tape, name=intake.name),
        currency=book.tape.currency,
        is_sample=intake.is_sample,
        key=_key("book", book.tape.digest),
        file=intake.file,
        reading=save_mapping(reading),
        chosen_day=intake.as_of,
    )


def _as_before(intake: Intake, before: OpenBook, content: bytes) -> Intake:
    """Return the same file under what was chosen for it when it was open before."""
    try:
        reading = load_mapping(before.reading)
        # Read once without columns, which tells what headings there are to choose among.
        intake, _ = _read(replace(intake, meaning=reading.meaning), content)
    except PlacementError:
        return intake
    return replace(
        intake,
        mapping=dict(reading.columns),
        sector=reading.sector,
        creditor_type=reading.creditor_type,
        as_of=before.chosen_day,
    )


def _compared(before: OpenBook | None, now: OpenBook) -> str:
    """Return whether the book that had to be loaded again is the one that was."""
    if before is None:
        return ""
    differences = before.reference.differences(now.reference)
    if not differences:
        return t("It is the book you had, and your numbers are as they were.")
    return t(
        "It is not the book you had, {name}: {differences}. Your numbers hold for this one now.",
        name=before.name,
        differences=t(", ").join(differences),
    )


def _can_be_helped(error: PlacementError) -> bool:
    """Return whether the user can say how to read a file that could not be read."""
    options = [option_name(question) for question in ("sheets", "header_row", "encoding")]
    return any(option in line for line in error.messages for option in options)


def report(error: PlacementError) -> None:
    """Keep what went wrong, to be said on the next run."""
    st.session_state[_PROBLEMS] = error.messages


def book_under(intake: Intake, choice: Choice) -> api.Book:
    """Return what the book would be if a doubt were answered otherwise.

    Raises:
        PlacementError: The file is no longer held, or would be no book.
    """
    other = replace(intake, meaning=intake.meaning.answered(choice.question, choice.answer))
    return _checked(*_read(other))


def _checked(intake: Intake, raw: RawTable) -> api.Book:
    return api.check_tape(
        raw,
        assumptions=session.assumptions(),
        mapping=intake.mapping,
        meaning=intake.meaning,
        as_of=intake.as_of,
        sector=intake.sector,
        creditor_type=intake.creditor_type,
        date_advice=t('Choose it in the box "Cut-off date" below, then press Apply.'),
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
    check(under(intake, saved))
    absent = sorted(set(saved.columns.values()) - {"", *intake.headings, *intake.withheld})
    if absent:
        st.session_state[_NOTICE] = t(
            "The mapping was used. It also names columns that this file does not have: {absent}.",
            absent=name_some(absent),
        )


def under(intake: Intake, saved: SavedMapping) -> Intake:
    """Return a file under what was said of another one, but for columns that it has not."""
    present = {"", *intake.headings, *intake.withheld}
    known = {name: to for name, to in saved.columns.items() if to in present}
    return replace(
        intake,
        mapping=chosen_by_hand(intake, known),
        meaning=saved.meaning,
        sector=saved.sector or intake.sector,
        creditor_type=saved.creditor_type or intake.creditor_type,
    )


def drop_waiting() -> None:
    """Forget the file that waits for choices; the book in use stays."""
    _forget()


def _read(intake: Intake, content: bytes | None = None) -> tuple[Intake, RawTable]:
    """Return the cells, read again where they would be others than those held."""
    if intake.is_sample:
        return intake, read_table(
            cached.SAMPLES / intake.name,
            filename=intake.name,
            keep=tuple(intake.mapping.values()),
            meaning=intake.meaning,
        )
    personal = {*intake.withheld, *intake.kept}
    kept = tuple(sorted(personal.intersection(intake.mapping.values())))
    read_as = intake.meaning.of_the_file
    if intake.raw_key.startswith(_key("raw", "")) and kept == intake.kept:
        raw = cast("RawTable", cached.held(intake.raw_key))
        # Amounts that are still text have all their digits, whatever the sign is said to be.
        same = replace(intake.read_as, decimal=read_as.decimal) == read_as
        if read_as == intake.read_as or (same and amounts_are_text(raw.table)):
            return intake, raw
    content = contents.held(intake.content_key) if content is None else content
    raw = read_table(content, filename=intake.name, keep=kept, meaning=read_as)
    key = _key("raw", raw.digest)
    cached.hold(key, raw)
    again = replace(
        intake,
        headings=tuple(raw.table.column_names),
        withheld=raw.withheld,
        numbered_by=only_number(raw),
        raw_key=key,
        kept=kept,
        read_as=read_as,
    )
    if "sector" in again.match.matched:
        return again, raw
    guess = guess_sector(raw, again.match, known=session.assumptions().sectors)
    return replace(again, looks_like=guess), raw


def _key(what: str, digest: str) -> str:
    """Return under which something of a file is held for all who bring it.

    What was noticed in it are texts, so each language has its own.
    """
    return f"{what}:{readers_language()}:{digest}"


def _forget() -> None:
    """Forget the file that waits, and its content unless the book came from the same upload."""
    book = cast("Intake | None", st.session_state.get(FILE))
    _drop_content_of(st.session_state.get(WAITING), keep=book.content_key if book else "")
    for key in (WAITING, _PROBLEMS, _NOTICE):
        st.session_state.pop(key, None)


def _drop_content_of(intake: Intake | None, *, keep: str = "") -> None:
    if intake is not None and intake.content_key and intake.content_key != keep:
        contents.drop(intake.content_key)
