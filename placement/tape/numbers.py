"""Numbers in cells: fast where they are plain, patient where they are text."""

import math
import re
import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from placement.domain.types import BoolArray
from placement.tape.cells import Column, Numbers, as_mask, as_text, encode
from placement.tape.spelling import narrow

MONEY_UNITS = (
    "人民币",
    "元整",
    "美元",
    "港元",
    "港币",
    "欧元",
    "英镑",
    "日元",
    "元",
    "圆",
    "yuan",
    "rmb",
    "cny",
    "usd",
    "us$",
    "hkd",
    "hk$",
    "eur",
    "gbp",
    "jpy",
    "¥",
    "$",
    "€",
    "£",
)
DAY_UNITS = ("days", "day", "天", "日")
MONTH_UNITS = ("months", "month", "个月", "月", "期")
COUNT_UNITS = ("times", "次", "手")
ACCOUNT_UNITS = (*COUNT_UNITS, "户", "件", "笔", "个", "accounts")

EMPTY = frozenset({"", "-", "--", "—", "——", "/", "n/a", "na", "nan", "null", "none"})
"""Texts that stand for an empty cell, in lower case."""

_PLAIN = r"^[+-]?(\d+\.?\d*|\.\d+)$"
_GROUPED = r"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$"
_GROUPED_BY_POINTS = r"^[+-]?([1-9]\d{0,2}(\.\d{3})+(,\d+)?|\d+,\d+)$"

_Form = tuple["re.Pattern[str]", str, str]
"""A way of writing a number: pattern, thousands separators, decimal sign."""

_SURE: tuple[_Form, ...] = (
    (re.compile(r"\d{1,3}(,\d{3})+\.\d+"), ",", "."),
    (re.compile(r"\d{1,3}(,\d{3}){2,}"), ",", "."),
    (re.compile(r"\d{1,3}(\.\d{3})+,\d+"), ".", ","),
    (re.compile(r"\d{1,3}(\.\d{3}){2,}"), ".", ","),
    (re.compile(r"\d{1,3}([ '’]\d{3})+(\.\d+)?"), " '’", "."),
    (re.compile(r"\d{1,3}([ '’]\d{3})+,\d{1,2}"), " '’", ","),
    (re.compile(r"\d+,\d{1,2}|0,\d+"), "", ","),
)
"""Ways that leave no doubt which sign is which."""

