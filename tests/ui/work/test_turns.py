"""Large files are read one at a time; small ones do not wait for them."""

import threading
from contextlib import suppress

import pytest

from placement.domain.errors import InputError
from placement.ui.work.limits import LARGE_FILE
from placement.ui.work.turns import one_large_file


def test_of_five_large_files_one_is_read_at_a_time() -> None:
    """And all are."""
    inside, most, done = [0], [0], []
    pause = threading.Event()

    def read(name: int) -> None:
        with one_large_file(LARGE_FILE, waits=lambda: None, longest=20):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            pause.wait(0.02)
            inside[0] -= 1
            done.append(name)

    threads = [threading.Thread(target=read, args=(name,)) for name in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == [0, 1, 2, 3, 4]
    assert most == [1]


def test_who_waits_is_told_and_after_a_while_refused() -> None:
    told: list[bool] = []
    with one_large_file(LARGE_FILE, waits=lambda: None):
        with one_large_file(LARGE_FILE - 1, waits=lambda: told.append(False)):
            pass
        assert told == []
        with (
            pytest.raises(InputError, match="one is read at a time"),
            one_large_file(LARGE_FILE, waits=lambda: told.append(True), longest=0.01),
        ):
            pass
    assert told == [True]


def test_a_file_that_cannot_be_read_gives_its_turn_on() -> None:
    with suppress(InputError), one_large_file(LARGE_FILE, waits=lambda: None):
        raise InputError("no table")
    with one_large_file(LARGE_FILE, waits=pytest.fail, longest=0.01):
        pass
