"""The one way in for files that a user names: a regular file, of a size that is sensible for it.

A device never ends, a pipe may never begin, and either would be read for ever.
"""

import os
import stat
from pathlib import Path

from placement.domain.errors import InputError
from placement.domain.text import t

MOST_SETTINGS = 1 << 22
"""Bytes of a file of settings, such as a mapping or numbers: hundreds of pages."""


def check_file(file: Path) -> int:
    """Return the size of a regular file.

    Raises:
        InputError: It is a folder, a pipe, a device or anything else that is no file.
        OSError: It is not there, or nobody may look at it.
    """
    found = os.stat(file)
    if not stat.S_ISREG(found.st_mode):
        raise InputError(
            t(
                "{file} is {kind} and no file. Give a file; save what comes from elsewhere first.",
                file=str(file),
                kind=_kind(found.st_mode),
            )
        )
    return found.st_size


def file_bytes(file: Path, *, most: int | None = None) -> bytes:
    """Return what a regular file holds.

    Args:
        file: The file.
        most: Bytes that it may hold; any number by default.

    Raises:
        InputError: It is no regular file, or holds more.
        OSError: It cannot be read.
    """
    size = check_file(file)
    if most is not None:
        check_size(size, most=most, name=file.name)
    with file.open("rb") as stream:
        # A file may grow, and those that the system makes up say that they hold nothing.
        content = stream.read() if most is None else stream.read(most + 1)
    if most is not None:
        check_size(len(content), most=most, name=file.name)
    return content


def check_size(size: int, *, most: int, name: str) -> None:
    """Raise InputError where a file of settings holds more than it can need."""
    if size > most:
        raise InputError(
            t(
                "{file} has {size} MB; such a file may have {most}. Check that it is the right "
                "one.",
                file=name,
                size=f"{size / 1e6:,.1f}",
                most=f"{most / 1e6:,.1f}",
            )
        )


def _kind(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return t("a folder")
    return t("a pipe") if stat.S_ISFIFO(mode) else t("a device")
