"""Sources and notes of the library in the reader's words.

The TOML files hold them in English; they are keys of the catalogue as the texts of the code are.
What a user wrote himself has no translation and is shown as he wrote it.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import IO

from placement.domain.signs import harmless
from placement.domain.text import pt, t

_TEXTS = ("source", "note")
_COPIED = re.compile(r"as (\w+)\.(?: (.*))?", re.DOTALL)


def said(text: str) -> str:
    """Return a source or a note of a number in the reader's language.

    Args:
        text: As the number has it; a note of a copied sector says first what it was copied from.
    """
    if not text:
        return ""  # the catalogue's own head stands under the empty text
    if (copied := _COPIED.fullmatch(text)) is None:
        return harmless(t(text))
    return t("as {sector}. {note}", sector=copied[1], note=said(copied[2] or "")).strip()


def status_names() -> dict[str, str]:
    """Return what each status is called."""
    return {
        "law": t("Law"),
        "published": t("Published"),
        "field_note": t("Field note"),
        "judgement": pt("status of an assumption", "Judgement"),
        "user": pt("status of an assumption", "Yours"),
    }


def library_texts(content: Mapping[str, object]) -> Iterator[str]:
    """Yield every source and note of a parsed file of the library."""
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from library_texts(value)
        elif key in _TEXTS and isinstance(value, str):
            yield value


def extract_library(
    fileobj: IO[bytes],
    keywords: Collection[str],
    comment_tags: Collection[str],
    options: Mapping[str, object],
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the texts of a file as Babel wants them; `babel.ini` names this."""
    del keywords, comment_tags, options
    for text in dict.fromkeys(library_texts(tomllib.load(fileobj))):
        yield 1, None, text, []
