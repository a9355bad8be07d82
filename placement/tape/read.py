"""From a file to a raw table. The only place of the tape that touches files."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from placement.domain.errors import TapeError, system_reason
from placement.domain.files import MOST_SETTINGS, check_file, file_bytes
from placement.domain.text import listed, t
from placement.tape import apart, archive, delimited, parquet, workbook
from placement.tape.findings import Finding, Severity, name_some
from placement.tape.meaning import AS_IT_STANDS, Meaning, option_name
from placement.tape.parts import Parts
from placement.tape.personal import personal_columns
from placement.tape.signatures import without_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from placement.domain.types import BoolArray, IntArray
    from placement.tape.formats import Formats

_ZIP, _PARQUET, _OLD_OFFICE = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"
_TEXT_ENDINGS = ("csv", "tsv", "txt", "")


@dataclass(frozen=True, kw_only=True, eq=False)
class RawTable:
    """A file's cells as the file has them: text, or its own types."""

    table: Any
    """`pyarrow.Table`, one column per heading, headings all different."""

    rows: "IntArray"
    """Row of the file each record stands in; the first row is 1. Shape (records,)."""

    ragged: tuple[tuple[int, str], ...] = ()
    """Row and text of records that have more or fewer cells than there are headings."""

    withheld: tuple[str, ...] = ()
    """Headings of personal columns, which were not read."""

    notes: tuple[Finding, ...] = ()
    """What the reader noticed: encoding, separator, sheet, skipped titles."""

    sheets: tuple[tuple[str, int], ...] = ()
    """Name of each sheet and how many records are from it, in their order; none if it is one."""

    hidden: "BoolArray | None" = None
    """The workbook hides the row, by hand or by a filter; None if it cannot. Shape (records,)."""

    titles: tuple[str, ...] = ()
    """Lines above the headings, cells with spaces between them."""

    sheet_titles: tuple[tuple[str, ...], ...] = ()
    """The same for each of `sheets`."""

    formats: "Mapping[str, Formats]" = field(default_factory=dict)
    """What a workbook's formats say of the cells under a heading, where they say something."""

    filename: str
    packed_in: str = ""
    """Name of the archive that the file was in."""

    hashed: "Future[str]"
    """The digest in the making."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file's content, the headings kept and the user's word."""
        return self.hashed.result()


def read_table(
    source: "Path | bytes",
    *,
    filename: str,
    keep: "Collection[str]" = (),
    meaning: Meaning = AS_IT_STANDS,
) -> RawTable:
    """Read a CSV, XLSX, ODS or Parquet file, or a ZIP file that holds one.

    Columns whose heading announces personal data (names, phones, identity numbers) are not read.

    Args:
        source: Where the file is, or its content.
        filename: Name the user knows it by; its ending tells the type.
        keep: Headings to read although they look personal, because they are mapped by hand.
        meaning: The user's word on sheets, the row of headings and the encoding.

    Raises:
        TapeError: The file is empty, damaged, of no type we read, or holds no table.
    """
    if isinstance(source, bytes) and apart.is_wanted():
        return apart.read_apart(source, filename=filename, keep=keep, meaning=meaning)
    content = _content(source, filename)
    hashed = _digest_in_background(content, (sorted(keep), meaning.plain()))
    unpacked: tuple[Finding, ...] = ()
    packed_in = ""
    if bytes(content[:4]) == _ZIP and archive.is_archive(content):
        packed_in = filename
        content, filename, note = archive.unpack(content, filename)
        unpacked = (note,)
    parts = _read(content, filename, keep, meaning)
    if not parts.table.num_rows:
        raise TapeError(
            t(
                "{file} has headings but no rows below them. A tape needs one row per account.",
                file=filename,
            ),
        )
    by_content = personal_columns(parts.table, keep=keep)
    return RawTable(
        table=parts.table.drop_columns(list(by_content)),
        rows=_frozen(parts.rows),
        # The text of a broken row would show what its columns hide.
        ragged=without_cells(parts.ragged) if by_content else parts.ragged,
        withheld=(*parts.withheld, *by_content),
        sheets=parts.sheets,
        hidden=parts.hidden,
        notes=(
            *unpacked,
            *parts.notes,
            *_without_effect(bytes(content[:4]), filename, meaning),
            *_unread_note("personal_withheld", parts.withheld, _by_heading),
            *_unread_note("personal_by_content", by_content, _by_content),
        ),
        titles=parts.titles,
        sheet_titles=parts.sheet_titles,
        formats=parts.formats,
        filename=filename,
        packed_in=packed_in,
        hashed=hashed,
    )


