"""The main path in a real browser: bring a book, see it cut, change numbers in the table."""

import json

import pytest

from tests.browser.chromium import downloaded, overflow, put_file, saved_table, shoot, wait_run

PHONE = {"width": 390, "height": 844}
FOREIGN = "账号,行业,wert,逾期天数\nA-10001,telecom,120.50,200\nA-10002,telecom,80,400\n"


def tile(page, label: str) -> str:
    """Return a figure at the top of the page."""
    metric = page.get_by_test_id("stMetric").filter(has_text=label).first
    return metric.get_by_test_id("stMetricValue").inner_text()


def upload(page, name: str, content: bytes, *, place: int = 0) -> None:
    """Put a file into one of the page's uploaders."""
    uploader = page.get_by_test_id("stFileUploader").nth(place).locator("input[type=file]")
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    put_file(page, uploader, file)


def test_a_foreign_book_is_uploaded_mapped_and_kept(server, open_context) -> None:
    """The box for the balance is reached by its label; another page and back keeps the book."""
    page = open_context().new_page()
    page.goto(f"{server.url}/book")
    wait_run(page)
    assert tile(page, "Accounts") == "5,000"
    upload(page, "foreign.csv", FOREIGN.encode("gb18030"))
    page.get_by_text("No column is the balance").wait_for()
    assert tile(page, "Accounts") == "5,000"

    page.get_by_role("combobox", name="Balance", exact=True).click()
    page.get_by_role("option", name="wert").click()
    page.get_by_role("button", name="Apply").click()
    wait_run(page)
    assert tile(page, "Accounts") == "2"
    assert page.get_by_text("No column is the balance").count() == 0

    page.get_by_role("link", name="Assumptions").click()
    wait_run(page)
    page.get_by_role("link", name="Book").click()
    wait_run(page)
    assert tile(page, "Accounts") == "2"

    page.get_by_text("Columns and cut-off date").click()
    saved = downloaded(page, page.get_by_role("button", name="Save this mapping"))
    columns = json.loads(saved.decode("utf-8"))["columns"]
    assert columns["balance"] == "wert"
    shoot(page, "book-mapped")


def test_nothing_in_a_file_becomes_a_link(server, open_context) -> None:
    """Neither in Markdown's own way nor as a bare address."""
    page = open_context().new_page()
    page.goto(f"{server.url}/book")
    wait_run(page)
    odd = "account_id,wert,[a](http://example.org),www.example.org,me@example.org,:smile:\n1,2,3,4,5,6\n"
    upload(page, "http://example.org.csv", odd.encode())
    page.get_by_text("No column is the balance").wait_for()
    alert = page.get_by_test_id("stAlert").filter(has_text="No column is the balance")
    assert alert.get_by_role("link").count() == 0
    assert "www" in alert.inner_text()
    assert ":smile:" in alert.inner_text().replace("\u200b", "")


def test_bands_are_typed_and_the_page_still_fits_a_phone(server, open_context) -> None:
    """With every part of the page open."""
    page = open_context(viewport=PHONE, color_scheme="dark").new_page()
    page.goto(f"{server.url}/book")
    wait_run(page)
    page.get_by_test_id("stButtonGroup").get_by_text("Age", exact=True).click()
    wait_run(page)
    page.get_by_text("Bands", exact=True).click()
    box = page.get_by_role("textbox", name="Edges of the age bands")
    box.fill("12")
    box.press("Enter")
    wait_run(page)
    assert page.get_by_text("up to 1 year").count()
    page.get_by_text("Columns and cut-off date").click()
    wait_run(page)
    assert overflow(page) == 0
    shoot(page, "book-open-phone")


def test_rows_left_out_are_downloaded(server, open_context) -> None:
    """The file is made when it is asked for, and opens with the headings of the interface."""
    page = open_context().new_page()
    page.goto(f"{server.url}/book")
    wait_run(page)
    saved = saved_table(page, "rows_left_out", "csv")
    lines = saved.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("row,reasons,balance")
    assert lines[1].startswith("63,duplicate,10330.35")


def test_numbers_are_changed_in_the_table_one_after_the_other(server, open_context) -> None:
    """Every edit stays (a table fed with its own edits loses the second); a bad one is refused."""
    page = open_context().new_page()
    page.goto(f"{server.url}/assumptions")
    wait_run(page)

    def type_into(row: int, text: str) -> None:
        grid = page.get_by_test_id("stDataFrame").first
        grid.scroll_into_view_if_needed()
        place = grid.bounding_box()
        cell = page.locator("input.gdg-input")
        # A table opened anew takes a moment to listen to the keyboard.
        for _ in range(5):
            # The name of the number, 92 from the left; its value is the next cell.
            page.mouse.click(place["x"] + 92 + 100, place["y"] + 35 * (row + 1) + 17)
            page.wait_for_timeout(200)
            page.keyboard.press("ArrowRight")
            page.wait_for_timeout(200)
            page.keyboard.press("Enter")
            page.wait_for_timeout(200)
            if cell.count():
                break
            page.keyboard.press("Escape")
        cell.fill(text)
        page.keyboard.press("Enter")
        # The table gathers edits for a moment before it sends them.
        page.wait_for_timeout(600)
        wait_run(page)

    for row, (text, count) in enumerate([("0.95", "1"), ("0.85", "2"), ("0.51", "3")]):
        type_into(row, text)
        assert tile(page, "Yours") == count
    shoot(page, "assumptions-changed")
    type_into(3, "31")
    page.get_by_text("If you meant 31%, write 0.31").wait_for()
    assert tile(page, "Yours") == "3"
    type_into(3, "0.3")
    assert tile(page, "Yours") == "4"
    for count in ("3", "2"):
        page.get_by_role("button", name="Undo").click()
        wait_run(page)
        assert tile(page, "Yours") == count
    type_into(2, "0.5")
    assert tile(page, "Yours") == "3"
    page.get_by_role("button", name="Reset all (3)").click()
    wait_run(page)
    assert tile(page, "Yours") == "0"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_changed_number_is_pictured(server, open_context, scheme: str) -> None:
    """Close up, in both schemes, as wide as a phone."""
    page = open_context(viewport=PHONE, color_scheme=scheme).new_page()
    page.goto(f"{server.url}/assumptions")
    wait_run(page)
    # A share that changes with age: typed in percent, drawn as a table.
    search = page.get_by_role("textbox", name="Search")
    search.fill("bank_card.debtor.principal_share")
    search.press("Enter")
    wait_run(page)
    box = page.get_by_label("Value (%)")
    box.fill("80")
    box.press("Enter")
    wait_run(page)
    assert tile(page, "Yours") == "1"
    assert page.get_by_test_id("stVegaLiteChart").count() == 1
    assert overflow(page) == 0
    shoot(page, f"assumption-picture-{scheme}")
