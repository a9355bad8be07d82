"""Files are written whole or not at all, and are safe to open in a spreadsheet."""

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from placement import MODEL_VERSION
from placement.assume.library import load_library
from placement.domain.errors import InputError
from placement.domain.types import Stance
from placement.report import files
from placement.report.files import as_csv, as_xlsx, harmless, write_table, write_whole
from placement.report.made_with import NAMED, MadeWith

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


@pytest.mark.parametrize(
    "text",
    ["＝1+1", "＋cmd", "－2", "＠SUM(1)", "﹦1", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1",
     "\u202e\x01@x", "\t1", "\r1", " \t1"],
)  # fmt: skip
def test_a_formula_behind_blanks_or_in_another_width_is_defused(text: str) -> None:
    """Some spreadsheets pass over signs that nobody sees, and read both widths."""
    table = pd.DataFrame({"name": [text]})
    assert harmless(text) == f"'{text}"
    rows = CalamineWorkbook.from_filelike(BytesIO(as_xlsx(table))).get_sheet_by_index(0).to_python()
    assert rows[1][0].startswith("'")


@pytest.mark.parametrize("text", ["", " ", "a=1", "账号", "—", "(-5)", "1-2", "'=1"])
def test_what_is_no_formula_stays(text: str) -> None:
    assert harmless(text) == text


def test_a_heading_that_is_a_formula_is_defused() -> None:
    """Headings come from the user's file as well."""
    assert as_csv(pd.DataFrame({"=x": [1]})).decode("utf-8-sig").startswith("'=x")


def test_xlsx_opens_with_the_same_content() -> None:
    """Read back with another library."""
    rows = CalamineWorkbook.from_filelike(BytesIO(as_xlsx(TABLE))).get_sheet_by_index(0).to_python()
    assert rows[0] == ["name", "net"]
    assert rows[1] == ["'=cmd()", -1.5]
    assert rows[5] == ["账号", 5.0]


def test_a_workbook_puts_no_account_into_a_temporary_file(monkeypatch, tmp_path: Path) -> None:
    """A folder that cannot be written to would end it, and nothing is there for a kill to leave."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not there"))
    with pytest.raises(FileNotFoundError):
        tempfile.mkstemp()
    content = as_xlsx(pd.DataFrame({"account": ["A1", "A2"]}))
    assert len(pd.read_excel(BytesIO(content), engine="calamine")) == 2


def test_an_unknown_ending_is_named(tmp_path: Path) -> None:
    """The rule and what came."""
    with pytest.raises(InputError, match=r"\.csv or \.xlsx; got table\.txt"):
        write_table(TABLE, tmp_path / "table.txt")


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    """It is said what is there, and nothing is left beside it."""
    target = tmp_path / "out.csv"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(InputError, match="is a folder and no file"):
        write_whole(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert (target / "inside").exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """What cannot be written fails when the part is open already: it does not stay behind."""
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    with pytest.raises(TypeError):
        write_whole(target, "no bytes")  # type: ignore[arg-type]
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """Written beside the old one first."""
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    write_whole(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def made_with(**values: float) -> MadeWith:
    """Return what a file was made with; `__` stands for a dot of a path."""
    library = load_library()
    changed = {path.replace("__", "."): value for path, value in values.items()}
    return MadeWith(
        assumptions=library.with_values(changed),
        library=library,
        stance=Stance.CONTRACTUAL,
        as_of=dt.date(2025, 12, 31),
        book="=book.csv",
    )


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    """Return the rows of every sheet of a workbook."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def test_a_csv_says_in_every_row_which_numbers_made_it() -> None:
    """The changed number as a path and value that a command takes; the rest beside it."""
    told = made_with(market__discount_rate_per_year=0.07)
    read = pd.read_csv(BytesIO(as_csv(TABLE, made_with=told)), dtype=str)
    assert list(read.columns[:2]) == ["name", "net"]
    assert set(read["scenario"]) == {"market.discount_rate_per_year=0.07"}
    assert set(read["stance"]) == {"contractual"}
    assert set(read["as_of"]) == {"2025-12-31"}
    assert set(read["model_version"]) == {MODEL_VERSION}
    assert read["library_version"].str.len().eq(8).all()


def test_the_librarys_own_numbers_are_called_so() -> None:
    """Also where a value was set to what it was before."""
    library = load_library().entries["market.discount_rate_per_year"].value
    assert made_with().scenario == "library"
    assert made_with(market__discount_rate_per_year=library).scenario == "library"


