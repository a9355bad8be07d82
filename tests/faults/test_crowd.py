"""Several people at once, each with a book of his own: no error, and nobody sees another's."""

import asyncio

import pytest

from tests.browser.chromium import served
from tests.crowd import Person, book
from tests.loops import run

PEOPLE = 4


def test_nobody_is_sent_what_is_anothers(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All open their books at the same time and move the same number to other values."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    words = tuple(book(number, 1)[0].encode() for number in range(PEOPLE))

    async def work(person: Person) -> None:
        await person.open_book()
        for step in range(3):
            await person.move(0.5 + 0.05 * ((person.number + step) % 9))
        await person.leave()

    with served(tmp_path) as server:
        people = [
            Person(url=server.url, number=number, accounts=300 + number, words=words)
            for number in range(PEOPLE)
        ]

        async def all_work() -> None:
            await asyncio.gather(*map(work, people))

        run(all_work())
    assert [person.errors for person in people] == [[]] * PEOPLE
    # Each was sent its own word, so the words would be found.
    assert [person.seen for person in people] == [{person.word} for person in people]
