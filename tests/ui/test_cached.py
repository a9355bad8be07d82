"""Caches answer the question that was asked, and hold a book once."""

from pathlib import Path

import pytest

from placement import api
from placement.assume.library import load_library
from placement.domain.errors import InputError
from placement.domain.types import Stance
from placement.scenario.scenario import Scenario
from placement.ui import cached

ROWS = 60_000
"""Above the size from which Streamlit hashes only a sample of a table."""


def book(last: str) -> api.Book:
    """Return a large book whose last balance is as given."""
    rows = ["balance,months_past_due", *["7000,8"] * (ROWS - 1), f"{last},8"]
    content = "\n".join(rows).encode()
    return api.open_tape(
        content, filename="book.csv", assumptions=load_library(), sector="bank_card"
    )


def test_one_changed_cell_in_a_large_book_changes_the_answer() -> None:
    """The key is a digest of the whole content, not of a sample."""
    scenario = Scenario()
    totals = []
    for last in ("7000", "7001"):
        this = book(last)
        ranked = cached.ranking(this.tape.digest, scenario.digest, this, scenario)
        totals.append(ranked.ranking.valuation.segments.balance.sum())
    assert totals[0] != totals[1]


def test_a_changed_scenario_changes_the_answer() -> None:
    """Value, stance and bands are all part of the key."""
    this = book("7000")
    dear = Scenario().with_values({"what_if.commission_points": 0.1})
    bound = Scenario().with_stance(Stance.CONTRACTUAL)
    nets = {
        cached.ranking(this.tape.digest, s.digest, this, s).ranking.next_placement_total()
        for s in (Scenario(), dear, bound)
    }
    assert len(nets) == 3


def test_a_held_book_is_the_same_object_for_everybody() -> None:
    """Shared and read-only, not copied for every run."""
    this = book("7002")
    cached.hold("book:test", this)
    assert cached.held("book:test") is this
    with pytest.raises(ValueError, match="read-only"):
        this.tape.balance[0] = 1.0


def test_a_dropped_book_is_asked_for_again() -> None:
    """In the user's words."""
    with pytest.raises(InputError, match="upload it again"):
        cached.held("book:never seen")


def test_no_table_is_kept_by_copying(project: Path) -> None:
    """`st.cache_data` unpickles its value on every run, which a large book does not survive."""
    users = [
        path.name
        for path in [
            project / "app.py",
            *project.glob("pages/*.py"),
            *project.glob("placement/ui/**/*.py"),
        ]
        if "cache_data" in path.read_text(encoding="utf-8")
    ]
    assert users == []