def test_many_changes_are_counted_in_a_csv_and_listed_in_a_workbook() -> None:
    """Two tables of the library moved."""
    library = load_library()
    tables = ("bank_card.agency.commission.", "telecom.agency.commission.")
    moved = {
        path: entry.value * 0.5
        for path, entry in library.entries.items()
        if path.startswith(tables)
    }
    told = MadeWith(
        assumptions=library.with_values(moved),
        library=library,
        stance=Stance.PROFIT_SEEKING,
        as_of=None,
    )
    assert len(moved) > NAMED
    assert told.scenario.endswith(f"; and {len(moved) - NAMED} more")
    assert told.scenario.count("=") == NAMED
    assert told.columns["as_of"] == ""
    rows = sheets(as_xlsx(TABLE, made_with=told))["Numbers"]
    assert {row[0] for row in rows[1:] if row[-1] == "yes"} == set(moved)


def test_a_workbook_holds_every_number_beside_the_librarys() -> None:
    """Changed ones first; then what else it was made with. Texts stay harmless."""
    told = made_with(market__discount_rate_per_year=0.07)
    read = sheets(as_xlsx(TABLE, made_with=told))
    assert list(read) == ["Sheet1", "Numbers", "Made with"]
    assert read["Sheet1"][0] == ["name", "net"]
    heading, first, second = read["Numbers"][:3]
    assert heading == ["path", "value", "library_value", "unit", "status", "changed"]
    shipped = load_library().entries["market.discount_rate_per_year"]
    assert first[:4] == ["market.discount_rate_per_year", 0.07, shipped.value, shipped.unit]
    assert first[-1] == "yes"
    assert second[1] == second[2]
    assert len(read["Numbers"]) - 1 == len(load_library().entries)
    facts = dict(read["Made with"][1:])
    assert facts["book"] == "'=book.csv"
    assert facts["stance"] == "contractual"
    assert str(facts["as_of"]) == "2025-12-31"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_written_table_says_it_too(tmp_path: Path, ending: str) -> None:
    """The same bytes' content as the download."""
    told, target = made_with(market__discount_rate_per_year=0.07), tmp_path / f"table.{ending}"
    write_table(TABLE, target, made_with=told)
    if ending == "csv":
        assert target.read_bytes() == as_csv(TABLE, made_with=told)
    else:
        assert sheets(target.read_bytes()) == sheets(as_xlsx(TABLE, made_with=told))


def test_a_table_of_more_rows_than_a_sheet_is_refused_but_as_csv(monkeypatch, tmp_path) -> None:
    """Before the workbook is written, not after."""
    monkeypatch.setattr(files, "MOST_ROWS", 4)
    with pytest.raises(InputError, match=r"big\.xlsx: a workbook holds 4 rows .* got 5"):
        write_table(TABLE, tmp_path / "big.xlsx")
    with pytest.raises(InputError, match="got 5"):
        as_xlsx(TABLE)
    write_table(TABLE, tmp_path / "big.csv")
    assert [file.name for file in tmp_path.iterdir()] == ["big.csv"]


KILLED = """
import os, pathlib, shutil, signal, sys
from placement.report import files
target = pathlib.Path(sys.argv[1])
die = lambda *args, **more: os.kill(os.getpid(), signal.SIGKILL)
pathlib.Path.replace = die
if sys.argv[2] == "file":
    files.write_whole(target, b"account A-1")
else:
    files.write_folder(target, {"a.csv": b"account A-1"})
"""


@pytest.mark.skipif(os.name != "posix", reason="processes are looked up as POSIX has them")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_a_kill_leaves_is_private_and_gone_with_the_next_write(tmp_path, what) -> None:
    """Beside it what a running process writes, and what is nobody's of ours, stay."""
    target = tmp_path / "out"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(target), what], check=False)
    assert ended.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.stat().st_mode & 0o077 == 0
    running = tmp_path / f".out.{os.getpid()}.placement-part.abc"
    others = tmp_path / ".out.backup"
    running.write_bytes(b"")
    others.write_bytes(b"")
    if what == "file":
        write_whole(target, b"x")
    else:
        files.write_folder(target, {"a.csv": b"x"})
    assert set(tmp_path.iterdir()) == {target, running, others}
