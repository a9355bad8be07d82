"""How a text file is laid out: its separator, its headings, where its records begin."""

import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.columns import field_of, normalise
from placement.tape.findings import Finding, Severity
from placement.tape.headings import LOOK_AHEAD, find_headings
from placement.tape.quoting import shape

SEPARATORS = (",", ";", "\t")
UNUSUAL = ("|", "^", "~")
"""Separators we did not promise but understand, with a warning."""

_TOP = 1 << 16
"""Bytes in which the headings are looked for; more where lines are long or the user names one."""

_LONGEST_TOP = 1 << 20
"""Bytes after which no line is looked for any more: what goes on so long is no row of headings."""

MOST_COLUMNS = 20_000
"""More than any spreadsheet has."""

_SCORED = 500
"""Cells of a line in which known headings are counted."""

_FEWEST_LINES = 4
"""Lines that are looked at however long they are: a title, the headings, a row, a part of one."""

_LINES_OF_A_HEADING = 8
"""A quoted heading may have line breaks; what takes more lines is a quote gone astray."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How the text is laid out."""

    separator: str

    cells: tuple[str, ...]
    """Heading of each cell of a row; empty where it has none."""

    trailing: int
    """Cells at the end of every row that no heading names; empty in all rows looked at."""

    beyond: bool
    """The rows have more cells than the row of headings."""

    title_lines: tuple[str, ...]
    """Filled lines above the headings, cells with spaces between them."""

    first_row: int
    """Row of the file the records begin in; the first is 1."""

    offset: int
    """Byte the records begin at."""


@dataclass(frozen=True)
class _Record:
    cells: list[str]
    row: int
    """Row of the file it begins in."""

    next_row: int
    behind: int
    """Position of the text behind it."""


def find_dialect(
    utf8: Any, *, filename: str, header_row: int | None, known: Collection[str] = ()
) -> Dialect:
    """Return how a text is laid out.

    Args:
        utf8: The text as an Arrow buffer.
        filename: For messages.
        header_row: The user's word for the row that holds the headings.
        known: Headings of a file that is no tape, which tell its separator as a tape's do.

    Raises:
        TapeError: The text is empty or has one column only, or there is no such row.
    """
    top = _top(utf8, header_row)
    lines = _LINE.findall(top)
    separator = _separator([line.strip("\r\n") for line in lines], filename, header_row, known)
    records = _records(lines, separator)
    if len(top.encode()) < utf8.size:
        # The last one may be cut.
        records = records[:-1]
    found = find_headings(
        [record.cells[: MOST_COLUMNS + 1] for record in records],
        numbers=[record.row for record in records],
        header_row=header_row,
        filename=filename,
    )
    if not records or len(found.cells) > MOST_COLUMNS:
        raise TapeError(
            t(
                "{file} has more than {most} columns, or its first lines never end; a table of "
                "accounts has a few dozen columns. Check the separator and the line breaks.",
                file=filename,
                most=f"{MOST_COLUMNS:,}",
            )
        )
    end = records[found.last]
    below = [record.cells for record in records[found.last + 1 :] if any(record.cells)]
    cells, trailing = _with_trailing(found.cells, below)
    return Dialect(
        separator=separator,
        cells=cells,
        trailing=trailing,
        beyond=len(cells) > len(found.cells),
        title_lines=tuple(
            " ".join(cell for cell in record.cells if cell)
            for record in records[: found.first]
            if any(record.cells)
        ),
        first_row=end.next_row,
        offset=len(top[: end.behind].encode()),
    )


def dialect_note(encoding: str, separator: str) -> Finding:
    """Return a note on how a text was read, a warning where its separator is unusual."""
    names = {",": t("comma"), ";": t("semicolon"), "\t": t("tab")}
    unusual = separator in UNUSUAL
    return Finding(
        code="separator_unusual" if unusual else "dialect",
        severity=Severity.WARNING if unusual else Severity.NOTE,
        message=t(
            "Read as {encoding} text separated by {separator}.",
            encoding=encoding,
            separator=names.get(separator, separator),
        ),
        advice=t("Expected are comma, semicolon or tab; check that the columns are right.")
        if unusual
        else "",
    )


