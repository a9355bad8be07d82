"""TOML that a user brings, read so that whatever is wrong with it can be said in one line."""

import re
import tomllib
from typing import Any

from placement.domain.errors import InputError
from placement.domain.files import MOST_SETTINGS
from placement.domain.text import t

_BITS_OF_A_FLOAT = 1_023
"""Whole numbers that take more are beyond what can be calculated with."""

_ENDLESS_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){50}"""
)
"""A name of fifty names: the parser takes minutes for a name of some ten thousand."""


def parse_toml(content: bytes) -> dict[str, Any]:
    """Return the parsed TOML.

    Raises:
        InputError: It is no TOML in UTF-8, nested too deeply, or holds a number too long to be one;
            says only that, for the caller to name the file.
    """
    if len(content) > MOST_SETTINGS:
        raise InputError(t("it may have {most:,} bytes", most=MOST_SETTINGS))
    try:
        text = content.decode("utf-8-sig")
        if _ENDLESS_KEY.search(text):
            raise InputError(t("it is nested too deeply"))
        parsed = tomllib.loads(text)
        too_long = _first_too_long(parsed, "")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(error)) from None
    except RecursionError:
        raise InputError(t("it is nested too deeply")) from None
    except ValueError:
        # The parser itself gives up on whole numbers of more than 4,300 digits.
        raise InputError(t("a whole number in it has thousands of digits")) from None
    if too_long is not None:
        raise InputError(t("{path} has more than 300 digits", path=too_long))
    return parsed


def _first_too_long(value: object, path: str) -> str | None:
    """Return the path of the first number that is no amount, share or count of anything."""
    if isinstance(value, int):
        return path if value.bit_length() > _BITS_OF_A_FLOAT else None
    if isinstance(value, dict):
        below = ((f"{path}.{key}" if path else str(key), child) for key, child in value.items())
    elif isinstance(value, list):
        below = ((path, child) for child in value)
    else:
        return None
    return next((found for key, child in below if (found := _first_too_long(child, key))), None)
