"""Workbooks (XLSX, ODS); their reader is imported when one comes."""

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.budget import too_big
from placement.tape.extent import MAX_CELLS, FarCells, UnreadableSheetError, far_cells
from placement.tape.findings import Finding, Severity
from placement.tape.headings import LOOK_AHEAD, heading_row, unique_headings, withhold
from placement.tape.parts import Parts, damaged, skipped_note

MAX_UNPACKED = 1 << 29
"""A workbook may unpack to 512 MB."""

MAX_RATIO = 200
"""And to 200 times its size; honest workbooks pack 5 to 50 times."""


def read_workbook(content: Any, *, filename: str, keep: Collection[str]) -> Parts:
    """Read the first sheet of an XLSX or ODS workbook that is not empty.

    Raises:
        TapeError: The workbook is damaged, unpacks to too much, has a filled cell too far away,
            or has no filled sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    packed = bytes(content)
    _check_size(packed, filename)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(packed))
        names = workbook.sheet_names
        sheets = ((name, workbook.get_sheet_by_name(name).to_python()) for name in names)
        sheet, cells = next(((n, rows) for n, rows in sheets if rows), ("", []))
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(filename) from error
    if not cells:
        raise TapeError(
            t("{file} has no filled sheet. A tape needs headings and rows.", file=filename)
        )
    texts = [[_text(cell) or "" for cell in row] for row in cells[: LOOK_AHEAD * 2]]
    start = heading_row(texts)
    headings = unique_headings(texts[start])
    hidden = withhold(headings, keep)
    # calamine starts at the first filled row; the user's rows start at 1.
    offset = _first_row(workbook, sheet)
    filled = [i for i in range(start + 1, len(cells)) if any(cell != "" for cell in cells[i])]
    table = pa.table(
        {
            heading: _column([cells[i][position] for i in filled])
            for position, heading in enumerate(headings)
            if heading not in hidden
        }
    )
    return Parts(
        table=table,
        rows=np.array(filled, dtype=np.int64) + offset,
        withheld=hidden,
        notes=(*_sheet_note(sheet, names), *skipped_note(start)),
    )


def _check_size(packed: bytes, filename: str) -> None:
    """Refuse what would not fit in memory, before the reader of workbooks asks for it."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            if unpacked > MAX_UNPACKED or (
                unpacked > 1 << 24 and unpacked > MAX_RATIO * len(packed)
            ):
                raise too_big(filename, t("{size} MB", size=f"{unpacked / 1e6:,.0f}"))
            if any(name.lower() == "xl/workbook.bin" for name in archive.namelist()):
                raise _binary_workbook(filename)
            far = far_cells(archive)
    except (zipfile.BadZipFile, UnreadableSheetError) as error:
        raise damaged(filename) from error
    if far:
        raise _too_far(filename, far)


def _first_row(workbook: Any, sheet: str) -> int:
    return int((workbook.get_sheet_by_name(sheet).start or (0, 0))[0]) + 1


def _column(cells: Sequence[Any]) -> Any:
    """Return cells of one kind as that type, mixed ones as text."""
    kinds = {type(cell) for cell in cells if cell != ""}
    values = [None if cell == "" else cell for cell in cells]
    if not kinds:
        return pa.nulls(len(values), pa.string())
    if kinds <= {int, float}:
        return pa.array(values, pa.float64())
    if kinds == {bool}:
        return pa.array(values, pa.bool_())
    if kinds <= {dt.date, dt.datetime}:
        return pa.array([_day(value) for value in values], pa.date32())
    return pa.array([_text(value) for value in values], pa.string())


def _day(value: Any) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


def _text(cell: Any) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    return str(cell)


def _sheet_note(sheet: str, names: Sequence[str]) -> tuple[Finding, ...]:
    if len(names) < 2:
        return ()
    return (
        Finding(
            code="sheet_used",
            severity=Severity.NOTE,
            message=t(
                'The workbook has {count} sheets; "{sheet}", the first filled one, was read.',
                count=len(names),
                sheet=sheet,
            ),
            advice=t("Move the accounts to the first sheet if this is the wrong one."),
        ),
    )


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
            most=f"{MAX_CELLS:,}",
            cells=f"{far.spans:,}",
        )
    )
