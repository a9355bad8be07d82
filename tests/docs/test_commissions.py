"""docs/commissions.md is what the library says, and its lots are of every sector."""

import pytest

from docs.make_commissions import LIBRARY, LOTS, PAGE, found, render, rung_of


def test_the_page_is_what_the_library_says() -> None:
    """To the letter; else run docs.make_commissions again."""
    assert PAGE.read_text(encoding="utf-8") == render()


def test_every_sector_is_there() -> None:
    assert {row.sector for row in LOTS} == set(LIBRARY.sectors)


@pytest.mark.parametrize("row", LOTS[:3], ids=lambda row: f"{row.age:g}")
def test_the_ladder_shown_is_the_quote_used(row) -> None:
    assert found(row).quoted == pytest.approx(rung_of(row).value)
