"""Arrow's parser on a text whose layout is known, and the count that its rows are held against.

The records are counted from the bytes as well, and what the parser read or refused must come to the
same: no row is lost, whatever stands in the file.
"""

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc_csv

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.domain.types import IntArray
from placement.tape.columns import field_of
from placement.tape.dialect import Dialect
from placement.tape.fields import FIELDS, Kind
from placement.tape.lines import Lines, count_lines, find_lines
from placement.tape.quoting import quoted
from placement.tape.ragged import Ragged, all_ragged, split, without_loose_ends

_BLOCK = 1 << 22
_NULLS = ["", "#N/A", "N/A", "NA", "NULL", "NaN", "n/a", "nan", "null"]


@dataclass(frozen=True)
class Layout:
    """What the parser has to know."""

    dialect: Dialect
    headings: Sequence[str]
    wanted: Sequence[str]
    filename: str
    as_text: frozenset[str] = frozenset()
    """Headings of numbers whose signs are to be judged later, so that nothing is guessed here."""

    def narrower(self) -> "Layout":
        """Return the layout without the cells that only the rows have."""
        width = len(self.headings) - self.dialect.trailing
        dialect = dataclasses.replace(
            self.dialect, cells=self.dialect.cells[:width], trailing=0, beyond=False
        )
        dropped = self.headings[width:]
        wanted = [h for h in self.wanted if h not in dropped]
        return Layout(dialect, self.headings[:width], wanted, self.filename, self.as_text)


@dataclass(frozen=True)
class ReadRows:
    table: Any
    rows: IntArray
    ragged: list[tuple[int, str]]


def parse_plain(content: Any, layout: Layout) -> ReadRows | None:
    """Return the rows of a text in which every line is one; None where any is not.

    Where as many rows are read as there are lines, no quote has joined two of them and none was
    left out. Nearly all files are so, and need no look at their quotes.
    """
    if not _holds_anything(content):
        return ReadRows(_no_rows(layout.wanted), np.empty(0, dtype=np.int64), [])
    lines = count_lines(content)
    try:
        table, ragged = _parse(content, layout, lines=None, all_of_them=False)
    except TapeError:
        return None
    if ragged or table.num_rows != lines or _loose(table, layout):
        return None
    first = layout.dialect.first_row
    rows = np.arange(first, first + table.num_rows, dtype=np.int64)
    return ReadRows(_without_trailing(table, layout), rows, [])


def parse_rows(content: Any, lines: Lines, layout: Layout) -> ReadRows:
    """Parse a text and hold what was read against the count of its records."""
    separator, width = layout.dialect.separator, len(layout.headings)
    table, ragged = _fitting(content, lines, layout)
    if layout.dialect.beyond and (ragged or _loose(table, layout)):
        return parse_rows(content, lines, layout.narrower())
    named = max((i + 1 for i, cell in enumerate(layout.dialect.cells) if cell), default=0)
    unnamed = [heading for heading in layout.headings[named:] if heading in table.column_names]
    if any(named <= record.cells < width for record in ragged) and not any(
        table[heading].null_count < table.num_rows for heading in unnamed
    ):
        # Some rows end where the headings do, others with separators behind them.
        dialect = dataclasses.replace(layout.dialect, trailing=width - named)
        return parse_rows(content, lines, dataclasses.replace(layout, dialect=dialect).narrower())
    mended = without_loose_ends(content, lines, ragged, separator=separator, width=width)
    if mended is not None:
        return parse_rows(mended, find_lines(mended, separator=separator), layout)
    records = layout.dialect.first_row + lines.records
    if table.num_rows + len(ragged) != len(records):
        raise _lost(layout.filename, counted=len(records), read=table.num_rows + len(ragged))
    fits = np.ones(len(records), dtype=bool)
    fits[[record.number for record in ragged]] = False
    filled = [record for record in ragged if record.text.strip(" \t" + separator)]
    if filled and not table.num_rows:
        raise all_ragged(filled, headings=width, filename=layout.filename)
    return ReadRows(
        _without_trailing(table, layout),
        records[fits],
        [(int(records[record.number]), record.text) for record in filled],
    )


def _fitting(content: Any, lines: Lines, layout: Layout) -> tuple[Any, list[Ragged]]:
    """Return the rows that fit the headings, and each record that does not with its place."""
    if lines.quoted.any():
        table, ragged = _parse(content, layout, lines=lines, all_of_them=False)
        # Only the parser knows which separators are quoted, and only on its careful pass, where
        # each record has fallen.
        return _parse(content, layout, lines=lines, careful=True) if ragged else (table, [])
    content, ragged = split(
        content, lines, separator=layout.dialect.separator, width=len(layout.headings)
    )
    if len(ragged) == len(lines.records):
        return _no_rows(layout.wanted), ragged
    return _parse(content, layout, lines=None)[0], ragged


