"""A database that fails or waits makes nobody wait, and loses nothing while the server runs."""

import threading

from placement.domain.errors import InputError
from placement.ui.work.saver import Saver


def test_the_newest_text_is_written_once() -> None:
    """The same again is not."""
    written: list[tuple[str, str]] = []
    saver = Saver(lambda browser, text: written.append((browser, text)))
    for text in ("1", "1", "2"):
        saver.save("a", text)
        assert saver.flush()
    assert written == [("a", "1"), ("a", "2")]


def test_a_locked_database_does_not_hold_the_page_up() -> None:
    """What came meanwhile is written after, each browser's newest."""
    gate, written = threading.Event(), []

    def write(browser: str, text: str) -> None:
        gate.wait(60)
        written.append((browser, text))

    saver = Saver(write)
    saver.save("a", "1")
    for text in ("2", "3"):
        saver.save("a", text)
        saver.save("b", text)
    assert not saver.flush(timeout=0.05)
    gate.set()
    assert saver.flush()
    assert written[-2:] in ([("a", "3"), ("b", "3")], [("b", "3"), ("a", "3")])


def test_a_fault_is_kept_to_be_told_and_tried_again() -> None:
    """Until it is written; then it is no fault any more."""
    tries: list[str] = []
    failed = threading.Event()

    def write(browser: str, text: str) -> None:
        tries.append(text)
        if len(tries) < 3:
            failed.set()
            raise InputError("disk full")

    saver = Saver(write, again_after=0.05)
    saver.save("a", "1")
    assert failed.wait(60)
    assert saver.flush(timeout=60)
    assert tries == ["1", "1", "1"]
    assert saver.fault is None
