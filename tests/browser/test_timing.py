"""Page Timing in a real browser: a what-if by keyboard, the policy, the book, files, a phone."""

import io

import pandas as pd

from tests.browser.chromium import overflow, saved_table, shoot, shoot_in_both, wait_run

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150 Mobile",
}
ODDS = "Odds of payment (× factor)"
VIEWS = ("One segment", "Against your own policy", "Whole book")


def tile(page, name: str):
    """Return the value of a tile."""
    return page.get_by_test_id("stMetric").filter(has_text=name).get_by_test_id("stMetricValue")


def opened(open_context, server, **wishes):
    """Return the page at rest."""
    page = open_context(**wishes).new_page()
    page.goto(f"{server.url}/timing")
    wait_run(page)
    return page


def seen_as(page, view: str):
    """Switch to a view."""
    page.get_by_test_id("stMain").get_by_text(view, exact=True).click()
    wait_run(page)


def test_the_main_path(server, open_context) -> None:
    """A slider moves the plan in place and undo brings it back; then policy, book and a segment."""
    page = opened(open_context, server)
    value = tile(page, "Net recovery")
    before = value.inner_text()
    bars = page.get_by_test_id("stVegaLiteChart").nth(1)
    bars.get_by_text(before, exact=True).wait_for()
    bars.evaluate("element => { element.querySelector('svg, canvas').dataset.mine = 'yes'; }")

    page.get_by_role("slider", name=ODDS).focus()
    page.keyboard.press("ArrowLeft")
    wait_run(page)
    after = value.inner_text()
    assert after != before
    bars.get_by_text(after, exact=True).wait_for()
    assert bars.locator("[data-mine=yes]").count() == 1
    page.get_by_role("button", name="Undo", exact=True).click()
    wait_run(page)
    assert value.inner_text() == before

    seen_as(page, VIEWS[1])
    tile(page, "The habit costs").wait_for()
    text = page.get_by_role("textbox", name="Your policy")
    text.fill("agency_1 at soon")
    text.press("Enter")
    page.get_by_text("A rule is").wait_for()
    text.fill("lawsuit at 0")
    text.press("Enter")
    wait_run(page)
    assert page.get_by_text("A rule is").count() == 0
    assert page.get_by_text("Sue now.").count() == 1

    seen_as(page, VIEWS[2])
    tile(page, "Net recovery").wait_for()
    table = page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    # The second row or the third, by how long names are: the first is the segment that is open.
    table.click(position={"x": 18, "y": 240})
    page.get_by_role("heading", name="The plan in time").wait_for()
    wait_run(page)
    assert tile(page, "Net recovery").inner_text() != before


def test_the_flips_appear_when_asked_for(server, open_context) -> None:
    """By keyboard; the button goes and a table comes."""
    page = opened(open_context, server)
    button = page.get_by_role("button", name="Work it out")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("One number is moved at a time").wait_for()
    wait_run(page)
    assert button.count() == 0
    shoot(page, "timing-flips")


def test_the_books_plans_as_files(server, open_context) -> None:
    """Both open, and hold every segment."""
    page = opened(open_context, server)
    seen_as(page, VIEWS[2])
    frames = []
    for kind in ("CSV", "XLSX"):
        download = saved_table(page, "timing_book", kind.lower())
        content = io.BytesIO(download)
        frames.append(
            pd.read_csv(content) if kind == "CSV" else pd.read_excel(content, engine="calamine")
        )
    assert len(frames[0]) == len(frames[1]) > 200
    assert {"first_move", "switch_months", "value", "gain"} <= set(frames[0].columns)


def test_every_view_fits_a_phone(server, open_context) -> None:
    """With the panel folded."""
    page = opened(open_context, server, **PHONE)
    for view in VIEWS:
        seen_as(page, view)
        assert not page.get_by_role("slider", name=ODDS).is_visible()
        assert overflow(page) == 0
        assert page.get_by_test_id("stException").count() == 0
        shoot_in_both(page, f"timing-{view.split()[-1]}-phone")
