"""Columns that hold personal data whatever their heading: phones, identity and card numbers, names.

Only columns with a heading we do not know are looked at, and of a long one cells from all over it.
"""

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from placement.tape.cells import as_text
from placement.tape.columns import field_of
from placement.tape.persons import is_name
from placement.tape.spelling import narrow

_LOOKED_AT = 1_000
"""Cells of a column that are looked at."""

_MOST_OF_THEM = 0.8
"""Share of the cells that must be personal; a few typing slips do not clear a column."""

_SOME_OF_THEM = 0.3
"""Share of the cells of a column of remarks that have a person's number in them."""

_FEWEST_NAMES = 3
"""A name is a weaker sign than a number with a checksum, so one alone says nothing."""

_PHONE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-\d{7,8}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
_IDENTITY = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dx]")
_OLD_IDENTITY = re.compile(r"[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10x98765432"
_IBAN = re.compile(r"[a-z]{2}\d{2}[a-z0-9]{11,30}")
_CARD = re.compile(r"[3-6]\d{15,18}")
_ABROAD = re.compile(r"\+[1-9]\d{7,14}")
"""A telephone number with its country, as E.164 has it, without its blanks and brackets."""
_IN_AMERICA = re.compile(r"(?:\(\d{3}\)|\d{3}-)\d{3}-\d{4}")
_SOCIAL_SECURITY = re.compile(r"(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
_SEVERAL = re.compile(r"[/、,，;；|]")
_WITHIN = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|[1-9]\d{16}[\dx]|\d{15}(?!\d))(?!\d)")
"""A number in a remark that may be a person's mobile or identity number."""


def personal_columns(table: Any, *, keep: Collection[str]) -> tuple[str, ...]:
    """Return the headings of columns that hold personal data by their content.

    Args:
        table: `pyarrow.Table` of the file's cells.
        keep: Headings to leave alone, because they are mapped by hand.
    """
    return tuple(
        heading
        for heading in table.column_names
        if heading not in keep and field_of(heading) is None and _is_personal(table[heading])
    )


def is_identity_number(text: str) -> bool:
    """Return whether a text is a Chinese identity number: 18 signs, the last one a check."""
    if not _IDENTITY.fullmatch(text):
        return False
    checked = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True)) % 11
    # A spreadsheet keeps fifteen digits of a number and fills up with zeros.
    return text[17] == _CHECKS[checked] or text.endswith("000")


def is_card_number(text: str) -> bool:
    """Return whether a text is a bank card number: 16 to 19 digits, the last one a check."""
    if not _CARD.fullmatch(text):
        return False
    digits = [int(d) for d in reversed(text)]
    doubled = (sum(divmod(2 * d, 10)) for d in digits[1::2])
    return (sum(digits[0::2]) + sum(doubled)) % 10 == 0


def is_iban(text: str) -> bool:
    """Return whether a text in small letters is an account number of ISO 13616: modulo 97 is 1."""
    if not _IBAN.fullmatch(text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def _looked_at(column: Any) -> Any:
    """Return filled cells from all over a column: its first ones may all be empty."""
    filled = column.drop_null()
    if len(filled) <= _LOOKED_AT:
        return filled
    return filled.take(np.linspace(0, len(filled) - 1, _LOOKED_AT).astype(np.int64))


def _is_personal(column: Any) -> bool:
    texts = [
        text for cell in as_text(_looked_at(column)).to_pylist() if cell and (text := _plain(cell))
    ]
    if not texts:
        return False
    return (
        _share(texts, _has_number_of_a_person) >= _SOME_OF_THEM
        or _most(texts, _are_numbers_of_persons)
        or (len(set(texts)) >= max(_FEWEST_NAMES, len(texts) // 2) and _most(texts, is_name))
    )


def _most(texts: Sequence[str], is_one: Callable[[str], bool]) -> bool:
    return _share(texts, is_one) >= _MOST_OF_THEM


def _share(texts: Sequence[str], is_one: Callable[[str], bool]) -> float:
    return sum(map(is_one, texts)) / len(texts)


def _are_numbers_of_persons(text: str) -> bool:
    """Return whether a cell is a person's number, or several of them."""
    return all(map(_is_number_of_a_person, filter(None, _SEVERAL.split(text))))


def _has_number_of_a_person(text: str) -> bool:
    """Return whether a remark has a person's mobile or identity number within other words."""
    return any(
        found.group() != text and _is_number_of_a_person(found.group())
        for found in _WITHIN.finditer(text)
    )


def _is_number_of_a_person(text: str) -> bool:
    return bool(
        _PHONE.fullmatch(text.replace("-", ""))
        or _LANDLINE.fullmatch(text)
        or _ABROAD.fullmatch(re.sub(r"[()\-]", "", text))
        or _IN_AMERICA.fullmatch(text)
        or _SOCIAL_SECURITY.fullmatch(text)
        or _EMAIL.fullmatch(text)
        or _OLD_IDENTITY.fullmatch(text)
        or is_identity_number(text)
        or is_card_number(text)
        or is_iban(text)
    )


def _plain(cell: str) -> str:
    return re.sub(r"[\s='\"]+", "", narrow(cell))
