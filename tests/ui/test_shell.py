"""A page draws inside the frame and nowhere else."""

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from placement.ui.shell import run_page, shell


@pytest.fixture
def events(monkeypatch) -> list[str]:
    """Return what happens, with starting over replaced by a note of it."""
    noted: list[str] = []
    monkeypatch.setattr(st, "rerun", lambda: noted.append("start over"))
    monkeypatch.setattr(PagesManager, "uses_pages_directory", True)
    return noted


def test_inside_the_frame_a_page_draws(events: list[str]) -> None:
    """Once, and nothing starts over."""
    with shell():
        run_page(lambda: events.append("drawn"))
    assert events == ["drawn"]


def test_outside_it_starts_over_and_the_app_comes_first_from_then_on(events: list[str]) -> None:
    """Nothing is drawn, whatever ran in a frame before."""
    with shell():
        pass
    run_page(lambda: events.append("drawn"))
    assert events == ["start over"]
    assert PagesManager.uses_pages_directory is False


def test_a_page_that_stops_takes_the_frame_down(events: list[str]) -> None:
    """Streamlit stops a run by raising; the next run in the same thread starts bare."""
    with pytest.raises(KeyboardInterrupt), shell():
        raise KeyboardInterrupt
    run_page(lambda: events.append("drawn"))
    assert events == ["start over"]


def test_what_takes_too_much_memory_is_said_and_the_desk_goes_on(
    events: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a room there is a limit; the reader gets words with it, not an error without any."""
    monkeypatch.setenv("PLACEMENT_MEMORY_MB", "1234")
    monkeypatch.setattr(st, "error", lambda text, **_: events.append(text))

    def greedy() -> None:
        raise MemoryError

    with shell():
        run_page(greedy)
    assert len(events) == 1
    assert "1,234 MB" in events[0]
    assert "PLACEMENT_MEMORY_MB" in events[0]
