"""The file behind a book, held so that it can be read again: another sheet, sign or column."""

from secrets import token_hex

import streamlit as st

from placement.domain.errors import InputError
from placement.domain.text import t

LIMIT_MB = 64
"""Larger files are not held."""

FILES = 8
"""Files held at a time, of all readers together; the oldest goes first."""


@st.cache_resource(max_entries=FILES, ttl="1h", show_spinner=False)
def _content(key: str, _content: bytes | None) -> bytes:
    if _content is None:
        raise _gone()
    return _content


def hold(content: bytes) -> str:
    """Keep a file in memory and return the key to it; a file that is too large is not kept."""
    # A key of its own for each upload: dropping one reader's file leaves the others' alone.
    key = token_hex(16)
    if len(content) <= LIMIT_MB * 1_000_000:
        _content(key, content)
    return key


def held(key: str) -> bytes:
    """Return a file kept before.

    Raises:
        InputError: It was too large to keep, or dropped since.
    """
    return _content(key, None)


def drop(key: str) -> None:
    """Forget a file."""
    _content.clear(key, None)


def _gone() -> InputError:
    return InputError(
        t(
            "The file is no longer in memory, so another column of it cannot be read: files "
            "are held up to {limit} MB and for an hour. Upload it again and map the column at "
            'once, or name the column "account_id" in the file.',
            limit=LIMIT_MB,
        )
    )
