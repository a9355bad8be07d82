"""Workbooks (XLSX, ODS): their sheets of accounts as one table; the reader comes with the first.

What may be read is settled from the XML first (`survey`), which sheets are read in `sheets`.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import BoolArray
from placement.tape import extent
from placement.tape.budget import check_memory, memory_allowed, too_big
from placement.tape.columns import field_of
from placement.tape.dialect import MOST_COLUMNS
from placement.tape.extent import FarCells, UnreadableSheetError
from placement.tape.fields import FIELDS, Kind
from placement.tape.formats import Formats, formats_of
from placement.tape.formulas import formula_findings, results
from placement.tape.headings import withhold
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.parts import Parts, cell_text, damaged, skipped_note, too_many_columns
from placement.tape.sheets import Sheet, Sheets, choose_sheets, sheet_findings
from placement.tape.survey import Survey, survey

MAX_UNPACKED = 1 << 29
"""A workbook may unpack to 512 MB."""

MAX_RATIO = 200
"""And to 200 times its size; honest workbooks pack 5 to 50 times."""

_PANIC = "PanicException"
"""What a fault within the reader comes as; it is no `Exception`, and no name to import."""

_FROM_1904 = 1_462
"""Days from the day that spreadsheets usually count from to the other one."""

_SERIALS = (20_000 - _FROM_1904, 80_000 - _FROM_1904)
"""Day numbers that can be a date: 1954 to 2119."""


def read_workbook(
    content: Any, *, filename: str, keep: Collection[str], meaning: Meaning = AS_IT_STANDS
) -> Parts:
    """Read the sheets of an XLSX or ODS workbook that hold accounts.

    Args:
        content: The file as an Arrow buffer.
        filename: For messages.
        keep: Personal-looking headings to read all the same.
        meaning: The user's word on the sheets and the row of headings.

    Raises:
        TapeError: The workbook is damaged, unpacks to too much, has too many columns or a filled
            cell too far away, or has no filled sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    packed = bytes(content)
    facts = _look(packed, filename)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(packed))
        sheets = choose_sheets(workbook, filename=filename, meaning=meaning)
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(filename) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise damaged(filename) from error
    for sheet in sheets.read:
        _check_none_lost(sheet, facts, filename)
    return _parts(sheets, facts, keep)


def _check_none_lost(sheet: Sheet, facts: Survey, filename: str) -> None:
    """Hold the rows that were read against those the XML has numbers in."""
    known = facts.sheets.get(sheet.name)
    if known is None:
        return
    numbered = np.array(known.numbered, dtype=np.int64)
    lost = np.setdiff1d(numbered[numbered > sheet.headings_row], sheet.rows)
    if len(lost):
        raise TapeError(
            t(
                "{file}: {count} rows of the sheet {sheet} that hold numbers were not read, the "
                "first is row {row}. None may be lost, so nothing is valued. Save it again, or "
                "as CSV.",
                file=filename,
                count=f"{len(lost):,}",
                sheet=sheet.name,
                row=int(lost[0]),
            )
        )


def _parts(sheets: Sheets, facts: Survey, keep: Collection[str]) -> Parts:
    headings = list(dict.fromkeys(heading for sheet in sheets.read for heading in sheet.places))
    hidden = withhold(headings, keep)
    columns, uncalculated = {}, []
    for heading in headings:
        if heading in hidden:
            continue
        cells: list[Any] = []
        for sheet in sheets.read:
            here, dead = results(sheet, heading, facts)
            cells += here
            uncalculated += [dead] if dead else []
        columns[heading] = _column(_since_1900(cells, heading) if facts.from_1904 else cells)
    names = [(sheet.name, len(sheet.filled)) for sheet in sheets.read]
    return Parts(
        table=pa.table(columns),
        rows=np.concatenate([sheet.rows for sheet in sheets.read]),
        sheets=tuple(names) if len(names) > 1 else (),
        hidden=np.concatenate([_hidden(sheet, facts) for sheet in sheets.read]),
        withheld=hidden,
        titles=tuple(title for sheet in sheets.read for title in sheet.titles),
        sheet_titles=tuple(sheet.titles for sheet in sheets.read) if len(names) > 1 else (),
        formats=_formats(sheets, facts, columns),
        notes=(
            *sheet_findings(sheets),
            *skipped_note(sum(len(sheet.titles) for sheet in sheets.read)),
            *formula_findings(uncalculated, keep=keep),
        ),
    )


