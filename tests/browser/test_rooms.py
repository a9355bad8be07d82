"""A real browser and its room: kept over a reload, ended by closing, forgetting or breaking."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from placement.ui.work.cookie import COOKIE
from tests.browser.chromium import PATIENCE, Server, served, wait_run
from tests.browser.test_held import bring, go, line
from tests.processes import found_in_memory, tree
from tests.ui.rooms.test_rooms import FILE, NUMBERS, START, in_use, wait_until

CLOSED = 15
"""Seconds: a reload on busy cores takes some."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the app with a short grace for pages that were closed."""
    folder = tmp_path_factory.mktemp("rooms")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLACEMENT_STORE", f"sqlite:///{folder}/desk.sqlite")
        patch.setenv("PLACEMENT_CLOSED_SECONDS", str(CLOSED))
        with served(folder) as running:
            yield running


@pytest.fixture
def page(server, browser) -> Iterator[Page]:
    """Open a book of 2,000 account numbers in a new browser, and look at it on some pages."""
    wait_until(lambda: not in_use(server), longest=CLOSED + 60)
    # A context of its own: the browser complains where a room ends under it, and may.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    bring(page, server.url, content=FILE[2].decode(), name=FILE[1])
    assert "2,000 accounts" in line(page)
    for title in ("Options", "Lists"):
        go(page, title)
    yield page
    context.close()


def left(server) -> dict[int, int]:
    """Return how many account numbers are in which process of the server."""
    found = found_in_memory(tree(server.pid), START, NUMBERS)
    return {pid: len(numbers) for pid, numbers in found.items()}


def test_closing_the_page_ends_all_that_was_in_it(server, page) -> None:
    """A reload and a link do not; after the page is closed no process has a number."""
    (room,) = in_use(server)
    assert found_in_memory([room], START, NUMBERS)[room] == NUMBERS
    page.reload()
    wait_run(page)
    page.goto(f"{server.url}/timing")
    wait_run(page)
    time.sleep(CLOSED + 3)
    assert in_use(server) == [room]
    assert "2,000 accounts" in line(page)
    page.close()
    wait_until(lambda: not in_use(server), longest=CLOSED + 20)
    time.sleep(2)
    assert left(server) == {}


def test_a_cookie_of_another_app_takes_no_desk(server, browser) -> None:
    """The book is there after a reload, in the same room."""
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "prefs", "value": '{"theme":"dark"}', "url": server.url}])
    page = context.new_page()
    bring(page, server.url, content=FILE[2].decode(), name=FILE[1])
    names = context.cookies()
    page.reload()
    wait_run(page)
    assert "2,000 accounts" in line(page)
    assert "keeps no cookies" not in page.content()
    named = [
        [one["value"] for one in jar if one["name"] == COOKIE] for jar in (names, context.cookies())
    ]
    assert named[0] == named[1] != []
    context.close()


def test_a_name_that_somebody_made_up_leads_to_no_desk(server, browser) -> None:
    """Put into two browsers: neither keeps it, and the one does not see the other's book."""
    books = []
    for _ in range(2):
        context = browser.new_context(locale="en-GB")
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": COOKIE, "value": "x" * 43, "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.url}/book")
        wait_run(page)
        books.append(line(page))
        if len(books) == 1:
            bring(page, server.url, content=FILE[2].decode(), name=FILE[1])
        assert "x" * 43 not in str(context.cookies())
    assert all("No book is open" in book for book in books)
    for context in list(browser.contexts):
        context.close()


def test_forgetting_ends_it_at_once(server, page) -> None:
    """The page stays, says so, and has nothing; the other tab as well."""
    other = page.context.new_page()
    other.goto(f"{server.url}/timing")
    wait_run(other)
    (room,) = in_use(server)
    go(page, "Scenarios")
    page.get_by_text("Forget my work").first.click()
    page.get_by_role("button", name="Forget it now").click()
    for each in (page, other):
        each.get_by_text("Your work is forgotten, here and on the server").wait_for()
        wait_run(each)
        assert "No book is open" in line(each)
        assert each.get_by_test_id("stException").count() == 0
    assert room not in in_use(server)
    assert left(server) == {}
    page.reload()
    wait_run(page)
    assert "No book is open" in line(page)
    assert "forgotten" not in line(page)


def test_a_room_that_breaks_is_told_and_all_but_the_book_is_there(server, page) -> None:
    go(page, "Options")
    slider = page.get_by_role("slider", name="Agency commission, points added (%)")
    slider.focus()
    page.keyboard.press("ArrowRight")
    wait_run(page)
    (room,) = in_use(server)
    os.kill(room, signal.SIGKILL)
    page.get_by_text("Your desk on the server has ended by itself").wait_for()
    wait_run(page)
    said = line(page)
    assert FILE[1] in said
    assert "must be loaded again" in said
    bring(page, server.url, content=FILE[2].decode(), name=FILE[1])
    assert "2,000 accounts" in line(page)
    go(page, "Options")
    assert slider.input_value() == "1"
