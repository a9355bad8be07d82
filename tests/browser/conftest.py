"""One Chromium and one server for the browser tests of a worker; skipped, saying so, without."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.chromium import (
    PATIENCE,
    Server,
    chromium_path,
    listen,
    served,
    wait_run,
)

HERE = Path(__file__).parent

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, and skip it where there is no Chromium."""
    missing = pytest.mark.skip(reason="no Chromium: apt-get install chromium, or set CHROMIUM")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A click may fall into the moment in which a page is drawn anew; the summary of the
            # run names what was tried twice.
            item.add_marker(pytest.mark.flaky(reruns=1))
            if chromium_path() is None:
                item.add_marker(missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    """Show the server's log beside a failure, and what the open pages said."""
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        report.sections.append(("server log", server.log.read_text()[-4000:]))
        running = item.funcargs.get("browser")
        for context in running.contexts if running else ():
            for page in context.pages:
                report.sections.append((f"page {page.url}", _said(page)))
    return report


def _said(page: Page) -> str:
    """Return what a reader of a page would have had before him; why not where it is gone."""
    try:
        return page.locator("body").inner_text(timeout=5_000)[:2000]
    except PlaywrightError as error:
        return str(error)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the app once for all tests of this worker, in one process as where there are no rooms.

    Pages are the same there, and what they say of the shipped books is worked out once for all
    tests and not for every reader.
    """
    folder = tmp_path_factory.mktemp("server")
    with served(folder, environment={"PLACEMENT_ROOMS": "0"}) as running:
        yield running


@pytest.fixture(scope="session")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the app as it is started, for tests of what becomes of a reader's work."""
    with served(tmp_path_factory.mktemp("rooms")) as running:
        yield running


@pytest.fixture
def open_context(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that opens a reader's browser: own cookies, given size, scheme, locale.

    On the shared server it has the mixed sample open, unless `sample=None` is wished for. After
    the test, whatever a page asked from another machine or complained about fails it.
    """
    opened = []

    def open_one(*, sample: str | None = "mixed_book.csv", **wishes: object) -> BrowserContext:
        plain = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
        plain |= {"timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
        context = browser.new_context(**(plain | wishes))
        context.set_default_timeout(PATIENCE)
        opened.append((context, listen(context)))
        if sample is not None and "server" in request.fixturenames:
            page = context.new_page()
            page.goto(f"{request.getfixturevalue('server').url}/?sample={sample}")
            wait_run(page)
            page.close()
        return context

    yield open_one
    for context, noise in opened:
        context.close()
        assert noise.abroad == []
        assert noise.errors == []
