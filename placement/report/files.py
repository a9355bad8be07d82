"""Writes a table to a file: CSV or XLSX by its ending, whole or not at all."""

import errno
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from placement.domain.errors import InputError, system_reason
from placement.domain.files import check_file
from placement.domain.text import either, t

if TYPE_CHECKING:
    import pandas as pd

    from placement.report.made_with import MadeWith

Value = TypeVar("Value")

_PART = ".placement-part."
"""In the names of what is being written; so nothing of anybody else's is ever taken away."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A text that starts so is run as a formula by spreadsheets."""


def as_csv(
    table: "pd.DataFrame",
    *,
    made_with: "MadeWith | None" = None,
    keep: Iterable[str] | None = (),
) -> bytes:
    """Return the table as CSV in UTF-8 with a mark, so that spreadsheets read Chinese.

    Args:
        table: What to write.
        made_with: Stated in the last columns of every row: a CSV has no other place for it.
        keep: Headings that stay as they are; None for all of a table that is only read back.
    """
    stated = table.assign(**made_with.columns) if made_with else table
    return _escaped(_spoken(stated, keep)).to_csv(index=False).encode("utf-8-sig")


def as_xlsx(
    table: "pd.DataFrame",
    *,
    sheet: str = "Sheet1",
    made_with: "MadeWith | None" = None,
    keep: Iterable[str] | None = (),
) -> bytes:
    """Return the table as a workbook.

    Args:
        table: What the first sheet holds.
        sheet: Its name.
        made_with: Stated in two more sheets, "Numbers" and "Made with".
        keep: As in `as_csv`.

    Raises:
        InputError: The table has more rows than a sheet holds.
    """
    import pandas as pd

    check_rows(len(table), name=f"{sheet}.xlsx")
    sheets = {sheet: table}
    if made_with:
        sheets |= stated_sheets(made_with)
    buffer = BytesIO()
    # By default each sheet goes through a temporary file, which a kill would leave behind.
    in_memory = {"options": {"in_memory": True}}
    with pd.ExcelWriter(buffer, engine="xlsxwriter", engine_kwargs=in_memory) as writer:
        for name, content in sheets.items():
            _escaped(_spoken(content, keep)).to_excel(writer, sheet_name=name, index=False)
            writer.sheets[name].autofit()
            writer.sheets[name].freeze_panes(1, 0)
    return buffer.getvalue()


FORMATS = (".csv", ".xlsx")

MOST_ROWS = 1_048_575
"""Rows that a sheet of a workbook holds below its headings."""


def stated_sheets(made_with: "MadeWith") -> dict[str, "pd.DataFrame"]:
    """Return the sheets that say what a workbook was made with, by their names."""
    return {t("Numbers"): made_with.numbers(), t("Made with"): made_with.facts()}


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


def check_format(file: Path, formats: Sequence[str] = FORMATS) -> None:
    """Raise InputError where the ending names no format; cheap, so do it before long work."""
    if file.suffix.lower() not in formats:
        raise InputError(
            t(
                "--out must end in {known}; got {file}.",
                known=either(formats),
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
        InputError: The folder is missing or cannot be written, or something else is there.
    """
    try:
        if file.exists():
            check_file(file)  # a device or a pipe would be replaced by a file
        _clear_left_behind(file)
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=_part_of(file))
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(part).replace(file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritten(file, error) from None


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder of their own: all of them, or none.

    Args:
        folder: It must not be there yet, or be empty; what is there is never written over.
        files: Content by name.

    Raises:
        InputError: Something is there, or it cannot be written.
    """
    check_new_folder(folder)
    part: Path | None = None
    try:
        _clear_left_behind(folder)
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=_part_of(folder)))
        # One inside it, which has the rights that folders of this user usually have.
        whole = part / folder.name
        whole.mkdir()
        for name, content in files.items():
            (whole / name).write_bytes(content)
        whole.replace(folder)
    except OSError as error:
        raise _unwritten(folder, error) from None
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)


def _part_of(target: Path) -> str:
    """Return how the name of what is not whole yet begins; it says which process writes it."""
    return f".{target.name}.{os.getpid()}{_PART}"


def _clear_left_behind(target: Path) -> None:
    """Take away what processes that were killed left beside a target: it holds accounts."""
    whose = re.compile(rf"{re.escape(f'.{target.name}.')}(\d+){re.escape(_PART)}\w+")
    for path in target.parent.iterdir():
        found = whose.fullmatch(path.name)
        if found is None or _is_running(int(found[1])):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # Windows would end a process that it is asked about
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def check_new_folder(folder: Path) -> None:
    """Raise InputError where something is in the way of a new folder; do it before long work."""
    try:
        is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except OSError:
        is_free = False
    if not is_free:
        raise InputError(
            t(
                "{folder} is there already and not empty; lists never replace what may have been "
                "sent. Name a new folder.",
                folder=str(folder),
            )
        )


def as_zip(files: Mapping[str, bytes]) -> bytes:
    """Return files as one ZIP file; the same files give the same bytes."""
    import zipfile

    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            # A date of their own would make every download another file.
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            target.writestr(entry, content)
    return buffer.getvalue()


def _spoken(table: "pd.DataFrame", keep: Iterable[str] | None) -> "pd.DataFrame":
    """Return the table in the reader's language, unless all of it is to stay."""
    from placement.report.headings import in_readers_language

    return table if keep is None else in_readers_language(table, keep=keep)


def _escaped(table: "pd.DataFrame") -> "pd.DataFrame":
    """Return the table with texts that a spreadsheet would run as formulas made harmless."""
    escaped = table.copy()
    for column in escaped.columns:
        if not _is_plain(escaped[column]):
            escaped[column] = escaped[column].map(harmless)
    return escaped.rename(columns=lambda name: harmless(str(name)))


def harmless(value: Value) -> Value:
    """Return a text that a spreadsheet would run as a formula made harmless; all else as it is."""
    if isinstance(value, str) and _starts_a_formula(value):
        return "'" + value  # type: ignore[return-value]
    return value


def _starts_a_formula(text: str) -> bool:
    """Return whether the first sign that counts starts one, in whatever width it is written."""
    for sign in text:
        # Blanks and signs that nobody sees do not count for every spreadsheet.
        if sign in FORMULA_STARTS or unicodedata.category(sign) not in ("Zs", "Cc", "Cf"):
            return unicodedata.normalize("NFKC", sign).startswith(FORMULA_STARTS)
    return False


def _is_plain(column: "pd.Series") -> bool:
    return column.dtype.kind in "biufM"


def _unwritten(target: Path, error: OSError) -> InputError:
    words = {"file": str(target), "why": system_reason(error)}
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return InputError(
            t(
                "{file} cannot be written: {why}. What was there before is there still. Make room "
                "or choose another disk.",
                **words,
            )
        )
    return InputError(
        t("{file} cannot be written: {why}. Choose a folder that exists and is yours.", **words)
    )
