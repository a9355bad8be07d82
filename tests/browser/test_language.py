"""Two readers, two languages, one server."""

import pytest

from tests.browser.chromium import shoot, wait_run


def heading(page) -> str:
    """Return the title of the page once the script rests."""
    wait_run(page)
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize(
    ("path", "locale", "title"),
    [
        ("/options", "en-GB", "Options"),
        ("/options", "zh-CN", "处置方案"),
        ("/options?lang=zh", "en-GB", "处置方案"),
        ("/options?lang=en", "zh-CN", "Options"),
        ("/options?lang=tlh", "fr-FR", "Options"),
    ],
)
def test_link_then_browser_then_english(server, open_context, path, locale, title) -> None:
    """The first run already has it, names of the pages and the window's title included."""
    page = open_context(locale=locale).new_page()
    page.goto(server.url + path)
    assert heading(page) == title
    assert page.title().startswith(title)
    assert page.get_by_test_id("stSidebarNav").get_by_text(title, exact=True).count() == 1


def test_the_switch_lasts_over_pages_and_a_reload(server, open_context) -> None:
    """Also where the link said something else before."""
    page = open_context().new_page()
    page.goto(f"{server.url}/options?lang=en")
    assert heading(page) == "Options"

    page.get_by_text("中文", exact=True).click()
    page.get_by_role("heading", level=1, name="处置方案", exact=True).wait_for()
    shoot(page, "options-chinese")
    page.get_by_test_id("stSidebarNav").get_by_text("决策地图", exact=True).click()
    page.get_by_role("heading", level=1, name="决策地图", exact=True).wait_for()
    page.reload()
    assert heading(page) == "决策地图"

    page.get_by_text("English", exact=True).click()
    page.get_by_role("heading", level=1, name="Decision map", exact=True).wait_for()


def test_two_readers_do_not_change_each_others_language(server, open_context) -> None:
    """A catalogue installed for the process would turn the first reader Chinese."""
    first = open_context().new_page()
    first.goto(f"{server.url}/options")
    assert heading(first) == "Options"
    second = open_context(locale="zh-CN").new_page()
    second.goto(f"{server.url}/options")
    assert heading(second) == "处置方案"
    first.get_by_test_id("stSidebarNav").get_by_text("Decision map", exact=True).click()
    first.get_by_role("heading", level=1, name="Decision map", exact=True).wait_for()
