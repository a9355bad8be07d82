"""Work beside the page: its answer, its errors, its language, and what stops it."""

import threading

import pytest
from streamlit.testing.v1 import AppTest

from placement.domain.progress import parts
from placement.ui.waiting import _STOPPED, AT_ONCE, LeftError, _Task

QUESTION = ("plans", "book", 12)


def _page() -> None:
    import time

    import streamlit as st

    from placement.domain.errors import InputError
    from placement.domain.language import catalogue
    from placement.domain.text import language, t
    from placement.ui.waiting import AT_ONCE, waited_for

    def work() -> str:
        time.sleep(st.session_state.get("takes", 0.0) * AT_ONCE)
        if st.session_state.get("fails"):
            raise InputError("It may not be negative; got -1.")
        return t("Stop")

    with language(catalogue("zh")):
        try:
            st.write(waited_for(("plans", "book", 12), work, saying="Planning…"))
        except InputError as error:
            st.error(str(error))
    st.write("after")


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(_page, default_timeout=60)


def said(page: AppTest) -> list[str]:
    return [each.value for each in page.markdown]


@pytest.mark.parametrize("takes", [0.0, 2.0])
def test_the_answer_comes_in_the_readers_language_and_no_bar_stays(page, takes) -> None:
    page.session_state["takes"] = takes
    page.run()
    assert not page.exception
    assert said(page) == ["停止", "after"]
    assert not page.button


def test_an_error_of_the_work_is_the_pages(page) -> None:
    page.session_state["fails"] = True
    page.run()
    assert [each.value for each in page.error] == ["It may not be negative; got -1."]
    assert said(page) == ["after"]


def test_stopped_work_stays_stopped_until_the_reader_goes_on(page) -> None:
    page.session_state[_STOPPED] = f"work_{hash(QUESTION)}"
    for _ in range(2):
        page.run()
        assert [each.value for each in page.info] == ["已停止：Planning…"]
        assert said(page) == []
    page.button[0].click().run()
    assert not page.info
    assert said(page) == ["停止", "after"]


def test_another_question_is_answered_though_one_was_stopped(page) -> None:
    page.session_state[_STOPPED] = f"work_{hash(('plans', 'another book', 12))}"
    page.run()
    assert said(page) == ["停止", "after"]


def test_work_that_nobody_waits_for_ends_at_its_next_part() -> None:
    begun, left, done = threading.Event(), threading.Event(), []

    def work() -> None:
        for part in parts(range(3)):
            begun.set()
            left.wait(60.0)
            done.append(part)

    task = _Task(work)
    assert begun.wait(60.0)
    assert not task.is_done_within(AT_ONCE / 10.0)
    task.leave()
    left.set()
    assert task.is_done_within(60.0)
    assert done == [0]
    with pytest.raises(LeftError):
        task.result()
