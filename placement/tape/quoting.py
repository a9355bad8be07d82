"""Texts of the file in our messages: enough to find the cell, never a person's number or name."""

import re

from placement.domain.signs import harmless, seen
from placement.tape.persons import is_name

_SHOWN = 4
_FEWEST = 7
"""Digits in a row that may be somebody's number; ages, postcodes and years are shorter."""

_LONGEST_AMOUNT = 10
"""Digits in a row that an amount or a day may have; phones, cards and identities have more."""

_DATE = 8
"""Digits of a day, 2025-06-12, which may stand in groups."""

_DIGITS = re.compile(r"\d[\d -]*\d|\d")
"""A number, or one in the groups that phones and cards are written in."""

_DAY = r"(?:19|20)\d\d[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:[01]\d|2[0-3])[ -]?[0-5]\d(?:[ -]?[0-5]\d)?"
_TIMES = re.compile(rf"{_DAY}(?:[ -]*{_TIME}|[ -]*{_DAY})?")
"""A day with the time of it, or with another day, as names of files have them."""

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_PASSPORT = re.compile(r"(?<![A-Za-z])([A-Za-z])(\d{7,9})(?!\d)")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_FOREIGN = re.compile(r"\b[A-ZÀ-Þ][a-zß-ÿ]+(?:[ -][A-ZÀ-Þ][a-zß-ÿ]+)+\b")
"""Words with capitals behind each other: first name and surname."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_ODD = re.compile(r".?[^\x00-\x7f]+.?")
_MOST_ODD = 6


def quoted(text: str, *, number: bool = False) -> str:
    """Return a text of the file fit for a message: of long numbers only the last digits show.

    Args:
        text: What stands in the file.
        number: It stands in a column of amounts or days, where long numbers are usual, and a name
            has gone astray: of it the first sign shows.
    """
    longest = _LONGEST_AMOUNT if number else _FEWEST - 1
    masked = _DIGITS.sub(lambda found: _masked(found[0], longest), text)
    masked = _PASSPORT.sub(lambda found: found[1] + _masked(found[2], 0), masked)
    # Beside somebody's number stands somebody's name.
    return _without_names(masked) if number or masked != text else masked


def heading(text: str) -> str:
    """Return a heading fit for a reader: whole, unless it holds somebody's number or name."""
    own = harmless(seen(text))
    if holds_a_number(own):
        return shape(own)
    return _initial(own) if is_name(own.strip()) else own


def file_name(name: str) -> str:
    """Return a file's name fit for a page and for the trail; its ending stays.

    A name alone stays as well: it may be an agency's, and whoever brought the file looks for it.
    """
    own = harmless(seen(name))
    stem, dot, ending = own.rpartition(".")
    if not stem or holds_a_number(ending):
        stem, dot, ending = own, "", ""
    return f"{shape(stem) if holds_a_number(stem) else stem}{dot}{ending}"


def holds_a_number(text: str) -> bool:
    """Return whether a heading or a file's name holds somebody's number or address."""
    long = (found for found in _DIGITS.findall(text) if _count(found) > _LONGEST_AMOUNT)
    passport = _PASSPORT.search(text)
    return (
        not all(map(_TIMES.fullmatch, long))
        or _MAIL.search(text) is not None
        or (passport is not None and _TIMES.fullmatch(passport[2]) is None)
    )


def shape(text: str) -> str:
    """Return a whole row of the file fit for a message: of each word the first sign shows."""
    return _WORD.sub(lambda found: f"{found[0][0]}•", quoted(text))


def odd_signs(text: str) -> str:
    """Return the first signs of a text that are not ASCII, by which an encoding is judged."""
    parts = _ODD.findall(_CHINESE.sub(_chinese_name, text))
    return "…" + "…".join(part[:_MOST_ODD] for part in parts[:2]) + "…"


def _masked(number: str, longest: int) -> str:
    if not number.isdigit():
        longest = max(longest, _DATE)
    if _count(number) <= longest:
        return number
    return "•" * (len(number) - _SHOWN) + number[-_SHOWN:]


def _count(number: str) -> int:
    return sum(sign.isdigit() for sign in number)


def _without_names(text: str) -> str:
    return _FOREIGN.sub(_foreign_name, _CHINESE.sub(_chinese_name, text))


def _chinese_name(found: re.Match[str]) -> str:
    text = found[0]
    if is_name(text):
        return _initial(text)
    # 李四身份证: a name may run into the next word.
    return text[0] + "•" + text[2:] if "•" in found.string and is_name(text[:2]) else text


def _foreign_name(found: re.Match[str]) -> str:
    return re.sub(r"\w+", lambda word: _initial(word[0]), found[0])


def _initial(word: str) -> str:
    return word[0] + "•" * (len(word) - 1)
