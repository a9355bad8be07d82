"""Text files: which encoding and layout, which quotes are stray; the parser does the rest."""

import csv
from collections.abc import Callable, Collection
from typing import Any

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.columns import field_of
from placement.tape.decimals import money_to_keep_as_text
from placement.tape.dialect import dialect_note, find_dialect
from placement.tape.encoding import as_utf8
from placement.tape.fields import FIELDS, Kind
from placement.tape.findings import SHOWN, Finding, Severity
from placement.tape.headings import unique_headings, withhold
from placement.tape.lines import LONGEST_LINE, has_endless_line
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.numbers import parse_number
from placement.tape.parser import Layout, ReadRows, parse_plain, parse_rows
from placement.tape.parts import Parts, skipped_note
from placement.tape.quoting import quoted
from placement.tape.signatures import without_cells
from placement.tape.strays import Cleared, clear_strays


def read_delimited(
    content: Any, *, filename: str, keep: Collection[str], meaning: Meaning = AS_IT_STANDS
) -> Parts:
    """Read a text file with separators.

    Args:
        content: The file as an Arrow buffer, not empty.
        filename: For messages.
        keep: Personal-looking headings to read all the same.
        meaning: The user's word on the encoding, the row of headings and the decimal sign.

    Raises:
        TapeError: Not text, an unknown encoding or separator, or nothing but headings.
    """
    utf8, encoding = as_utf8(content, filename, meaning.encoding)
    dialect = find_dialect(utf8, filename=filename, header_row=meaning.header_row, known=keep)
    headings = unique_headings(dialect.cells)
    hidden = withhold(headings, keep)
    as_text = money_to_keep_as_text(
        headings,
        _sample(utf8[dialect.offset :], dialect.separator),
        decimal=meaning.decimal,
    )
    if has_endless_line(utf8):
        raise _endless(filename)
    left_out = set(hidden)
    wanted = [heading for heading in headings if heading not in left_out]
    layout = Layout(dialect, headings, wanted, filename, frozenset(as_text))
    read, cleared = _read(utf8[dialect.offset :], layout)
    return Parts(
        table=read.table,
        rows=read.rows,
        ragged=without_cells(read.ragged) if hidden else tuple(read.ragged),
        withheld=hidden,
        notes=(
            dialect_note(encoding, dialect.separator),
            *skipped_note(len(dialect.title_lines)),
            *_stray_finding(cleared, layout, quote=not hidden),
        ),
        titles=dialect.title_lines,
    )


def _read(body: Any, layout: Layout) -> tuple[ReadRows, Cleared | None]:
    """Return the rows below the headings, and the text less its stray quotes if it was searched."""
    if (read := parse_plain(body, layout)) is not None:
        return read, None
    cleared = clear_strays(
        body,
        separator=layout.dialect.separator,
        cells=len(layout.headings),
        is_row=_row_test(layout),
        first_row=layout.dialect.first_row,
        filename=layout.filename,
    )
    return parse_rows(cleared.content, cleared.lines, layout), cleared


def _sample(utf8: Any, separator: str) -> list[list[str]]:
    """Return the cells of the first rows, enough to see how amounts are written."""
    text = bytes(utf8[: 1 << 16]).decode(errors="ignore")
    return list(csv.reader(text.splitlines(), delimiter=separator))[:1_000]


def _row_test(layout: Layout) -> Callable[[bytes], bool | None]:
    """Return a test whether a line reads like a row: numbers where the headings say numbers."""
    kinds = [field_of(heading) for heading in layout.headings]
    places = [i for i, found in enumerate(kinds) if found and FIELDS[found[0]].kind is Kind.NUMBER]

    def is_row(line: bytes) -> bool | None:
        cells = line.decode(errors="replace").replace('"', "").split(layout.dialect.separator)
        texts = [cells[place].strip() for place in places if place < len(cells)]
        filled = [parse_number(text) is not None for text in texts if text]
        return bool(filled) and all(filled) if places else None

    return is_row


def _stray_finding(cleared: Cleared | None, layout: Layout, *, quote: bool) -> tuple[Finding, ...]:
    """Return what is said about quotes that were taken out."""
    if cleared is None or not cleared.marks:
        return ()
    shown = [
        (
            layout.dialect.first_row + line,
            _cell_at(cleared.text, offset, layout.dialect.separator) if quote else "",
        )
        for line, offset in cleared.marks[:SHOWN]
    ]
    return (
        Finding(
            code="quote_unclosed",
            severity=Severity.WARNING,
            rows=len(cleared.marks),
            first=tuple(shown),
            message=t(
                "Quotes that open a cell and are never closed: {rows}. Each is taken as a stray "
                "mark and left away, so that the rows below it are read as rows.",
                rows=f"{len(cleared.marks):,}",
            ),
            advice=t("Check these rows; write an inch mark in a cell as two quotes in quotes."),
        ),
    )


def _endless(filename: str) -> TapeError:
    return TapeError(
        t(
            "{file} has lines of more than {most} MB; a row of accounts has some hundred signs. "
            "Check the line breaks, or save it again as CSV.",
            file=filename,
            most=LONGEST_LINE >> 20,
        )
    )


def _cell_at(text: Any, offset: int, separator: str) -> str:
    near = bytes(text[offset : offset + 80]).decode(errors="ignore")
    return quoted(near.split(separator)[0].splitlines()[0])[:40]
