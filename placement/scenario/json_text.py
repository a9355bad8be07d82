"""JSON that a user brings, read so that whatever is wrong with it can be said in one line."""

import json
import math
from collections.abc import Sequence
from typing import Any, NoReturn

from placement.domain.errors import InputError
from placement.domain.text import t

MOST_CHARACTERS = 1 << 20
"""A scenario names some hundred numbers; what is far longer is something else."""

_BITS_OF_A_FLOAT = 1_023
"""Whole numbers that take more are beyond what can be calculated with."""


def parse_json(text: str) -> Any:
    """Return the parsed JSON.

    Raises:
        InputError: It is no JSON, too long, nested too deeply, names a key twice, or holds what is
            no number or no text; says only that, for the caller to name the file.
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            t(
                "it may have {most:,} characters; it has {count:,}",
                most=MOST_CHARACTERS,
                count=len(text),
            )
        )
    try:
        parsed = json.loads(
            text,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_whole,
            object_pairs_hook=_named_once,
        )
        _check_texts(parsed)
    except json.JSONDecodeError as error:
        raise InputError(
            t("line {line}, column {column}: {why}", line=error.lineno, column=error.colno,
              why=error.msg)
        ) from None  # fmt: skip
    except RecursionError:
        raise InputError(t("it is nested too deeply")) from None
    return parsed


def is_plain_text(text: str, *, lines: bool = False) -> bool:
    """Return whether a text can be shown and kept: no control characters, no half characters.

    Args:
        text: The text.
        lines: Whether line ends are fine.
    """
    allowed = "\n\t" if lines else ""
    return all(
        char in allowed or not (ord(char) < 32 or ord(char) == 127 or 0xD800 <= ord(char) < 0xE000)
        for char in text
    )


def shown(value: object, most: int = 80) -> str:
    """Return a value as a message repeats it: on one line, cut where it is long."""
    text = value if isinstance(value, str) and value.isprintable() else ascii(value)
    return text if len(text) <= most else f"{text[:most]}…"


def _named_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise InputError(t("{key} is there twice; leave one", key=shown(twice)))
    return found


def _check_texts(value: object) -> None:
    """Raise InputError where a text, or a key, cannot be kept or shown."""
    if isinstance(value, str) and not is_plain_text(value, lines=True):
        raise InputError(t("the text {text} holds characters that are no text", text=shown(value)))
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for item in value:
            _check_texts(item)


def _whole(digits: str) -> int:
    # Python itself gives up on whole numbers of more than 4,300 digits.
    if len(digits) > _BITS_OF_A_FLOAT or (number := int(digits)).bit_length() > _BITS_OF_A_FLOAT:
        raise InputError(t("{number} has more than 300 digits", number=shown(digits, 20)))
    return number


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise InputError(t("{number} is too large a number", number=shown(digits, 20)))
    return number


def _no_number(word: str) -> NoReturn:
    raise InputError(t("{word} is no number", word=word))