def _read(content: Any, filename: str, keep: "Collection[str]", meaning: Meaning) -> Parts:
    """Read a file by what it begins with, a text file by its ending."""
    head = bytes(content[:4])
    if content.size == 0:
        raise TapeError(
            t("{file} is empty. A tape needs headings and one row per account.", file=filename)
        )
    if head == _OLD_OFFICE:
        raise TapeError(
            t(
                "{file} is an old .xls workbook or protected by a password; CSV, XLSX, ODS and "
                "Parquet are read. Save it as .xlsx without a password.",
                file=filename,
            )
        )
    if head == _ZIP:
        return workbook.read_workbook(content, filename=filename, keep=keep, meaning=meaning)
    if head == _PARQUET:
        return parquet.read_parquet(content, filename=filename, keep=keep)
    if _ending(filename) in _TEXT_ENDINGS:
        return delimited.read_delimited(content, filename=filename, keep=keep, meaning=meaning)
    raise _unreadable(filename)


def _without_effect(head: bytes, filename: str, meaning: Meaning) -> tuple[Finding, ...]:
    """Return what is said of answers that a file of this kind cannot use."""
    is_text = head not in (_ZIP, _PARQUET)
    given = {
        "sheets": bool(meaning.sheets) and head != _ZIP,
        "encoding": meaning.encoding is not None and not is_text,
        "header_row": meaning.header_row is not None and head == _PARQUET,
    }
    options = [option_name(name) for name, useless in given.items() if useless]
    if not options:
        return ()
    return (
        Finding(
            code="option_without_effect",
            severity=Severity.WARNING,
            message=t(
                "{options} has no effect on {file}: sheets are of workbooks, encodings of text "
                "files.",
                options=listed(options),
                file=filename,
            ),
            advice=t("Check that it is the right file."),
        ),
    )


def _content(source: "Path | bytes", filename: str) -> Any:
    """Return the file's bytes as an Arrow buffer; a file on disk is mapped, not copied."""
    if isinstance(source, bytes):
        return pa.py_buffer(source)
    try:
        if check_file(source) == 0:
            return pa.py_buffer(b"")
        return pa.memory_map(str(source)).read_buffer()
    except OSError as error:
        raise TapeError(
            t(
                "{file} cannot be opened: {reason}. Check the path and the right to read it.",
                file=filename,
                reason=system_reason(error),
            )
        ) from error


def _digest_in_background(content: Any, choices: object) -> "Future[str]":
    # Hashing lets go of the interpreter lock, so it runs beside the parser on another core.
    # SHA-256 because processors have instructions for it.
    from concurrent.futures import ThreadPoolExecutor

    def digest() -> str:
        state = sha256(repr(choices).encode())
        state.update(memoryview(content))
        return state.hexdigest()

    with_thread = ThreadPoolExecutor(1)
    future = with_thread.submit(digest)
    with_thread.shutdown(wait=False)
    return future


def _ending(filename: str) -> str:
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def _unreadable(filename: str) -> TapeError:
    if _ending(filename) in {"xlsx", "xlsm", "ods", "parquet"}:
        return TapeError(
            t(
                "{file} is damaged: it does not begin like a {type} file. "
                "Open it in the program that made it and save it again.",
                file=filename,
                type=_ending(filename).upper(),
            )
        )
    return TapeError(
        t(
            "{file} is of no type that is read; got .{type}. Save it as CSV, XLSX, ODS or Parquet.",
            file=filename,
            type=_ending(filename),
        )
    )


def _unread_note(
    code: str, headings: tuple[str, ...], say: "Callable[[str], str]"
) -> tuple[Finding, ...]:
    """Return what is said of columns that were not read because they are personal."""
    if not headings:
        return ()
    names = name_some(headings)
    return (
        Finding(
            code=code,
            severity=Severity.NOTE,
            column=names,
            message=say(names),
            advice=t("Nothing here needs them; map one by hand only if it is your account number."),
        ),
    )


def _by_heading(names: str) -> str:
    return t("Personal columns were not read: {columns}.", columns=names)


def _by_content(names: str) -> str:
    return t(
        "Columns that hold phones, identity or card numbers, addresses or names by their content "
        "were left out: {columns}.",
        columns=names,
    )


def _frozen(rows: "IntArray") -> "IntArray":
    rows = np.ascontiguousarray(rows, dtype=np.int64)
    rows.flags.writeable = False
    return rows


def read_bytes(file: "Path") -> bytes:
    """Return a file as it is.

    Raises:
        TapeError: It cannot be opened.
    """
    try:
        return file_bytes(file)
    except OSError as error:
        raise TapeError(
            t(
                "{file} cannot be opened: {reason}. Check the path and the right to read it.",
                file=file.name,
                reason=system_reason(error),
            )
        ) from None


def read_text(file: "Path") -> str:
    """Return a small text file, such as a saved mapping.

    Raises:
        TapeError: It cannot be opened, or is not text in UTF-8.
        InputError: It is no file, or far too large.
    """
    try:
        return file_bytes(file, most=MOST_SETTINGS).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TapeError(
            t(
                "{file} cannot be read as text: {why}. Check the path.",
                file=file.name,
                why=system_reason(error) if isinstance(error, OSError) else str(error),
            )
        ) from None
