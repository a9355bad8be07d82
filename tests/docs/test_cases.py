"""The worked cases say what the commands say today, the same in both languages."""

import re
import string
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from docs.case_figures import CASES, Case
from docs.make_cases import FOLDERS, WIDTH, page_of, picture_of, render, template
from placement.assume.library import load_library

LARGEST = 200_000
"""Bytes of a picture."""

NUMBER = re.compile(r"(?<![A-Z\d])\d+(?:,\d{3})*(?:\.\d+)?")

each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.key)
in_each_language = pytest.mark.parametrize("language", FOLDERS)


def places(text: str) -> Counter[str]:
    """Count the figures a text has places for, with their formats."""
    parts = string.Formatter().parse(text)
    return Counter(f"{name}:{form}" for _, name, form, _ in parts if name)


def typed(text: str) -> set[str]:
    """Return the numbers that are typed by hand into a text's sentences."""
    said = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    said = re.sub(r"^\d\. ", "", re.sub(r"\{[^}]*\}|`[^`]*`", "", said), flags=re.MULTILINE)
    return {found.replace(",", "") for found in NUMBER.findall(said)}


@each
def test_the_papers_are_what_the_commands_say(case: Case) -> None:
    """To the letter; else run docs.make_cases again. What a text takes for granted must hold."""
    filled = case.filled()
    for language in FOLDERS:
        assert page_of(case, language).read_text(encoding="utf-8") == render(case, language, filled)


def test_there_is_one_of_each_sector() -> None:
    assert {case.key for case in CASES} == set(load_library().sectors)


def test_a_claim_that_fails_stops_the_text() -> None:
    """A text whose reason is gone must be written anew, not filled in."""
    case = CASES[-1]
    broken = Case(
        key=case.key,
        sample=case.sample,
        commands={},
        figures=lambda _: {},
        claims=lambda _: {"water runs uphill": False},
        pictures=case.pictures,
    )
    with pytest.raises(ValueError, match="water runs uphill"):
        broken.filled()


@each
def test_both_languages_give_the_same_figures(case: Case) -> None:
    """In the same formats and as often; the commands and pictures too."""
    english, chinese = (places(template(case, language)) for language in FOLDERS)
    assert english == chinese
    headings = [re.findall(r"^#+ ", template(case, each), re.MULTILINE) for each in FOLDERS]
    assert headings[0] == headings[1]
    assert {f"command[{name}]:" for name in case.commands} | {"picture_1:", "picture_2:"} <= set(
        english
    )


@each
@in_each_language
def test_no_figure_is_typed_by_hand(case: Case, language: str) -> None:
    """But for the ones a command is called with, and those of the invented situation."""
    asked = {number for command in case.commands.values() for number in NUMBER.findall(command)}
    given = {number.replace(",", "") for number in case.given}
    assert typed(template(case, language)) - asked - given == set()


def test_a_typed_figure_is_noticed() -> None:
    assert typed("It leaves {net:,.0f}, or 1,234.5 CNY.\n```\n9\n```\n") == {"1234.5"}


@each
@in_each_language
def test_pictures_are_there_and_small(case: Case, language: str) -> None:
    """Two of each page, as wide as told."""
    text = page_of(case, language).read_text(encoding="utf-8")
    linked = [
        (page_of(case, language).parent / link).resolve()
        for link in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    ]
    assert linked == [picture_of(case, number, language).resolve() for number in (1, 2)]
    for picture in linked:
        assert picture.stat().st_size < LARGEST
        assert Image.open(picture).width == WIDTH
        assert shades(picture) > 8


def shades(picture: Path) -> int:
    """Return how many colours a picture has; an empty page has hardly any."""
    return len(Image.open(picture).convert("RGB").getcolors(1 << 20) or [])
