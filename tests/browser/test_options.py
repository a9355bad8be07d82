"""The main path in a real browser: the ranking, a what-if, a segment, the agency, the map."""

import re

import pytest

from tests.browser.chromium import overflow, saved_table, shoot, shoot_in_both, wait_run

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150 Mobile",
}
ODDS = "Odds of payment (× factor)"


LED, ALONE = 0, 1
"""Which of a page's nets: the one that leads, and the one closed at its end."""


def net(page, which: int):
    """Return the value of the last tile of a net."""
    tiles = page.get_by_test_id("stMetric").filter(has_text="Net recovery")
    return tiles.nth(which).get_by_test_id("stMetricValue")


def opened(open_context, server, path: str, **wishes):
    """Return a page of the app at rest."""
    page = open_context(**wishes).new_page()
    page.goto(f"{server.url}/{path}")
    wait_run(page)
    return page


def test_a_slider_moves_tile_and_chart_and_undo_brings_them_back(server, open_context) -> None:
    """By keyboard alone; the charts are the same elements afterwards, not new ones."""
    page = opened(open_context, server, "options")
    led, alone = net(page, LED), net(page, ALONE)
    before = led.inner_text(), alone.inner_text()
    charts = page.get_by_test_id("stVegaLiteChart")
    begin, mix = charts.nth(0), charts.nth(1)
    mix.get_by_text(before[1], exact=True).wait_for()
    for chart in (begin, mix):
        chart.evaluate("element => { element.querySelector('svg, canvas').dataset.mine = 'yes'; }")

    page.get_by_role("slider", name=ODDS).focus()
    page.keyboard.press("ArrowLeft")
    wait_run(page)
    after = led.inner_text(), alone.inner_text()
    assert after[0] != before[0]
    assert after[1] != before[1]
    mix.get_by_text(after[1], exact=True).wait_for()
    for chart in (begin, mix):
        assert chart.locator("[data-mine=yes]").count() == 1
    page.get_by_text("from the library").first.wait_for()

    page.get_by_role("button", name="Undo", exact=True).click()
    wait_run(page)
    assert (led.inner_text(), alone.inner_text()) == before


def downwards(texts) -> list[str]:
    """Return texts of a chart as they stand below each other, whatever order they were made in."""
    # At one moment: a chart may be drawn anew between two questions.
    found = texts.evaluate_all(
        "all => all.map(text => [text.getBoundingClientRect().y, text.textContent])"
    )
    return [text for _, text in sorted(found)]


def bars_of(chart) -> list[str]:
    """Return the names of the bars from the top, which are in the order of their amounts."""
    down = downwards(chart.locator(".mark-text.role-mark text"))
    amounts = [float(amount.replace(",", "")) for amount in down]
    assert amounts == sorted(amounts, reverse=True)
    return downwards(chart.locator(".role-axis-label text"))[: len(amounts)]


def test_bars_change_places_when_their_order_does(server, open_context) -> None:
    """The chart is moved in place, and must not keep the order it was first drawn in."""
    page = opened(open_context, server, "options")
    chart = page.get_by_test_id("stVegaLiteChart").nth(1)
    orders = [bars_of(chart)]
    page.get_by_text("By contract", exact=True).click()
    wait_run(page)
    odds = page.locator(".st-key-side_panel").get_by_role("textbox").nth(1)
    odds.fill("0.7")
    odds.press("Enter")
    wait_run(page)
    orders.append(bars_of(chart))
    assert orders[0] != orders[1]


def test_a_row_opens_its_segment(server, open_context) -> None:
    """A click into the column of marks."""
    page = opened(open_context, server, "options")
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    table.click(position={"x": 18, "y": 240})
    page.get_by_role("heading", name="Why this one").wait_for()
    wait_run(page)
    shoot(page, "options-segment")
    assert page.get_by_test_id("stVegaLiteChart").count() == 3
    assert page.get_by_text("Best to begin with").count() >= 1


