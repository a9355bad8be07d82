"""Sheets, headings and formulas of workbooks as people have them: read right, or said."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from placement.domain.errors import TapeError
from placement.tape import budget, sheets
from placement.tape.meaning import Meaning
from placement.tape.read import read_table
from placement.tape.survey import survey
from tests.tape.ods import ods_of

HEAD = ("account_id", "balance", "days_past_due")
Sheets = dict[str, list[tuple[Any, ...]]]


def workbook(
    sheets: Sheets, *, then: Callable[[xlsxwriter.Workbook], object] = lambda book: None, **o: Any
) -> bytes:
    """Write rows on sheets by name; a text that begins with = is a formula, stored as 0."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **o}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(place, column, cell, day)
                    elif cell != "":
                        sheet.write(place, column, cell)
        then(book)
    return target.getvalue()


def replaced(content: bytes, part: str, old: str, new: str) -> bytes:
    """Change the XML of a part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            assert name != part or old.encode() in text
            after.writestr(name, text.replace(old.encode(), new.encode()) if name == part else text)
    return target.getvalue()


def notes(raw: Any) -> dict[str, Any]:
    """Return what the reader noticed, by code."""
    return {note.code: note for note in raw.notes}


def test_sheets_of_the_same_headings_are_one_book(checked, findings) -> None:
    content = workbook(
        {
            "说明": [("本表由信用卡中心提供",)],
            "梅园": [HEAD, ("a1", 100, 30), ("a2", "x", 30)],
            "桂园": [("a title",), (), ("Days past due", "account id", "BALANCE"), (60, "b1", 200)],
        }
    )
    result = checked(content, filename="a.xlsx", mapping={"balance": "balance"})
    raw = read_table(content, filename="a.xlsx")
    assert raw.sheets == (("梅园", 2), ("桂园", 1))
    joined = notes(raw)["sheets_joined"]
    assert "梅园 (2 rows), 桂园 (1 rows)" in joined.message
    assert joined.message.endswith("Without a table and not read: 说明.")
    assert raw.rows.tolist() == [2, 3, 4]
    assert findings(result)["balance_unreadable"].first == ((3, "梅园: x"),)
    assert result.tape.excluded.raw["sheet"].to_pylist()[0] == "梅园"


def test_sheets_alike_add_up(checked) -> None:
    one, other = [HEAD, ("a1", 100, 30)], [HEAD, ("b1", 200, 60), ("b2", 300, 60)]
    tape = checked(workbook({"one": one, "other": other}), filename="a.xlsx").tape
    assert (tape.account_id.tolist(), tape.balance.sum()) == (["a1", "b1", "b2"], 600.0)


def test_a_sheet_of_other_headings_is_named_and_can_be_chosen() -> None:
    payments = [("account_id", "paid", "last_payment_date"), ("a1", 5, dt.date(2025, 1, 1))]
    content = workbook({"payments": payments, "book": [HEAD, ("a1", 100, 30)], "empty": []})
    raw = read_table(content, filename="a.xlsx")
    assert raw.table.column_names == list(HEAD)
    assert (
        '"book" was read. Without a table and not read: empty.' in notes(raw)["sheet_used"].message
    )
    assert "payments (1 rows)" in notes(raw)["sheets_unread"].message
    chosen = read_table(content, filename="a.xlsx", meaning=Meaning(sheets=("payments",)))
    assert chosen.table.column_names == list(payments[0])


def test_hidden_sheets_are_named_and_read_only_if_asked() -> None:
    sheets = {"book": [HEAD, ("a1", 100, 30)], "old": [HEAD, ("b1", 200, 60)]}
    content = workbook(sheets, then=lambda book: book.get_worksheet_by_name("old").hide())
    raw = read_table(content, filename="a.xlsx")
    assert raw.table["account_id"].to_pylist() == ["a1"]
    assert "not read: old" in notes(raw)["sheets_hidden"].message
    both = read_table(content, filename="a.xlsx", meaning=Meaning(sheets=("book", "old")))
    assert both.table["account_id"].to_pylist() == ["a1", "b1"]
    assert "sheets_hidden" not in notes(both)
    turned = read_table(content, filename="a.xlsx", meaning=Meaning(sheets=("old", "book")))
    assert turned.table["account_id"].to_pylist() == ["b1", "a1"]
    assert turned.digest != both.digest, (
        "rows of another order are another book to whoever keeps it"
    )


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        (("none",), "has no sheet none. It has: cover, book"),
        (("cover",), "sheet cover has no table"),
    ],
)
def test_a_chosen_sheet_that_is_not_there_or_has_no_table(sheets, says) -> None:
    content = workbook({"cover": [("a letter",)], "book": [HEAD, ("a1", 100, 30)]})
    with pytest.raises(TapeError, match=says):
        read_table(content, filename="a.xlsx", meaning=Meaning(sheets=sheets))


def test_hidden_and_filtered_rows_are_read_and_said_with_their_money(checked, findings) -> None:
    def hide(book: xlsxwriter.Workbook) -> None:
        sheet = book.get_worksheet_by_name("book")
        sheet.autofilter("A1:C4")
        for row in (2, 3):
            sheet.set_row(row, options={"hidden": True})

    rows = [HEAD, ("a1", 100, 30), ("a2", 200, 60), ("a3", 400, 60)]
    result = checked(workbook({"book": rows}, then=hide), filename="a.xlsx")
    found = findings(result)["rows_hidden"]
    assert (found.rows, found.money, found.first) == (2, 600.0, ((3, ""), (4, "")))
    assert len(result.tape) == 3


def test_a_group_of_columns_under_one_heading(checked) -> None:
    """The total of the group is what is owed; the group itself is no column."""
    rows = [
        ("户号", "欠费金额", "", "", "逾期天数"),
        ("", "物业费", "水费", "合计", ""),
        ("3-1-502", 2000, 300, 2300, 200),
        ("3-1-601", 1500, 120, 1620, 400),
    ]

    def merge(book: xlsxwriter.Workbook) -> None:
        book.get_worksheet_by_name("a").merge_range("B1:D1", "欠费金额")

    for content in (workbook({"a": rows}), workbook({"a": rows}, then=merge)):
        raw = read_table(content, filename="a.xlsx")
        expected = ["户号", "欠费金额 物业费", "欠费金额 水费", "合计", "逾期天数"]
        assert raw.table.column_names == expected
        tape = checked(content, filename="a.xlsx").tape
        assert tape.balance.tolist() == [2300.0, 1620.0]
        assert tape.row.tolist() == [3, 4]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    assert checked(text).tape.balance.tolist() == [2300.0, 1620.0]


def test_a_group_above_headings_that_are_whole_is_a_title(checked) -> None:
    rows = [("", "基本信息", "", "欠款", ""), ("序号", "账号", "产品", "欠款余额", "逾期天数")]
    tape = checked(workbook({"a": [*rows, (1, "a1", "x", 5, 30)]}), filename="a.xlsx").tape
    assert tape.balance.tolist() == [5.0]


def test_a_first_record_with_gaps_is_no_second_row_of_headings(checked) -> None:
    text = "账号,,欠款余额,逾期天数\nA1,x,100元,30天\n"
    assert checked(text).tape.balance.tolist() == [100.0]


@pytest.mark.parametrize("above", [0, 12, 40, 49])
def test_headings_are_found_in_the_first_fifty_rows(checked, above) -> None:
    rows = [(f"note {i}",) for i in range(above)] + [HEAD, ("a1", 100, 30)]
    assert checked(workbook({"a": rows}), filename="a.xlsx").tape.row.tolist() == [above + 2]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    assert checked(text).tape.row.tolist() == [above + 2]


@pytest.mark.parametrize("row", [3, 130])
def test_the_users_row_of_headings_goes_before_all(checked, row) -> None:
    rows = [
        HEAD,
        ("old", 1, 1),
        *[("", "", "")] * (row - 3),
        ("konto", "saldo", "tage"),
        ("a1", 5, 30),
    ]
    text = "\n".join(",".join(map(str, cells)) for cells in rows)
    meaning = Meaning(header_row=row)
    for content, name in ((text.encode(), "a.csv"), (workbook({"a": rows}), "a.xlsx")):
        raw = read_table(content, filename=name, meaning=meaning)
        assert raw.table.column_names == ["konto", "saldo", "tage"]
        assert raw.rows.tolist() == [row + 1]
        with pytest.raises(TapeError, match="--header-row is 900"):
            read_table(content, filename=name, meaning=Meaning(header_row=900))


def test_line_breaks_in_headings(checked) -> None:
    rows = [("账\n号", "欠款\n余额", "days\npast due"), ("a1", 5, 30)]
    for content, name in (
        (workbook({"a": rows}), "a.xlsx"),
        ('"账\n号","欠款\r\n余额","days\npast due"\na1,5,30\n'.encode(), "a.csv"),
    ):
        raw = read_table(content, filename=name)
        assert raw.table.column_names == ["账号", "欠款余额", "days past due"]
        assert raw.rows.tolist() == [2 if name == "a.xlsx" else 5]
        assert checked(content, filename=name).tape.balance.tolist() == [5.0]


def test_two_columns_of_one_heading(checked, findings) -> None:
    content = workbook({"a": [(*HEAD, "balance"), ("a1", 100, 30, 7)]})
    result = checked(content, filename="a.xlsx")
    assert result.tape.balance.tolist() == [100.0]
    assert "balance (2)" in findings(result)["column_ambiguous"].message


SHEET = "xl/worksheets/sheet1.xml"
FORMULAS = [(*HEAD, "region"), ("a1", 100, "=B2-70", "=B2"), ("a2", 200, "=B3-70", "x")]


def test_ages_that_no_program_calculated_are_never_zero() -> None:
    raw = read_table(workbook({"a": FORMULAS}), filename="a.xlsx")
    assert raw.table["days_past_due"].null_count == 2
    found = [note for note in raw.notes if note.code == "formula_uncalculated"]
    assert [(note.column, note.rows) for note in found] == [("days_past_due", 2), ("region", 1)]
    assert found[0].first == ((2, ""), (3, ""))


def test_a_book_of_dead_formulas_says_what_to_do(checked) -> None:
    with pytest.raises(TapeError) as refused:
        checked(workbook({"a": FORMULAS}), filename="a.xlsx")
    assert "formulas that no program has calculated" in str(refused.value)
    assert "Open the file in a spreadsheet program, save it there" in str(refused.value)


@pytest.mark.parametrize("stored", ["<v></v>", "<v/>", ""])
def test_a_formula_without_a_stored_result(stored) -> None:
    content = replaced(workbook({"a": FORMULAS}), SHEET, "</f><v>0</v>", f"</f>{stored}")
    content = replaced(content, "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    assert read_table(content, filename="a.xlsx").table["days_past_due"].null_count == 2


def test_formulas_with_results_are_numbers() -> None:
    content = replaced(workbook({"a": FORMULAS}), SHEET, "</f><v>0", "</f><v>30")
    raw = read_table(content, filename="a.xlsx")
    assert raw.table["days_past_due"].to_pylist() == [30.0, 30.0]
    assert notes(raw) == {}


def test_formulas_that_are_all_zero_and_may_be_meant_are_read_and_said(checked, findings) -> None:
    content = replaced(workbook({"a": FORMULAS}), "xl/workbook.xml", ' fullCalcOnLoad="1"', "")
    result = checked(content, filename="a.xlsx", meaning=Meaning(current="keep"))
    assert findings(result)["formula_all_zero"].severity in {"warning", "note"}


def test_days_counted_from_1904(checked) -> None:
    """Cells that are formatted as days, and plain day numbers under a heading of dates."""
    rows = [("balance", "due_date", "as_of"), (5, dt.date(2025, 6, 30), 44560)]
    tape = checked(workbook({"a": rows}, date_1904=True), filename="a.xlsx").tape
    assert tape.as_of == dt.date(2025, 12, 31)
    expected = checked("balance,due_date,as_of\n5,2025-06-30,2025-12-31\n").tape
    assert tape.age.tolist() == expected.age.tolist()


def test_xml_in_an_encoding_that_does_not_exist_is_damaged() -> None:
    content = replaced(workbook({"a": FORMULAS}), SHEET, "UTF-8", "UTF-Y")
    with pytest.raises(TapeError, match="is damaged"):
        read_table(content, filename="a.xlsx")


def test_a_long_text_in_every_cell_is_weighed_before_it_is_laid_out(monkeypatch) -> None:
    monkeypatch.setattr(budget, "_ALWAYS", 1 << 20)
    monkeypatch.setattr(budget, "_RATIO", 1)
    short = [HEAD, *[("x" * 30_000, 1, 2)], *[("y", 1, 2)] * 300]
    assert read_table(workbook({"a": short}), filename="a.xlsx").table.num_rows == 301
    with pytest.raises(TapeError, match="far more than its size promises"):
        read_table(workbook({"a": [HEAD, *[("x" * 30_000, 1, 2)] * 300]}), filename="a.xlsx")


def test_each_sheet_may_state_a_unit_of_its_own(checked, findings) -> None:
    one = [("单位：元",), HEAD, ("a1", 100, 30)]
    other = [("单位：万元",), HEAD, ("b1", 1.5, 30)]
    result = checked(workbook({"one": one, "other": other}), filename="a.xlsx")
    assert result.tape.balance.tolist() == [100.0, 15000.0]
    assert "balance_unit" not in findings(result)


def test_a_sheet_that_states_no_unit_beside_one_that_does_is_asked_about(checked, findings) -> None:
    one = [("单位：万元",), HEAD, ("a1", 1.5, 30)]
    other = [HEAD, ("b1", 100, 30)]
    result = checked(workbook({"one": one, "other": other}), filename="a.xlsx")
    assert findings(result)["balance_unit_open"].rows == 1


@pytest.mark.parametrize("cover", [[("a letter",)], [HEAD]])
def test_where_only_a_hidden_sheet_holds_the_table_it_is_named(cover) -> None:
    sheets = {"cover": cover, "book": [HEAD, ("a1", 100, 30)]}
    content = workbook(sheets, then=lambda book: book.get_worksheet_by_name("book").very_hidden())
    with pytest.raises(TapeError, match="Hidden sheets were not read: book"):
        read_table(content, filename="a.xlsx")
    asked = read_table(content, filename="a.xlsx", meaning=Meaning(sheets=("book",)))
    assert asked.table.num_rows == 1


def test_a_row_with_numbers_that_the_reader_loses_ends_the_reading(monkeypatch) -> None:
    content = workbook({"book": [HEAD, ("a1", 100, 30), ("a2", 200, 60), ("a3", 5, 9)]})
    whole = sheets._table

    def losing(name, cells, *rest, **more):
        cells[2] = [""] * len(cells[2])
        return whole(name, cells, *rest, **more)

    monkeypatch.setattr(sheets, "_table", losing)
    with pytest.raises(TapeError, match=r"1 rows of the sheet book .* the first is row 3"):
        read_table(content, filename="a.xlsx")


def test_rows_that_stand_for_many_are_all_counted() -> None:
    def cell(kind: str, value: object) -> str:
        written = f'office:value="{value}"' if kind == "float" else ""
        text = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="{kind}" {written}>{text}</table:table-cell>'

    head = "".join(cell("string", heading) for heading in HEAD)
    row = cell("string", "a") + cell("float", 100) + cell("float", 30)
    repeated = f'<table:table-row table:number-rows-repeated="4">{row}</table:table-row>'
    content = ods_of(f"<table:table-row>{head}</table:table-row>{repeated}")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        facts = survey(archive, allowed=1 << 20)
    assert facts.sheets["data"].numbered.tolist() == [2, 3, 4, 5]
    assert read_table(content, filename="a.ods").table.num_rows == 4


def test_a_summary_with_the_same_headings_is_not_joined(checked, findings) -> None:
    rows = [HEAD, ("a1", 100, 30), ("a2", 70, 30), ("a3", 250, 60)]
    summary = [HEAD, ("North", 170, 30), ("South", 250, 60), ("Total", 420, 40)]
    result = checked(workbook({"Summary": summary, "Detail": rows}), filename="a.xlsx")
    assert result.tape.balance.sum() == 420.0
    assert "Summary (3 rows)" in findings(result)["sheets_unread"].message
    alone = checked(workbook({"汇总": rows}), filename="a.xlsx")
    assert alone.tape.balance.sum() == 420.0


def test_chosen_sheets_of_other_headings_are_no_one_table() -> None:
    other = [("Account No", "Amount due", "DPD"), ("b1", 200, 60)]
    content = workbook({"N": [HEAD, ("a1", 100, 30)], "S": other})
    with pytest.raises(TapeError, match="N and S have other headings"):
        read_table(content, filename="a.xlsx", meaning=Meaning(sheets=("N", "S")))
