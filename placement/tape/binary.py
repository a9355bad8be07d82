"""Workbooks (XLSX, ODS) and Parquet files; their readers are imported when one comes."""

import datetime as dt
import io
import zipfile
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.extent import MAX_CELLS, FarCells, UnreadableSheetError, far_cells
from placement.tape.findings import Finding, Severity, name_some
from placement.tape.parts import (
    LOOK_AHEAD,
    Parts,
    heading_row,
    skipped_note,
    unique_headings,
    withhold,
)

MAX_UNPACKED = 1 << 29
"""A workbook may unpack to 512 MB."""

MAX_RATIO = 200
"""And to 200 times its size; honest workbooks pack 5 to 50 times."""

MAX_PARQUET_CELLS = 500_000_000
"""A few kilobytes of Parquet can claim billions of equal cells."""


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
        raise _damaged(filename) from error
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
        titles=tuple(" ".join(cell for cell in row if cell) for row in texts[:start]),
    )


def read_parquet(content: Any, *, filename: str, keep: Collection[str]) -> Parts:
    """Read a Parquet file; columns that are lists or records are left out.

    Raises:
        TapeError: The file is damaged or claims too many cells.
    """
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(content))
        cells = file.metadata.num_rows * file.metadata.num_columns
        if cells > MAX_PARQUET_CELLS:
            raise _too_big(filename, t("{cells} cells", cells=f"{cells:,}"))
        headings = [field.name for field in file.schema_arrow if _readable(field.type)]
        unread = [field.name for field in file.schema_arrow if not _readable(field.type)]
        hidden = withhold(headings, keep)
        table = file.read(columns=[h for h in headings if h not in hidden])
    except (pa.ArrowException, OSError) as error:
        raise _damaged(filename) from error
    if not table.num_columns:
        raise TapeError(t("{file} has no columns of text, numbers or dates.", file=filename))
    return Parts(
        table=table,
        # A Parquet file has no heading row; counting as if it had keeps row 2 the first account.
        rows=np.arange(2, table.num_rows + 2, dtype=np.int64),
        withheld=hidden,
        notes=_unread_note(unread),
    )


def _readable(kind: Any) -> bool:
    """Return whether cells of a type are texts, numbers, dates or flags."""
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_boolean)
    others = (pa.types.is_date, pa.types.is_timestamp, pa.types.is_null)
    return _is_text(kind) or any(test(kind) for test in (*tests, *others))


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _unread_note(headings: Sequence[str]) -> tuple[Finding, ...]:
    if not headings:
        return ()
    names = name_some(headings)
    return (
        Finding(
            code="column_type_unread",
            severity=Severity.WARNING,
            column=names,
            message=t("Columns that are no text, number, date or flag: {names}.", names=names),
            advice=t("Save them as one of these if they are needed."),
        ),
    )


def _check_size(packed: bytes, filename: str) -> None:
    """Refuse what would not fit in memory, before the reader of workbooks asks for it."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
            if unpacked > MAX_UNPACKED or (
                unpacked > 1 << 24 and unpacked > MAX_RATIO * len(packed)
            ):
                raise _too_big(filename, t("{size} MB", size=f"{unpacked / 1e6:,.0f}"))
            if any(name.lower() == "xl/workbook.bin" for name in archive.namelist()):
                raise _binary_workbook(filename)
            far = far_cells(archive)
    except (zipfile.BadZipFile, UnreadableSheetError) as error:
        raise _damaged(filename) from error
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


def _damaged(filename: str) -> TapeError:
    return TapeError(
        t(
            "{file} is damaged and cannot be opened. "
            "Open it in the program that made it and save it again.",
            file=filename,
        )
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


def _too_big(filename: str, size: str) -> TapeError:
    return TapeError(
        t(
            "{file} unpacks to {size}, far more than its size promises; such a file is not opened. "
            "Save it as CSV.",
            file=filename,
            size=size,
        )
    )
