"""Write the worked cases and their pictures: `.venv/bin/python -m docs.make_cases`.

Texts and figures are those of today's commands; `--texts` leaves the pictures as they are. Pictures
are of the pages as Chromium shows them (`apt-get install chromium`), from a server that is started
for them on a free port of this machine and ended after.
"""

import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from docs.case_figures import CASES, Case
from tests.browser.chromium import launched, served, wait_run

DOCS = Path(__file__).parent
TEMPLATES = DOCS / "cases" / "templates"
PICTURES = DOCS / "cases" / "img"
FOLDERS = {"en": DOCS / "cases", "zh": DOCS / "zh" / "cases"}

TOPS = {
    "en": "**English** · [中文](../zh/cases/{key}.md) · [all cases](README.md)",
    "zh": "[English](../../cases/{key}.md) · **中文** · [全部案例](README.md)",
}
MARK = "<!-- Made by docs/make_cases.py. Change docs/cases/templates, not this page. -->"

WIDTH = 1280
COLOURS = 96
"""Colours a picture keeps; a page has few, and the file gets a third of its size."""


def template(case: Case, language: str) -> str:
    """Return a case's text with places for figures."""
    return (TEMPLATES / f"{case.key}.{language}.txt").read_text(encoding="utf-8")


def page_of(case: Case, language: str) -> Path:
    """Return where a case is written."""
    return FOLDERS[language] / f"{case.key}.md"


def picture_of(case: Case, number: int, language: str) -> Path:
    """Return where a picture is kept."""
    return PICTURES / f"{case.key}-{number}.{language}.png"


def render(case: Case, language: str, filled: Mapping[str, Any]) -> str:
    """Return a case as it is written.

    Args:
        case: The case.
        language: A key of `FOLDERS`.
        filled: Its figures, `Case.filled`.
    """
    away = "" if language == "en" else "../../cases/"
    pictures = {
        f"picture_{number}": f"{away}img/{picture_of(case, number, language).name}"
        for number in (1, 2)
    }
    text = template(case, language).format(**filled, **pictures)
    title, rest = text.split("\n", 1)
    return f"{title}\n\n{TOPS[language].format(key=case.key)}\n\n{MARK}\n{rest}"


def write_texts() -> None:
    """Write every case in every language."""
    for case in CASES:
        filled = case.filled()
        for language, folder in FOLDERS.items():
            folder.mkdir(parents=True, exist_ok=True)
            page_of(case, language).write_text(render(case, language, filled), encoding="utf-8")
        print(f"{case.key}: written", flush=True)


def take_pictures() -> None:
    """Take every picture, both languages of a book behind each other while it is warm."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as logs, served(Path(logs)) as server, launched() as browser:
        for case in CASES:
            for language in FOLDERS:
                for number, shot in enumerate(taken(browser, server.url, case, language), start=1):
                    picture_of(case, number, language).write_bytes(shot)
            print(f"{case.key}: pictures taken", flush=True)


def taken(browser: Browser, url: str, case: Case, language: str) -> Iterator[bytes]:
    """Yield the pictures of a case in a language."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 900},
        locale={"en": "en-GB", "zh": "zh-CN"}[language],
        timezone_id="Asia/Shanghai",
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(180_000)
    page = context.new_page()
    for picture in case.pictures:
        page.goto(f"{url}/{picture.page}?sample={case.sample}&lang={language}")
        shown(page)
        if picture.rules is not None:
            slider = page.get_by_test_id("stMain").get_by_role("slider").first
            slider.press("Home")
            for _ in range(picture.rules - picture.LEAST):
                slider.press("ArrowRight")
            shown(page)
        page.set_viewport_size({"width": WIDTH, "height": picture.height})
        shown(page)
        yield small(page.screenshot())
    context.close()


def shown(page: Page) -> None:
    """Wait until the page has its title and the answer under it stands still."""
    page.get_by_test_id("stMain").get_by_role("heading", level=1).wait_for()
    wait_run(page)
    page.wait_for_function(
        """() => !document.querySelector('[data-testid="stMain"] [data-stale="true"]')
            && !document.querySelector('[data-testid="stSpinner"], [data-testid="stSkeleton"]')"""
    )
    page.wait_for_timeout(1500)
    wait_run(page)


def small(shot: bytes) -> bytes:
    """Return a picture in few colours."""
    kept = BytesIO()
    image = Image.open(BytesIO(shot)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, format="PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    write_texts()
    if "--texts" not in sys.argv[1:]:
        take_pictures()
