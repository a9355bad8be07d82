"""One table, written in every dialect we promise, reads the same; broken files say why."""

import datetime as dt
import io
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from placement.domain.days import DAYS_PER_MONTH
from placement.domain.errors import InputError, TapeError
from placement.tape import parser
from placement.tape.meaning import Meaning
from placement.tape.read import read_table
from tests.tape.ods import ods_of

HEADINGS = ("账号", "欠款余额", "逾期天数")
ROWS = (("001", 1234.5, 30), ("002", 7000.0, 400))


def as_csv(separator: str) -> str:
    """Write the table as text."""
    return "\n".join(separator.join(map(str, row)) for row in (HEADINGS, *ROWS)) + "\n"


def as_xlsx(rows: "list[tuple[object, ...]]", *, before: tuple[str, ...] = ()) -> bytes:
    """Write rows on the last sheet of a workbook, behind empty sheets."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        for name in before:
            workbook.add_worksheet(name)
        sheet = workbook.add_worksheet("data")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    sheet.write_datetime(i, j, cell, day)
                else:
                    sheet.write(i, j, cell)
    return target.getvalue()


def as_ods(rows: "list[tuple[object, ...]]") -> bytes:
    """Write rows as a minimal OpenDocument sheet."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{c}"/>'
            if isinstance(c, int | float)
            else '<table:table-cell office:value-type="string">'
            f"<text:p>{c}</text:p></table:table-cell>"
            for c in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return ods_of(cells)


def as_parquet() -> bytes:
    """Write the table with native types."""
    columns = dict(zip(HEADINGS, (list(c) for c in zip(*ROWS, strict=True)), strict=True))
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


DIALECTS = {
    f"{encoding} {name}": (as_csv(separator).encode(encoding), "book.csv")
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")
    for name, separator in (("comma", ","), ("semicolon", ";"), ("tab", "\t"))
} | {
    "utf-16 big end": (b"\xfe\xff" + as_csv(",").encode("utf-16-be"), "book.csv"),
    "old line ends": (as_csv(",").replace("\n", "\r\n").encode(), "book.txt"),
    "xlsx": (as_xlsx([HEADINGS, *ROWS]), "book.xlsx"),
    "ods": (as_ods([HEADINGS, *ROWS]), "book.ods"),
    "parquet": (as_parquet(), "book.parquet"),
}


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_reads_the_same(name, checked) -> None:
    content, filename = DIALECTS[name]
    tape = checked(content, filename=filename).tape
    assert tape.account_id.tolist() == ["001", "002"]
    assert tape.balance.tolist() == [1234.5, 7000.0]
    assert (tape.age * DAYS_PER_MONTH).round(6).tolist() == [30.0, 400.0]
    assert tape.row.tolist() == [2, 3]


def test_a_path_reads_like_its_bytes(tmp_path) -> None:
    content = as_csv(",").encode()
    path = tmp_path / "book.csv"
    path.write_bytes(content)
    from_path, from_bytes = (read_table(s, filename="book.csv") for s in (path, content))
    assert from_path.table.equals(from_bytes.table)
    assert from_path.digest == from_bytes.digest


def test_one_changed_cell_changes_the_digest() -> None:
    one = read_table(b"balance,dpd\n1,2\n3,4\n", filename="a.csv")
    other = read_table(b"balance,dpd\n1,2\n3,5\n", filename="a.csv")
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("content", "filename", "says"),
    [
        (b"", "a.csv", "a.csv is empty"),
        (b"\n\n \n", "a.csv", "is empty"),
        (b"balance,days_past_due\n", "a.csv", "no rows below"),
        (b"balance,days_past_due\r\n\r\n \n", "a.csv", "no rows below"),
        (b"balance days\n1 2\n", "a.csv", "one column only"),
        (b"bal\x00ance,dpd\n1,2\n", "a.csv", "zero bytes"),
        (b"balance,dpd\n\xff\xff,2\n", "a.csv", "neither UTF-8"),
        (b"not a workbook", "a.xlsx", "is damaged"),
        (b"PK\x03\x04 cut short", "a.xlsx", "is damaged"),
        (b"PAR1 cut short", "a.parquet", "is damaged"),
        (b"\xd0\xcf\x11\xe0rest", "a.xls", "old .xls"),
        (b"%PDF-1.7", "a.pdf", "no type that is read; got .pdf"),
        (as_xlsx([]), "a.xlsx", "no filled sheet"),
    ],
)
def test_broken_files_say_what_is_wrong(content, filename, says) -> None:
    with pytest.raises(TapeError) as caught:
        read_table(content, filename=filename)
    assert says in str(caught.value)
    assert len(caught.value.messages) == 1


