"""A small workbook that claims a huge sheet is refused before anything is laid out."""

import io
import zipfile

import pytest
import xlsxwriter

from placement.domain.errors import TapeError
from placement.tape import budget, extent
from placement.tape.read import read_table
from tests.tape.ods import ods_of

HEADINGS = ("account_id", "balance", "days_past_due")
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.fixture(autouse=True)
def small_limit(monkeypatch):
    """Keep the sheets small that the guard should refuse."""
    monkeypatch.setattr(extent, "MAX_CELLS", 10_000)


def workbook(*stray: str, formatted: str | None = None) -> bytes:
    """Write one account, and cells that are far from it."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        sheet.write_row(1, 0, ("a1", 100, 30))
        for cell in stray:
            sheet.write(cell, "x")
        if formatted:
            sheet.write_blank(formatted, None, book.add_format({"bold": True}))
    return target.getvalue()


def with_sheet(sheet: str) -> bytes:
    """Put another text in place of the sheet of a workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook())) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.infolist():
            path = item.filename
            new.writestr(path, sheet if path.endswith("sheet1.xml") else old.read(path))
    return target.getvalue()


@pytest.mark.parametrize(
    ("stray", "named"),
    [
        (("XFD1048576",), "XFD1048576"),
        (("D90000",), "D90000"),
        (("A700", "ZZ1"), "A700 + ZZ1"),
    ],
)
def test_far_cells_are_refused_and_named(stray, named) -> None:
    """The line names the cells to delete."""
    with pytest.raises(TapeError, match="reaches too far") as refused:
        read_table(workbook(*stray), filename="book.xlsx")
    assert f"far ends, {named}, make" in refused.value.messages[0]
    assert len(refused.value.messages) == 1


@pytest.mark.parametrize(
    "row",
    [
        "<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row>",
        '<row><c t="n"\n r = "XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row>',
        '<row r="1"><c r="zz90000" t="inlineStr"><is><t>x</t></is></c></row>',
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_however_the_place_is_written(row, prefix) -> None:
    """Quotes, order, prefixes, cells that leave their place to the row."""
    head = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
    text = f"<sheetData>{head}{row}</sheetData>".replace("</", "\0").replace("<", f"<{prefix}")
    text = text.replace("\0", f"</{prefix}")
    declared = f'xmlns{":x" if prefix else ""}="{NAMESPACE}"'
    sheet = f"<{prefix}worksheet {declared}>{text}</{prefix}worksheet>"
    with pytest.raises(TapeError, match="reaches too far"):
        read_table(with_sheet(sheet), filename="book.xlsx")


def test_a_cell_that_is_only_formatted_is_not_far() -> None:
    """Whole columns are often formatted down to the last row."""
    raw = read_table(workbook(formatted="XFD1048576"), filename="book.xlsx")
    assert raw.table.num_rows == 1


@pytest.mark.parametrize("sheet", ["<worksheet><sheetData><row>", '<a><sheetData><c r="7"/></a>'])
def test_a_broken_sheet_is_damaged(sheet) -> None:
    """Not a traceback of the XML parser."""
    with pytest.raises(TapeError, match="damaged"):
        read_table(with_sheet(sheet), filename="book.xlsx")


def test_a_binary_workbook_is_refused() -> None:
    """Its cells cannot be looked through."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(TapeError, match="XLSB"):
        read_table(target.getvalue(), filename="book.xlsx")


CELL = '<table:table-cell office:value-type="float" office:value="1"/>'
TEXT = "<table:table-cell><text:p>x</text:p></table:table-cell>"


@pytest.mark.parametrize(
    "rows",
    [
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/>'
        f"</table:table-row><table:table-row>{CELL}</table:table-row>",
        f'<table:table-row table:number-rows-repeated="900000">{CELL}</table:table-row>',
        "<table:table-row><table:table-cell table:number-columns-repeated='900000'/>"
        f"{TEXT}</table:table-row>",
        "<table:table-row><table:table-cell table:number-columns-repeated='900000'/>"
        "<table:table-cell/></table:table-row>",
    ],
)
def test_repeats_before_the_last_filled_cell_of_an_ods_count(rows) -> None:
    """A few bytes stand for a million rows or columns."""
    head = f"<table:table-row>{CELL}{TEXT}</table:table-row>"
    with pytest.raises(TapeError, match="reaches too far"):
        read_table(ods_of(head + rows), filename="book.ods")


def test_empty_repeats_at_the_end_of_an_ods_do_not_count() -> None:
    """Every sheet saved as ODS ends like this."""
    names = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{n}</text:p></table:table-cell>'
        for n in HEADINGS
    )
    end = '<table:table-cell table:number-columns-repeated="16381"/>'
    rows = (
        f"<table:table-row>{names}{end}</table:table-row>"
        f"<table:table-row>{CELL * 3}{end}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert read_table(ods_of(rows), filename="book.ods").table.num_rows == 1


def test_hidden_rows_and_formulas_without_a_result_of_an_ods() -> None:
    """Rows and cells may stand for many."""
    names = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{n}</text:p></table:table-cell>'
        for n in HEADINGS
    )
    dead = '<table:table-cell table:formula="of:=1+1"/>'
    row = f"{TEXT}{CELL}{CELL}"
    rows = (
        f"<table:table-row>{names}</table:table-row><table:table-row>{row}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        f"{row}</table:table-row><table:table-row>{TEXT}{CELL}{dead}</table:table-row>"
    )
    raw = read_table(ods_of(rows), filename="book.ods")
    assert raw.hidden.tolist() == [False, True, True, False]
    assert raw.table["days_past_due"].to_pylist() == [1.0, 1.0, 1.0, None]
    assert [(note.code, note.first) for note in raw.notes] == [("formula_uncalculated", ((5, ""),))]


def test_a_text_that_an_ods_repeats_is_weighed_before_it_is_laid_out(monkeypatch) -> None:
    """Ten thousand cells of a long text are gigabytes."""
    text = f"<table:table-cell table:number-columns-repeated='90'><text:p>{'x' * 9_000}</text:p>"
    rows = f'<table:table-row table:number-rows-repeated="100">{text}</table:table-cell>'
    monkeypatch.setattr(budget, "_ALWAYS", 1 << 20)
    with pytest.raises(TapeError, match="far more than its size promises"):
        read_table(ods_of(f"{rows}</table:table-row>"), filename="book.ods")


def test_equal_numbers_that_an_ods_repeats_are_weighed_too(monkeypatch) -> None:
    monkeypatch.setattr(budget, "_ALWAYS", 1 << 18)
    head = f"<table:table-row>{CELL}{TEXT}</table:table-row>"
    rows = f'<table:table-row table:number-rows-repeated="3000">{CELL * 3}</table:table-row>'
    with pytest.raises(TapeError, match="far more than its size promises"):
        read_table(ods_of(head + rows), filename="book.ods")
