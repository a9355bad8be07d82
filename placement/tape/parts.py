"""What every file format hands to `read_table`, and how headings are found in it."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.domain.text import t
from placement.tape.columns import field_of, is_heading, is_personal
from placement.tape.findings import Finding, Severity

if TYPE_CHECKING:
    from placement.domain.types import IntArray

LOOK_AHEAD = 10
"""Rows in which headings are looked for; above them may stand a title."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """A table read from one format; the fields are those of `RawTable`."""

    table: Any
    rows: "IntArray"
    ragged: tuple[tuple[int, str], ...] = ()
    withheld: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()
    titles: tuple[str, ...] = ()


def heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows holds the headings: the first with most known ones.

    A row with no known heading is still taken if it comes first: all its columns can be mapped.
    """
    known = [sum(is_heading(cell) for cell in row) for row in rows[:LOOK_AHEAD]]
    best = max(known, default=0)
    if best == 0:
        return next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    # Two headings one below the other: the upper one stays, the lower is found as a row.
    fields = [len({f[0] for cell in row if (f := field_of(cell))}) for row in rows[:LOOK_AHEAD]]
    enough = max(1, (max(fields) + 1) // 2)
    return next((i for i, count in enumerate(fields) if count >= enough), known.index(best))


def unique_headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the headings trimmed, named where empty, numbered where they repeat."""
    seen: Counter[str] = Counter()
    headings: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = cell.strip() or t("column {number}", number=position)
        while name in seen:
            seen[name] += 1
            name = f"{name} ({seen[name]})"
        seen[name] += 1
        headings.append(name)
    return tuple(headings)


def withhold(headings: Sequence[str], keep: Collection[str]) -> tuple[str, ...]:
    """Return the headings of personal columns that are not to be read."""
    return tuple(h for h in headings if h not in keep and is_personal(h) and field_of(h) is None)


def skipped_note(count: int) -> tuple[Finding, ...]:
    """Return a note on title rows above the headings, if there are any."""
    if not count:
        return ()
    return (
        Finding(
            code="title_rows",
            severity=Severity.NOTE,
            rows=count,
            message=t("Rows skipped above the headings: {rows}.", rows=count),
            advice=t("Check that the headings are the right ones."),
        ),
    )
