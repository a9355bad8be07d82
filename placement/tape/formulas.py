"""Formulas that no program has calculated: what the file stores for them is no result.

Programs that only write files store 0 or nothing beside a formula and leave it to a spreadsheet to
calculate on opening. Read as it stands, every age would be 0.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from placement.domain.text import t
from placement.tape import quoting
from placement.tape.columns import field_of
from placement.tape.findings import SHOWN, Finding, Severity
from placement.tape.sheets import Sheet
from placement.tape.survey import Survey


@dataclass(frozen=True)
class Uncalculated:
    """The formulas under one heading of a sheet that have no result."""

    heading: str
    rows: tuple[int, ...]
    """Rows of the sheet."""

    certain: bool
    """Nothing is stored, or the writer left it to others; else every formula is 0 and may be."""


def results(sheet: Sheet, heading: str, facts: Survey) -> tuple[list[Any], Uncalculated | None]:
    """Return the cells under a heading, empty where a formula has no result, and which those are.

    Formulas that are all 0 in a file that a program may have calculated stay as they are.
    """
    cells = sheet.column(heading)
    known = facts.sheets.get(sheet.name)
    found = known.formulas.get(sheet.places.get(heading, -1) + 1) if known else None
    if found is None:
        return cells, None
    all_zero = bool(found.zero) and not found.alive
    certain = not all_zero or facts.calculates_on_load
    dead = {*found.nothing, *(found.zero if all_zero else ())}
    places = [place for place, row in enumerate(sheet.filled) if row + 1 in dead]
    if not places:
        return cells, None
    if certain:
        for place in places:
            cells[place] = ""
    rows = tuple(sheet.filled[place] + 1 for place in places)
    return cells, Uncalculated(heading, rows, certain)


def formula_findings(
    found: Sequence[Uncalculated], *, keep: Collection[str]
) -> tuple[Finding, ...]:
    """Return what is said of formulas without a result, by heading."""
    said = []
    for heading, certain in dict.fromkeys((part.heading, part.certain) for part in found):
        rows = [
            row
            for part in found
            if (part.heading, part.certain) == (heading, certain)
            for row in part.rows
        ]
        used = heading in keep or field_of(heading) is not None
        said.append(_finding(heading, rows, certain=certain, used=used))
    return tuple(said)


def _finding(heading: str, rows: Sequence[int], *, certain: bool, used: bool) -> Finding:
    count, shown = f"{len(rows):,}", quoting.heading(heading)
    message = (
        t(
            "{rows} cells under {heading} are formulas that no program has calculated; what the "
            "file holds for them is no result, and they are taken as empty.",
            rows=count,
            heading=shown,
        )
        if certain
        else t(
            "All {rows} formulas under {heading} give 0, as in a file that no program has "
            "calculated.",
            rows=count,
            heading=shown,
        )
    )
    return Finding(
        code="formula_uncalculated" if certain else "formula_all_zero",
        severity=(Severity.ERROR if certain else Severity.WARNING) if used else Severity.NOTE,
        column=heading,
        rows=len(rows),
        first=tuple((row, "") for row in rows[:SHOWN]),
        message=message,
        advice=t("Open the file in a spreadsheet program, save it there and read it again."),
    )