def _formats(sheets: Sheets, facts: Survey, headings: Collection[str]) -> dict[str, Formats]:
    """Return what the formats of cells say, for the headings under which they say something."""
    found = {}
    for heading in headings:
        parts = []
        for sheet in sheets.read:
            known = facts.sheets.get(sheet.name)
            at = sheet.places.get(heading, -1) + 1
            parts.append((known.formats.get(at, {}) if known else {}, sheet.rows))
        if any(ranges for ranges, _ in parts) and (of_heading := formats_of(parts)) is not None:
            found[heading] = of_heading
    return found


def _hidden(sheet: Sheet, facts: Survey) -> BoolArray:
    """Return which records the workbook hides, by hand or by a filter. Shape (records,)."""
    known = facts.sheets.get(sheet.name)
    if known is None or not known.hidden:
        return np.zeros(len(sheet.filled), dtype=bool)
    first, last = np.array(known.hidden, dtype=np.int64).T
    place = np.searchsorted(first, sheet.rows, side="right") - 1
    return np.asarray((place >= 0) & (sheet.rows <= last[place]))


def _since_1900(cells: list[Any], heading: str) -> list[Any]:
    """Return day numbers under a heading of dates as they are usually counted."""
    found = field_of(heading)
    if found is None or FIELDS[found[0]].kind is not Kind.DATE:
        return cells
    low, high = _SERIALS
    return [
        cell + _FROM_1904 if isinstance(cell, int | float) and low <= cell <= high else cell
        for cell in cells
    ]


def _look(packed: bytes, filename: str) -> Survey:
    """Return what the XML says; refuse what would not fit in memory before it is asked for."""
    allowed = memory_allowed(len(packed))
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            if unpacked > MAX_UNPACKED or (
                unpacked > 1 << 24 and unpacked > MAX_RATIO * len(packed)
            ):
                raise too_big(filename, t("{size} MB", size=f"{unpacked / 1e6:,.0f}"))
            if any(name.lower() == "xl/workbook.bin" for name in archive.namelist()):
                raise _binary_workbook(filename)
            found = survey(archive, allowed=allowed)
    except (zipfile.BadZipFile, NotImplementedError, UnreadableSheetError) as error:
        raise damaged(filename) from error
    if found.far:
        raise _too_far(filename, found.far)
    if found.widest > MOST_COLUMNS:
        # Of each cell of the first rows it is asked whether it is a heading.
        raise too_many_columns(filename, found.widest)
    check_memory(found.laid_out, size=len(packed), filename=filename)
    return found


def _column(cells: Sequence[Any]) -> Any:
    """Return cells of one kind as that type, mixed ones as text."""
    kinds = {type(cell) for cell in cells if cell != ""}
    values = [None if cell == "" else cell for cell in cells]
    if not kinds:
        return pa.nulls(len(values), pa.string())
    if kinds <= {int, float}:
        return pa.array([None if v is None else float(v) for v in values], pa.float64())
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds <= {dt.date, dt.datetime}:
        return pa.array([_day(value) for value in values], pa.date32())
    return pa.array([cell_text(value) for value in values], pa.string())


def _day(value: Any) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def _binary_workbook(filename: str) -> TapeError:
    return TapeError(
        t(
            "{file} is a binary workbook (XLSB); CSV, XLSX, ODS and Parquet are read. "
            "Save it as .xlsx.",
            file=filename,
        )
    )


def _too_far(filename: str, far: FarCells) -> TapeError:
    return TapeError(
        t(
            "{file} reaches too far: a sheet may span {most} cells, rows times columns; the "
            "filled cells at its far ends, {names}, make it span {cells}. Delete what stands "
            "there by mistake and save again; a book that really is this large, save as CSV.",
            file=filename,
            names=far.names,
            most=f"{extent.MAX_CELLS:,}",
            cells=f"{far.spans:,}",
        )
    )
