"""The work of the browser that asks: found when a session begins, kept after each of its runs."""

import ctypes
import datetime as dt
import gc
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from functools import cache
from secrets import token_urlsafe
from typing import cast

import pyarrow as pa
import streamlit as st
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.errors import InputError
from placement.domain.language import LANGUAGES
from placement.scenario.browsers import fingerprint
from placement.scenario.scenario import Scenario
from placement.scenario.works import (
    BOOK as BOOK_OF_WORK,
)
from placement.scenario.works import (
    KeptWork,
    OpenBook,
    forget_unused,
    forget_work,
    keep_work,
    kept_work,
    work_text,
)
from placement.ui.gate import gate
from placement.ui.samples import sample_names
from placement.ui.work import room
from placement.ui.work.cookie import browser_in
from placement.ui.work.desks import Desks
from placement.ui.work.limits import ROWS_DAYS, grace_seconds, memory_budget
from placement.ui.work.lists import TURN, Step, kept_lists
from placement.ui.work.memory import Memory
from placement.ui.work.saver import Saver
from placement.ui.work.state import (
    FEE_TERMS,
    FUTURE,
    LANGUAGE,
    LISTS,
    PAST,
    SCENARIO,
    restored_settings,
    settings_in,
    work_in,
)

BOOK, FILE = "book", "book_intake"
"""Keys of the session's book and of the file behind it, which all tabs share."""

BEFORE = "book_before"
"""Key of the user's own book that was open before this one, which all tabs share too."""

ARRIVED = "scenario_arrived"
"""Key of the scenario with which the session began, or which was opened in it since."""

EVERY_SECONDS = 15.0
"""How often is looked for works that nobody does any more."""

_BROWSER, _TURN, _TOLD, _MOVED, _REFUSED = (
    "work_browser",
    "work_turn",
    "work_fault_told",
    "work_book_moved",
    "work_no_cookie",
)
_LEFT_OUT, _UNCHECKED = "work_left_out", "work_unchecked"
_FORGOTTEN, _FRESH, _FORGOTTEN_SAID = "work_forgotten", "work_fresh", "work_forgotten_said"
_BROKEN = "work_room_broken"
_SESSION_AT = 2


class Forgotten(StrEnum):
    """Which tab asked for the work to be forgotten."""

    HERE = "here"
    ELSEWHERE = "elsewhere"


def arrive() -> None:
    """Take up the work of the browser; the first thing of every run of the script."""
    state = st.session_state
    if _BROWSER not in state:
        _begin()
    turn, shared = desks().shared(state[_BROWSER])
    if turn == state.get(_TURN, 0):
        return
    if shared.get(_FORGOTTEN) != state.get(_FORGOTTEN):
        _empty(Forgotten.ELSEWHERE)
    before = state.get(BOOK)
    state.update(shared)
    if state.get(_TURN) is not None and before != state.get(BOOK):
        state[_MOVED] = True
    state[_TURN] = turn


@contextmanager
def kept() -> Iterator[None]:
    """Keep what callbacks changed before the run, and what the run changes inside the block.

    Where the page stops the run, Streamlit lets nobody at the session any more, so that the first
    of the two is all that is kept.
    """
    # What a page sets by itself, just after all was forgotten, is nobody's work.
    write = not st.session_state.pop(_FRESH, False)
    _keep(write=write)
    yield
    _keep(write=write)


def share_book(book: OpenBook | None, file: object) -> None:
    """Make a book, and the file behind it, that of all the browser's tabs."""
    state = st.session_state
    state[BOOK], state[FILE] = book, file
    shared = {BOOK: book, FILE: file, BEFORE: state.get(BEFORE)}
    state[_TURN] = desks().share(owner(), shared)


def put_aside(book: OpenBook) -> None:
    """Keep a book that gives way to another, to say what changed; first to go where room is short.

    Nobody is ever present as the owner of what was put aside, so it goes by itself after a while.
    """
    value = held(book.key)
    memory().drop_all(_aside())
    if value is not None:
        memory().hold(gate.key_of(book.key), value, owner=_aside())
    st.session_state[BEFORE] = book


def drop_aside() -> None:
    """Give back the book that was put aside."""
    memory().drop_all(_aside())
    st.session_state[BEFORE] = None


def _aside() -> str:
    return f"{owner()}:before"


def held(key: str) -> object | None:
    """Return what a reader of this workspace brought, by its key; None where it was given back."""
    return memory().get(gate.key_of(key))


def owner() -> str:
    """Return whose the things are that are held in memory; one for all outside a session."""
    return str(st.session_state.get(_BROWSER, ""))


def refuses_cookies() -> bool:
    """Return whether the browser cannot be known again after a reload."""
    return bool(st.session_state.get(_REFUSED))


