"""A changed number is an event: the answers written down are those the code gives."""

import re

import pytest

from placement import MODEL_VERSION
from placement.api import one_account, rank_segments
from placement.assume.library import load_library
from tests.docs.examples import PAGE

TEXT = (PAGE.parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
NEWEST = TEXT.split("\n## ")[1]
ROWS = re.findall(
    r"^\| (\w+)(?: (\w+))?, ([\d,]+), (\d+) months \| (\w+) \| ([\d,.]+) \|$", NEWEST, re.MULTILINE
)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_an_answer_is_the_one_written_down(row: tuple[str, ...]) -> None:
    """If this fails: raise MODEL_VERSION, and write both numbers under "Numbers that change"."""
    sector, creditor, balance, age, best, net = row
    account = one_account(
        sector=sector,
        balance=float(balance.replace(",", "")),
        age=float(age),
        creditor_type=creditor or None,
    )
    ranking = rank_segments(account, load_library())
    assert (ranking.order(0)[0], f"{ranking.best_net[0]:,.2f}") == (best, net)


def test_the_newest_entry_is_of_this_version() -> None:
    """With an answer for each sector."""
    assert f"MODEL_VERSION {MODEL_VERSION}\n" in NEWEST.partition("\n")[0] + "\n"
    assert {row[0] for row in ROWS} == set(load_library().sectors)
