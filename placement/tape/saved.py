"""A mapping that is kept for the next file: columns, answers and what stands in for columns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from placement.domain.errors import InputError
from placement.domain.text import t
from placement.tape.columns import check_fields
from placement.tape.meaning import AS_IT_STANDS, Meaning, meaning_of
from placement.tape.quoting import holds_a_number

VERSION = 2

MOST_CHARACTERS = 1 << 20
"""A mapping names a few dozen headings; what is far longer is something else."""


@dataclass(frozen=True, kw_only=True)
class SavedMapping:
    """What a user once said of a kind of file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Our field → heading; "" leaves a field out."""

    meaning: Meaning = AS_IT_STANDS
    sector: str | None = None
    creditor_type: str | None = None


def save_mapping(saved: SavedMapping) -> str:
    """Return a mapping as JSON text, to be used again with the next file.

    A heading that holds somebody's number is not kept: no other file has it.
    """
    columns = {name: to for name, to in saved.columns.items() if not holds_a_number(to)}
    plain: dict[str, Any] = {"version": VERSION, "columns": columns}
    if meaning := saved.meaning.plain():
        plain["meaning"] = meaning
    for name in ("sector", "creditor_type"):
        if getattr(saved, name) is not None:
            plain[name] = getattr(saved, name)
    return json.dumps(plain, ensure_ascii=False, indent=2)


def load_mapping(text: str) -> SavedMapping:
    """Return the mapping in a JSON text written by `save_mapping`, this version's or an older one.

    Raises:
        InputError: The text is not such a mapping.
    """
    if len(text) > MOST_CHARACTERS:
        raise _not_a_mapping()
    try:
        plain = json.loads(text)
        columns, meaning = plain["columns"], plain.get("meaning", {})
        version = plain.get("version", VERSION)
        defaults = {name: plain.get(name) for name in ("sector", "creditor_type")}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _not_a_mapping() from error
    if not isinstance(version, int):
        raise _not_a_mapping()
    if version > VERSION:
        raise InputError(
            t(
                "The mapping is of version {version}, and this program knows versions up to "
                "{known}. Use a newer program, or save the mapping again.",
                version=version,
                known=VERSION,
            )
        )
    texts = [value for value in defaults.values() if value is not None]
    if not isinstance(columns, dict) or not isinstance(meaning, dict):
        raise _not_a_mapping()
    kept = (*columns, *columns.values(), *texts)
    if not all(isinstance(item, str) and _is_whole(item) for item in kept):
        raise _not_a_mapping()
    check_fields(columns)
    return SavedMapping(columns=dict(columns), meaning=meaning_of(meaning), **defaults)


def _is_whole(text: str) -> bool:
    """Return whether a text can be written: JSON may hold halves of characters."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _not_a_mapping() -> InputError:
    return InputError(
        t(
            "A saved mapping is JSON like {example}; this text is not. Save the mapping again.",
            example='{"version": 2, "columns": {"balance": "Amount"}}',
        )
    )