def book_moved() -> bool:
    """Return, once, whether another tab has opened another book."""
    return bool(st.session_state.pop(_MOVED, False))


def leave_out(what: str) -> None:
    """Note that a part of what was kept could not be used; the line above the page says so."""
    st.session_state[_LEFT_OUT] = [*st.session_state.get(_LEFT_OUT, []), what]


def unchecked(key: str) -> bool:
    """Return, once, whether a widget's value comes from the database and was not looked at yet."""
    waiting: frozenset[str] = st.session_state.get(_UNCHECKED, frozenset())
    if key not in waiting:
        return False
    st.session_state[_UNCHECKED] = waiting - {key}
    return True


def drop_unchecked() -> bool:
    """Let all go that came from the database and was not looked at; return whether any did."""
    waiting: frozenset[str] = st.session_state.pop(_UNCHECKED, frozenset())
    for key in waiting & st.session_state.to_dict().keys():
        del st.session_state[key]
        leave_out(key)
    return bool(waiting)


def left_out() -> list[str]:
    """Return what of the kept work could not be used, until the reader has settled it."""
    return cast("list[str]", st.session_state.get(_LEFT_OUT, []))


def settle_left_out() -> None:
    """Say it no more."""
    st.session_state.pop(_LEFT_OUT, None)


def fault() -> str | None:
    """Return, once a session, why work cannot be written to the database."""
    found = saver().fault
    if found is None or st.session_state.get(_TOLD):
        return None
    st.session_state[_TOLD] = True
    return found


@cache
def memory() -> Memory:
    """Return what users brought, of all users together."""
    held = Memory(
        budget=memory_budget(), grace=grace_seconds(), is_present=lambda who: _is_present(who)
    )
    threading.Thread(target=_keep_house, args=(held,), daemon=True, name="memory").start()
    return held


@cache
def desks() -> Desks:
    """Return the works of all browsers."""
    return Desks(_is_open)


@cache
def saver() -> Saver:
    """Return what writes works to the database."""
    return Saver(_write)


def forget() -> None:
    """Leave the browser without a work: in its tabs, in memory and in the database.

    In a room of its own it is left without the room, and this does not return.

    Raises:
        InputError: The database cannot be written; then nothing is forgotten.
    """
    browser = owner()
    if not refuses_cookies():
        saver().forget(browser)
        forget_work(gate.engine_store(), browser)
    if room.browser():
        room.end_forgotten()
    memory().drop_all(browser)
    memory().drop_all(_aside())
    desks().forget(browser)
    mark = token_urlsafe(8)
    desks().share(browser, {BOOK: None, FILE: None, BEFORE: None, _FORGOTTEN: mark})
    _empty(Forgotten.HERE)
    st.session_state[_FORGOTTEN] = mark


def room_broke() -> bool:
    """Return, once, whether the room has ended by itself in which this page was open."""
    return bool(st.session_state.pop(_BROKEN, False))


def forgotten() -> "Forgotten | None":
    """Return, once, whether the work was forgotten, and where that was asked for."""
    return cast("Forgotten | None", st.session_state.pop(_FORGOTTEN_SAID, None))


def _empty(said: "Forgotten") -> None:
    """Leave the session as a new one is, but for who it is and its language."""
    state = st.session_state
    for key in list(state.to_dict()):
        if key not in (_BROWSER, _REFUSED, LANGUAGE, TURN):
            del state[key]
    state[_FORGOTTEN_SAID], state[_FRESH] = said, True


def _keep(*, write: bool) -> None:
    state = st.session_state
    values = work_in(cast("Mapping[str, object]", state.to_dict()))
    desks().keep(state[_BROWSER], _session(), values)
    if state[_REFUSED]:
        return
    text = work_text(_kept(values))
    if write:
        saver().save(state[_BROWSER], text)
    else:
        saver().take_as_written(state[_BROWSER], text)


def _begin() -> None:
    state = st.session_state
    known = _known_browser()
    state[_REFUSED] = known is None
    state[_BROWSER] = browser = gate.owner_of(known or fingerprint(token_urlsafe(32)))
    _note_what_was_before()
    state[_FORGOTTEN] = desks().shared(browser)[1].get(_FORGOTTEN)
    values = desks().enter(browser, _session())
    if values is None and known is not None:
        values = _from_store(browser)
    for key, value in (values or {}).items():
        state.setdefault(key, value)
    fees = cast("FeeTerms", state.get(FEE_TERMS, FeeTerms()))
    state[ARRIVED] = cast("Scenario", state.get(SCENARIO, Scenario())).with_fees(fees)


def _known_browser() -> str | None:
    """Return whose page this is; None where it cannot be known again."""
    if room.is_room():
        # Who was let in here, the front has decided.
        return room.browser() or None
    return browser_in(st.context.headers)


