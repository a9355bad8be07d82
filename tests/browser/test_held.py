"""Whatever happens to a page, the reader's own book and numbers come back, or it is said."""

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import PATIENCE, Server, put_file, served, wait_run
from tests.browser.proxy import cable

ROWS = 300
OWN = "account,sector,wert,months_past_due\n" + "".join(
    f"K-{row},telecom,{1000 + row},{row % 40 + 1}\n" for row in range(ROWS)
)
TOTAL = f"{sum(1000 + row for row in range(ROWS)):,}"
LINE = f"{ROWS} accounts · {TOTAL} CNY"
COMMISSION = "Agency commission, points added (%)"


@pytest.fixture
def server(rooms: Server) -> Server:
    """Be served as the app is started: each reader's desk in a process of its own."""
    return rooms


def line(page) -> str:
    """Return what stands above the page."""
    return page.locator(".st-key-book_line").inner_text()


def bring(page, url: str, *, content: str = OWN, name: str = "own.csv") -> None:
    """Upload a book."""
    page.goto(f"{url}/book")
    wait_run(page)
    uploader = page.get_by_test_id("stFileUploader").first.locator("input[type=file]")
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    put_file(page, uploader, file)


def bring_own(page, url: str) -> None:
    """Upload a book, and answer what it leaves open."""
    bring(page, url)
    page.get_by_role("combobox", name="Balance", exact=True).click()
    page.get_by_role("option", name="wert").click()
    page.get_by_role("button", name="Apply").click()
    wait_run(page)
    assert LINE in line(page)


def go(page, title: str) -> None:
    """Go to another page by its link."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    wait_run(page)


def move(page, times: int = 2) -> str:
    """Move the commission up on the page Options; return what the slider shows."""
    slider = page.get_by_role("slider", name=COMMISSION)
    slider.focus()
    for _ in range(times):
        page.keyboard.press("ArrowRight")
        wait_run(page)
    return shown(page)


def shown(page) -> str:
    """Return the commission that the what-if panel shows."""
    return page.get_by_role("slider", name=COMMISSION).input_value()


def test_nothing_is_opened_by_itself(server, open_context) -> None:
    """Every page says so; a sample is taken by choice and called one everywhere."""
    page = open_context(sample=None).new_page()
    page.goto(f"{server.url}/options")
    wait_run(page)
    assert "No book is open" in line(page)
    page.get_by_text("This page needs a book").wait_for()
    page.get_by_role("combobox", name="Take a sample").click()
    page.get_by_role("option", name="Mixed book").click()
    wait_run(page)
    assert "Sample" in line(page)
    assert "5,000 accounts" in line(page)
    for title in ("Timing", "Contracts", "Assumptions"):
        go(page, title)
        assert "Sample" in line(page)


def test_a_reload_and_a_new_tab_show_the_same(server, open_context) -> None:
    """Book, what-if and the way back; another reader sees nothing of it."""
    context = open_context(sample=None)
    page = context.new_page()
    bring_own(page, server.url)
    go(page, "Options")
    value = move(page)
    assert value == "2"
    page.reload()
    wait_run(page)
    assert LINE in line(page)
    assert shown(page) == value

    other = context.new_page()
    other.goto(f"{server.url}/options")
    wait_run(other)
    assert LINE in line(other)
    assert shown(other) == value
    # Each tab has its own what-if; neither changes under the other's hands.
    assert move(other, 3) == "5"
    page.reload()
    wait_run(page)
    assert shown(page) == value
    page.get_by_role("button", name="Undo").click()
    wait_run(page)
    assert shown(page) == "1"

    stranger = open_context(sample=None).new_page()
    stranger.goto(page.url)
    wait_run(stranger)
    assert "No book is open" in line(stranger)
    assert LINE not in stranger.content()


def test_a_book_opened_in_one_tab_is_the_book_of_the_other(server, open_context) -> None:
    """And the other one says so."""
    context = open_context()
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"{server.url}/options")
        wait_run(page)
    bring_own(first, server.url)
    go(second, "Timing")
    assert LINE in line(second)
    assert "Another tab of this browser has opened another book" in line(second)


def leave(*pages: Page) -> None:
    """Close the app in each page: one whose server is gone complains until it is back."""
    for page in pages:
        page.goto("about:blank")


def test_a_restart_brings_back_all_but_the_accounts(tmp_path, monkeypatch, open_context) -> None:
    """The book is named and asked for; the same file makes everything as it was."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    page = open_context(sample=None).new_page()
    with served(tmp_path) as before:
        port = before.url.rsplit(":", 1)[1]
        bring_own(page, before.url)
        go(page, "Options")
        value = move(page)
        page.goto("about:blank")
    with served(tmp_path, port=int(port)) as after:
        page.goto(f"{after.url}/options")
        wait_run(page)
        said = line(page)
        assert "own.csv" in said
        assert f"{ROWS} accounts, {TOTAL} CNY" in said
        assert "must be loaded again" in said
        page.get_by_role("link", name="Load it again").click()
        wait_run(page)
        # The columns and answers are remembered, so nothing is asked.
        bring(page, after.url)
        page.get_by_text("It is the book you had").wait_for()
        assert LINE in line(page)
        go(page, "Options")
        assert shown(page) == value
        page.get_by_role("button", name="Undo").click()
        wait_run(page)
        assert shown(page) == "1"
        leave(page)
    assert not {b"K-1", b"K-299"} & set((tmp_path / "desk.sqlite").read_bytes().split(b'"'))


def test_another_file_after_a_restart_is_noticed(tmp_path, monkeypatch, open_context) -> None:
    """It is opened, and what sets it apart is said; a sample comes back by itself."""
    monkeypatch.setenv("PLACEMENT_STORE", f"sqlite:///{tmp_path}/desk.sqlite")
    page, other = open_context(sample=None).new_page(), open_context(sample=None).new_page()
    with served(tmp_path) as before:
        port = before.url.rsplit(":", 1)[1]
        bring_own(page, before.url)
        other.goto(f"{before.url}/?sample=telecom.csv")
        wait_run(other)
        assert "20,000 accounts" in line(other)
        leave(page, other)
    with served(tmp_path, port=int(port)) as after:
        fewer = "\n".join(OWN.splitlines()[:-10]).replace("wert", "balance")
        bring(page, after.url, content=fewer, name="fewer.csv")
        page.get_by_text("It is not the book you had, own.csv: 290 accounts").wait_for()
        other.goto(f"{after.url}/options")
        wait_run(other)
        assert "20,000 accounts" in line(other)
        leave(page, other)


@pytest.mark.slow
def test_ninety_seconds_without_network(server, browser) -> None:
    """Longer than the server keeps a session: the page comes back by itself, as it was."""
    # A context of its own: the browser complains of the cut, and may.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    with cable(server.url) as cord:
        page = context.new_page()
        bring_own(page, cord.url)
        go(page, "Options")
        value = move(page)
        cord.cut()
        page.wait_for_timeout(90_000)
        cord.mend()
        wait_run(page)
        assert LINE in line(page)
        assert shown(page) == value
        page.get_by_role("button", name="Undo").click()
        wait_run(page)
        assert shown(page) == "1"
        assert LINE in line(page)
    context.close()
