"""The reader's session: one book, one scenario, lists, and the way back through earlier ones."""

from collections.abc import Mapping, Sequence
from typing import cast

import streamlit as st

from placement import api
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.decide.deal.fee_terms import FeeTerms
from placement.domain.access import Action
from placement.domain.types import Segments
from placement.scenario.book_reference import reference_of
from placement.scenario.scenario import Scenario
from placement.scenario.works import OpenBook
from placement.ui import cached
from placement.ui.fee_terms import keep_terms, open_inputs_anew, terms_in_use
from placement.ui.gate import gate
from placement.ui.language import readers_language
from placement.ui.samples import sample_names
from placement.ui.shell import stop_without_book
from placement.ui.work import desk
from placement.ui.work.lists import Listed, Step, kept_of
from placement.ui.work.state import FUTURE, LISTS, PAST, SCENARIO

STEPS_BACK = 100
"""How many earlier states undo remembers."""

_CONTRACTS = "contracts_sent"
_MOST_PATHS = 12
"""Numbers that an entry of the trail names; it says how many there are."""

_BROUGHT_BACK, _TO_SAY = "lists_brought_back", "lists_to_say"
_SAMPLE = "sample"


def open_book(book: api.Book, opened: OpenBook, *, file: object) -> None:
    """Make a checked book the session's.

    Args:
        book: The book.
        opened: What is remembered of it.
        file: The file behind it, for the page Book.

    Raises:
        InputError: There is no room for it in memory.
        Refused: The role may not bring a book.
    """
    before = current_book()
    noted = {"name": opened.name, "accounts": opened.reference.accounts}
    noted |= {"total": opened.reference.total, "digest": opened.reference.digest}
    gate.demand("book opened", Action.UPLOAD, **noted)
    cached.hold(opened.key, book)
    if before is not None and before.key not in ("", opened.key):
        # The same file read otherwise is no other month.
        if before.file != opened.file:
            desk.put_aside(before)
        cached.drop(before.key)
    desk.share_book(opened, file)


def open_sample(name: str) -> None:
    """Make a shipped sample the session's book."""
    close_book()
    desk.share_book(sample_reference(name), None)


def sample_reference(name: str) -> OpenBook:
    """Return what is remembered of a shipped sample."""
    tape = cached.sample_book(name, spoken=readers_language()).tape
    reference = reference_of(tape, name=name)
    return OpenBook(reference=reference, currency=tape.currency, is_sample=True)


def open_sample_of_link() -> None:
    """Open the sample that a link names, where no book is open; only `app.py` calls it."""
    name = st.query_params.pop(_SAMPLE, None)
    if name in sample_names() and current_book() is None:
        open_sample(str(name))


def close_book() -> None:
    """Leave the session without a book."""
    before = current_book()
    if before is not None and before.key:
        cached.drop(before.key)
    desk.drop_aside()
    desk.share_book(None, None)


def current_book() -> OpenBook | None:
    """Return what is remembered of the session's book, None without one."""
    return cast("OpenBook | None", st.session_state.get(desk.BOOK))


def book_name() -> str | None:
    """Return the name of the session's book, None without one."""
    book = current_book()
    return book.name if book else None


def is_sample() -> bool:
    """Return whether the session's book is a shipped sample."""
    book = current_book()
    return book is not None and book.is_sample


def is_gone() -> bool:
    """Return whether the session has a book that is no longer in memory."""
    return current_book() is not None and open_book_or_none() is None


def book_before() -> api.Book | None:
    """Return the user's own book that was open before this one; None where it is not held."""
    before = cast("OpenBook | None", st.session_state.get(desk.BEFORE))
    return None if before is None else cast("api.Book | None", desk.held(before.key))


def book_or_stop() -> api.Book:
    """Return the session's book; where there is none, say what to do and end the run."""
    if current_book() is None:
        stop_without_book(open_sample)
    book = open_book_or_none()
    if book is None:
        # The line above every page says so, and what to do.
        st.stop()
    return book


def open_book_or_none() -> api.Book | None:
    """Return the session's book; None where there is none or it is no longer in memory."""
    opened = current_book()
    if opened is None:
        return None
    if opened.is_sample and not opened.reading:
        return cached.sample_book(opened.name, spoken=readers_language())
    return cast("api.Book | None", desk.held(opened.key))


def scenario() -> Scenario:
    """Return the session's scenario, without the fee terms: no ranking asks for them."""
    return cast("Scenario", st.session_state.setdefault(SCENARIO, Scenario()))


def whole_scenario() -> Scenario:
    """Return the session's scenario with the fee terms of its contracts."""
    return scenario().with_fees(terms_in_use())


def change(new: Scenario) -> None:
    """Make a scenario the session's, its fee terms apart; undo brings back the one before it."""
    change_whole(new.with_fees(terms_in_use()))


def open_whole(new: Scenario) -> None:
    """Make a scenario that was opened the session's, which is no change of a number by hand."""
    if new != whole_scenario() and gate.allows(Action.OPEN):
        _remember()
        _set(new)


def change_terms(terms: FeeTerms) -> None:
    """Make fee terms the session's; undo brings back those before them."""
    change_whole(scenario().with_fees(terms))


def change_whole(new: Scenario) -> None:
    """Make a scenario with its fee terms the session's; undo brings back the one before it."""
    before = whole_scenario()
    if new == before:
        return
    others = dict(set(new.values) ^ set(before.values))
    paths = ", ".join(sorted(others)[:_MOST_PATHS])
    now = dict(new.values)
    to = ", ".join(f"{now[path]:g}" if path in now else "" for path in sorted(others)[:_MOST_PATHS])
    if gate.passes(
        "numbers changed", Action.CHANGE,
        before=before.digest, after=new.digest, count=len(others), paths=paths, to=to,
    ):  # fmt: skip
        _remember()
        _set(new)


