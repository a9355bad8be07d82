"""Records of a text that have more or fewer cells than there are headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.lines import Lines

_OTHER_QUOTES = re.compile(r"[“”„‘’«»]|(?<![^,;\t|])'|'(?![^,;\t|])")
"""Marks that a program other than a spreadsheet puts around a cell."""


def has_other_quotes(text: str) -> bool:
    """Return whether cells of a record stand in quotes that are not read as such."""
    return _OTHER_QUOTES.search(text) is not None


@dataclass(frozen=True)
class Ragged:
    """A record with more or fewer cells than there are headings."""

    number: int
    """Its place among all records, the first being 0; -1 if it was not asked for."""

    cells: int
    text: str


def split(content: Any, lines: Lines, *, separator: str, width: int) -> tuple[Any, list[Ragged]]:
    """Return a text without quotes less its records of another width, and those records."""
    data = np.frombuffer(content, dtype=np.uint8)
    places = np.flatnonzero(data == ord(separator))
    records = lines.records
    starts, ends = lines.starts[records], lines.ends[records]
    cells = np.searchsorted(places, ends) - np.searchsorted(places, starts) + 1
    other = np.flatnonzero(cells != width)
    ragged = [
        Ragged(number, count, data[start:end].tobytes().decode(errors="replace"))
        for number, count, start, end in zip(
            other.tolist(),
            cells[other].tolist(),
            starts[other].tolist(),
            ends[other].tolist(),
            strict=True,
        )
    ]
    # What lies between the start of a record and that of the next line goes.
    behind = np.append(lines.starts, len(data))[records + 1]
    edges = np.zeros(len(data) + 1, dtype=np.int8)
    np.add.at(edges, starts[other], 1)
    np.add.at(edges, behind[other], -1)
    kept = np.cumsum(edges[:-1], dtype=np.int8) == 0
    return pa.py_buffer(data[kept].tobytes()), ragged


def without_loose_ends(
    content: Any, lines: Lines, ragged: Sequence[Ragged], *, separator: str, width: int
) -> Any | None:
    """Return the text without separators behind the last cell of single rows; None if it has none.

    Spreadsheets end some rows with more separators than others.
    """
    over = [(record.number, record.cells - width, record.text) for record in ragged]
    loose = [(n, more) for n, more, text in over if more > 0 and text.endswith(separator * more)]
    if not loose:
        return None
    last = np.append(lines.records[1:], len(lines.starts)) - 1
    blank = np.flatnonzero(~lines.blank)
    cut = np.zeros(content.size, dtype=bool)
    for number, more in loose:
        line = blank[np.searchsorted(blank, last[number], side="right") - 1]
        cut[lines.ends[line] - more : lines.ends[line]] = True
    return pa.py_buffer(np.frombuffer(content, dtype=np.uint8)[~cut].tobytes())


def all_ragged(ragged: Sequence[Ragged], *, headings: int, filename: str) -> TapeError:
    """Return the error for a file in which no record fits the headings."""
    widths = [record.cells for record in ragged]
    file, rows = filename, f"{len(widths):,}"
    marks = {found[0] for record in ragged for found in _OTHER_QUOTES.finditer(record.text)}
    if marks and min(widths) > headings:
        return TapeError(
            t(
                "{file}: every one of its {rows} rows has more cells than there are headings, "
                "{headings}. Cells with the separator inside stand in other quotes, {marks}; only "
                'the plain ones, ", are read as such. Replace them.',
                file=file,
                rows=rows,
                headings=headings,
                marks=" ".join(sorted(marks)),
            )
        )
    if len(set(widths)) == 1:
        return TapeError(
            t(
                "{file}: every one of its {rows} rows has {cells} cells, where there are "
                "{headings} headings. Amounts with a comma need quotes, as in "
                '"1,234.50"; if the headings stand elsewhere, name their row as in '
                "--header-row 3.",
                file=file,
                rows=rows,
                cells=widths[0],
                headings=headings,
            )
        )
    return TapeError(
        t(
            "{file}: none of its {rows} rows has as many cells as there are headings, {headings}; "
            "they have {fewest} to {most}. Check the separator and quotes; if the headings stand "
            "elsewhere, name their row as in --header-row 3.",
            file=file,
            rows=rows,
            headings=headings,
            fewest=min(widths),
            most=max(widths),
        )
    )
