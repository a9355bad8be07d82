"""A table of agencies as people write it."""

import pytest

from placement import api
from placement.domain.errors import PlacementError
from placement.domain.types import AGENCY_OPTIONS

FIRST, SECOND, THIRD = AGENCY_OPTIONS
SECTORS = ("bank_card", "telecom")


def test_chinese_headings_units_and_words() -> None:
    """户 and 万, 一手, 全部, percent, an empty row."""
    text = (
        "催收机构,承接手别,户数上限,金额上限,最低户数,份额,承接行业\n"
        "北方,一手;二手,1200户,500万,100,70%,信用卡、电信\n"
        ",,,,,,\n"
        "南方,全部,,,,30%,全部\n"
    )
    north, south = api.read_takers(text.encode(), filename="a.csv", sectors=SECTORS)
    assert (north.name, north.moves, north.sectors) == ("北方", (FIRST, SECOND), SECTORS)
    assert (north.capacity_accounts, north.capacity_balance) == (1_200, 5_000_000)
    assert (north.minimum_accounts, north.share) == (100, 70)
    assert (south.moves, south.sectors, south.capacity_accounts) == (AGENCY_OPTIONS, (), None)


def test_units_in_brackets_behind_a_heading() -> None:
    """As the page labels its columns, and as spreadsheets do; a cell's own unit binds more."""
    text = (
        "机构,承接手别,户数上限（户）,金额上限（万元）,最低户数,份额（%）,承接行业\n"
        "北方,首次委外,0,50,,70,\n"
        "南方,,,300万,,30,电信\n"
    )
    north, south = api.read_takers(text.encode(), filename="a.csv", sectors=SECTORS)
    assert (north.capacity_accounts, north.capacity_balance, north.share) == (0, 500_000, 70)
    assert north.is_shut
    assert south.capacity_balance == 3_000_000
    plain = "Agency,Max accounts,Max CNY,Max (CNY)\nA,5,,7\n"
    with pytest.raises(PlacementError, match="one of them twice: Max CNY"):
        api.read_takers(plain.encode(), filename="a.csv", sectors=SECTORS)
    plain = plain.replace(",Max CNY", "").replace(",5,,7", ",5,7")
    (only,) = api.read_takers(plain.encode(), filename="a.csv", sectors=SECTORS)
    assert (only.capacity_accounts, only.capacity_balance) == (5, 7)
    with pytest.raises(PlacementError, match="say nothing of an agency"):
        api.read_takers(b"agency,share (points)\nA,5\n", filename="a.csv", sectors=SECTORS)


def test_written_and_read_again_it_is_the_same() -> None:
    """Also from cells as texts."""
    takers = (
        api.Taker(name="A", moves=(SECOND,), sectors=("telecom",), capacity_accounts=5, share=1.5),
        api.Taker(name="B", capacity_balance=100.25, minimum_accounts=3, share=2),
    )
    rows = api.takers_table(takers)
    cells = [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert tuple(api.taker_of(row, sectors=SECTORS) for row in cells) == takers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("move,share\nany,1\n", "lacks the column agency"),
        ("agency,move\nA,agency_4\n", "Row 2: move must be"),
        ("agency,sectors\nA,mining\n", "Row 2: sectors must be of"),
        ("agency,share\nA,lots\n", "Row 2: share must be a number"),
        ("agency,capacity_accounts\nA,-2\n", "capacity_accounts must be a whole number from 0"),
        ("agency,share\n,5\n", "agency must have a name"),
        ("agency,share\nA,5\nB,\n", "share is empty for B"),
        ("agency,agency name\nA,B\n", "one of them twice: agency name"),
    ],
)
def test_what_is_wrong_is_named(text: str, said: str) -> None:
    """With its row."""
    with pytest.raises(PlacementError, match=said):
        api.read_takers(text.encode(), filename="a.csv", sectors=SECTORS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1", r"has no \[\[agency\]\]"),
        ("[[agency]]\nagency = 'A'\ncolour = 1", "say nothing of an agency"),
        ("[[agency", r"Agency file a\.toml: it must be TOML .* Correct that line\."),
    ],
)
def test_toml_that_is_none(text: str, said: str) -> None:
    """One line."""
    with pytest.raises(PlacementError, match=said):
        api.read_takers(text.encode(), filename="a.toml", sectors=SECTORS)
