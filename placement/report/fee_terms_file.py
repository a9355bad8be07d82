"""Fee terms as a file (TOML) that the same program, and its command `deal`, reads again."""

from collections.abc import Sequence
from dataclasses import fields

from placement.decide.deal.fee_terms import Band, Bonus, FeeTerms

RATES = "by_age"
"""The ladder that states rates; the others state points that are added."""


def as_toml(terms: FeeTerms) -> str:
    """Return the terms as TOML: what differs from the defaults, each on a line.

    Numbers are written with the shortest text that reads back as the same number.
    """
    lines = []
    for field in fields(terms):
        value = getattr(terms, field.name)
        if value == field.default or value is None:
            continue
        lines.append(f"{field.name} = {_text(field.name, value)}")
    return "\n".join(["# Fee terms of a contract; shares and rates are decimals.", *lines, ""])


def _text(name: str, value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            return _rows(name, value)
        case _:
            return repr(value)


def _rows(name: str, rows: Sequence[Band | Bonus]) -> str:
    return "[" + ", ".join(f"{{ {_row(name, row)} }}" for row in rows) + "]"


def _row(name: str, row: Band | Bonus) -> str:
    if isinstance(row, Bonus):
        share = f", share = {row.share!r}" if row.share else ""
        return f"chance = {row.chance!r}, points = {row.points!r}{share}"
    end = "" if row.end is None else f"to = {row.end!r}, "
    return f"from = {row.start!r}, {end}{'rate' if name == RATES else 'points'} = {row.rate!r}"
