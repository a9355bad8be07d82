"""The what-if panel is in sight while its answer is read."""

import pytest

from tests.browser.chromium import overflow, shoot, wait_run
from tests.browser.test_timing import PHONE


def opened(open_context, server, path: str, **wishes):
    """Return a page at rest."""
    page = open_context(**wishes).new_page()
    page.goto(f"{server.url}/{path}")
    wait_run(page)
    return page


@pytest.mark.parametrize("path", ["options", "timing", "deal_zone"])
def test_it_stays_where_the_answer_is_read(server, open_context, path: str) -> None:
    """A thousand pixels down, its first slider still stands in the window."""
    page = opened(open_context, server, path, viewport={"width": 1440, "height": 900})
    panel = page.locator(".st-key-side_panel")
    page.mouse.move(1000, 500)
    page.mouse.wheel(0, 1_000)
    page.wait_for_timeout(500)
    place = panel.bounding_box()
    assert 40 <= place["y"] <= 100
    assert panel.get_by_role("slider").first.is_visible()
    shoot(page, f"panel-{path}-scrolled")


NARROW = {"viewport": {"width": 390, "height": 844}}
"""A window on a desk that is no wider than a phone."""


@pytest.mark.parametrize("wishes", [{**PHONE, "color_scheme": "light"},
                                    {**PHONE, "color_scheme": "dark"}, NARROW])  # fmt: skip
def test_on_a_phone_it_is_one_button_over_the_answer(server, open_context, wishes) -> None:
    """At the foot of the window wherever the page is; opened, it leaves half of the answer."""
    page = opened(open_context, server, "options", **wishes)
    panel, height = page.locator(".st-key-side_panel"), wishes["viewport"]["height"]
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollBy(0, 800)")
    page.wait_for_timeout(300)
    place = panel.bounding_box()
    assert height - 80 < place["y"] + place["height"] <= height
    assert place["height"] < 60
    panel.locator(".st-key-side_panel_switch").get_by_text("What if").click()
    page.wait_for_timeout(500)
    place = panel.bounding_box()
    assert place["y"] >= 0.45 * height
    box = panel.get_by_role("textbox").nth(1)
    box.fill("０.8")
    box.press("Enter")
    wait_run(page)
    assert panel.get_by_role("slider").nth(1).input_value() == "0.8"
    assert overflow(page) == 0
    shoot(page, f"panel-phone-{wishes.get('color_scheme', 'narrow')}")
