"""Which sign parts the cents in a column of amounts: one answer for the whole column.

12.480,75 shows that 1.250 is 1250        12,480.75 shows that 1,250 is
1.250, 3.000 and nothing else could be either
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from placement.domain.types import BoolArray
from placement.tape.cells import Column, as_mask, as_text, is_text
from placement.tape.columns import MONEY_FIELDS, field_of

_AROUND = r"[^0-9.,]*"
_SPACED = r"\d{1,3}(?:[ '’]\d{3})+"
_POINT = rf"^{_AROUND}(?:\d{{1,3}}(?:,\d{{3}})+\.\d+|\d{{1,3}}(?:,\d{{3}}){{2,}}|{_SPACED}\.\d+|\d*\.\d{{1,2}}|\d*\.\d{{4,}}|\d{{4,}}\.\d{{3}}|0\.\d+){_AROUND}$"  # noqa: E501
_COMMA = rf"^{_AROUND}(?:\d{{1,3}}(?:\.\d{{3}})+,\d+|\d{{1,3}}(?:\.\d{{3}}){{2,}}|{_SPACED},\d+|\d*,\d{{1,2}}|\d{{4,}},\d{{3}}|0,\d+){_AROUND}$"  # noqa: E501
_OPEN_POINT = rf"^{_AROUND}[1-9]\d{{0,2}}\.\d{{3}}{_AROUND}$"
_OPEN_COMMA = rf"^{_AROUND}[1-9]\d{{0,2}},\d{{3}}{_AROUND}$"
_OPEN_CELL = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_ROUND_POINT = rf"^{_AROUND}[1-9]\d{{0,2}}\.\d{{2}}0{_AROUND}$"


@dataclass(frozen=True, kw_only=True)
class Decimal:
    """What a column's amounts say of their decimal sign."""

    sign: str
    """`point` or `comma`."""

    is_shown: bool
    """Some amount leaves no other reading."""

    is_doubtful: bool
    """Some amount could be read either way, and nothing settles it."""


PLAIN = Decimal(sign="point", is_shown=False, is_doubtful=False)
"""A column of the file's own numbers, or one of whole amounts."""


def decimal_of(column: Column) -> Decimal:
    """Return what the amounts of a column say of their decimal sign."""
    if not is_text(column):
        return PLAIN
    texts = as_text(column)
    point, comma = _count(texts, _POINT), _count(texts, _COMMA)
    open_point, open_comma = _count(texts, _OPEN_POINT), _count(texts, _OPEN_COMMA)
    if not open_point + open_comma:
        return Decimal(
            sign="comma" if comma > point else "point",
            is_shown=point != comma,
            is_doubtful=False,
        )
    if point or comma:
        return Decimal(
            sign="comma" if comma > point else "point",
            is_shown=True,
            is_doubtful=bool(point and comma),
        )
    # Amounts have no thousandths, and a program that writes numbers writes no zeros behind them.
    groups = not open_comma and _count(texts, _ROUND_POINT) > 0
    return Decimal(sign="comma" if groups else "point", is_shown=False, is_doubtful=True)


def money_to_keep_as_text(
    headings: Sequence[str], sample: Iterable[Sequence[str]], *, decimal: str | None = None
) -> frozenset[str]:
    """Return the headings of columns of money and ages that a parser must not take for numbers.

    From 1.250 and 3.000 it would make 1.25 and 3, and the digits that ask a question were gone.

    Args:
        headings: Headings of the file.
        sample: Cells of the first rows.
        decimal: The decimal sign as the user named it, if he did.
    """
    kinds = {i: h for i, h in enumerate(headings) if is_money(h) or _counts_days(h)}
    if decimal is not None:
        return frozenset(heading for heading in kinds.values() if is_money(heading))
    seen: dict[str, bool] = {}
    for row in sample:
        for i, heading in kinds.items():
            cell = row[i].strip() if i < len(row) else ""
            if "." in cell:
                is_open = _OPEN_CELL.fullmatch(cell) is not None
                seen[heading] = seen.get(heading, True) and is_open
    # Where no amount of the sample has a sign, the first that has one decides.
    return frozenset(heading for heading in kinds.values() if seen.get(heading, False))


def days_decimal(column: Column) -> str:
    """Return the decimal sign of a column of days: where all that have a point have three digits
    behind it, 1.095 is a thousand and 95 days, for nobody counts thousandths of a day."""
    if not is_text(column):
        return "point"
    texts = as_text(column)
    pointed = int(pc.sum(pc.match_substring(texts, ".")).as_py() or 0)
    return "comma" if pointed and pointed == _count(texts, _OPEN_POINT) else "point"


def _counts_days(heading: str) -> bool:
    found = field_of(heading)
    return found is not None and found[0] == "days_past_due"


def amounts_are_text(table: Any) -> bool:
    """Return whether all money columns of a table are text, so that any sign can still be read."""
    return all(is_text(table[name]) for name in table.column_names if is_money(name))


def is_money(heading: str) -> bool:
    """Return whether a heading is one of a money column."""
    found = field_of(heading)
    return found is not None and found[0] in MONEY_FIELDS


def open_cells(column: Column) -> BoolArray:
    """Return which amounts have three digits behind a single sign. Shape (rows,)."""
    texts = as_text(column)
    return _flags(texts, _OPEN_POINT) | _flags(texts, _OPEN_COMMA)


def shown_cells(column: Column, sign: str) -> BoolArray:
    """Return which amounts can only be read with a sign. Shape (rows,)."""
    return _flags(as_text(column), _COMMA if sign == "comma" else _POINT)


def _count(texts: Column, pattern: str) -> int:
    return int(_flags(texts, pattern).sum())


def _flags(texts: Column, pattern: str) -> BoolArray:
    return as_mask(pc.match_substring_regex(texts, pattern))
