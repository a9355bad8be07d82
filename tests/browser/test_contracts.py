"""Page Contracts in a real browser: seats by keyboard, a row typed and undone, files, a phone."""

import io

import pandas as pd

from tests.browser.chromium import overflow, saved_table, shoot, shoot_in_both, wait_run

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150 Mobile",
}
SEATS = "What if we had this many seats?"


def tile(page, name: str):
    """Return the value of a tile."""
    return page.get_by_test_id("stMetric").filter(has_text=name).get_by_test_id("stMetricValue")


def opened(open_context, server, **wishes):
    """Return the page at rest, which it is when the contract that moves next is known."""
    page = open_context(**wishes).new_page()
    page.goto(f"{server.url}/contracts")
    page.get_by_text("First out:").wait_for()
    wait_run(page)
    return page


def test_the_main_path(server, open_context) -> None:
    """More seats move the tiles and the bars in place; a typed cell counts and can be undone."""
    page = opened(open_context, server, viewport={"width": 1440, "height": 1000})
    profit = tile(page, "Expected profit")
    before = profit.inner_text()
    bars = page.get_by_test_id("stVegaLiteChart").nth(1)
    bars.evaluate("element => { element.querySelector('svg, canvas').dataset.mine = 'yes'; }")
    page.get_by_role("slider", name=SEATS).focus()
    page.keyboard.press("ArrowRight")
    wait_run(page)
    assert profit.inner_text() != before
    assert bars.locator("[data-mine=yes]").count() == 1
    shoot(page, "contracts-what-if")
    page.get_by_role("slider", name=SEATS).focus()
    page.keyboard.press("ArrowLeft")
    wait_run(page)
    assert profit.inner_text() == before

    # The column of accounts, first row.
    page.get_by_test_id("stDataFrame").nth(1).click(position={"x": 560, "y": 52})
    page.wait_for_timeout(400)  # The grid takes the keyboard a moment after the click.
    page.keyboard.type("1")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Undo", exact=True).and_(
        page.locator("button:not([disabled])")
    ).wait_for()
    wait_run(page)
    assert profit.inner_text() != before
    page.get_by_role("button", name="Undo", exact=True).click()
    wait_run(page)
    assert profit.inner_text() == before


def test_the_files_open_and_the_table_can_be_uploaded(server, open_context) -> None:
    """Chosen contracts as CSV and XLSX; the table's own file comes back as it went."""
    page = opened(open_context, server)
    files = []
    for kind in ("CSV", "XLSX"):
        download = saved_table(page, "contracts_table", kind.lower())
        files.append(download)
    table = pd.read_csv(io.BytesIO(files[0]), encoding="utf-8-sig")
    again = pd.read_excel(io.BytesIO(files[1]), engine="calamine")
    assert list(table.columns) == list(again.columns)
    assert len(table) == len(again) == 34
    page.get_by_role("button", name="Upload").first.click()
    page.locator("input[type=file]").set_input_files(
        {
            "name": "mine.csv",
            "mimeType": "text/csv",
            "buffer": b"\n".join(files[0].split(b"\n")[:6]),
        }
    )
    page.get_by_text("5 contracts").wait_for()


def test_the_page_fits_a_phone(server, open_context) -> None:
    """With the means and the table folded."""
    page = opened(open_context, server, **PHONE)
    assert overflow(page) == 0
    assert page.get_by_test_id("stException").count() == 0
    shoot_in_both(page, "contracts-phone")
