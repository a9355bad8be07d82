"""Numbers in cells: fast where they are plain, patient where they are text."""

import math
import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.tape.cells import Column, Numbers, as_text, encode

MONEY_UNITS = (
    "人民币",
    "元整",
    "元",
    "圆",
    "yuan",
    "rmb",
    "cny",
    "usd",
    "hkd",
    "eur",
    "¥",
    "$",
    "€",
    "£",
)
DAY_UNITS = ("days", "day", "天", "日")
MONTH_UNITS = ("months", "month", "个月", "月", "期")
COUNT_UNITS = ("times", "次", "手")

EMPTY = frozenset({"", "-", "--", "—", "——", "/", "n/a", "na", "nan", "null", "none"})
"""Texts that stand for an empty cell, in lower case."""

_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)$"
_FORMS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"), ",", "."),
    (re.compile(r"\d{1,3}([ '’]\d{3})+(\.\d+)?"), " '’", "."),
    (re.compile(r"\d{1,3}(\.\d{3})+,\d{1,2}"), ".", ","),
    (re.compile(r"\d+,\d{1,2}"), "", ","),
    (re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"), "", "."),
)
"""Ways of writing a number: pattern, thousands separators, decimal sign. First match wins."""


def read_numbers(
    column: Column, *, units: tuple[str, ...] = MONEY_UNITS, shares: bool = False
) -> Numbers:
    """Read a column of numbers.

    Args:
        column: Cells of any type.
        units: Words that may stand before or after the number and mean 1.
        shares: The numbers are shares, as `parse_share` reads them.

    Returns:
        The numbers, with what was missing, unreadable or understood from text.
    """
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        # Unsafe, because a card number in the column has more digits than a float keeps.
        values = column.cast(pa.float64(), safe=False).to_numpy()
        unreadable = np.isinf(values)
        values = np.where(unreadable, np.nan, values) if unreadable.any() else values
        return Numbers(values, unreadable, np.zeros(len(values), dtype=bool))
    text = as_text(column)
    plain = pc.match_substring_regex(text, _PLAIN)
    # np.array: what Arrow hands out is read-only.
    values = np.array(pc.if_else(plain, text, None).cast(pa.float64()).to_numpy(), dtype=np.float64)
    rest = encode(pc.if_else(plain, None, text))
    understood = [
        parse_share(name) if shares else parse_number(name, units=units) for name in rest.names
    ]
    table = np.array([math.nan if x is None else x for x in understood] + [math.nan])
    empty = np.array([name.lower() in EMPTY for name in rest.names] + [True])
    slow = rest.codes >= 0
    values[slow] = table[rest.codes[slow]]
    unreadable = slow & np.isnan(values) & ~empty[rest.codes]
    return Numbers(values, unreadable, slow & ~np.isnan(values))


def parse_number(text: str, *, units: tuple[str, ...] = MONEY_UNITS) -> float | None:
    """Return the number a person wrote, or None if it is none.

    Understands full-width digits, thousands separators, a decimal comma, brackets for minus, a
    unit before or after, and 万 (ten thousand). A percentage is not an amount.
    """
    rest = unicodedata.normalize("NFKC", text).strip().casefold()
    negative = rest.startswith("(") and rest.endswith(")")
    rest = _strip_units(rest[1:-1] if negative else rest, units)
    if rest[:1] in {"+", "-", "−"}:
        negative ^= rest[0] != "+"
        rest = _strip_units(rest[1:], units)
    factor = 1.0
    if rest.endswith("万"):
        factor, rest = 1e4, rest[:-1].strip()
    for pattern, thousands, decimal in _FORMS:
        if pattern.fullmatch(rest):
            digits = rest.translate({ord(sign): None for sign in thousands}).replace(decimal, ".")
            value = float(digits) * factor
            return None if math.isinf(value) else -value if negative else value
    return None


def parse_share(text: str) -> float | None:
    """Return the share a person wrote, 0.22 or 22%, as a decimal; None if it is none.

    What stands without its sign is a decimal: a bare 22 is 22 and not guessed at.
    """
    rest = unicodedata.normalize("NFKC", text).strip()
    body = rest.rstrip("% ")
    number = parse_number(body, units=())
    return number / 100.0 if number is not None and body != rest else number


def _strip_units(text: str, units: tuple[str, ...]) -> str:
    text = text.strip()
    for unit in units:
        text = text.removeprefix(unit).removesuffix(unit).strip()
    return text
