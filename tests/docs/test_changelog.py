"""A changed number is an event: the answers written down are those the code gives."""

import re

import pytest

from placement import MODEL_VERSION
from placement.api import follow_up, one_account, plan_account, rank_segments
from placement.assume.library import load_library
from placement.decide.rank import OPTIONS
from placement.decide.timing.moves.moves import DEFAULT_HORIZON
from placement.decide.timing.stop import steps_said
from placement.domain.types import Segments
from tests.docs.examples import PAGE

TEXT = (PAGE.parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
NEWEST = TEXT.split("\n## ")[1]
ACCOUNT = r"^\| (\w+)(?: (\w+))?, ([\d,]+), (\d+) months \| "
NOW = r"(?!before: )"
VALUES = re.findall(
    ACCOUNT + NOW + r"(\w+) \| ([\d,.]+) \| (\w+) \| ([\d,.]+) \|$", NEWEST, re.MULTILINE
)
PLANS = re.findall(ACCOUNT + NOW + r"([\w@, ]+) \| ([\d,.]+) \|$", NEWEST, re.MULTILINE)
BEFORE = re.findall(ACCOUNT + "before: ", NEWEST, re.MULTILINE)

RAISE = 'Raise MODEL_VERSION, and write both numbers under "Numbers that change".'


def account(sector: str, creditor: str, balance: str, age: str) -> Segments:
    """Return the account of a row."""
    return one_account(
        sector=sector,
        balance=float(balance.replace(",", "")),
        age=float(age),
        creditor_type=creditor or None,
    )


@pytest.mark.parametrize("row", VALUES, ids=" ".join)
def test_an_answer_is_the_one_written_down(row: tuple[str, ...]) -> None:
    """Closed at its end and followed up."""
    library = load_library()
    ranking = rank_segments(account(*row[:4]), library)
    followed = follow_up(ranking, library)
    found = (
        ranking.order(0)[0],
        f"{ranking.best_net[0]:,.2f}",
        OPTIONS[int(followed.best[0])],
        f"{followed.best_net[0]:,.2f}",
    )
    assert found == row[4:], RAISE


@pytest.mark.parametrize("row", PLANS, ids=" ".join)
def test_a_plan_is_the_one_written_down(row: tuple[str, ...]) -> None:
    """Its steps and its worth."""
    plan = plan_account(account(*row[:4]), load_library()).plan
    steps = steps_said(plan, horizon=DEFAULT_HORIZON)
    told = ", ".join(f"{step.action}@{step.start_month}" for step in steps)
    assert (told, f"{plan.value:,.2f}") == row[4:], RAISE


def test_the_newest_entry_is_of_this_version() -> None:
    """With an answer and a plan for each sector, before and now."""
    assert f"MODEL_VERSION {MODEL_VERSION}\n" in NEWEST.partition("\n")[0] + "\n"
    for rows in (VALUES, PLANS):
        assert {row[0] for row in rows} == set(load_library().sectors)
    assert sorted(BEFORE) == sorted(row[:4] for row in (*VALUES, *PLANS))
