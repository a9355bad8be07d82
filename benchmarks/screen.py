"""From moving a slider to the redrawn ranking, in a real Chromium, with 100,000 accounts.

    python benchmarks/screen.py

The book is uploaded on the page Book, then a slider of the page Options is moved by the arrow
key. The clock runs in the browser from the key to the frame in which the tile and the chart both
show the new amount. Every move goes to a value not seen before, so nothing comes from a cache.

Yardstick: benchmarks/yardstick/app.py, an otherwise empty Streamlit page that redraws the same
widgets, tables and figures from constants, tuned the same way. Both take turns, so that a busy
machine slows both; the medians are compared. At most 1.5 is wanted.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path

# Run as a file, a script sees its own folder and not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Browser, Page

from benchmarks.tape import write_book
from tests.browser.chromium import PROJECT, launched, served, wait_run

ACCOUNTS = 100_000
WARM_UP, MOVES = 2, 17
TARGET = 1.5
SLIDER = "Odds of payment (× factor)"

# The tile of the best mix and the label of its bar carry the same text.
WATCH = """() => {
    const tile = () =>
        document.querySelectorAll('[data-testid="stMetricValue"]')[1]?.innerText.trim();
    const labels = () => [...document.querySelectorAll(
        '[data-testid="stVegaLiteChart"] svg text, [data-testid="stVegaLiteChart"] text')]
        .map(text => text.textContent.trim());
    window.took = null;
    const before = tile();
    document.addEventListener('keydown', () => {
        const start = performance.now();
        const look = () => {
            const now = tile();
            if (now && now !== before && labels().includes(now))
                // The frame after the next: what changed has been painted by then.
                requestAnimationFrame(() => requestAnimationFrame(
                    () => { window.took = performance.now() - start; }));
            else
                requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    }, {once: true, capture: true});
}"""


def main() -> None:
    """Print the ratio and the parts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "book.csv"
        write_book(book, ACCOUNTS)
        os.environ["SCREEN_BOOK"] = str(book)
        yardstick = PROJECT / "benchmarks" / "yardstick" / "app.py"
        with (
            served(folder) as app,
            served(folder, script=yardstick) as empty,
            launched() as browser,
        ):
            ours = _open_app(browser, app.url, book)
            theirs = _open(browser, empty.url)
            pairs = [(_move(ours), _move(theirs)) for _ in range(WARM_UP + MOVES)][WARM_UP:]
    mine, base = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    print(
        f"screen: {mine / base:.2f}x the yardstick (at most {TARGET} wanted; pair by pair "
        f"{ratio:.2f}x): {mine:.0f} ms against {base:.0f} ms, medians of {MOVES} moves, "
        f"{ACCOUNTS:,} accounts"
    )


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce"
    ).new_page()
    page.goto(url)
    wait_run(page)
    return page


def _open_app(browser: Browser, url: str, book: Path) -> Page:
    page = _open(browser, url)
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').first.set_input_files(book)
    page.get_by_text(f"{ACCOUNTS:,}").first.wait_for(timeout=120_000)
    wait_run(page)
    page.get_by_test_id("stSidebarNav").get_by_text("Options", exact=True).click()
    page.get_by_role("heading", level=1, name="Options", exact=True).wait_for()
    wait_run(page)
    return page


def _move(page: Page) -> float:
    """Move the slider one step and return the milliseconds until the new amount is painted."""
    page.bring_to_front()
    page.get_by_role("slider", name=SLIDER).focus()
    page.evaluate(WATCH)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("window.took !== null", timeout=30_000)
    took = float(page.evaluate("window.took"))
    wait_run(page)
    return took


if __name__ == "__main__":
    main()
