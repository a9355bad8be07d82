"""The agency owner's memo of the page Bid desk: the numbers of the Deal zone, in three formats."""

import io
import re
import zipfile
from html import unescape

import pytest
from python_calamine import CalamineWorkbook

from placement.ui.bid.memo import OWNERS_MEMO

SMALL, SECTOR = "property_fee.xlsx", "Property fees?"


@pytest.fixture
def files(desk) -> dict[str, bytes]:
    """Return the memo's files, made on the page."""
    app = desk("bid_desk", sample=SMALL)
    app.default_timeout = 300
    app.run()
    assert OWNERS_MEMO not in app.session_state
    app = app.button(key="bid_owner_make").click().run()
    assert not app.exception
    assert not app.error
    return app.session_state[OWNERS_MEMO][1]


def of_the_deal_zone(desk) -> dict[str, str]:
    """Return the tiles of the page Deal zone for the sector with all its accounts."""
    app = desk("deal_zone", sample=SMALL)
    app.session_state["deal_accounts"] = "all"
    return {metric.label: metric.value for metric in app.run().metric}


def test_the_memo_says_what_the_deal_zone_says(desk, files) -> None:
    assert set(files) == {".html", ".docx", ".xlsx"}
    tiles = of_the_deal_zone(desk)
    text = unescape(re.sub("<[^>]+>", " ", files[".html"].decode()))
    row = re.search(rf"{SECTOR}\s+(Bid|Leave)\s+(.+?)…", text, flags=re.IGNORECASE)
    assert row is not None
    said = row[2].split()
    quote, floor, ceiling = (
        tiles[name] for name in ("Today's quote", "Agency's floor", "Creditor's ceiling")
    )
    assert said[2:5] == [quote, floor, ceiling.replace("none", "–")]


def test_the_workbook_adds_up_to_the_memo(files) -> None:
    """Formulas over the lots and months; what they come to stands in their cells."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(files[".xlsx"]))
    lots = book.get_sheet_by_name("Lots").to_python()
    profit = sum(row[7] for row in lots[1:] if row[1] == "Bid")
    figures = {row[0]: row[1] for row in book.get_sheet_by_name("Decision").to_python()}
    assert figures["Profit (CNY)"] == pytest.approx(profit, abs=1e-9)
    text = unescape(re.sub("<[^>]+>", " ", files[".html"].decode()))
    assert f"they earn {profit:,.0f} CNY" in text
    months = book.get_sheet_by_name("Months").to_python()[1:-1]
    assert months[-1][4] == pytest.approx(sum(row[1] + row[2] for row in months), abs=1e-6)
    with zipfile.ZipFile(io.BytesIO(files[".xlsx"])) as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode()
    assert first.count("<f>SUMIF(") == 4