def _top(utf8: Any, header_row: int | None) -> str:
    """Return the first lines: those that may hold headings and as many again."""
    wanted = max(2 * LOOK_AHEAD, (header_row or 0) + LOOK_AHEAD)
    size = _TOP
    while True:
        text = bytes(utf8[:size]).decode(errors="ignore")
        ends = [found.end() for found in _LINE.finditer(text)]
        enough = wanted if header_row else _FEWEST_LINES
        if size >= utf8.size or len(ends) > enough or (size >= _LONGEST_TOP and not header_row):
            return text[: ends[min(wanted, len(ends)) - 1]]
        size *= 4


def _separator(
    lines: Sequence[str], filename: str, header_row: int | None, known: Collection[str]
) -> str:
    """Return the separator that splits the first lines into most known headings, then cells."""
    filled = [line for line in lines if line.strip()]
    if not filled:
        raise TapeError(
            t("{file} is empty. A tape needs headings and one row per account.", file=filename)
        )
    looked_at = filled[:LOOK_AHEAD] if header_row is None else lines[header_row - 1 :][:LOOK_AHEAD]

    headings = frozenset(map(normalise, known))

    def is_known(cell: str) -> bool:
        return field_of(cell) is not None or normalise(cell) in headings

    def score(separator: str) -> tuple[int, int]:
        rows = [_cells(line, separator) for line in looked_at]
        found = max((sum(map(is_known, row[:_SCORED])) for row in rows), default=0)
        widest = max(map(len, rows), default=0)
        return (found if widest > 1 else 0, widest)

    best = max((*SEPARATORS, *UNUSUAL), key=score)
    if score(best)[1] < 2 and looked_at:
        raise TapeError(
            t(
                "{file} has one column only; columns are separated by comma, semicolon or tab, "
                'and the first line is "{line}". Save it again with one of these separators.',
                file=filename,
                line=shape(filled[0])[:60],
            )
        )
    return best


def _cells(text: str, separator: str) -> list[str]:
    return [cell.strip() for cell in _first_record([text], separator)]


def _first_record(lines: Sequence[str], separator: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=separator), [])
    except csv.Error:
        # A cell of more than 128 KB is no heading; where it ends does not matter here.
        return "".join(lines).split(separator)


def _records(lines: Sequence[str], separator: str) -> list[_Record]:
    """Return the records of the first lines; a cell may have line breaks where it is quoted."""
    records = []
    position = behind = 0
    while position < len(lines):
        taken = _lines_taken(lines[position : position + _LINES_OF_A_HEADING], separator)
        text = "".join(lines[position : position + taken])
        behind += len(text)
        if text:
            cells = [cell.strip() for cell in _first_record(_LINE.findall(text), separator)]
            records.append(_Record(cells, position + 1, position + taken + 1, behind))
        position += taken
    return records


def _lines_taken(lines: Sequence[str], separator: str) -> int:
    """Return how many lines the record takes that begins in the first; 1 if it never ends."""
    for taken in range(1, len(lines) + 1):
        text = "".join(lines[:taken])
        # A mark that nothing else has shows whether the record was over before it.
        cells = _first_record([*_LINE.findall(text), "\0"], separator)
        if not cells or "\0" not in cells[-1]:
            return taken
    return 1


def _with_trailing(
    cells: Sequence[str], below: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], int]:
    """Return the headings cut or filled up to the width of the rows, where all have one width.

    Exports often end every row with a separator, and some leave it out of the headings or only
    put it there.
    """
    named = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    widths = {len(row) for row in below}
    if len(widths) != 1:
        return tuple(cells), 0
    (width,) = widths
    if width < named or any(cell for row in below for cell in row[named:]):
        return tuple(cells), 0
    return (*cells[:named], *("",) * (width - named)), width - named
