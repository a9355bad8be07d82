"""A ZIP file that holds one table is read; of several each is named."""

import io
import struct
import zipfile

import pytest

from placement.domain.errors import TapeError
from placement.tape import budget
from placement.tape.read import read_table
from tests.tape.test_read import HEADINGS, ROWS, as_csv, as_xlsx

CSV = as_csv(",").encode()


def packed(files: dict[str, bytes]) -> bytes:
    """Put files into a ZIP file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        {"book.csv": CSV},
        {
            "folder/": b"",
            "folder/book.CSV": CSV,
            "readme.pdf": b"%PDF",
            "__MACOSX/._book.csv": b"x",
        },
        {"book.xlsx": as_xlsx([HEADINGS, *ROWS])},
    ],
)
def test_the_one_table_in_it_is_read_and_named(files, checked) -> None:
    raw = read_table(packed(files), filename="a.zip")
    assert raw.table.num_rows == 2
    assert raw.notes[0].code == "archive_unpacked"
    assert f"{raw.filename} in it was read" in raw.notes[0].message
    assert raw.filename.lower().startswith("book.")
    assert checked(packed(files), filename="a.zip").tape.balance.sum() == 8234.5


def test_several_tables_are_named() -> None:
    with pytest.raises(TapeError, match=r"holds 2 tables: one\.csv, b/two\.xlsx\. Unpack it"):
        read_table(packed({"one.csv": CSV, "b/two.xlsx": b"", "note.md": b""}), filename="a.zip")


def test_an_archive_without_a_table() -> None:
    with pytest.raises(TapeError, match="holds no table"):
        read_table(packed({"a.pdf": b"", "inner.zip": packed({"a.csv": CSV})}), filename="a.zip")


def test_a_name_in_the_encoding_of_chinese_systems() -> None:
    name = "案件"
    content = packed({"abcd.csv": CSV}).replace(b"abcd", name.encode("gb18030"))
    assert read_table(content, filename="a.zip").filename == "案件.csv"


def test_an_archive_with_a_password() -> None:
    content = bytearray(packed({"book.csv": CSV}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", content, content.index(mark) + place, 1)
    with pytest.raises(TapeError, match="has a password"):
        read_table(bytes(content), filename="a.zip")


def test_a_damaged_archive() -> None:
    content = bytearray(packed({"book.csv": CSV}))
    content[45:60] = b"\x00" * 15
    with pytest.raises(TapeError, match="is damaged"):
        read_table(bytes(content), filename="a.zip")


def test_an_archive_that_unpacks_to_far_more_than_it_promises(monkeypatch) -> None:
    monkeypatch.setattr(budget, "_ALWAYS", 1 << 16)
    with pytest.raises(TapeError, match="far more than its size promises"):
        read_table(packed({"book.csv": CSV + b"\n" * (1 << 22)}), filename="a.zip")
