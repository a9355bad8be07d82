"""Books in memory: bounded by size, never taken from who is present, given back after the last."""

import gc
import threading
import weakref

import numpy as np
import pyarrow as pa
import pytest

from placement.domain.errors import InputError
from placement.ui.work.memory import Memory
from placement.ui.work.size import size_of

MB = 1_000_000


class Room:
    """A memory with a clock and a list of who is present, both moved by hand."""

    def __init__(self, budget: int = 10 * MB, grace: float = 60.0) -> None:
        self.now = 0.0
        self.present: set[str] = set()
        self.memory = Memory(
            budget=budget,
            grace=grace,
            is_present=lambda who: who in self.present,
            clock=lambda: self.now,
        )


@pytest.fixture
def room() -> Room:
    """Return an empty room for ten megabytes."""
    return Room()


def test_a_value_stays_as_long_as_somebody_is_there(room: Room) -> None:
    """However long that is, and whatever others bring."""
    room.present.add("idle")
    room.memory.hold("book", b"x" * MB, owner="idle")
    for turn in range(200):
        room.now += 3_600
        room.memory.hold(f"other {turn}", b"y" * MB, owner=f"visitor {turn}")
        room.memory.sweep()
    assert room.memory.get("book") is not None
    assert room.memory.used <= 10 * MB + 10_000


def test_it_is_given_back_after_the_grace(room: Room) -> None:
    """Not before; coming back in time keeps it."""
    room.memory.hold("book", b"x" * MB, owner="reader")
    room.memory.sweep()
    room.now = 59.0
    assert room.memory.sweep() == 0
    room.present.add("reader")
    room.memory.sweep()
    room.present.clear()
    room.now = 70.0
    room.memory.sweep()
    room.now = 129.0
    assert room.memory.sweep() == 0
    room.now = 130.0
    assert room.memory.sweep() >= MB
    assert room.memory.get("book") is None


def test_a_shared_value_waits_for_its_last_owner(room: Room) -> None:
    """Two who upload the same file hold one book."""
    book = b"x" * MB
    for owner in ("one", "two"):
        room.memory.hold("book", book, owner=owner)
    assert room.memory.used < 2 * MB
    room.memory.drop("book", owner="one")
    assert room.memory.get("book") is book
    room.memory.drop("book", owner="two")
    assert room.memory.get("book") is None


def test_for_a_new_book_the_longest_absent_goes_first(room: Room) -> None:
    """And only as many as have to."""
    for owner in ("first", "second", "third"):
        room.memory.hold(owner, b"x" * (3 * MB), owner=owner)
        room.memory.sweep()
        room.now += 1.0
    room.present.add("new")
    room.memory.hold("new", b"x" * (3 * MB), owner="new")
    assert [room.memory.get(key) is not None for key in ("first", "second", "third", "new")] == [
        False,
        True,
        True,
        True,
    ]


def test_what_does_not_fit_is_refused_with_its_numbers_and_costs_nobody_anything(
    room: Room,
) -> None:
    """Size, limit and what to do."""
    room.present.add("working")
    room.memory.hold("work", b"x" * (6 * MB), owner="working")
    room.memory.hold("left", b"x" * (2 * MB), owner="away")
    with pytest.raises(InputError, match="about 5 MB") as refused:
        room.memory.hold("new", b"x" * (5 * MB), owner="new")
    assert "10 MB together" in str(refused.value)
    assert "6 MB are in use" in str(refused.value)
    assert "Close the book" in str(refused.value)
    assert room.memory.get("left") is not None


def test_many_threads_agree_on_what_is_there() -> None:
    """Books come and go at once; the sum of sizes stays that of what is held."""
    room = Room(budget=10**9)
    room.present |= {str(n) for n in range(8)}

    def work(owner: str) -> None:
        for turn in range(200):
            room.memory.hold(f"{owner} {turn}", b"x" * 1_000, owner=owner)
            room.memory.hold("common", b"y" * 1_000, owner=owner)
            room.memory.sweep()
            room.memory.drop(f"{owner} {turn}", owner=owner)
            room.memory.drop("common", owner=owner)

    threads = [threading.Thread(target=work, args=(str(n),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert room.memory.used == 0


def test_columns_are_counted_once() -> None:
    """A view and a second name for the same array cost nothing more."""
    array = np.zeros(125_000)
    table = pa.table({"text": pa.array(["abcdefgh"] * 100_000)})
    assert size_of({"a": array, "b": array, "c": array[10:]}) == pytest.approx(MB, rel=0.01)
    assert size_of([table, table]) == pytest.approx(table.nbytes, rel=0.1)
    assert size_of(tuple("reason" for _ in range(100_000))) < MB


def test_a_book_given_back_leaves_memory(project) -> None:
    """Nothing that was worked out of it holds on to it."""
    from placement import api
    from placement.assume.library import load_library
    from placement.scenario.scenario import Scenario
    from placement.ui import cached

    rows = ["balance,months_past_due", *[f"{1000 + n},8" for n in range(2_000)]]
    book = api.open_tape(
        "\n".join(rows).encode(),
        filename="book.csv",
        assumptions=load_library(),
        sector="bank_card",
    )
    digest, watch, scenario = book.tape.digest, weakref.ref(book.tape), Scenario()
    cached.hold("book:watched", book)
    cached.ranking(digest, scenario.digest, book, scenario)
    cached.segment_ranking(digest, scenario.digest, 0, book, scenario)
    cached.drop("book:watched")
    del book
    gc.collect()
    assert watch() is None
