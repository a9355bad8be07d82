"""The Uncertainty page: a first answer at once, then more draws; ranges, tornado, files."""

import re
import time

import pytest

from placement.ui.uncertainty import refine


@pytest.fixture
def page(desk):
    """Return the page on a small book."""

    def run(**query: str):
        app = desk("uncertainty", **query)
        app.session_state["uncertainty_view"] = "segment"
        return app.run()

    return run


def waiting(app):
    """Return the newest draws of the session."""
    return list(app.session_state["uncertainty_refinements"].values())[-1]


def finished(app):
    """Return the page once its draws are there."""
    for _ in range(120):
        waiting(app).ask()
        if waiting(app).is_done:
            return app.run()
        time.sleep(0.25)
    raise AssertionError("The draws did not end.")


def test_a_segment_has_a_sentence_a_range_and_a_tornado_at_once(page) -> None:
    app = page()
    assert not app.exception
    assert "% of the draws" in app.info[0].value or "all but very few" in app.info[0].value
    shown = " ".join(caption.value for caption in app.caption)
    assert "200 draws" in shown
    best, hangs, worth = [heading.value for heading in app.subheader]
    assert re.fullmatch(r".+ is best in \d+% of the draws", best)
    assert re.fullmatch(r"It hangs most on this number\\?: .+", hangs)
    assert worth == "What is worth finding out"
    assert len(app.get("vega_lite_chart")) == 2


def test_more_draws_take_the_place_of_the_first(page) -> None:
    app = finished(page())
    assert not app.exception
    shown = " ".join(caption.value for caption in app.caption)
    assert "2,500 draws" in shown
    assert "They are enough." in shown


def test_another_seed_is_another_answer(page) -> None:
    app = page()
    before = app.info[0].value, waiting(app).key
    app.number_input(key="uncertainty_seed").set_value(5).run()
    assert not app.exception
    assert waiting(app).key != before[1]


def test_the_whole_book_begins_with_its_largest_segments(desk) -> None:
    app = desk("uncertainty")
    assert not app.exception
    assert "of what is owed in an average draw" in app.info[0].value
    assert any("largest segments" in caption.value for caption in app.caption)
    assert len(app.metric) == 5


def test_first_moves_are_drawn_too(page) -> None:
    app = page()
    app.session_state["uncertainty_among"] = "first_moves"
    app.run()
    assert not app.exception
    assert any("40 draws" in caption.value for caption in app.caption)


def test_without_a_book_the_page_says_what_to_do(desk) -> None:
    app = desk("uncertainty", sample=None)
    assert not app.exception
    assert app.button or app.selectbox
    assert not app.metric


def test_draws_that_nobody_waits_for_are_stopped() -> None:
    seen = []

    def slow(progress):
        for step in range(2_000):
            seen.append(step)
            time.sleep(0.005)
            progress(step / 2_000)

    draws = refine.Refinement(("a",), slow)
    time.sleep(0.1)
    draws.stop()
    for _ in range(200):
        if draws.is_stopped:
            break
        time.sleep(0.2)
    assert draws.is_stopped
    assert not draws.is_done
    assert len(seen) < 2_000


def test_draws_end_when_their_reader_has_left(monkeypatch) -> None:
    monkeypatch.setattr(refine, "PATIENCE", 0.05)
    seen = []

    def slow(progress):
        for step in range(2_000):
            seen.append(step)
            time.sleep(0.005)
            progress(step / 2_000)

    draws = refine.Refinement(("b",), slow)
    for _ in range(200):
        if draws.is_stopped:
            break
        time.sleep(0.2)
    assert draws.is_stopped
    assert len(seen) < 100
