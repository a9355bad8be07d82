"""Texts of the file in our messages: enough to find the cell, never a whole phone number."""

import re

_SHOWN = 4
_FEWEST = 7
"""Digits in a row that may be somebody's number; ages, postcodes and years are shorter."""

_LONGEST_AMOUNT = 10
"""Digits in a row that an amount or a day may have; phones, cards and identities have more."""

_DIGITS = re.compile(r"\d{3,4}(?:[ -]\d{4}){2,}|\d+")
"""A number, or one in the groups that phones and cards are written in."""


def quoted(text: str, *, number: bool = False) -> str:
    """Return a text of the file fit for a message: of long numbers only the last digits show.

    Args:
        text: What stands in the file.
        number: It stands in a column of amounts or days, where long numbers are usual.
    """
    longest = _LONGEST_AMOUNT if number else _FEWEST - 1
    return _DIGITS.sub(lambda found: _masked(found[0], longest), text)


def _masked(number: str, longest: int) -> str:
    if sum(sign.isdigit() for sign in number) <= longest:
        return number
    return "•" * (len(number) - _SHOWN) + number[-_SHOWN:]
