"""The Chinese pages say what the English ones say: same parts, commands, formulas and code."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from tests.docs.examples import PAGE

ROOT = PAGE.parents[1]
PAGES = {
    "README.md": "README.zh.md",
    "docs/user-guide.md": "docs/zh/user-guide.md",
    "docs/model.md": "docs/zh/model.md",
    "docs/privacy.md": "docs/zh/privacy.md",
}

FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
WORDS = re.compile(r"(?:\ba )?[A-Za-z]{2,}(?:-[a-z]{2,})*(?:'s\b)?|(?<=[a-z])-th\b")
FUNCTIONS = {"max", "min", "sqrt", "ln", "round"}
SIGNS = re.compile(r"[A-Za-zΑ-ω][₀-₉°′']*|\d[\d.,]*|[=<>≤≥±·÷/*^_Σ∫√²≈−+-]")
"""What a formula is made of, words and brackets apart."""


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def headings(page: str) -> list[int]:
    """Return the level of each heading."""
    return [len(marks) for marks in re.findall(r"^(#+) ", FENCED.sub("", page), flags=re.MULTILINE)]


def fenced(page: str) -> list[str]:
    """Return what stands in fences: examples as written, of commands without their outputs."""
    return [
        "\n".join(line for line in body.splitlines() if line.startswith("$ "))
        if kind == "console"
        else body
        for kind, body in FENCED.findall(page)
    ]


def formulas(page: str) -> list[list[str]]:
    """Return the blocks that are set in, a list of lines each."""
    found: list[list[str]] = []
    lines = ["", *FENCED.sub("", page).splitlines()]
    inside = False
    for before, line in pairwise(lines):
        inside = line.startswith("    ") and (inside or not before)
        if inside and not before:
            found.append([])
        if inside:
            found[-1].append(line)
    return found


def signs(line: str) -> Counter[str]:
    """Count the signs of a formula; words, in the reader's language, may change place."""
    kept = WORDS.sub(lambda word: word[0] if word[0] in FUNCTIONS else " ", line.split("  # ")[0])
    return Counter(SIGNS.findall(kept))


def tables(page: str) -> list[int]:
    """Return the number of cells of each row."""
    rows = [line for line in FENCED.sub("", page).splitlines() if line.startswith("|")]
    return [len(re.findall(r"(?<!\\)\|", CODE.sub("", row))) for row in rows]


def code(page: str) -> Counter[str]:
    """Count what is set as code within sentences."""
    return Counter(CODE.findall(FENCED.sub("", page)))


both = pytest.mark.parametrize(("english", "chinese"), PAGES.items(), ids=list(PAGES))


@both
def test_the_parts_are_the_same(english: str, chinese: str) -> None:
    assert headings(text(chinese)) == headings(text(english))
    assert tables(text(chinese)) == tables(text(english))


@both
def test_commands_and_examples_are_the_same(english: str, chinese: str) -> None:
    assert fenced(text(chinese)) == fenced(text(english))


@both
def test_formulas_are_the_same(english: str, chinese: str) -> None:
    """Line for line; a line with words has the same signs."""
    ours, theirs = formulas(text(english)), formulas(text(chinese))
    assert list(map(len, theirs)) == list(map(len, ours))
    for block, translated in zip(ours, theirs, strict=True):
        for line, other in zip(block, translated, strict=True):
            assert signs(other) == signs(line), other


@both
def test_what_is_code_is_the_same(english: str, chinese: str) -> None:
    """Options, columns and names in the code."""
    ours, theirs = code(text(english)), code(text(chinese))
    assert {"missing": ours - theirs, "too many": theirs - ours} == {
        "missing": Counter(),
        "too many": Counter(),
    }


@both
def test_each_links_to_the_other_at_its_top(english: str, chinese: str) -> None:
    for page, other in ((english, chinese), (chinese, english)):
        links = re.findall(r"\]\(([^)]+)\)", "\n".join(text(page).splitlines()[:4]))
        assert (ROOT / other).resolve() in [
            ((ROOT / page).parent / link).resolve() for link in links
        ]


@both
def test_it_is_chinese(english: str, chinese: str) -> None:
    """No paragraph was left: where words stand, Chinese ones do."""
    page = FENCED.sub("", text(chinese))
    prose = CODE.sub("", re.sub(r"^    .*$", "", page, flags=re.MULTILINE))
    parts = [part for part in re.split(r"\n\s*\n", prose) if len(WORDS.findall(part)) >= 8]
    assert [part for part in parts if not re.search(r"[\u4e00-\u9fff]", part)] == []


def test_examples_are_found() -> None:
    assert all(fenced(text(page)) for page in PAGES if page != "docs/privacy.md")


def test_a_changed_formula_is_noticed() -> None:
    """Words may be translated, signs may not change."""
    line = "    month 0: the cost ℓ      month 1: collects B·s·(p_w·w + p_r·r)"
    assert signs("    第 0 个月：成本 ℓ      第 1 个月：收到 B·s·(p_w·w + p_r·r)") == signs(line)
    assert signs("    第 0 个月：成本 ℓ      第 1 个月：收到 B·s·(p_w·w - p_r·r)") != signs(line)
    assert signs("    第 0 个月：成本 ℓ      第 2 个月：收到 B·s·(p_w·w + p_r·r)") != signs(line)
