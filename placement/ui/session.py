"""The reader's session: one book, one scenario, and the way back through earlier ones."""

from collections.abc import Mapping, Sequence
from typing import cast

import streamlit as st

from placement import api
from placement.assume.assumptions import Assumptions
from placement.assume.library import load_library
from placement.domain.errors import PlacementError
from placement.domain.types import Segments
from placement.scenario.scenario import Scenario
from placement.ui import cached
from placement.ui.language import readers_language
from placement.ui.shell import stop_without_book

DEFAULT_SAMPLE = "mixed_book.csv"
"""The book a session opens with, so that every page has something to show."""

STEPS_BACK = 100
"""How many earlier scenarios undo remembers."""

_BOOK, _SCENARIO, _PAST, _FUTURE = "book_key", "scenario", "scenario_past", "scenario_future"
_CONTRACTS = "contracts_sent"


def open_book(book: api.Book, *, name: str) -> None:
    """Make a checked book the session's."""
    key = f"book:{book.tape.digest}"
    cached.hold(key, book)
    st.session_state[_BOOK] = ("held", key, name)


def open_sample(name: str) -> None:
    """Make a shipped sample the session's book."""
    st.session_state[_BOOK] = ("sample", name, name)


def close_book() -> None:
    """Leave the session without a book."""
    st.session_state[_BOOK] = None


def book_name() -> str | None:
    """Return the name of the session's book, None without one."""
    entry = st.session_state.get(_BOOK, ("sample", DEFAULT_SAMPLE, DEFAULT_SAMPLE))
    return entry[2] if entry else None


def is_sample() -> bool:
    """Return whether the session's book is a shipped sample."""
    entry = st.session_state.get(_BOOK, ("sample", DEFAULT_SAMPLE, DEFAULT_SAMPLE))
    return bool(entry) and entry[0] == "sample"


def book_or_stop() -> api.Book:
    """Return the session's book; where there is none, say what to do and end the run."""
    entry = st.session_state.get(_BOOK, ("sample", DEFAULT_SAMPLE, DEFAULT_SAMPLE))
    if not entry:
        stop_without_book()
    kind, key, _ = entry
    if kind == "sample":
        return cached.sample_book(key, spoken=readers_language())
    try:
        book = cached.held(key)
    except PlacementError as error:
        close_book()
        st.warning(str(error))
        stop_without_book()
    return cast("api.Book", book)


def open_book_or_none() -> api.Book | None:
    """Return the session's book; None where there is none or it is no longer in memory."""
    entry = st.session_state.get(_BOOK, ("sample", DEFAULT_SAMPLE, DEFAULT_SAMPLE))
    if not entry:
        return None
    kind, key, _ = entry
    if kind == "sample":
        return cached.sample_book(key, spoken=readers_language())
    try:
        return cast("api.Book", cached.held(key))
    except PlacementError:
        return None


def scenario() -> Scenario:
    """Return the session's scenario."""
    return cast("Scenario", st.session_state.setdefault(_SCENARIO, Scenario()))


def change(new: Scenario) -> None:
    """Make a scenario the session's and remember the one before it, for undo."""
    current = scenario()
    if new == current:
        return
    past = [*st.session_state.get(_PAST, []), current]
    st.session_state[_PAST] = past[-STEPS_BACK:]
    st.session_state[_FUTURE] = []
    st.session_state[_SCENARIO] = new


def can_undo() -> bool:
    """Return whether there is an earlier scenario."""
    return bool(st.session_state.get(_PAST))


def can_redo() -> bool:
    """Return whether an undone scenario can come back."""
    return bool(st.session_state.get(_FUTURE))


def undo() -> None:
    """Go back to the scenario before the last change."""
    _step(_PAST, _FUTURE)


def redo() -> None:
    """Bring back what was undone."""
    _step(_FUTURE, _PAST)


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


def _step(source: str, target: str) -> None:
    waiting = list(st.session_state.get(source, []))
    if not waiting:
        return
    st.session_state[target] = [*st.session_state.get(target, []), scenario()]
    st.session_state[_SCENARIO] = waiting.pop()
    st.session_state[source] = waiting