def _holds_anything(content: Any) -> bool:
    # Asked here and not of Arrow: where Arrow's reader finds nothing and fails, it leaves threads
    # behind that end a short program with an abort.
    data = np.frombuffer(content, dtype=np.uint8)
    pieces = range(0, len(data), 1 << 16)
    return any(bool((data[start : start + (1 << 16)] > 0x20).any()) for start in pieces)


def _no_rows(wanted: Sequence[str]) -> Any:
    return pa.table({heading: pa.nulls(0, pa.string()) for heading in wanted})


def _loose(table: Any, layout: Layout) -> bool:
    """Return whether cells stand in rows beyond the headings."""
    ends = _trailing(layout) if layout.dialect.beyond else []
    return any(table[heading].null_count < table.num_rows for heading in ends)


def _without_trailing(table: Any, layout: Layout) -> Any:
    """Return the table without columns that separators at the ends of rows make."""
    empty = [h for h in _trailing(layout) if table[h].null_count == table.num_rows]
    return table.drop_columns(empty) if empty else table


def _trailing(layout: Layout) -> Sequence[str]:
    return layout.headings[len(layout.headings) - layout.dialect.trailing :]


def _block(lines: Lines | None) -> int:
    """Return a size of blocks that no record is longer than."""
    if lines is None or not len(lines.records):
        return _BLOCK
    longest = int(np.diff(np.append(lines.starts[lines.records], lines.ends[-1])).max())
    return max(_BLOCK, 2 * longest)


def _parse(
    content: Any,
    layout: Layout,
    *,
    lines: Lines | None,
    careful: bool = False,
    all_of_them: bool = True,
) -> tuple[Any, list[Ragged]]:
    """Return the rows that fit the headings and those that do not.

    Args:
        content: The text below the headings.
        layout: Its layout.
        lines: Where its lines are, if that is known; without, no record is very long.
        careful: Tell the place of each record that does not fit; slow.
        all_of_them: Else give up, with no rows, at the first record that does not fit.
    """
    broken = careful or (lines is not None and bool(lines.inside.any()))
    ragged: list[Ragged] = []

    def skip(row: Any) -> str:
        ragged.append(Ragged((row.number or 0) - 1, row.actual_columns, row.text))
        return "skip" if all_of_them else "error"

    try:
        table = pc_csv.read_csv(
            pa.BufferReader(content),
            read_options=pc_csv.ReadOptions(
                column_names=list(layout.headings),
                block_size=_block(lines),
                use_threads=not careful,
            ),
            parse_options=pc_csv.ParseOptions(
                delimiter=layout.dialect.separator,
                invalid_row_handler=skip,
                newlines_in_values=broken,
            ),
            convert_options=pc_csv.ConvertOptions(
                column_types=_column_types(layout.headings, layout.as_text),
                include_columns=list(layout.wanted),
                strings_can_be_null=True,
                null_values=_NULLS,
            ),
        )
    except pa.ArrowInvalid as error:
        if ragged and not all_of_them:
            return _no_rows(layout.wanted), ragged
        if lines is None and "straddling" in str(error):
            lines = find_lines(content, separator=layout.dialect.separator)
            return _parse(content, layout, lines=lines, careful=careful, all_of_them=all_of_them)
        raise TapeError(
            t(
                "{file} cannot be read as a table: {reason}. Check quotes and separators, "
                "or save it again as CSV.",
                file=layout.filename,
                reason=quoted(str(error).splitlines()[0])[:120],
            )
        ) from error
    return table, ragged


def _column_types(headings: Sequence[str], as_text: Collection[str]) -> dict[str, Any]:
    """Return types that must not be guessed: guessing would cut leading zeros off an account."""
    repeated = pa.dictionary(pa.int32(), pa.string())
    types: dict[str, Any] = {}
    for heading in headings:
        found = field_of(heading)
        kind = FIELDS[found[0]].kind if found else Kind.IDENTIFIER
        if kind is Kind.IDENTIFIER or heading in as_text:
            types[heading] = pa.string()
        elif kind in (Kind.CATEGORY, Kind.FLAG):
            types[heading] = repeated
    return types


def _lost(filename: str, *, counted: int, read: int) -> TapeError:
    return TapeError(
        t(
            "{file} has {counted} rows by a count of its lines, but {read} were read. None may be "
            "lost, so nothing is valued. Save it again as XLSX, or as CSV without quotes.",
            file=filename,
            counted=f"{counted:,}",
            read=f"{read:,}",
        )
    )
