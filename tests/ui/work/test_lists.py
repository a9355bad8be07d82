"""Which lists of a session are kept: those that are not too long for the database."""

from placement.scenario.works import KeptList
from placement.ui.work.limits import MOST_CELLS
from placement.ui.work.lists import kept_lists
from placement.ui.work.state import CONTRACTS, LOTS


def listed(rows: int) -> KeptList:
    """Return a list of two columns."""
    return KeptList(name="own", columns=("lot", "balance"), rows=(("A", 1.0),) * rows)


def test_a_list_as_long_as_may_be_is_kept_and_a_longer_one_is_not() -> None:
    most = MOST_CELLS // 2
    session = {LOTS: listed(most), CONTRACTS: listed(most + 1), "another": listed(1)}
    assert kept_lists(session) == {LOTS: listed(most)}


def test_what_rows_stand_for_counts_as_well() -> None:
    behind = listed(MOST_CELLS // 2)
    short = KeptList(name="own", columns=("lot",), rows=(("A",),), behind=behind)
    assert kept_lists({LOTS: short}) == {}


def test_no_list_is_none_kept() -> None:
    assert kept_lists({LOTS: None, CONTRACTS: KeptList()}) == {CONTRACTS: KeptList()}