def _note_what_was_before() -> None:
    """Note what became of the room in which this page was open before."""
    if not _was_open_before():
        return
    match room.before():
        case room.Before.FORGOTTEN:
            # The page sends what its widgets show, which is not to come back.
            _empty(Forgotten.HERE)
            st.session_state[_FORGOTTEN_SAID] = Forgotten.HERE
        case room.Before.BROKEN:
            st.session_state[_BROKEN] = True


def _was_open_before() -> bool:
    """Return whether the page has had a session: then it names it, third after two others."""
    named = st.context.headers.get("Sec-Websocket-Protocol", "").split(",")
    return len(named) > _SESSION_AT and bool(named[_SESSION_AT].strip())


def _from_store(browser: str) -> dict[str, object]:
    try:
        work = kept_work(gate.engine_store(), browser)
    except InputError as error:
        saver().fault = str(error)
        return {}
    if work is None:
        return {}
    book = work.book if work.book is None or _can_be_opened(work.book) else None
    out = [*work.left_out, *([BOOK_OF_WORK] if book is not work.book else [])]
    if book:
        desks().share(browser, {BOOK: book, FILE: None})
    settings = restored_settings(work.settings)
    texts = {key: text for key, text in work.texts.items() if key == LANGUAGE and text in LANGUAGES}
    out += [key for key in (*work.settings, *work.texts) if key not in {**settings, **texts}]
    for key in out:
        leave_out(key)
    st.session_state[_UNCHECKED] = frozenset(settings)
    # The page Deal zone keeps fee terms beside the scenario.
    values: dict[str, object] = {
        **settings,
        **texts,
        **{key: each for key, each in work.lists.items() if key in LISTS},
        SCENARIO: work.scenario.with_fees(FeeTerms()),
        PAST: [Step(scenario=each, lists={}) for each in work.past],
        FUTURE: [Step(scenario=each, lists={}) for each in work.future],
        FEE_TERMS: work.scenario.fees,
    }
    return values


def _can_be_opened(book: OpenBook) -> bool:
    """Return whether a kept book is a file of the user's or one of the shipped samples."""
    return not book.is_sample or book.name in sample_names()


def _kept(values: Mapping[str, object]) -> KeptWork:
    scenario = cast("Scenario", values.get(SCENARIO, Scenario()))
    fees = cast("FeeTerms", values.get(FEE_TERMS, FeeTerms()))
    language = values.get(LANGUAGE)
    whole = scenario.with_fees(fees)
    return KeptWork(
        scenario=whole,
        past=_scenarios(values.get(PAST), then=whole),
        future=_scenarios(values.get(FUTURE), then=whole),
        book=cast("OpenBook | None", st.session_state.get(BOOK)),
        texts={LANGUAGE: str(language)} if language else {},
        settings=settings_in(values),
        lists=kept_lists(values),
    )


def _scenarios(steps: object, *, then: Scenario) -> tuple[Scenario, ...]:
    """Return the scenarios of steps; one that changed lists alone is none to go back to.

    Earlier lists are not kept: each may be as long as the whole work.

    Args:
        steps: What undo or redo goes to, the nearest last.
        then: The scenario that the nearest leads from.
    """
    every = [step.scenario for step in cast("list[Step]", steps or [])]
    return tuple(
        one for one, next_one in zip(every, [*every, then][1:], strict=True) if one != next_one
    )


def _write(browser: str, text: str) -> None:
    today = dt.date.today()
    keep_work(gate.engine_store(), browser, text, on=today)
    _tidy(today)


@cache
def _tidy(today: dt.date) -> None:
    """Forget old works, once a day."""
    forget_unused(gate.engine_store(), before=today - dt.timedelta(days=ROWS_DAYS))


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _is_open(session: str) -> bool:
    # Without a server, in a test, every session is.
    return not exists() or bool(get_instance().is_active_session(session))


def _is_present(who: str) -> bool:
    # A room ends as a whole; what is held for its browser is held as long as it stands.
    return not exists() or desks().is_present(who) or (who != "" and who == room.browser())


def _keep_house(held: Memory) -> None:
    while True:
        time.sleep(EVERY_SECONDS)
        desks().sweep()
        if held.sweep():
            _end_sessions(desks().left())


def _end_sessions(sessions: list[str]) -> None:
    """End sessions that wait for their page: what is drawn on it holds on to the book."""
    runtime = get_instance()
    for session in sessions:
        # Private to Streamlit, but what it does for its own. The public `close_session` may only
        # be called on the server's event loop, and would end a session that came back meanwhile.
        runtime._close_inactive_session_on_event_loop(session)
    time.sleep(1.0)
    gc.collect()
    # Arrow and C keep what they were given back for the next time; the machine may need it now.
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