def test_flips_and_follow_up_move_with_a_slider_in_place(server, open_context) -> None:
    """Both charts stay the same elements; the first bar is what the tiles say."""
    page = opened(open_context, server, "options")
    page.get_by_test_id("stMain").get_by_text("One segment", exact=True).click()
    page.get_by_role("heading", name="What would flip the best option alone").wait_for()
    wait_run(page)
    charts = page.get_by_test_id("stVegaLiteChart")
    ranking = charts.nth(0)
    flips = charts.filter(has_text="higher")
    flips.get_by_text("× 1.00", exact=True).wait_for()
    for chart in (ranking, flips):
        chart.evaluate("element => { element.querySelector('svg, canvas').dataset.mine = 'yes'; }")
    best = net(page, LED).inner_text()
    ranking.get_by_text(best, exact=True).wait_for()

    page.get_by_role("slider", name=ODDS).focus()
    page.keyboard.press("ArrowLeft")
    flips.get_by_text("× 0.95", exact=True).wait_for()
    wait_run(page)
    after = net(page, LED).inner_text()
    assert after != best
    ranking.get_by_text(after, exact=True).first.wait_for()
    assert ranking.locator("[data-mine=yes]").count() == 1
    assert flips.locator("[data-mine=yes]").count() == 1

    page.get_by_role("link", name=re.compile("Timing$")).last.click()
    page.get_by_role("heading", level=1, name="Timing", exact=True).wait_for()
    wait_run(page)


def test_files_are_made_when_asked_for(server, open_context) -> None:
    """Both open, and hold the same segments."""
    import io

    import pandas as pd

    page = opened(open_context, server, "options")
    frames = []
    for kind in ("CSV", "XLSX"):
        download = saved_table(page, "options_segments", kind.lower())
        content = download
        read = pd.read_csv if kind == "CSV" else pd.read_excel
        frames.append(
            read(io.BytesIO(content), **({} if kind == "CSV" else {"engine": "calamine"}))
        )
    assert len(frames[0]) == len(frames[1]) > 200
    # A CSV has only its rows to say which numbers made it; a workbook has sheets of its own.
    made_with = ["scenario", "stance", "as_of", "model_version", "library_version"]
    assert list(frames[0].columns) == [*frames[1].columns, *made_with]
    assert set(frames[0]["scenario"]) == {"library"}
    workbook = pd.ExcelFile(io.BytesIO(content), engine="calamine")
    assert workbook.sheet_names == ["Sheet1", "Numbers", "Made with"]


def test_the_map_tells_what_is_under_the_pointer(server, open_context) -> None:
    """What to begin with and its money; in the other view every option."""
    page = opened(open_context, server, "decision_map")
    plot = page.locator(".js-plotly-plot .nsewdrag").first
    plot.wait_for()
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.9)
    hover = page.locator(".hoverlayer .hovertext")
    hover.first.wait_for()
    says = hover.first.text_content()
    assert "months past due" in says
    assert re.search(r"Cash .*fees and costs .*tax relief .*Net: ", says)
    shoot(page, "decision-map-hover")
    page.get_by_text("Best option, closed when it ends", exact=True).click()
    wait_run(page)
    plot.wait_for()
    for across, down in ((0.1, 0.1), (0.12, 0.12)):
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
    hover.first.wait_for()
    says = hover.first.text_content()
    assert "Keep in-house: " in says
    assert "Cash " in says


@pytest.mark.parametrize("view", ["Whole book", "One segment", "As the agency sees it"])
def test_every_view_fits_a_phone_with_the_panel_folded(server, open_context, view) -> None:
    """And the panel opens by a tap."""
    page = opened(open_context, server, "options", **PHONE)
    page.get_by_test_id("stMain").get_by_text(view, exact=True).click()
    wait_run(page)
    assert not page.get_by_role("slider", name=ODDS).is_visible()
    assert overflow(page) == 0
    shoot_in_both(page, f"options-{view.split()[-1]}-phone")
    page.locator(".st-key-side_panel_switch").get_by_text("What if").click()
    page.get_by_role("slider", name=ODDS).wait_for()
    assert overflow(page) == 0