def test_a_workbook_cut_in_the_middle_is_damaged() -> None:
    whole = as_xlsx([HEADINGS, *ROWS] * 50)
    with pytest.raises(TapeError, match="is damaged"):
        read_table(whole[: len(whole) // 2], filename="a.xlsx")


def test_a_workbook_without_its_sheet_is_damaged() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(TapeError, match="is damaged"):
        read_table(target.getvalue(), filename="a.xlsx")


def test_a_zip_bomb_is_not_opened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 25))
    with pytest.raises(TapeError, match="far more than its size promises"):
        read_table(target.getvalue(), filename="a.xlsx")


def test_a_missing_file_is_no_traceback(tmp_path) -> None:
    with pytest.raises(TapeError, match="cannot be opened"):
        read_table(tmp_path / "none.csv", filename="none.csv")


def test_the_first_filled_sheet_is_read_and_said() -> None:
    raw = read_table(as_xlsx([HEADINGS, *ROWS], before=("cover", "notes")), filename="a.xlsx")
    assert raw.table.num_rows == 2
    assert [note.code for note in raw.notes] == ["sheet_used"]
    assert '"data"' in raw.notes[0].message


def test_an_unusual_separator_is_read_with_a_warning() -> None:
    raw = read_table(b"balance|dpd\n1|2\n", filename="a.csv")
    assert raw.table.column_names == ["balance", "dpd"]
    assert [note.code for note in raw.notes] == ["separator_unusual"]


def test_titles_above_the_headings_are_skipped_and_rows_keep_their_numbers(checked) -> None:
    tape = checked("逾期明细\n\n账号,欠款余额,逾期天数\n001,5,30\n").tape
    assert tape.row.tolist() == [4]


def test_rows_with_other_cell_counts_are_listed(checked, findings) -> None:
    result = checked("balance,dpd\n1,2\n1,234.50,3\n5\n6,7\n")
    assert result.tape.row.tolist() == [2, 5]
    ragged = findings(result)["ragged"]
    assert (ragged.rows, ragged.first) == (2, ((3, "1,234.50,3"), (4, "5")))
    assert result.tape.excluded.row.tolist() == [3, 4]
    assert result.tape.excluded.reasons == ("ragged", "ragged")


def test_parquet_of_many_types(checked, findings) -> None:
    table = pa.table(
        {
            "account_id": pa.array([1, 2]),
            "sector": pa.array(["telecom", "电信"]).dictionary_encode(),
            "balance": pa.array(["1.50", "2.25"]).cast(pa.decimal128(10, 2)),
            "due_date": pa.array([dt.datetime(2025, 1, 1), dt.datetime(2025, 6, 1)]),
            "disputed": pa.array([True, None]),
            "tags": pa.array([["a"], []]),
            "picture": pa.array([b"\xff", b""]),
        }
    )
    target = io.BytesIO()
    pq.write_table(table, target)
    result = checked(target.getvalue(), filename="a.parquet", as_of=dt.date(2025, 12, 31))
    assert result.tape.account_id.tolist() == ["1", "2"]
    assert result.tape.balance.tolist() == [1.5, 2.25]
    assert result.tape.disputed.tolist() == [True, False]
    assert findings(result)["column_type_unread"].column == "tags, picture"


def test_quoted_line_breaks_stay_one_row(checked) -> None:
    tape = checked('account_id,balance,dpd\n"a\nb",1,2\nc,3,4\n').tape
    assert tape.account_id.tolist() == ["a\nb", "c"]


def test_line_breaks_at_the_edge_of_a_block_are_read_again_with_care(checked, monkeypatch) -> None:
    monkeypatch.setattr(parser, "_BLOCK", 40)
    ids = ["a\nb" * 5, "c\nd" * 7, "e\nf" * 3]
    text = "account_id,balance,dpd\n" + "".join(f'"{name}",1,2\n' for name in ids)
    assert checked(text).tape.account_id.tolist() == ids


def test_personal_columns_of_workbooks_and_parquet_are_not_read() -> None:
    workbook = as_xlsx([("姓名", "欠款余额", "逾期天数"), ("甲", 5, 30)])
    target = io.BytesIO()
    pq.write_table(pa.table({"姓名": ["甲"], "欠款余额": [5], "逾期天数": [30]}), target)
    for content, filename in ((workbook, "a.xlsx"), (target.getvalue(), "a.parquet")):
        raw = read_table(content, filename=filename)
        assert raw.table.column_names == ["欠款余额", "逾期天数"]
        assert raw.withheld == ("姓名",)
        assert "姓名" in read_table(content, filename=filename, keep=["姓名"]).table.column_names


