"""ZIP files that are no workbook: one table in it is read, of several each is named."""

import zipfile
import zlib
from typing import Any

import pyarrow as pa

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.budget import check_memory
from placement.tape.findings import Finding, Severity, name_some
from placement.tape.parts import damaged
from placement.tape.unpack import unpacked

_WORKBOOKS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml", "mimetype")
_TABLES = ("csv", "tsv", "txt", "xlsx", "xlsm", "ods", "parquet")


def is_archive(content: Any) -> bool:
    """Return whether a ZIP file holds files of its own, and is not itself a workbook."""
    try:
        with zipfile.ZipFile(pa.BufferReader(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return False
    # A damaged workbook still has its table of contents.
    parts = ("xl/", "[content_types].xml", "meta-inf/")
    return not any(name in _WORKBOOKS or name.startswith(parts) for name in names)


def unpack(content: Any, filename: str) -> tuple[Any, str, Finding]:
    """Return the one table in a ZIP file, its name, and a note that names it.

    Args:
        content: The file as an Arrow buffer.
        filename: For messages.

    Raises:
        TapeError: It holds no table or several, has a password, is damaged, packed in an odd way
            or unpacks to too much.
    """
    with zipfile.ZipFile(pa.BufferReader(content)) as archive:
        tables = [item for item in archive.infolist() if _is_table(_name(item))]
        if len(tables) != 1:
            raise _not_one([_name(item) for item in tables], filename)
        item = tables[0]
        if item.flag_bits & 1:
            raise TapeError(
                t("{file} has a password. Unpack it and give the table in it.", file=filename)
            )
        # No more than this is unpacked, whatever the file holds.
        check_memory(item.file_size, size=content.size, filename=filename)
        try:
            table = unpacked(archive, item)
        except NotImplementedError as error:
            raise TapeError(
                t(
                    "{file} is packed in a way that is not read. Pack it again as an ordinary ZIP "
                    "file, or give the table in it.",
                    file=filename,
                )
            ) from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            ValueError,
        ) as error:
            raise damaged(filename) from error
    name = _name(item).rpartition("/")[2]
    note = Finding(
        code="archive_unpacked",
        severity=Severity.NOTE,
        message=t("{file} was unpacked; {name} in it was read.", file=filename, name=name),
    )
    return pa.py_buffer(table), name, note


def _name(item: zipfile.ZipInfo) -> str:
    """Return a name as it was meant: Chinese systems write it in their own encoding."""
    if item.flag_bits & 0x800:
        return item.filename
    try:
        return item.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return item.filename


def _is_table(name: str) -> bool:
    file = name.rpartition("/")[2]
    # Archives made on a Mac hold a second, hidden file beside each.
    beside = name.startswith("__MACOSX/") or file.startswith((".", "~$"))
    return not beside and file.rpartition(".")[2].lower() in _TABLES


def _not_one(names: list[str], filename: str) -> TapeError:
    if not names:
        return TapeError(
            t(
                "{file} holds no table. A ZIP file may hold one, as CSV, XLSX, ODS or Parquet.",
                file=filename,
            )
        )
    return TapeError(
        t(
            "{file} holds {count} tables: {names}. Unpack it and give the one that is the book.",
            file=filename,
            count=len(names),
            names=name_some(names),
        )
    )
