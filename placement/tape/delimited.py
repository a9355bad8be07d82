"""Text files: which encoding, which separator, where the headings are, then Arrow's parser."""

import codecs
import csv
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc_csv

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.columns import field_of
from placement.tape.decimals import money_to_keep_as_text
from placement.tape.fields import FIELDS, Kind
from placement.tape.findings import Finding, Severity
from placement.tape.meaning import AS_IT_STANDS, Meaning
from placement.tape.parts import (
    LOOK_AHEAD,
    Parts,
    heading_row,
    skipped_note,
    unique_headings,
    withhold,
)

SEPARATORS = (",", ";", "\t")
UNUSUAL = ("|", "^", "~")
"""Separators we did not promise but understand, with a warning."""

_BLOCK = 1 << 22
_NULLS = ["", "#N/A", "N/A", "NA", "NULL", "NaN", "n/a", "nan", "null"]


def read_delimited(
    content: Any, *, filename: str, keep: Collection[str], meaning: Meaning = AS_IT_STANDS
) -> Parts:
    """Read a text file with separators.

    Args:
        content: The file as an Arrow buffer, not empty.
        filename: For messages.
        keep: Personal-looking headings to read all the same.
        meaning: The user's word on the decimal sign.

    Raises:
        TapeError: Not text, an unknown encoding or separator, or nothing but headings.
    """
    utf8, encoding = _as_utf8(content, filename)
    top = _first_lines(utf8)
    separator = _separator(top, filename)
    rows = [next(csv.reader([line], delimiter=separator), []) for line in top]
    start = heading_row([[cell.strip() for cell in row] for row in rows])
    headings = unique_headings(rows[start])
    hidden = withhold(headings, keep)
    wanted = [h for h in headings if h not in hidden]
    table, ragged = _parse(
        utf8,
        headings=headings,
        wanted=wanted,
        skip=start + 1,
        separator=separator,
        filename=filename,
        as_text=money_to_keep_as_text(
            headings, _sample(utf8, separator)[start + 1 :], decimal=meaning.decimal
        ),
    )
    bad_rows = np.array([row for row, _ in ragged], dtype=np.int64)
    all_rows = np.arange(start + 2, start + 2 + table.num_rows + len(ragged), dtype=np.int64)
    good = all_rows if not ragged else np.setdiff1d(all_rows, bad_rows, assume_unique=True)
    titles = sum(1 for line in top[:start] if line.strip())
    return Parts(
        table=table,
        rows=good,
        ragged=tuple((row, "" if hidden else text) for row, text in ragged),
        withheld=hidden,
        notes=(*_dialect_notes(encoding, separator), *skipped_note(titles)),
        titles=tuple(" ".join(cell for cell in row if cell) for row in rows[:start]),
    )


def _as_utf8(content: Any, filename: str) -> tuple[Any, str]:
    head = bytes(content[:4])
    if head.startswith(codecs.BOM_UTF8):
        return _decoded(content[3:], "utf-8", filename), "UTF-8"
    for bom, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(bom):
            return _decoded(content[2:], codec, filename), "UTF-16"
    if b"\x00" in bytes(content[:4096]):
        raise TapeError(
            t(
                "{file} is not text: it holds zero bytes. A CSV is UTF-8, GB18030, or UTF-16 with "
                "a byte order mark; save it as one of these.",
                file=filename,
            )
        )
    # Nearly all large exports are plain ASCII, which one look at the highest byte settles.
    if np.frombuffer(content, dtype=np.uint8).max() < 0x80:
        return content, "UTF-8"
    try:
        codecs.utf_8_decode(memoryview(content), "strict", True)
    except UnicodeDecodeError:
        return _decoded(content, "gb18030", filename), "GB18030"
    return content, "UTF-8"


def _decoded(content: Any, codec: str, filename: str) -> Any:
    try:
        text = bytes(content).decode(codec)
    except UnicodeDecodeError as error:
        raise TapeError(
            t(
                "{file} is neither UTF-8, UTF-16 with a byte order mark nor GB18030: byte {byte} "
                "fits none. Save it as UTF-8.",
                file=filename,
                byte=error.start + 1,
            )
        ) from error
    return pa.py_buffer(text.encode())


