"""Driving the app in Debian's Chromium: start a server, open a page, wait, take a picture."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    sync_playwright,
)
from playwright.sync_api import (
    TimeoutError as PlaywrightTimeout,
)

PROJECT = Path(__file__).parent.parent.parent
SHOTS = PROJECT / "build" / "shots"
ARGUMENTS = (
    "--no-sandbox",  # Chromium refuses to run as root otherwise, and a CI machine is root.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# On a deep link Streamlit's own page first looks for its server below the page's path, does not
# find it there, and goes on to the right place.
_PROBE = re.compile(r"^http://127\.0\.0\.1:\d+/\w+/_stcore/(health|host-config)$")
_IDLE = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'
_IDLE += '[data-test-script-state="notRunning"]'
PATIENCE = 90_000
"""Milliseconds a page is waited for: on busy cores a run takes many times its own."""
_REST = 500
"""Milliseconds it has to be at rest: between two runs, and before a click arrives, it is too."""


def chromium_path() -> str | None:
    """Return where Chromium is, or None."""
    return shutil.which(os.environ.get("CHROMIUM", "chromium"))


@contextmanager
def launched() -> Iterator[Browser]:
    """Run Chromium inside the block."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield browser
        browser.close()


SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running app."""

    url: str
    log: Path
    pid: int


@contextmanager
def served(
    folder: Path,
    *,
    script: Path = PROJECT / "app.py",
    port: int | None = None,
    settings: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Serve the app inside the block, and end that process after it.

    Args:
        folder: Where the log goes.
        script: What to serve instead of the app, with the same settings and theme.
        port: Where; by default a free one.
        settings: More of Streamlit's settings, as on the command line.
        environment: More variables.
    """
    port = port or free_port()
    log = folder / f"server-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
    command += settings
    with log.open("a") as output:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            server = Server(url=f"http://127.0.0.1:{port}", log=log, pid=process.pid)
            _wait_until_healthy(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: Server, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The app did not start; its log:\n{server.log.read_text()}")


@dataclass(frozen=True, kw_only=True)
class Noise:
    """What a page did that nobody should see: in another run it must all be empty."""

    abroad: list[str] = field(default_factory=list)
    """Addresses asked for that are not on this machine."""

    errors: list[str] = field(default_factory=list)
    """Errors on the console, and exceptions nothing caught."""


def listen(context: BrowserContext) -> Noise:
    """Collect the noise of every page the context opens from now on."""
    noise = Noise()

    def note_address(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            noise.abroad.append(url)

    def note_complaint(message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type == "error" and not _PROBE.search(where):
            noise.errors.append(f"{message.text} ({where})")

    def follow(page: Page) -> None:
        page.on("websocket", lambda socket: note_address(socket.url))
        page.on("pageerror", lambda error: noise.errors.append(str(error)))
        page.on("console", note_complaint)

    context.on("request", lambda request: note_address(request.url))
    context.on("page", follow)
    return noise


def wait_run(page: Page) -> None:
    """Wait until the app is connected and its script has come to rest."""
    page.wait_for_selector(_IDLE)
    page.wait_for_timeout(_REST)
    page.wait_for_selector(_IDLE)


def downloaded(page: Page, button: Locator) -> bytes:
    """Return the file behind a button.

    A click that falls into the moment in which the page is drawn anew is lost, as a person's
    would be; so it is clicked again, twice at most.
    """
    for tries_left in (2, 1, 0):
        try:
            with page.expect_download(timeout=20_000) as saved:
                button.click()
        except PlaywrightTimeout:
            if not tries_left:
                raise
        else:
            return saved.value.path().read_bytes()
    raise AssertionError


def put_file(page: Page, uploader: Locator, file: FilePayload | Path) -> None:
    """Put a file into an uploader, and wait until the page has read it.

    One that falls into the moment in which the page is drawn anew is lost, as a person's would be;
    so it is put again, twice at most, until the server has it.
    """
    for tries_left in (2, 1, 0):
        try:
            with page.expect_response(
                lambda answer: "/_stcore/upload_file/" in answer.url, timeout=20_000
            ):
                uploader.set_input_files(file)
            break
        except PlaywrightTimeout:
            if not tries_left:
                raise
    wait_run(page)


def saved_table(page: Page, key: str, kind: str) -> bytes:
    """Return the file of a table that is behind its one download button.

    Args:
        page: The page.
        key: Key of the table's files.
        kind: "csv" or "xlsx".
    """
    button = page.locator(f".st-key-{key}_{kind} button")
    if not button.is_visible():
        page.locator(f".st-key-{key}_export button").first.click()
    return downloaded(page, button)


def overflow(page: Page) -> int:
    """Return how many pixels the page is wider than the window; 0 if nobody has to scroll."""
    return int(
        page.evaluate(
            """() => Math.max(...[document.documentElement,
                    ...document.querySelectorAll('[data-testid="stMain"]')]
                .map(part => part.scrollWidth - part.clientWidth))"""
        )
    )


def contrast(part: Locator) -> float:
    """Return the contrast between a part's text and what is painted behind it, from 1 to 21.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    return float(
        part.evaluate(
            """element => {
                const numbers = colour => {
                    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
                    return [r, g, b, a];
                };
                const layers = [];
                for (let part = element; part; part = part.parentElement)
                    layers.unshift(numbers(getComputedStyle(part).backgroundColor));
                const over = (below, [r, g, b, a]) =>
                    [r, g, b].map((value, i) => a * value + (1 - a) * below[i]);
                const behind = layers.reduce(over, [255, 255, 255]);
                const text = over(behind, numbers(getComputedStyle(element).color));
                const luminance = colour => colour
                    .map(value => value / 255)
                    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
                const [low, high] = [luminance(behind), luminance(text)].sort((a, b) => a - b);
                return (high + 0.05) / (low + 0.05);
            }"""
        )
    )


def shoot_in_both(page: Page, name: str) -> None:
    """Keep a picture of the page in both schemes; a page follows the system's without a reload."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(_REST)
        shoot(page, f"{name}-{scheme}")


def shoot(page: Page, name: str) -> Path:
    """Keep a picture of the page as build/shots/NAME.png, for people to look at."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
