"""Long work in a real browser: how far it is, a button that stops it, and going elsewhere."""

import time

from playwright.sync_api import expect

from tests.browser.chromium import PROJECT, put_file, shoot, wait_run

BOOK = PROJECT / "data" / "samples" / "mixed_book.csv"
SAYING = "Valuing every move of every segment…"


def to(page, title: str) -> None:
    """Go to another page, whatever this one does."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()


def test_long_work_is_stopped_left_and_gone_on_with(server, open_context) -> None:
    page = open_context().new_page()
    page.goto(f"{server.url}/book")
    wait_run(page)
    # A book that nobody has asked anything of: what is known comes without waiting.
    rows = BOOK.read_bytes().splitlines(keepends=True)
    content = b"".join(rows[: -1 - time.time_ns() % 900])
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": content}
    put_file(page, page.locator("input[type=file]").first, file)
    wait_run(page)
    to(page, "Policy")
    page.get_by_test_id("stProgress").get_by_text(SAYING).wait_for()
    shoot(page, "waiting")
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text(f"Stopped: {SAYING}").wait_for()
    wait_run(page)
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop", exact=True)).to_have_count(0)

    page.get_by_role("button", name="Go on", exact=True).click()
    page.get_by_test_id("stProgress").get_by_text(SAYING).wait_for()
    begun = time.monotonic()
    to(page, "Glossary")
    page.get_by_role("heading", name="Glossary").wait_for()
    elsewhere = time.monotonic() - begun

    begun = time.monotonic()
    to(page, "Policy")
    page.get_by_test_id("stMetric").first.wait_for()
    # Nobody waited for the work's end to see another page.
    assert elsewhere < (time.monotonic() - begun) / 2.0
    wait_run(page)
    expect(page.get_by_test_id("stProgress")).to_have_count(0)
