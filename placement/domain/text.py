"""Every text a user reads passes through here, so that a language is a catalogue, no rewrite."""

from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations
from typing import TYPE_CHECKING, TypeVar

from placement.domain.signs import harmless

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping

Result = TypeVar("Result")

_translations: ContextVar[NullTranslations | None] = ContextVar("translations", default=None)


class Sum(str):
    """An amount in words that knows how it is written beside one counted in larger units.

    A sentence does not count one of its amounts by ten thousand and write another in digits.
    """

    beside: str
    """How it is written there; "" where there is no other way."""

    is_large: bool
    """Whether it is counted in larger units itself."""

    def __new__(cls, said: str, *, beside: str = "", is_large: bool = False) -> "Sum":
        """Return an amount as it is written by itself."""
        found = super().__new__(cls, said)
        found.beside, found.is_large = beside, is_large
        return found


def _filled_in(values: "Mapping[str, object]") -> "Mapping[str, object]":
    """Return values fit to stand in a message: whatever a file is called, it turns nothing."""
    own = _in_one_form(values)
    return {
        name: harmless(value) if isinstance(value, str) and not value.isprintable() else value
        for name, value in own.items()
    }


def _in_one_form(values: "Mapping[str, object]") -> "Mapping[str, object]":
    sums = [value for value in values.values() if isinstance(value, Sum)]
    if len(sums) < 2 or not any(each.is_large for each in sums):
        return values
    return {
        name: value.beside if isinstance(value, Sum) and value.beside else value
        for name, value in values.items()
    }


def t(message: str, **values: object) -> str:
    """Return the message in the reader's language, with its values filled in.

    Args:
        message: English text, the key of the catalogue; `{name}` marks a value.
        **values: What to fill in.
    """
    translations = _translations.get()
    text = translations.gettext(message) if translations is not None else message
    return text.format(**_filled_in(values)) if values else text


def pt(context: str, message: str, **values: object) -> str:
    """Return a message that means two things in English, as its context means it.

    Args:
        context: What tells the meanings apart, for the translator only.
        message: English text; with the context the key of the catalogue.
        **values: What to fill in.
    """
    translations = _translations.get()
    text = translations.pgettext(context, message) if translations is not None else message
    return text.format(**_filled_in(values)) if values else text


def sentences(said: "Iterable[str]") -> str:
    """Return sentences behind each other, as the reader's language parts them; empty ones fall out.

    English parts them by a blank; Chinese has its full stop, which holds one.

    Args:
        said: Sentences in the reader's language.
    """
    whole = ""
    for one in said:
        whole = t("{before} {after}", before=whole, after=one) if whole and one else whole or one
    return whole


def listed(names: "Iterable[str]") -> str:
    """Return names in a row, as the reader's language parts them."""
    return t(", ").join(names)


def either(names: "Iterable[str]") -> str:
    """Return names of which one is meant, as the reader's language parts them."""
    return t(" or ").join(names)


def clauses(said: "Iterable[str]") -> str:
    """Return halves of a sentence in a row, as the reader's language parts them."""
    return t("; ").join(said)


def about(name: str, said: str) -> str:
    """Return what is said of something behind its name."""
    return t("{name}: {said}", name=name, said=said)


def with_unit(name: str, unit: str) -> str:
    """Return a name with the unit, the currency or the share that belongs to it behind it."""
    return t("{name} ({unit})", name=name, unit=unit)


def day_text(date: "dt.date") -> str:
    """Return a day as the reader's language writes it; in English 2026-11-28, which none misreads.

    Files hold the latter in every language.
    """
    if speaks_source():
        return f"{date:%Y-%m-%d}"
    # It takes its time to start, which English need not wait for.
    from babel.dates import format_date

    return str(format_date(date, pt("pattern of a day, as Unicode CLDR writes it", "y-MM-dd")))


def speaks_source() -> bool:
    """Return whether texts come out as the code has them: nobody asked for another language."""
    return _translations.get() is None


def spoken_language() -> str:
    """Return the code of the language that is spoken, such as `en`."""
    translations = _translations.get()
    return "en" if translations is None else str(translations.info().get("language", "en"))


@contextmanager
def language(translations: NullTranslations | None) -> "Iterator[None]":
    """Speak the given language inside the block; None is English, the source."""
    token = _translations.set(translations)
    try:
        yield
    finally:
        _translations.reset(token)


def as_now(function: "Callable[[], Result]") -> "Callable[[], Result]":
    """Return the function so that it speaks today's language whenever it is called.

    What makes a file when its button is pressed runs where nobody has set a language.
    """
    translations = _translations.get()

    def spoken() -> Result:
        with language(translations):
            return function()

    return spoken
