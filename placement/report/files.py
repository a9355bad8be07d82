"""Writes a table to a file: CSV or XLSX by its ending, whole or not at all."""

import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from placement.domain.errors import InputError
from placement.domain.text import t

if TYPE_CHECKING:
    import pandas as pd

    from placement.report.made_with import MadeWith

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A text that starts so is run as a formula by spreadsheets."""


def as_csv(table: "pd.DataFrame", *, made_with: "MadeWith | None" = None) -> bytes:
    """Return the table as CSV in UTF-8 with a mark, so that spreadsheets read Chinese.

    Args:
        table: What to write.
        made_with: Stated in the last columns of every row: a CSV has no other place for it.
    """
    stated = table.assign(**made_with.columns) if made_with else table
    return _escaped(stated).to_csv(index=False).encode("utf-8-sig")


def as_xlsx(
    table: "pd.DataFrame", *, sheet: str = "Sheet1", made_with: "MadeWith | None" = None
) -> bytes:
    """Return the table as a workbook.

    Args:
        table: What the first sheet holds.
        sheet: Its name.
        made_with: Stated in two more sheets, "Numbers" and "Made with".

    Raises:
        InputError: The table has more rows than a sheet holds.
    """
    import pandas as pd

    check_rows(len(table), name=f"{sheet}.xlsx")
    sheets = {sheet: table}
    if made_with:
        sheets |= {"Numbers": made_with.numbers(), "Made with": made_with.facts()}
    buffer = BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter") as writer:
        for name, content in sheets.items():
            _escaped(content).to_excel(writer, sheet_name=name, index=False)
            writer.sheets[name].autofit()
            writer.sheets[name].freeze_panes(1, 0)
    return buffer.getvalue()


FORMATS = (".csv", ".xlsx")

MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its headings."""


def write_table(table: "pd.DataFrame", file: Path, *, made_with: "MadeWith | None" = None) -> None:
    """Write the table in the format its ending names, with what it was made with if given.

    Raises:
        InputError: The ending is unknown, a workbook cannot hold so many rows, or the folder
            cannot be written.
    """
    check_format(file)
    check_rows(len(table), name=file.name)
    if file.suffix.lower() == ".csv":
        write_whole(file, as_csv(table, made_with=made_with))
    else:
        write_whole(file, as_xlsx(table, made_with=made_with))


def check_format(file: Path) -> None:
    """Raise InputError where the ending names no format; cheap, so do it before long work."""
    if file.suffix.lower() not in FORMATS:
        raise InputError(
            t(
                "--out must end in {known}; got {file}.",
                known=" or ".join(FORMATS),
                file=file.name,
            )
        )


def check_rows(rows: int, *, name: str) -> None:
    """Raise InputError where a workbook cannot hold so many rows; do it before long work.

    Args:
        rows: Rows below the headings.
        name: The file they are meant for; any other format than a workbook holds all.
    """
    if rows > MOST_ROWS and name.lower().endswith(".xlsx"):
        raise InputError(
            t(
                "{file}: a workbook holds {most} rows below its headings; got {rows}. "
                "Write a .csv, which holds all.",
                file=name,
                most=f"{MOST_ROWS:,}",
                rows=f"{rows:,}",
            )
        )


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it.

    Raises:
        InputError: The folder is missing or cannot be written.
    """
    try:
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(part).replace(file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            t(
                "{file} cannot be written: {why}. Choose a folder that exists and is yours.",
                file=str(file),
                why=error.strerror or str(error),
            )
        ) from None


def _escaped(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the table with texts that a spreadsheet would run as formulas made harmless."""

    def safe(value: object) -> object:
        if isinstance(value, str) and value.startswith(FORMULA_STARTS):
            return "'" + value
        return value

    escaped = table.copy()
    for column in escaped.columns:
        if not _is_plain(escaped[column]):
            escaped[column] = escaped[column].map(safe)
    return escaped.rename(columns=lambda name: str(safe(str(name))))


def _is_plain(column: "pd.Series") -> bool:
    return column.dtype.kind in "biufM"
