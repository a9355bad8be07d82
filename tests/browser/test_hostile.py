"""Hostile texts in a real browser: nothing of them is a picture, a link, a formula or a request."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.chromium import Server, wait_run
from tests.hostile import texts
from tests.pages.test_every_page import TITLES

UPLOADS = {
    "contracts": ("csv", texts.CONTRACTS),
    "agencies": ("csv", texts.REMITTANCES),
    "scenarios": ("json", texts.SCENARIO),
    "assumptions": ("toml", texts.NUMBERS),
}
"""What the first uploader of a page gets. Lists has none where nothing is to be placed."""

OPEN_ALL = """() => document.querySelectorAll(
    '[data-testid="stExpander"] details:not([open]) summary').forEach(each => each.click())"""

MADE_OF_TEXT = """() => [...document.querySelectorAll(
    'img, a[href], .katex, [data-testid="stIconMaterial"], strong, b, code, script, iframe, [style]'
)].filter(node => {
    if (node.closest('[data-testid="stDataFrame"], [data-testid="stPlotlyChart"]')) return false;
    const said = [node.getAttribute('src'), node.getAttribute('href')].join(' ');
    if (said.includes('zqx')) return true;
    if (!node.textContent.includes('zqx')) return false;
    if (node.matches('[style]')) return /(^|;)\\s*color\\s*:/.test(node.getAttribute('style'))
        && node.children.length === 0;
    return node.matches('.katex, [data-testid="stIconMaterial"], a, code')
        || node.textContent === 'zqx';
}).map(node => node.outerHTML.slice(0, 300))"""


WALKS = {
    "what takes files": ("book", *UPLOADS),
    "the rest": tuple(name for name in TITLES if name not in ("book", *UPLOADS)),
}


def brought(page: Page, ending: str, content: bytes) -> None:
    if not page.locator('input[type="file"]').count():
        # Behind a button, where a table can be pasted as well.
        page.get_by_role("button", name="Upload").first.click()
    chooser = page.locator('input[type="file"]').first
    name = f"{texts.NAME}.{ending}"
    chooser.set_input_files({"name": name, "mimeType": "text/plain", "buffer": content})
    page.wait_for_timeout(1_000)
    wait_run(page)


@pytest.mark.parametrize("walk", WALKS)
def test_no_page_makes_more_of_a_text_than_text(server: Server, open_context, walk: str) -> None:
    """After it the context fails the test if anything was asked from another machine."""
    page = open_context(sample=None).new_page()
    page.goto(f"{server.url}/book")
    wait_run(page)
    brought(page, "csv", texts.BOOK)
    assert "zqx" in page.locator("section.stMain, [data-testid='stMain']").first.inner_text()
    seen = 0
    for name in WALKS[walk]:
        page.goto(f"{server.url}/{name if name != 'home' else ''}")
        wait_run(page)
        if name in UPLOADS:
            brought(page, *UPLOADS[name])
        page.evaluate(OPEN_ALL)
        page.wait_for_timeout(300)
        seen += page.content().count("zqx")
        assert page.evaluate(MADE_OF_TEXT) == [], name
    assert seen > 5


def test_what_is_made_of_text_is_found(open_context, tmp_path: Path) -> None:
    """Else the walk above could not fail."""
    page = open_context(sample=None).new_page()
    for html in (
        "<img src='data:,zqx'>", "<a href='#zqx'>x</a>", "<span class='katex'>zqx</span>",
        "<b>zqx</b>", "<span style='color: red'>zqx</span>", "<code>zqx</code>",
    ):  # fmt: skip
        page.set_content(f"<p>{html}</p>")
        assert len(page.evaluate(MADE_OF_TEXT)) == 1, html
    page.set_content("<p style='color: red'>a <i>b</i></p><p>![zqx](zqx) $zqx$</p>")
    assert page.evaluate(MADE_OF_TEXT) == []