def test_personal_columns_are_not_read_unless_mapped(checked) -> None:
    text = "姓名,手机号,欠款余额,逾期天数\n甲,13800000000,5,30\n乙,13900000000,x,30\n"
    raw = read_table(text.encode(), filename="a.csv")
    assert raw.table.column_names == ["欠款余额", "逾期天数"]
    assert raw.withheld == ("姓名", "手机号")
    assert checked(text).tape.excluded.raw.column_names == ["欠款余额", "逾期天数"]
    mapped = checked(text, mapping={"account_id": "手机号"}).tape
    assert mapped.account_id.tolist() == ["13800000000"]
    assert mapped.masked() == ("•••••••0000",)


def test_repeated_and_empty_headings_get_names() -> None:
    raw = read_table(b"balance,,dpd,balance\n1,2,3,4\n", filename="a.csv")
    assert raw.table.column_names == ["balance", "column 2", "dpd", "balance (2)"]


def test_a_file_without_rows_is_not_given_to_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it finds nothing, its threads may outlive the program and end it with an abort."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the parser was called")

    monkeypatch.setattr(parser.pc_csv, "read_csv", never)
    with pytest.raises(TapeError, match="no rows below"):
        read_table(b"balance,days_past_due\n\n", filename="a.csv")


@pytest.mark.parametrize("encoding", ["big5", "cp1252", "latin-1"])
def test_an_encoding_that_is_not_told_is_asked_for_and_then_read(encoding) -> None:
    """Big5 and Western texts are GB18030 too, as characters that nobody writes."""
    text = {
        "big5": "帳號,欠款餘額,逾期天數\n甲1,100,30\n乙2,200,60\n",
        "cp1252": "Konto,Fällig seit Tagen,Saldo – €\nMüller 1,30,100\nGrößer 2,60,200\n",
        "latin-1": "Konto,Fällig seit Tagen,Saldo\nMüller 1,30,100\nGrößer 2,60,200\n",
    }[encoding]
    with pytest.raises(TapeError, match="neither UTF-8 nor plainly GB18030") as asked:
        read_table(text.encode(encoding), filename="a.csv")
    heading = text.split("\n")[0]
    assert f'--encoding {encoding.replace("latin-1", "cp1252")}: "{heading}"' in str(asked.value)
    raw = read_table(text.encode(encoding), filename="a.csv", meaning=Meaning(encoding=encoding))
    assert raw.table.column_names == heading.split(",")
    assert raw.table[0].to_pylist() == [line.split(",")[0] for line in text.split("\n")[1:3]]
    assert encoding in raw.notes[0].message


def test_chinese_with_a_rare_name_is_still_read() -> None:
    text = "账号,产品,欠款余额,逾期天数\nA1,朱镕基喆,100,30\n"
    assert read_table(text.encode("gb18030"), filename="a.csv").table.num_rows == 1


def test_one_damaged_byte_in_a_utf8_file_is_named_by_its_row() -> None:
    text = "账号,欠款余额,逾期天数\n甲,100,30\n乙,200,60\n".encode()
    broken = text.replace("乙".encode(), "乙".encode()[:2])
    with pytest.raises(TapeError, match="in row 3, does not fit"):
        read_table(broken, filename="a.csv")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8"])
def test_the_users_word_on_the_encoding_goes_before_all(encoding) -> None:
    content = as_csv(",").encode(encoding)
    raw = read_table(content, filename="a.csv", meaning=Meaning(encoding=encoding))
    assert raw.table.column_names == list(HEADINGS)


def test_an_encoding_that_does_not_fit_or_does_not_exist() -> None:
    content = as_csv(",").encode("gb18030")
    with pytest.raises(TapeError, match="not in utf-8: byte 1, in row 1"):
        read_table(content, filename="a.csv", meaning=Meaning(encoding="utf8"))
    for name in ("klingon", "zlib", "utf\0"):
        with pytest.raises(InputError, match="--encoding must name"):
            read_table(content, filename="a.csv", meaning=Meaning(encoding=name))


def test_headings_may_end_in_separators_that_only_some_rows_have(checked) -> None:
    text = "account_id,balance,days_past_due,,\nA1,100,95\nA2,200,96,,\nA3,50,97,\n"
    result = checked(text)
    assert result.tape.balance.tolist() == [100.0, 200.0, 50.0]
    assert len(result.tape.excluded) == 0
