"""What every file format hands to `read_table`."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.dialect import MOST_COLUMNS
from placement.tape.findings import Finding, Severity

if TYPE_CHECKING:
    from placement.domain.types import BoolArray, IntArray
    from placement.tape.formats import Formats


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """A table read from one format; the fields are those of `RawTable`."""

    table: Any
    rows: "IntArray"
    ragged: tuple[tuple[int, str], ...] = ()
    withheld: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()
    sheets: tuple[tuple[str, int], ...] = ()
    hidden: "BoolArray | None" = None
    titles: tuple[str, ...] = ()
    """Lines above the headings, cells with spaces between them."""
    sheet_titles: tuple[tuple[str, ...], ...] = ()
    formats: "Mapping[str, Formats]" = field(default_factory=dict)


def skipped_note(count: int) -> tuple[Finding, ...]:
    """Return a note on title rows above the headings, if there are any."""
    if not count:
        return ()
    return (
        Finding(
            code="title_rows",
            severity=Severity.NOTE,
            rows=count,
            message=t("Rows skipped above the headings: {rows}.", rows=count),
            advice=t("Check that the headings are the right ones."),
        ),
    )


def damaged(filename: str) -> TapeError:
    """Return the error for a file that its own format cannot be read from."""
    return TapeError(
        t(
            "{file} is damaged and cannot be opened. "
            "Open it in the program that made it and save it again.",
            file=filename,
        )
    )


def too_many_columns(filename: str, columns: int) -> TapeError:
    """Return the error for a table of more columns than are read."""
    return TapeError(
        t(
            "{file} has {columns} columns; a table may have {most}, and one of accounts has a few "
            "dozen. Save those that are needed.",
            file=filename,
            columns=f"{columns:,}",
            most=f"{MOST_COLUMNS:,}",
        )
    )


def cell_text(cell: Any) -> str | None:
    """Return a cell of a workbook as text, None where it is empty."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    return str(cell)