def change_list(key: str, new: Listed) -> None:
    """Make a list the session's; undo brings back the one before it.

    Args:
        key: One of `LISTS`.
        new: The list.
    """
    if gate.passes("list changed", Action.CHANGE, list=key):
        _remember()
        st.session_state[key] = new


def brought_back(key: str) -> bool:
    """Return, once, whether undo or redo has brought a list back since it was last drawn."""
    waiting: frozenset[str] = st.session_state.get(_BROUGHT_BACK, frozenset())
    st.session_state[_BROUGHT_BACK] = waiting - {key}
    return key in waiting


def lists_to_say() -> frozenset[str]:
    """Return, once, the keys of the lists that the last undo or redo has changed."""
    return cast("frozenset[str]", st.session_state.pop(_TO_SAY, frozenset()))


def can_undo() -> bool:
    """Return whether there is an earlier state."""
    return bool(st.session_state.get(PAST))


def can_redo() -> bool:
    """Return whether an undone state can come back."""
    return bool(st.session_state.get(FUTURE))


def undo() -> None:
    """Go back to the numbers and lists before the last change of either."""
    _step(PAST, FUTURE)


def redo() -> None:
    """Bring back what was undone."""
    _step(FUTURE, PAST)


def send_contracts(rows: Sequence[Mapping[str, object]]) -> None:
    """Send lots to the page Contracts, which adds them to its table when it is next opened.

    Args:
        rows: One mapping per contract, by the columns of a table of contracts; shares are
            decimals and `balance` is the mean of an account. A row replaces one of its name.
    """
    st.session_state[_CONTRACTS] = [*st.session_state.get(_CONTRACTS, []), *map(dict, rows)]


def contracts() -> list[dict[str, object]]:
    """Return the contracts sent since this was last asked; each is returned once."""
    return cast("list[dict[str, object]]", st.session_state.pop(_CONTRACTS, []))


def library() -> Assumptions:
    """Return the numbers as shipped."""
    return load_library()


def assumptions() -> Assumptions:
    """Return the numbers in use."""
    current = scenario()
    return cached.assumptions(_spoken(current.digest), current)


def ranking(book: api.Book) -> api.BookRanking:
    """Return the book ranked under the session's scenario.

    Raises:
        PlacementError: A number of the scenario does not fit the library or the book.
    """
    return ranking_under(book, scenario())


def segments(book: api.Book) -> Segments:
    """Return the segments of the book in the session's bands."""
    current = scenario()
    bands = repr(current.bands)
    return cached.segmentation(_spoken(book.tape.digest), bands, book, current).segments


def segment_ranking(
    book: api.Book, position: int, chosen: Scenario | None = None
) -> api.BookRanking:
    """Return one segment of the book, ranked alone; a slider moves it without the whole book.

    Args:
        book: The book.
        position: The segment.
        chosen: The numbers; by default the session's.

    Raises:
        PlacementError: A number of the scenario does not fit the library or the book.
    """
    current = chosen or scenario()
    return cached.segment_ranking(
        _spoken(book.tape.digest), current.digest, position, book, current
    )


def library_scenario() -> Scenario:
    """Return the session's bands with the library's numbers and usual stance."""
    return Scenario(bands=scenario().bands)


def library_ranking(book: api.Book) -> api.BookRanking:
    """Return the book in the same bands, ranked with the library's numbers and usual stance."""
    return ranking_under(book, library_scenario())


def ranking_under(book: api.Book, chosen: Scenario) -> api.BookRanking:
    """Return the book ranked under a scenario; errors as `ranking`."""
    return cached.ranking(_spoken(book.tape.digest), chosen.digest, book, chosen)


def _spoken(key: str) -> str:
    # Labels and reasons are texts, so an answer belongs to the language it was worked out in.
    return f"{key}:{readers_language()}"


def _now() -> Step:
    state = st.session_state
    return Step(scenario=whole_scenario(), lists={key: state[key] for key in LISTS if key in state})


def _remember() -> None:
    past = [*st.session_state.get(PAST, []), _now()]
    st.session_state[PAST] = past[-STEPS_BACK:]
    st.session_state[FUTURE] = []


def _step(source: str, target: str) -> None:
    waiting: list[Step] = list(st.session_state.get(source, []))
    if not waiting:
        return
    now, back = _now(), waiting.pop()
    st.session_state[target] = [*st.session_state.get(target, []), now]
    st.session_state[source] = waiting
    if back.scenario.fees != terms_in_use():
        open_inputs_anew()
    _set(back.scenario)
    _bring_back(back.lists, now.lists)


def _bring_back(lists: Mapping[str, object], now: Mapping[str, object]) -> None:
    """Make lists the session's, each with an editor that knows nothing of what was typed since."""
    others = {key: each for key, each in lists.items() if each is not now.get(key)}
    for key, each in others.items():
        st.session_state[key] = each.anew() if isinstance(each, Listed) else each
    waiting: frozenset[str] = st.session_state.get(_BROUGHT_BACK, frozenset())
    st.session_state[_BROUGHT_BACK] = waiting | others.keys()
    st.session_state[_TO_SAY] = frozenset(
        key for key, each in others.items() if kept_of(each) != kept_of(now.get(key))
    )


def _set(new: Scenario) -> None:
    st.session_state[SCENARIO] = new.with_fees(FeeTerms())
    keep_terms(new.fees)
