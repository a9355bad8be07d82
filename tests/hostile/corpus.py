"""Files made to take memory or time, to be drawn as something else, or to be no file at all.

Each is built when it is wanted: what unpacks to gigabytes is a few kilobytes of code and of file.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

_SPACES = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"

BOOK = "account_id,balance,days_past_due,sector\nA1,1000,100,telecom\nA2,2500,400,bank_card\n"
"""A tape that is read without a word."""


def _packed(content: str, *, kind: str = _ODS) -> bytes:
    spaces = " ".join(f'xmlns:{x}="{_SPACES}:{x}:1.0"' for x in ("office", "table", "text"))
    whole = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f"{content}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": kind.encode(), "content.xml": whole.encode()})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files packed as well as ZIP can."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _cell(text: str, repeats: int = 1) -> str:
    said = f' table:number-columns-repeated="{repeats}"' if repeats > 1 else ""
    return (
        f'<table:table-cell office:value-type="string"{said}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def _row(cells: str, repeats: int = 1) -> str:
    said = f' table:number-rows-repeated="{repeats}"' if repeats > 1 else ""
    return f"<table:table-row{said}>{cells}</table:table-row>"


_HEADINGS = _row(_cell("balance") + _cell("days past due"))


def _table(rows: str, name: str = "data") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods_of_one_long_text_repeated() -> bytes:
    """A row of 100,000 letters that stands for 100,000 rows: ten billion letters in a kilobyte."""
    return _packed(_table(_HEADINGS + _row(_cell("x" * 100_000) + _cell("1"), 100_000)))


def ods_of_a_wide_row_repeated() -> bytes:
    """A row of 100,000 cells that stands for 100,000 rows."""
    return _packed(_table(_HEADINGS + _row(_cell("1", 100_000), 100_000)))


def ods_with_repeats_beyond_counting() -> bytes:
    """A row that stands for more rows than a number of a machine holds."""
    return _packed(_table(_HEADINGS + _row(_cell("1") + _cell("2"), 10**30)))


def ods_of_spaces_repeated() -> bytes:
    """A cell whose text is a single element that stands for a billion spaces."""
    text = '<text:s text:c="1000000000"/>'
    return _packed(_table(_HEADINGS + _row(_cell(text) + _cell("2"), 3)))


def ods_of_many_sheets() -> bytes:
    """Sheets that each stay within the bounds and together do not."""
    sheets = (
        _table(_HEADINGS + _row(_cell("1") + _cell("2"), 1_000_000), f"s{n}") for n in range(40)
    )
    return _packed("".join(sheets))


def ods_of_texts_of_many_elements() -> bytes:
    """A text that is a chain of a million elements."""
    return _packed(
        _table(_HEADINGS + _row(_cell("<text:span>1</text:span>" * 1_000_000) + _cell("2")))
    )


def ods_of_nested_elements() -> bytes:
    """Elements within elements, 200,000 deep."""
    deep = "<text:span>" * 200_000 + "1" + "</text:span>" * 200_000
    return _packed(_table(_HEADINGS + _row(_cell(deep) + _cell("2"))))


def xml_of_growing_entities() -> bytes:
    """Entities that each stand for ten of the one before: a billion at last."""
    entities = ['<!ENTITY a0 "lol">']
    entities += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    head = f"<!DOCTYPE x [{''.join(entities)}]>"
    whole = (
        f'{head}<office:document-content xmlns:office="{_SPACES}:office:1.0" '
        f'xmlns:table="{_SPACES}:table:1.0" xmlns:text="{_SPACES}:text:1.0"><office:body>'
        f"<office:spreadsheet>{_table(_HEADINGS + _row(_cell('&a9;') + _cell('2')))}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": _ODS.encode(), "content.xml": whole.encode()})


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx_of(sheet: str, shared: str = "") -> bytes:
    """Return a workbook of one sheet of this XML."""
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="data" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{sheet}</sheetData>'
        "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
    }
    return zipped({name: text.encode() for name, text in files.items()})


_XLSX_HEADINGS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>balance</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>days past due</t></is></c></row>'
)


def xlsx_of_one_long_shared_text() -> bytes:
    """A text of a million letters that 100,000 cells refer to."""
    rows = (
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"><v>1</v></c></row>'
        for n in range(2, 100_002)
    )
    return xlsx_of(_XLSX_HEADINGS + "".join(rows), f"<si><t>{'x' * 1_000_000}</t></si>")


def xlsx_with_a_cell_far_away() -> bytes:
    """One cell at the far end of a sheet."""
    return xlsx_of(_XLSX_HEADINGS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


def xlsx_of_shared_texts_beyond_memory() -> bytes:
    """A workbook that says it has more shared texts than a machine can set memory aside for."""
    whole = xlsx_of(_XLSX_HEADINGS)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/sharedStrings.xml"
    return zipped({**files, name: files[name].replace(b"<sst", b'<sst uniqueCount="99999999999"')})


def xlsx_with_rows_beyond_counting() -> bytes:
    """A cell and a hidden row of more than a number of a machine holds."""
    far = 10**20
    hidden = f'<row r="{far}" hidden="1"/>'
    return xlsx_of(f'{_XLSX_HEADINGS}<row r="{far}"><c r="A{far}"><v>1</v></c></row>{hidden}')


def xlsx_of_many_columns() -> bytes:
    """A row of a million cells, in fewer cells all in all than a sheet may span."""
    return xlsx_of(_XLSX_HEADINGS + f'<row r="2">{"<c><v>1</v></c>" * 1_000_000}</row>')


def xlsx_of_zeros() -> bytes:
    """A sheet of 400 MB of spaces."""
    return xlsx_of(_XLSX_HEADINGS + " " * 400_000_000)


def zip_of_zeros() -> bytes:
    """A table of 400 MB of zeros in 400 KB."""
    return zipped({"book.csv": b"balance,days\n" + b"0" * 400_000_000})


def _understated(archive: bytes, size: int) -> bytes:
    """Say of what has a size in an archive that it has a thousand bytes."""
    return archive.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def _zeros_understated(packing: int) -> bytes:
    """A table of 500 MB of zeros that is said to have a thousand bytes."""
    size, block = 500_000_000, b"0" * 10_000_000
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", packing, compresslevel=1) as archive,
        archive.open("book.csv", "w") as table,
    ):
        for _ in range(size // len(block)):
            table.write(block)
    return _understated(target.getvalue(), size)


def zip_of_an_understated_table() -> bytes:
    """A table of 500 MB that is said to have a thousand bytes, in 2 MB."""
    return _zeros_understated(zipfile.ZIP_DEFLATED)


def zip_of_another_packing() -> bytes:
    """The same in less than a kilobyte, packed so that it comes out whole or not at all."""
    return _zeros_understated(zipfile.ZIP_BZIP2)


def xlsx_of_an_understated_sheet() -> bytes:
    """A sheet of 400 MB of spaces that is said to have a thousand bytes."""
    with zipfile.ZipFile(io.BytesIO(xlsx_of_zeros())) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return _understated(xlsx_of_zeros(), size)


def zip_in_zip() -> bytes:
    """Archives within archives."""
    content = zipped({"book.csv": BOOK.encode()})
    for _ in range(50):
        content = zipped({"book.zip": content})
    return content


def zip_of_many_files() -> bytes:
    """An archive of 50,000 tables."""
    return zipped({f"{n}.csv": b"" for n in range(50_000)})


def parquet_of_equal_rows(rows: int = 120_000_000) -> bytes:
    """120 million rows that are all equal: pages of a few bytes."""
    block = 1_000_000
    table = pa.table(
        {
            "balance": pa.array(np.full(block, 100.0)),
            "days past due": pa.array(np.full(block, 90, dtype=np.int64)),
            "sector": pa.array(["telecom"] * block).dictionary_encode(),
        }
    )
    target = io.BytesIO()
    with pq.ParquetWriter(target, table.schema, compression="zstd") as writer:
        for _ in range(rows // block):
            writer.write_table(table, row_group_size=block)
    return target.getvalue()


def parquet_of_a_long_text_repeated() -> bytes:
    """A text of a million letters in two million rows."""
    codes = pa.array(np.zeros(2_000_000, dtype=np.int32))
    text = pa.DictionaryArray.from_arrays(codes, pa.array(["x" * 1_000_000]))
    target = io.BytesIO()
    table = pa.table({"balance": text, "days past due": pa.array(np.zeros(2_000_000))})
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()


def parquet_of_one_long_text() -> bytes:
    """One cell of 100 MB."""
    target = io.BytesIO()
    table = pa.table({"balance": ["x" * 100_000_000], "days past due": [90.0]})
    pq.write_table(table, target, compression="zstd")
    return target.getvalue()


def parquet_of_many_columns() -> bytes:
    """As many columns as may be, of one row."""
    target = io.BytesIO()
    columns = {f"c{n}": [1.0] for n in range(19_990)}
    pq.write_table(pa.table({"balance": [1.0], "days past due": [1.0], **columns}), target)
    return target.getvalue()


def parquet_of_nested_lists() -> bytes:
    """A column of lists of lists, 50 deep."""
    kind = pa.float64()
    value: object = 1.0
    for _ in range(50):
        kind, value = pa.list_(kind), [value]
    target = io.BytesIO()
    table = pa.table({"balance": [1.0], "days past due": [100.0], "deep": pa.array([value], kind)})
    pq.write_table(table, target)
    return target.getvalue()


def csv_headed(heading: str) -> bytes:
    """A book whose first heading is something else."""
    return f"{heading},balance,days past due\nA1,100,90\nA2,200,100\n".encode()


def _brackets(opening: str, closing: str = "", count: int = 60_000) -> Callable[[], bytes]:
    return lambda: csv_headed(f"balance {opening * count}{closing * count}")


def csv_of_many_columns() -> bytes:
    """200,000 columns in two rows."""
    row = ",".join(f"c{n}" for n in range(200_000))
    return f"balance,days past due,{row}\n100,90,{',' * 199_999}\n".encode()


def csv_of_ragged_rows() -> bytes:
    """200,000 rows that each have another number of cells."""
    lines = ("1" + "," * (n % 97) for n in range(200_000))
    return ("balance,days past due\n" + "\n".join(lines) + "\n").encode()


def csv_of_one_endless_quote() -> bytes:
    """A quote that is opened and never closed, before 20 MB."""
    return b'balance,days past due\n"' + b"1,2\n" * 5_000_000


def csv_of_quotes() -> bytes:
    """Ten million quotes."""
    return b"balance,days past due\n" + b'"' * 10_000_000 + b"\n"


def csv_of_nul() -> bytes:
    """Sixteen million zero bytes."""
    return bytes(16_000_000)


def csv_of_one_long_cell() -> bytes:
    """A cell of 30 million digits."""
    return b"balance,days past due\n" + b"9" * 30_000_000 + b",90\n100,90\n"


def csv_of_exponents() -> bytes:
    """Numbers that are written short and are large, or no number."""
    odd = ("1e308", "1e999", "-1e308", "nan", "inf", "-inf", "1e-999", "0x10", "1_000", "9" * 400)
    return ("balance,days past due\n" + "".join(f"{x},{x}\n" for x in odd)).encode()


def csv_of_control_signs() -> bytes:
    """A heading, a sector and an account that would colour, clear and rename a terminal."""
    return (
        "account_id,balance,days past due,sector,\x1b[2J\x1b]0;owned\x07\x9b31mnote\n"
        "\x1b[31mA1,100,90,\x1b[5mtelecom,x\nA2,\x1b[31m12,90,telecom,y\nA3,300,90,telecom,z\n"
    ).encode()


def csv_of_bidirectional_signs() -> bytes:
    """Signs that turn the direction of what follows."""
    return (
        "account_id,balance,days past due,\u202enote\u202c\nA1,100,90,x\nA2,\u202e12,90,y\n"
    ).encode()


TAPES: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "one_long_text_repeated.ods": ods_of_one_long_text_repeated,
        "wide_row_repeated.ods": ods_of_a_wide_row_repeated,
        "repeats_beyond_counting.ods": ods_with_repeats_beyond_counting,
        "spaces_repeated.ods": ods_of_spaces_repeated,
        "many_sheets.ods": ods_of_many_sheets,
        "many_elements.ods": ods_of_texts_of_many_elements,
        "nested_elements.ods": ods_of_nested_elements,
        "growing_entities.ods": xml_of_growing_entities,
        "long_shared_text.xlsx": xlsx_of_one_long_shared_text,
        "cell_far_away.xlsx": xlsx_with_a_cell_far_away,
        "many_columns.xlsx": xlsx_of_many_columns,
        "shared_beyond_memory.xlsx": xlsx_of_shared_texts_beyond_memory,
        "rows_beyond_counting.xlsx": xlsx_with_rows_beyond_counting,
        "spaces.xlsx": xlsx_of_zeros,
        "zeros.zip": zip_of_zeros,
        "understated.zip": zip_of_an_understated_table,
        "understated.xlsx": xlsx_of_an_understated_sheet,
        "other_packing.zip": zip_of_another_packing,
        "zip_in_zip.zip": zip_in_zip,
        "many_files.zip": zip_of_many_files,
        "equal_rows.parquet": parquet_of_equal_rows,
        "long_text_repeated.parquet": parquet_of_a_long_text_repeated,
        "one_long_text.parquet": parquet_of_one_long_text,
        "many_columns.parquet": parquet_of_many_columns,
        "nested_lists.parquet": parquet_of_nested_lists,
        "brackets_open.csv": _brackets("("),
        "brackets_wide.csv": _brackets("（"),
        "brackets_closed.csv": _brackets("(", ")"),
        "brackets_pairs.csv": _brackets("()"),
        "brackets_square.csv": _brackets("[("),
        "heading_of_units.csv": _brackets("in rmb "),
        "heading_of_words.csv": _brackets("万元 "),
        "heading_of_digits.csv": _brackets("1 "),
        "heading_of_dashes.csv": _brackets("- "),
        "many_columns.csv": csv_of_many_columns,
        "ragged.csv": csv_of_ragged_rows,
        "endless_quote.csv": csv_of_one_endless_quote,
        "quotes.csv": csv_of_quotes,
        "nul.csv": csv_of_nul,
        "long_cell.csv": csv_of_one_long_cell,
        "exponents.csv": csv_of_exponents,
        "control_signs.csv": csv_of_control_signs,
        "bidirectional.csv": csv_of_bidirectional_signs,
    }
)
"""Tapes by the name under which they come."""

MAPPINGS: Mapping[str, str] = MappingProxyType(
    {
        "brackets": "[" * 200_000,
        "nested": '{"columns":' * 100_000,
        "half_a_character": '{"version": 2, "columns": {"balance": "\\ud800"}}',
        "half_a_character_in_a_key": '{"version": 2, "columns": {"\\ud800": "x"}}',
        "escape": json.dumps({"version": 2, "columns": {"balance": "\x1b[31mAmount"}}),
        "digits": '{"version": ' + "9" * 5_000 + ', "columns": {}}',
        "no_number": '{"version": NaN, "columns": {}}',
        "list": '{"version": 2, "columns": ["balance"]}',
        "nothing": "",
        "only_version": '{"version": 2}',
        "unit": '{"version": 2, "columns": {}, "meaning": {"unit": 1e999}}',
        "header_row": '{"version": 2, "columns": {}, "meaning": {"header_row": -1}}',
        "huge_header_row": '{"version": 2, "columns": {}, "meaning": {"header_row": 1e400}}',
    }
)
"""Saved mappings that are none."""

ASSUMPTIONS: Mapping[str, bytes] = MappingProxyType(
    {
        "digits_400": b"[tax]\nincome_tax_rate = " + b"9" * 400 + b"\n",
        "digits_5000": b"[tax]\nincome_tax_rate = " + b"9" * 5_000 + b"\n",
        "brackets": b"a = " + b"[" * 200_000,
        "dots": b".".join([b"a"] * 50_000) + b" = 1\n",
        "not_utf8": b"[tax]\n\xff\xfe = 1\n",
        "nan": b"[tax]\nincome_tax_rate = nan\n",
        "infinite": b"[tax]\nincome_tax_rate = inf\n",
        "control": b'[tax]\n"\\u001b[31mx" = 1\n',
        "zeros": bytes(100_000),
        "many_sectors": b"".join(b'[sector_%d]\nbased_on = "telecom"\n' % n for n in range(5_000)),
    }
)
"""Assumption files that are none."""
