"""From moving a slider to the redrawn answer, in a real Chromium, with 100,000 accounts.

    python benchmarks/screen.py [--page options|timing|deal_zone|bid_desk]

The book is uploaded on the page Book, then a slider of the page is moved by the arrow key: a
what-if on Options and on Timing with its view of one segment, today's quote on Deal zone with a
sector on the table, rivals' mean on Bid desk with a lot a sector. The clock runs in the browser
from the key to the frame in which the tile and the chart both show a new amount. Every move goes
to a value not seen before, so nothing comes from a cache.

Options and Timing answer twice. Options says at once what every way leaves that is closed at its
end, and then what leads: the book begun with the best and followed up, for which every segment is
planned anew. Timing says a segment's plan at once, and then exactly. The ratio is of the first
answer; the time until the page is at rest, with the second and all that hangs on it, is printed
beside it.

Yardstick: benchmarks/yardstick, an otherwise empty Streamlit page that redraws the same widgets,
tables and figures from constants, tuned the same way. Both take turns, so that a busy machine
slows both; the medians are compared. At most 1.5 is wanted.
"""

import argparse
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

YARDSTICKS = {"options": "app.py", "timing": "timing.py", "deal_zone": "deal_zone.py"}
YARDSTICKS["bid_desk"] = "bid_desk.py"
"""Page and its yardstick."""

ODDS = "Odds of payment (× factor)"
SLIDERS = {"options": ODDS, "timing": ODDS, "deal_zone": "Today's quote (%)"}
SLIDERS["bid_desk"] = "Rivals' mean, points above today's commission (%)"
"""Page and the slider that is moved."""

TILES = {"options": 7, "timing": 3, "deal_zone": 1, "bid_desk": 1}
"""Page and which of its tiles carries the same amount as a label of a chart, on both pages: the net
closed at its end on Options, behind the four tiles of what leads; the net of the plan on Timing."""

WATCH = """place => {
    const tile = () =>
        document.querySelectorAll('[data-testid="stMetricValue"]')[place]?.innerText.trim();
    const labels = () => [...document.querySelectorAll(
        '[data-testid="stVegaLiteChart"] svg text, [data-testid="stVegaLiteChart"] text')]
        .map(text => text.textContent.trim());
    window.took = window.rested = null;
    const before = tile();
    // Bid desk: the tile is of all lots, the chart of one, so its bid has to be another one.
    const bids = labels().filter(label => /^Bid \\d/.test(label));
    const isBid = label => bids.length && /^Bid \\d/.test(label) && !bids.includes(label);
    document.addEventListener('keydown', () => {
        const start = performance.now();
        const look = () => {
            const now = tile();
            const shows = label => label.split(' ').includes(now) || isBid(label);
            if (now && now !== before && labels().some(shows))
                // The frame after the next: what changed has been painted by then.
                requestAnimationFrame(() => requestAnimationFrame(
                    () => { window.took = performance.now() - start; }));
            else
                requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        // At rest: the script has stopped, and a moment later no other has begun.
        const app = document.querySelector('[data-testid="stApp"]');
        let still = null;
        const wait = () => {
            const now = performance.now();
            const idle = window.took !== null
                && app.getAttribute('data-test-script-state') === 'notRunning';
            still = idle ? still ?? now : null;
            if (idle && now - still > 200) window.rested = still - start;
            else requestAnimationFrame(wait);
        };
        requestAnimationFrame(wait);
    }, {once: true, capture: true});
}"""


def main() -> None:
    """Print a line for each page asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--page", choices=list(YARDSTICKS), help="by default all of them")
    asked = parser.parse_args().page
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "book.csv"
        write_book(book, ACCOUNTS)
        os.environ["SCREEN_BOOK"] = str(book)
        for page in [asked] if asked else YARDSTICKS:
            print(measure(page, book, folder), flush=True)


def measure(page: str, book: Path, folder: Path) -> str:
    """Return the ratio of a page and its parts, as one line."""
    yardstick = PROJECT / "benchmarks" / "yardstick" / YARDSTICKS[page]
    with (
        served(folder) as app,
        served(folder, script=yardstick) as empty,
        launched() as browser,
    ):
        ours = _open_app(browser, f"{app.url}/book", book, page.replace("_", " ").capitalize())
        theirs = _open(browser, empty.url)
        # Before its first run a yardstick works out everything that it will ever draw.
        theirs.get_by_role("slider", name=SLIDERS[page]).wait_for(timeout=300_000)
        wait_run(theirs)
        pairs = [(_move(ours, page), _move(theirs, page)) for _ in range(WARM_UP + MOVES)][WARM_UP:]
    first = [(one[0], other[0]) for one, other in pairs]
    mine, base = (statistics.median(times) for times in zip(*first, strict=True))
    rest, base_rest = (
        statistics.median(side[1] for side in each) for each in zip(*pairs, strict=True)
    )
    ratio = statistics.median(one / other for one, other in first)
    return (
        f"screen, {page}: {mine / base:.2f}x the yardstick (at most {TARGET} wanted; pair by pair "
        f"{ratio:.2f}x): {mine:.0f} ms against {base:.0f} ms, at rest after {rest:.0f} ms against "
        f"{base_rest:.0f} ms, medians of {MOVES} moves, {ACCOUNTS:,} accounts"
    )


def _open(browser: Browser, url: str) -> Page:
    page = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce"
    ).new_page()
    page.goto(url)
    wait_run(page)
    return page


def _open_app(browser: Browser, url: str, book: Path, title: str) -> Page:
    page = _open(browser, url)
    page.locator('[data-testid="stFileUploaderDropzoneInput"]').first.set_input_files(book)
    page.get_by_text(f"{ACCOUNTS:,}").first.wait_for(timeout=120_000)
    wait_run(page)
    page.get_by_test_id("stSidebarNav").get_by_text(title, exact=True).click()
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    wait_run(page)
    return page


def _move(page: Page, name: str) -> tuple[float, float]:
    """Move the slider of the page so called; return the milliseconds to the new amount, to rest."""
    page.bring_to_front()
    page.get_by_role("slider", name=SLIDERS[name]).focus()
    page.evaluate(WATCH, TILES[name])
    page.keyboard.press("ArrowRight")
    page.wait_for_function("window.rested !== null", timeout=30_000)
    took, rested = page.evaluate("[window.took, window.rested]")
    wait_run(page)
    return float(took), float(rested)


if __name__ == "__main__":
    main()
