"""Where the headings of a table are, and what its columns are called."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from placement.domain.errors import TapeError
from placement.domain.text import t
from placement.tape.columns import (
    MONEY_FIELDS,
    field_of,
    is_heading,
    is_personal,
    normalise,
)
from placement.tape.dates import parse_date
from placement.tape.fields import TOTALS
from placement.tape.numbers import parse_number
from placement.tape.unit_words import bracketed, unit_in_brackets, unit_in_title

LOOK_AHEAD = 50
"""Rows in which headings are looked for; above them may stand titles and notes."""

_TOTALS = frozenset(map(normalise, TOTALS))
_BREAK = re.compile(r"\s*[\r\n]+\s*")


@dataclass(frozen=True, kw_only=True)
class Headings:
    """The headings of a table and where they stand among its first rows."""

    cells: tuple[str, ...]
    """As the file has them, those of two rows as one; empty where a column has none."""

    first: int
    """Position of the row they begin in."""

    last: int
    """Position of the row they end in: the same, or the next one."""


def find_headings(
    rows: Sequence[Sequence[str]], *, numbers: Sequence[int], header_row: int | None, filename: str
) -> Headings:
    """Return the headings among the first rows of a table.

    Args:
        rows: Trimmed cells of the first rows.
        numbers: Row of the file each of them is.
        header_row: The user's word for the row that holds the headings.
        filename: For messages.

    Raises:
        TapeError: The row that the user names is not there.
    """
    if header_row is not None and header_row not in numbers:
        raise TapeError(
            t(
                "--header-row is {row}, and {file} has no such row; its rows go up to {last}, "
                "blank ones apart. Give the row that holds the headings.",
                row=f"{header_row:,}",
                file=filename,
                last=f"{max(numbers, default=0):,}",
            )
        )
    first = heading_row(rows) if header_row is None else list(numbers).index(header_row)
    upper = rows[first] if rows else ()
    if first + 1 < len(rows) and _is_second_row(upper, rows[first + 1]):
        return Headings(cells=_as_one(upper, rows[first + 1]), first=first, last=first + 1)
    return Headings(cells=tuple(upper), first=first, last=first)


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows holds the headings: the first with most known ones.

    A row with no known heading is still taken if it comes first: all its columns can be mapped.
    """
    known = [sum(is_heading(cell) for cell in row) for row in rows[:LOOK_AHEAD]]
    best = max(known, default=0)
    if best == 0:
        return next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    # Two headings one below the other: the upper one stays, the lower is found as a row. A title
    # may name one field, such as the cut-off date, so one is enough only where no row has two.
    fields = [len({f[0] for cell in row if (f := field_of(cell))}) for row in rows[:LOOK_AHEAD]]
    most = max(fields)
    enough = min(max(most, 1), max(2, (most + 1) // 2))
    return next((i for i, count in enumerate(fields) if count >= enough), known.index(best))


def unique_headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings trimmed, named where empty, numbered where they repeat."""
    seen: Counter[str] = Counter()
    headings: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = _BREAK.sub(_between, cell.strip()) or t("column {number}", number=position)
        while name in seen:
            seen[name] += 1
            name = f"{name} ({seen[name]})"
        seen[name] += 1
        headings.append(name)
    return tuple(headings)


def withhold(headings: Sequence[str], keep: Collection[str]) -> tuple[str, ...]:
    """Return the headings of personal columns that are not to be read."""
    return tuple(h for h in headings if h not in keep and is_personal(h) and field_of(h) is None)


def _between(found: "re.Match[str]") -> str:
    """Return what stands for a line break in a heading: nothing between Chinese characters."""
    before, behind = found.string[found.start() - 1], found.string[found.end()]
    return "" if before > "⺀" and behind > "⺀" else " "


def _is_second_row(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Return whether a row goes on with headings: it names the columns of groups named above."""
    group = next((place for place, cell in enumerate(upper) if cell), len(upper))
    below = [cell for cell in lower if cell]
    in_groups = [
        cell for above, cell in zip(upper[group:], lower[group:], strict=False) if not above
    ]
    # A group's name may stand above each of its columns: 金额 above 余额, and again above 本金.
    times = Counter(upper)
    repeated = [
        cell
        for above, cell in zip(upper, lower, strict=False)
        if above and times[above] > 1 and is_heading(cell)
    ]
    if len(below) < 2 or not (any(in_groups) or repeated):
        return False
    # The row of a record has numbers or days in it, headings have none.
    return not any(parse_number(cell) is not None or parse_date(cell) is not None for cell in below)


def _as_one(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of two rows: a group's name goes before those of its columns."""
    width = max(len(upper), len(lower))
    above = [*upper, *("",) * (width - len(upper))]
    below = [*lower, *("",) * (width - len(lower))]
    names, group = [], ""
    for position in range(width):
        group = above[position] or (group if below[position] else "")
        names.append(_named(group, below[position]))
    return tuple(names)


def _named(group: str, name: str) -> str:
    if not group or not name:
        return name or group
    if is_heading(name):
        return _with_unit_of(group, name)
    # The total of a group is what the group is about: 欠费金额 above 物业费, 水费 and 合计.
    return f"{group} ({name})" if normalise(name) in _TOTALS else f"{group} {name}"


def _with_unit_of(group: str, name: str) -> str:
    """Return a heading of money with the unit that stands in that of its group."""
    found = field_of(name)
    if found is None or found[0] not in MONEY_FIELDS or unit_in_brackets(name):
        return name
    said = [text for text in (*bracketed(group), group) if unit_in_title(text)]
    return f"{name} ({said[0]})" if said else name