_BY_DECIMAL: dict[str, tuple[_Form, ...]] = {
    "point": (
        (re.compile(r"[1-9]\d{0,2},\d{3}"), ",", "."),
        (re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"), "", "."),
    ),
    "comma": (
        (re.compile(r"[1-9]\d{0,2}\.\d{3}"), ".", ","),
        (re.compile(r"\d+,\d+"), "", ","),
        (re.compile(r"(\d+\.?\d*|\.\d+)(e[+-]?\d+)?"), "", "."),
    ),
}
"""Ways that the column's decimal sign decides. First match wins."""

_LARGE = {"万": 1e4, "w": 1e4, "亿": 1e8, "千": 1e3, "k": 1e3, "百万": 1e6, "千万": 1e7}
"""Words behind a number that make it larger."""

_MINUS = frozenset({"-", "−"})
_SIGNS = _MINUS | {"+"}
"""Signs before a number; behind one a plus means that it is more, as in 90+."""

_LONGEST = 400
"""Signs of a text that may be a number; to take them off a longer one by one never ends."""

_NO_CENTS = re.compile(r"(.*\d)[.,]\s?[-–—−]{1,2}")
_GROUPING = {ord(sign): None for sign in ".,'’ "}

_CREDIT = ("cr", "贷")
_DEBIT = ("dr", "借")


def read_numbers(
    column: Column,
    *,
    units: tuple[str, ...] = MONEY_UNITS,
    shares: bool = False,
    decimal: str = "point",
) -> Numbers:
    """Read a column of numbers.

    Args:
        column: Cells of any type.
        units: Words that may stand before or after the number and mean 1.
        shares: The numbers are shares, as `parse_share` reads them.
        decimal: `point` or `comma`: the column's decimal sign, which tells what 1.250 is.

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
    text, grouped = _without_groups(as_text(column), decimal)
    plain = pc.match_substring_regex(text, _PLAIN)
    # np.array: what Arrow hands out is read-only.
    values = np.array(pc.if_else(plain, text, None).cast(pa.float64()).to_numpy(), dtype=np.float64)
    rest = encode(pc.if_else(plain, None, text))
    understood = [
        parse_share(name) if shares else parse_number(name, units=units, decimal=decimal)
        for name in rest.names
    ]
    table = np.array([math.nan if x is None else x for x in understood] + [math.nan])
    empty = np.array([name.lower() in EMPTY for name in rest.names] + [True])
    slow = rest.codes >= 0
    values[slow] = table[rest.codes[slow]]
    unreadable = slow & np.isnan(values) & ~empty[rest.codes]
    return Numbers(values, unreadable, (slow & ~np.isnan(values)) | grouped)


def parse_number(
    text: str, *, units: tuple[str, ...] = MONEY_UNITS, decimal: str = "point"
) -> float | None:
    """Return the number a person wrote, or None if it is none.

    Understands full-width digits, thousands separators, a unit before or after, 万 (ten thousand)
    and 亿, and the ways of writing a credit: a minus before or behind, brackets, CR. A percentage
    is not an amount.

    Args:
        text: The cell.
        units: Words that may stand before or after the number and mean 1.
        decimal: `point` or `comma`: what 1.250 and 1,250 are; other ways leave no doubt.
    """
    if len(text) > _LONGEST:
        return None
    rest, negative = _without_sign(narrow(text), units)
    if rest == "" and negative:
        # An accountant's format writes nothing owed as "$ -".
        return 0.0 if text.strip().casefold() not in EMPTY else None
    factor = 1.0
    for word in sorted(_LARGE, key=len, reverse=True):
        if rest.endswith(word):
            factor, rest = _LARGE[word], rest.removesuffix(word).strip()
            break
    for pattern, thousands, sign in (*_SURE, *_BY_DECIMAL[decimal]):
        if pattern.fullmatch(rest):
            digits = rest.translate({ord(each): None for each in thousands}).replace(sign, ".")
            value = float(digits) * factor
            return None if math.isinf(value) else -value if negative else value
    return None


def _without_sign(text: str, units: tuple[str, ...]) -> tuple[str, bool]:
    """Return an amount without its sign and units, and whether it is below zero."""
    rest, negative, before = text.strip(), False, None
    while rest != before:
        before = rest
        if found := _NO_CENTS.fullmatch(rest):
            # 1.250,- and 1'234.-: what stands before is whole.
            rest = found[1].translate(_GROUPING)
        rest = _strip_units(rest, units)
        if rest.startswith("(") and rest.endswith(")"):
            negative, rest = True, rest[1:-1]
        elif rest[:1] in _SIGNS:
            negative ^= rest[0] != "+"
            rest = rest[1:]
        elif rest[-1:] in _MINUS:
            negative, rest = not negative, rest[:-1]
        elif rest.endswith(_CREDIT):
            negative, rest = True, rest.removesuffix("cr").removesuffix("贷")
        elif rest.endswith(_DEBIT):
            rest = rest.removesuffix("dr").removesuffix("借")
        elif rest.startswith(("贷", "借")):
            negative, rest = rest[0] == "贷", rest[1:]
    return rest, negative


def _without_groups(text: Column, decimal: str) -> tuple[Column, BoolArray]:
    """Return texts with grouped digits written plainly, and which they are.

    A million amounts like 1,234.50 are as many different texts, too many to read one by one.
    """
    by_points = decimal == "comma"
    grouped = pc.match_substring_regex(text, _GROUPED_BY_POINTS if by_points else _GROUPED)
    mask = as_mask(grouped)
    if not mask.any():
        return text, mask
    plain = pc.replace_substring(text, "." if by_points else ",", "")
    if by_points:
        plain = pc.replace_substring(plain, ",", ".")
    return pc.if_else(grouped, plain, text), mask


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
