"""The agency's memo says what the deal of each sector says, to the displayed digit."""

import datetime as dt
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from placement import api
from placement.domain.types import Stance
from placement.report.made_with import MadeWith
from tests.cli.test_report import OPTIONS, TAPE, number, read


@pytest.fixture(scope="module")
def made(desk, tmp_path_factory):
    """Return the folder with a tape and its memo as page and document."""
    folder = tmp_path_factory.mktemp("agency_memo")
    (folder / "book.csv").write_text(TAPE)
    for name, lang in (("memo.html", "en"), ("memo.docx", "en"), ("zh.html", "zh")):
        ran = desk("report", str(folder / "book.csv"), *OPTIONS, "--for", "agency", "--draws", "5",
                   "--lang", lang, "--out", str(folder / name))  # fmt: skip
        assert ran.code == 0, ran.err
    return folder


def deal_of(folder: Path):
    numbers = api.assumptions_in_use()
    book = api.open_tape(
        folder / "book.csv", filename="book.csv", assumptions=numbers, sector="property_fee",
        as_of=dt.date(2025, 12, 31),
    )  # fmt: skip
    ranked = api.rank_book(book, numbers)
    return api.deal(ranked.ranking.valuation.segments, numbers)


def test_the_lot_is_the_deal(made: Path) -> None:
    found = deal_of(made)
    memo = read(made / "memo.html")
    (row,) = memo.tables[0][1:]
    floor, economics = found.zone.bounds.floor, found.economics
    assert number(row[2]) == round(float(found.zone.lot.accounts.sum()))
    assert row[4] == f"{found.quoted:.1%}"
    assert row[5] == ("\N{EN DASH}" if floor is None else f"{floor:.1%}")
    assert number(row[7]) == round(economics.profit)
    # Of five draws each is a fifth; a share says so however few they are.
    assert row[9] in {f"{share}%" for share in range(0, 101, 20)}
    pays = floor is not None and found.quoted >= floor
    assert row[1] == ("Bid" if pays else "Leave")
    text = " ".join(memo.texts)
    assert ("Bid for none of these lots" in text) is not pays
    assert f"{economics.curve.liquidation[0]:.1%} of the balance comes in" in text
    if pays:
        assert f"{row[9]} of the draws lose money" in text


def test_document_and_chinese_hold_the_same(made: Path) -> None:
    page, chinese = read(made / "memo.html"), read(made / "zh.html")
    document = Document(str(made / "memo.docx"))
    assert [[[cell.text for cell in row.cells] for row in table.rows]
            for table in document.tables] == page.tables  # fmt: skip
    assert page.tables[0][1][2:] == chinese.tables[0][1][2:]


def test_the_workbook_holds_the_lot_too(desk, made: Path) -> None:
    ran = desk("report", str(made / "book.csv"), *OPTIONS, "--for", "agency", "--draws", "5",
               "--out", str(made / "memo.xlsx"))  # fmt: skip
    assert ran.code == 0, ran.err
    book = CalamineWorkbook.from_path(made / "memo.xlsx")
    heads, row = book.get_sheet_by_name("Lots").to_python()
    found = deal_of(made)
    assert row[heads.index("Profit (CNY)")] == pytest.approx(found.economics.profit, rel=1e-9)
    assert row[heads.index("Commission in use")] == pytest.approx(found.quoted, rel=1e-9)


@pytest.fixture(scope="module")
def two_lots(tmp_path_factory) -> api.AgencyMemoBook:
    """A lot of flats that pays, and one of telephones that never does."""
    file = tmp_path_factory.mktemp("two_lots") / "two.csv"
    flats = "".join(f"F{n},property_fee,{4_000 + n},400\n" for n in range(300))
    phones = "".join(f"T{n},telecom,{90 + n},700\n" for n in range(40))
    file.write_text("account_id,sector,balance,days_past_due\n" + flats + phones)
    numbers = api.assumptions_in_use()
    ranked = api.rank_tape(file, assumptions=numbers)
    made = MadeWith(
        assumptions=numbers,
        library=numbers,
        stance=Stance.PROFIT_SEEKING,
        as_of=ranked.book.tape.as_of,
        book="two.csv",
    )
    return api.agency_memo_book(ranked, made, draws=5)


def test_only_lots_to_bid_for_are_moved(two_lots) -> None:
    """What changes a lot that is left alone changes nothing of the answer."""
    case = two_lots.case
    assert [lot.sector for lot in case.bid_for] == ["property_fee"]
    assert len(case.lots) == 2
    moved = {path for swing in case.swings for path in swing.paths}
    assert any(path.startswith("property_fee.") for path in moved)
    assert not any(path.startswith("telecom.") for path in moved)
    (lot,) = case.bid_for
    assert case.before_fixed - lot.deal.zone.lot.fixed_cost == pytest.approx(lot.profit)


def test_more_than_all_is_no_break_even(two_lots) -> None:
    phones = next(lot for lot in two_lots.case.lots if lot.sector == "telecom")
    economics = phones.deal.economics
    assert economics.break_even_liquidation is None or economics.break_even_liquidation > 1.0
    why = next(s for s in two_lots.memo().sections if s.title == "Why")
    (said,) = (line for line in why.points if line.startswith("Telecom"))
    pays = economics.break_even_commission is not None
    assert ("even if all of it came in" if pays else "no commission pays for the work") in said
    assert "% pays" not in said
