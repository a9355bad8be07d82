"""Files are written whole or not at all, and are safe to open in a spreadsheet."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from placement.domain.errors import InputError
from placement.report.files import as_csv, as_xlsx, write_table, write_whole

TABLE = pd.DataFrame(
    {"name": ["=cmd()", "+1", "plain", None, "账号"], "net": [-1.5, 2.0, 3.0, 4.0, 5.0]}
)


def test_csv_defuses_formulas_and_keeps_numbers() -> None:
    """Texts get an apostrophe; negative numbers are numbers and stay."""
    text = as_csv(TABLE).decode("utf-8-sig")
    assert "'=cmd(),-1.5" in text
    assert "'+1,2.0" in text
    assert "plain,3.0" in text
    assert as_csv(TABLE).startswith(b"\xef\xbb\xbf")


def test_a_heading_that_is_a_formula_is_defused() -> None:
    """Headings come from the user's file as well."""
    assert as_csv(pd.DataFrame({"=x": [1]})).decode("utf-8-sig").startswith("'=x")


def test_xlsx_opens_with_the_same_content() -> None:
    """Read back with another library."""
    rows = CalamineWorkbook.from_filelike(BytesIO(as_xlsx(TABLE))).get_sheet_by_index(0).to_python()
    assert rows[0] == ["name", "net"]
    assert rows[1] == ["'=cmd()", -1.5]
    assert rows[5] == ["账号", 5.0]


def test_an_unknown_ending_is_named(tmp_path: Path) -> None:
    """The rule and what came."""
    with pytest.raises(InputError, match=r"\.csv or \.xlsx; got table\.txt"):
        write_table(TABLE, tmp_path / "table.txt")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """The target is a folder: the replacement fails, and no part stays behind."""
    target = tmp_path / "out.csv"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """Written beside the old one first."""
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
