"""Every text a user reads passes through here, so that a language is a catalogue, no rewrite."""

from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_translations: ContextVar[NullTranslations | None] = ContextVar("translations", default=None)


def t(message: str, **values: object) -> str:
    """Return the message in the reader's language, with its values filled in.

    Args:
        message: English text, the key of the catalogue; `{name}` marks a value.
        **values: What to fill in.
    """
    translations = _translations.get()
    text = translations.gettext(message) if translations is not None else message
    return text.format(**values) if values else text


@contextmanager
def language(translations: NullTranslations | None) -> "Iterator[None]":
    """Speak the given language inside the block; None is English, the source."""
    token = _translations.set(translations)
    try:
        yield
    finally:
        _translations.reset(token)
