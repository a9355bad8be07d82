"""The file behind a book, held so that it can be read again: another sheet, sign or column."""

from contextlib import suppress
from secrets import token_hex
from typing import cast

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.ui import cached
from placement.ui.work import desk

LIMIT_MB = 64
"""Larger files are not held."""


def hold(content: bytes) -> str:
    """Keep a file in memory and return the key to it; one without room is not kept."""
    # A key of its own for each upload: dropping one reader's file leaves the others' alone.
    key = f"file:{token_hex(16)}"
    if len(content) <= LIMIT_MB * 1_000_000:
        with suppress(InputError):
            cached.hold(key, content)
    return key


def held(key: str) -> bytes:
    """Return a file kept before.

    Raises:
        InputError: It was too large to keep, or given back since.
    """
    content = desk.held(key)
    if content is None:
        raise _gone()
    return cast("bytes", content)


def drop(key: str) -> None:
    """Forget a file."""
    cached.drop(key)


def _gone() -> InputError:
    return InputError(
        t(
            "The file is no longer in memory, so another column of it cannot be read: files "
            "are held up to {limit} MB while you work. Upload it again and map the column at "
            'once, or name the column "account_id" in the file.',
            limit=LIMIT_MB,
        )
    )