def _first_lines(utf8: Any) -> list[str]:
    text = bytes(utf8[: 1 << 16]).decode(errors="ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[: LOOK_AHEAD * 2]


def _holds_rows(utf8: Any, *, below: int) -> bool:
    """Return whether a line that is not blank follows so many first ones."""
    # Asked here and not of Arrow: where Arrow's reader finds nothing and fails, it leaves threads
    # behind that end a short program with an abort.
    if utf8.size > 1 << 16:
        return True
    lines = bytes(utf8).decode(errors="ignore").replace("\r\n", "\n").replace("\r", "\n")
    return any(line.strip() for line in lines.split("\n")[below:])


def _separator(top: Sequence[str], filename: str) -> str:
    """Return the separator that splits the first lines into most known headings, then cells."""
    lines = [line for line in top if line.strip()]
    if not lines:
        raise TapeError(
            t("{file} is empty. A tape needs headings and one row per account.", file=filename)
        )

    def score(separator: str) -> tuple[int, int]:
        rows = [next(csv.reader([line], delimiter=separator), []) for line in lines[:LOOK_AHEAD]]
        known = max(sum(field_of(cell) is not None for cell in row) for row in rows)
        return (known if max(map(len, rows)) > 1 else 0, max(map(len, rows)))

    best = max((*SEPARATORS, *UNUSUAL), key=score)
    if score(best)[1] < 2:
        raise TapeError(
            t(
                "{file} has one column only; columns are separated by comma, semicolon or tab, "
                'and the first line is "{line}". Save it again with one of these separators.',
                file=filename,
                line=lines[0][:60],
            )
        )
    return best


def _parse(
    utf8: Any,
    *,
    headings: Sequence[str],
    wanted: Sequence[str],
    skip: int,
    separator: str,
    filename: str,
    as_text: Collection[str] = (),
) -> tuple[Any, list[tuple[int, str]]]:
    if not _holds_rows(utf8, below=skip):
        return pa.table({h: pa.nulls(0, pa.string()) for h in wanted}), []
    ragged: list[tuple[int | None, str]] = []

    def skip_row(row: Any) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    def parse(careful: bool) -> Any:
        ragged.clear()
        return pc_csv.read_csv(
            pa.BufferReader(utf8),
            read_options=pc_csv.ReadOptions(
                column_names=list(headings),
                skip_rows=skip,
                block_size=_BLOCK,
                use_threads=not careful,
            ),
            parse_options=pc_csv.ParseOptions(
                delimiter=separator, invalid_row_handler=skip_row, newlines_in_values=careful
            ),
            convert_options=pc_csv.ConvertOptions(
                column_types=_column_types(headings, as_text),
                include_columns=list(wanted),
                strings_can_be_null=True,
                null_values=_NULLS,
            ),
        )

    try:
        table = parse(careful=False)
        if ragged:
            # Only the careful pass knows row numbers and cells that hold line breaks.
            table = parse(careful=True)
    except pa.ArrowInvalid as error:
        if utf8.size and "Empty CSV" in str(error):
            return pa.table({h: pa.nulls(0, pa.string()) for h in wanted}), []
        raise TapeError(
            t(
                "{file} cannot be read as a table: {reason}. Check quotes and separators, "
                "or save it again as CSV.",
                file=filename,
                reason=str(error).splitlines()[0],
            )
        ) from error
    return table, [(number or 0, text) for number, text in ragged]


def _sample(utf8: Any, separator: str) -> list[list[str]]:
    """Return the cells of the first lines, enough to see how amounts are written."""
    text = bytes(utf8[: 1 << 16]).decode(errors="ignore")
    return list(csv.reader(text.splitlines(), delimiter=separator))[:1_000]


def _column_types(headings: Sequence[str], as_text: Collection[str] = ()) -> dict[str, Any]:
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


def _dialect_notes(encoding: str, separator: str) -> tuple[Finding, ...]:
    names = {",": t("comma"), ";": t("semicolon"), "\t": t("tab")}
    unusual = separator in UNUSUAL
    return (
        Finding(
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
        ),
    )
