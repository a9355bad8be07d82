"""Reads a file of fee terms (TOML); what the terms mean is decided above."""

from pathlib import Path
from typing import Any

from placement.assume.toml_text import parse_toml
from placement.domain.errors import InputError, system_reason
from placement.domain.files import MOST_SETTINGS, file_bytes
from placement.domain.text import t


def read_fee_file(file: Path) -> dict[str, Any]:
    """Return the parsed TOML of a file of fee terms.

    Raises:
        InputError: The file is missing, cannot be read or is not TOML.
    """
    try:
        return parse_fees(file_bytes(file, most=MOST_SETTINGS), name=str(file))
    except FileNotFoundError:
        raise InputError(
            t("Fee file {file}: there is no such file. Check the path.", file=str(file))
        ) from None
    except OSError as error:
        raise _not_toml(str(file), system_reason(error)) from None


def parse_fees(content: bytes, *, name: str) -> dict[str, Any]:
    """Return the parsed TOML of fee terms whose content was brought, such as an upload.

    Raises:
        InputError: The content is not TOML; names the file.
    """
    try:
        return parse_toml(content)
    except InputError as error:
        raise _not_toml(name, str(error)) from None


def _not_toml(name: str, why: str) -> InputError:
    return InputError(
        t(
            "Fee file {file}: it must be TOML in UTF-8; {why}. Correct that line.",
            file=name,
            why=why,
        )
    )
