"""What a page looks like where it is read: on a desk, on a phone, with a reader or by keyboard."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.chromium import SCHEMES, shoot, wait_run
from tests.browser.test_every_page import PAGES
from tests.browser.test_timing import PHONE

GRAVE = ("serious", "critical")
"""What keeps people from a page. Lesser findings are Streamlit's own: its headings of pages and
parts are of levels 1 and 3, and its upload has a section with a role that it does not need."""

DESK = {"viewport": {"width": 1440, "height": 900}}


def opened(open_context, server, path: str, **wishes) -> Page:
    """Return a page at rest."""
    page = open_context(**wishes).new_page()
    page.goto(f"{server.url}/{path}")
    wait_run(page)
    return page


def test_axe_has_no_serious_finding(server, open_context) -> None:
    """On any page, light and dark; WCAG 2 A and AA and axe's own good practice."""
    axe, context, found = Axe(), open_context(color_scheme=SCHEMES[0], **DESK), []
    for path in PAGES:
        page = context.new_page()
        page.goto(f"{server.url}/{path}")
        wait_run(page)
        # What changes its colour bit by bit would be measured halfway.
        page.add_style_tag(content="* { transition: none !important; }")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(1_500)
            found += [
                (path, scheme, each["id"], each["nodes"][0]["html"][:200])
                for each in axe.run(page).response["violations"]
                if each["impact"] in GRAVE
            ]
        page.close()
    assert found == []


def test_on_a_phone_the_menu_closes_after_a_choice(server, open_context) -> None:
    """It lies over the page, so whoever has chosen must not have to put it away as well."""
    page = opened(open_context, server, "", **PHONE)
    page.get_by_test_id("stExpandSidebarButton").click()
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text="Options")
    link.click()
    wait_run(page)
    page.get_by_role("heading", level=1, name="Options").wait_for()
    menu = page.get_by_test_id("stSidebar").bounding_box()
    assert menu is None or menu["x"] + menu["width"] <= 0


def tile_places(page: Page) -> list[tuple[int, int]]:
    """Return where the first four tiles stand."""
    tiles = page.get_by_test_id("stMetric")
    tiles.nth(3).wait_for()
    # At one moment: what is drawn above them meanwhile moves them all.
    places = tiles.evaluate_all(
        "all => all.slice(0, 4).map(e => e.getBoundingClientRect()).map(b => [b.x, b.y])"
    )
    return [(round(x), round(y)) for x, y in places]


@pytest.mark.parametrize("path", ["options", "timing", "deal_zone", "bid_desk", "contracts"])
def test_four_tiles_stand_in_a_row_and_two_on_a_phone(server, open_context, path: str) -> None:
    """Beside a panel, and below each other they would fill a phone's window."""
    page = opened(open_context, server, path, **DESK)
    assert len({y for _, y in tile_places(page)}) == 1
    assert len({x for x, _ in tile_places(page)}) == 4
    page.set_viewport_size({"width": 390, "height": 844})
    wait_run(page)
    assert len({y for _, y in tile_places(page)}) == 2
    assert len({x for x, _ in tile_places(page)}) == 2
    shoot(page, f"tiles-{path}-phone")


def test_no_heading_and_no_figure_of_a_tile_is_cut(server, open_context) -> None:
    """Cut off, two of them read the same."""
    page = opened(open_context, server, "bid_desk", **DESK)
    for name in ("stMetricLabel", "stMetricValue"):
        for part in page.get_by_test_id(name).all():
            assert part.evaluate(
                "e => [e, ...e.querySelectorAll('*')].every(p => p.scrollWidth <= p.clientWidth + 1"
                " || getComputedStyle(p).overflow === 'visible')"
            ), part.inner_text()


@pytest.mark.parametrize("path", ["policy", "odds"])
def test_on_a_phone_the_answer_comes_before_the_questions(server, open_context, path) -> None:
    """On a desk what is asked stands to the left of it."""
    page = opened(open_context, server, path, **DESK)
    asked, answer = page.locator(".st-key-asked_beside"), page.get_by_test_id("stMetric").first
    assert asked.bounding_box()["x"] < answer.bounding_box()["x"]
    page.set_viewport_size({"width": 390, "height": 844})
    wait_run(page)
    assert answer.bounding_box()["y"] < asked.bounding_box()["y"]


def test_a_table_has_one_download(server, open_context) -> None:
    """The app's own, which escapes formulas; Streamlit's toolbar keeps its search."""
    page = opened(open_context, server, "options", **DESK)
    table = page.locator(".st-key-options_table")
    table.scroll_into_view_if_needed()
    table.hover()
    page.wait_for_timeout(500)
    assert page.locator('[aria-label^="Download as CSV"]').count() > 0
    for button in page.locator('[aria-label^="Download as CSV"]').all():
        assert not button.is_visible()
    assert page.locator(".st-key-options_segments_export button").count() == 1
    assert page.get_by_role("button", name="Download CSV").count() == 0


def focus_on(page: Page, is_there: Callable[[str], bool], *, most: int = 120) -> str:
    """Press Tab until what has the focus is called as wished, and return what it is called."""
    seen = []
    for _ in range(most):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => {
                    const part = document.activeElement;
                    const by = part.getAttribute('aria-labelledby') || '';
                    const names = by.split(' ').map(id => document.getElementById(id)?.innerText);
                    const name = part.getAttribute('aria-label') || names.join(' ').trim()
                        || part.innerText || '';
                    return `${part.getAttribute('role') || part.tagName} ${name}`;
                }"""
            )
        )
        if is_there(seen[-1]):
            return str(seen[-1])
    raise AssertionError(f"Tab never came to it; it came to {seen}")


def test_the_main_job_by_keyboard(server, open_context) -> None:
    """A sample, its options, one segment and a what-if, without ever touching a mouse."""
    page = open_context(sample=None).new_page()
    page.goto(server.url)
    wait_run(page)
    focus_on(page, lambda name: name.startswith("combobox") and "sample" in name)
    page.keyboard.type("Telecom")
    page.keyboard.press("Enter")
    wait_run(page)
    page.get_by_text("telecom.csv").first.wait_for()
    focus_on(page, lambda name: name.startswith("A ") and name.endswith("Options"))
    page.keyboard.press("Enter")
    wait_run(page)
    page.get_by_role("heading", level=1, name="Options").wait_for()
    focus_on(page, lambda name: name == "radio Whole book")
    # The views are a group of radio buttons: Tab comes to the chosen one, arrows go on.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_run(page)
    page.get_by_text("Segment, the largest first").first.wait_for()
    figure = page.get_by_test_id("stMetricValue").first
    before = figure.inner_text()
    focus_on(page, lambda name: name.startswith("INPUT Odds") and "typed" in name)
    page.keyboard.press("Control+a")
    page.keyboard.type("0.7")
    page.keyboard.press("Enter")
    wait_run(page)
    assert figure.inner_text() != before
