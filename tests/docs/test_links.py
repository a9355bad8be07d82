"""Readers are not sent to pages that are not there."""

import re
from pathlib import Path

import pytest

from tests.docs.examples import PAGE

ROOT = PAGE.parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Relative links, from the page's own folder."""
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_there_are_links() -> None:
    """The readme is the door to the rest."""
    assert len(LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))) >= 5


def test_decisions_are_numbered_without_gaps() -> None:
    """001, 002, ... and each states its decision."""
    records = sorted(ROOT.glob("docs/decisions/*.md"))
    assert [int(record.name[:3]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {record.name[:3]} ")
        assert "**Decision.**" in text
