"""Which language the reader wants, and the catalogue that speaks it.

A catalogue is an object handed to one run, never installed for the process: two people on one
server may read two languages at the same moment.
"""

import os
import struct
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from gettext import GNUTranslations
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from placement.domain.errors import InputError
from placement.domain.text import listed, t

LANGUAGES = {"en": "English", "zh": "中文"}
"""Code of each language and its own name for itself, which is never translated."""

SOURCE = "en"
"""The language the texts in the code are written in; it needs no catalogue."""

CATALOGUES = Path(__file__).parent.parent / "locale"

VARIABLE = "PLACEMENT_LANG"
"""Environment variable by which a reader of commands chooses for good."""

_KEEPS = 8
"""Compiled catalogues: of several checkouts of several ages."""


def choose_language(*wishes: str | None) -> str:
    """Return the first wish we can speak, else the source language.

    Args:
        *wishes: Language tags such as `zh`, `zh-CN` or `en_GB`, most binding first; None and
            unknown tags are passed over.
    """
    for wish in wishes:
        if wish and (code := spoken(wish)):
            return code
    return SOURCE


def spoken(wish: str) -> str | None:
    """Return the code of the language that a tag such as `zh-CN` means; None if we have it not."""
    code = wish.replace("_", "-").split("-")[0].split(".")[0].lower()
    return code if code in LANGUAGES else None


def language_of(environment: Mapping[str, str]) -> str:
    """Return the language an environment asks for.

    Our own variable first, then those of every program, of which the first that is set binds; a
    language of theirs that we do not speak is the source's, since nobody set it for us.

    Raises:
        InputError: Our own variable names a language that is not there.
    """
    if own := environment.get(VARIABLE, ""):
        return known_language(own, named=VARIABLE)
    system = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return choose_language(next(filter(None, system), ""))


def known_language(wish: str, *, named: str) -> str:
    """Return the code of a language that somebody asked for by its tag.

    Args:
        wish: Language tag.
        named: Where it was asked for, for the message.

    Raises:
        InputError: There is no such language; names those there are.
    """
    code = spoken(wish)
    if code is None:
        raise InputError(
            t(
                "{option} must be one of {languages}; got {name!r}.",
                option=named,
                languages=listed(LANGUAGES),
                name=wish,
            )
        )
    return code


@cache
def catalogue(code: str) -> GNUTranslations | None:
    """Return the texts of a language, read once a process; None for the source language.

    Compiling a catalogue takes a command longer than its answer, so the compiled one is kept for
    the next start, under the digest of the texts it was made of.

    Args:
        code: A key of `LANGUAGES`.
    """
    if code == SOURCE:
        return None
    texts = (CATALOGUES / code / "LC_MESSAGES" / "placement.po").read_bytes()
    digest = blake2b(texts, digest_size=12).hexdigest()
    kept = _kept_in(os.environ) / f"{code}-{digest}.mo"
    try:
        return GNUTranslations(BytesIO(kept.read_bytes()))
    except (OSError, ValueError, LookupError, struct.error):
        pass  # not there, or cut off
    compiled = _compiled(texts, code)
    _keep(kept, compiled)
    return GNUTranslations(BytesIO(compiled))


def _compiled(texts: bytes, code: str) -> bytes:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(texts), locale=code))
    return compiled.getvalue()


def _kept_in(environment: Mapping[str, str]) -> Path:
    """Return the folder of what can be made anew, by the custom of the system."""
    own = environment.get("XDG_CACHE_HOME") or environment.get("LOCALAPPDATA")
    return Path(own or os.path.expanduser("~/.cache")) / "placement-desk"


def _keep(file: Path, compiled: bytes) -> None:
    """Keep a compiled catalogue; where nothing can be written, the next start compiles again."""
    part = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(compiled)
        # In one step: another process may be reading.
        part.replace(file)
        kept = sorted(file.parent.glob("*.mo"), key=lambda each: each.stat().st_mtime)
        for old in kept[:-_KEEPS]:
            old.unlink()
