"""Which sheets of a workbook are the book: those of accounts, and all that are alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from placement.domain.errors import TapeError
from placement.domain.text import sentences, t
from placement.domain.types import IntArray
from placement.tape.columns import field_of, normalise
from placement.tape.fields import AGE_FIELDS
from placement.tape.findings import Finding, Severity, name_some
from placement.tape.headings import LOOK_AHEAD, find_headings, unique_headings
from placement.tape.meaning import Meaning
from placement.tape.parts import cell_text

_SUMMARY = re.compile(r"(?i)汇总|合计|总表|总览|统计|summary|overview|totals?\b|übersicht")
"""How a sheet is called that sums up others with the same headings."""

_NEEDED = ({"balance"}, set(AGE_FIELDS))
"""A sheet of accounts has one of each of these."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet with a table on it."""

    name: str
    places: dict[str, int]
    """Heading → its column, the first being 0."""

    cells: Sequence[Sequence[Any]]
    """All rows of the sheet from its first, of one length."""

    filled: Sequence[int]
    """Places of the rows below the headings that are not empty, the first row being 0."""

    titles: tuple[str, ...]
    """Filled rows above the headings."""

    headings_row: int
    """Last row of the headings, the first row of the sheet being 1."""

    @property
    def rows(self) -> IntArray:
        """Return the row of the sheet each record stands in, the first being 1."""
        return np.array(self.filled, dtype=np.int64) + 1

    @cached_property
    def fields(self) -> set[str]:
        """Return the fields of ours that the headings mean."""
        return {found[0] for heading in self.places if (found := field_of(heading))}

    @cached_property
    def kind(self) -> frozenset[str]:
        """Return what tells a sheet from one with other headings."""
        return frozenset(map(normalise, self.places))

    def column(self, heading: str) -> list[Any]:
        """Return the cells under a heading; empty ones where the sheet does not have it."""
        if heading not in self.places:
            return [""] * len(self.filled)
        place = self.places[heading]
        return [self.cells[row][place] for row in self.filled]


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """The sheets of a workbook, read and not."""

    read: tuple[Sheet, ...]
    other_tables: tuple[Sheet, ...] = ()
    """Sheets with a table of other headings."""

    without_table: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    """Sheets that the workbook does not show; nobody asked for them."""

    count: int


def choose_sheets(workbook: Any, *, filename: str, meaning: Meaning) -> Sheets:
    """Return the sheets to read: those the user names, else the best visible one and all alike.

    Args:
        workbook: The open `CalamineWorkbook`.
        filename: For messages.
        meaning: The user's word on the sheets and the row of headings.

    Raises:
        TapeError: No sheet is filled, or one that the user names is not there or has no table.
    """
    shown = {m.name: _is(m.visible, "Visible") for m in workbook.sheets_metadata if _holds_cells(m)}
    wanted = meaning.sheets or [name for name, is_shown in shown.items() if is_shown] or [*shown]
    _check_names(wanted, shown, filename)
    grids = {
        name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in wanted
    }
    if not any(grids.values()):
        raise TapeError(
            t("{file} has no filled sheet. A tape needs headings and rows.", file=filename)
        )
    alone = bool(meaning.sheets) or sum(map(bool, grids.values())) == 1
    found = [
        sheet
        for name, cells in grids.items()
        if (sheet := _table(name, cells, meaning.header_row, filename, alone=alone))
    ]
    tables = [sheet for sheet in found if sheet.filled and len(sheet.places) > 1]
    without = tuple(name for name in grids if name not in {sheet.name for sheet in tables})
    if meaning.sheets and without:
        raise _no_table(without[0], filename)
    hidden = tuple(name for name, is_shown in shown.items() if not is_shown and name not in wanted)
    if hidden and not tables:
        raise TapeError(
            t(
                "{file}: no sheet that the workbook shows holds a table. Hidden sheets were not "
                "read: {names}. Choose one with --sheet if it holds the accounts.",
                file=filename,
                names=name_some(hidden),
            )
        )
    if not found:
        raise _no_table(next(name for name, cells in grids.items() if cells), filename)
    best = max(tables or found, key=_likeness)
    alike = [sheet for sheet in tables if meaning.sheets or sheet.kind == best.kind] or [best]
    summaries = [] if meaning.sheets else [s for s in alike if _SUMMARY.search(s.name)]
    if len(summaries) < len(alike):
        alike = [sheet for sheet in alike if sheet not in summaries]
    _check_alike(alike, filename)
    return Sheets(
        read=tuple(alike),
        other_tables=tuple(sheet for sheet in tables if sheet not in alike),
        without_table=without,
        hidden=hidden,
        count=len(shown),
    )


def sheet_findings(sheets: Sheets) -> tuple[Finding, ...]:
    """Return what is said of the sheets, each by its name; nothing where there is only one."""
    if sheets.count < 2:
        return ()
    return (
        _said_of_read(sheets),
        *_said_of_others(sheets.other_tables),
        *_said_of_hidden(sheets.hidden),
    )


def _is(visible: Any, state: str) -> bool:
    return str(visible).rpartition(".")[2] == state


def _holds_cells(metadata: Any) -> bool:
    return str(metadata.typ).rpartition(".")[2] == "WorkSheet"


def _likeness(sheet: Sheet) -> tuple[int, int]:
    """Return how much a sheet is like one of accounts; of equal ones the first is taken."""
    return sum(bool(sheet.fields & needed) for needed in _NEEDED), len(sheet.fields)


def _table(
    name: str, cells: list[list[Any]], header_row: int | None, filename: str, *, alone: bool
) -> Sheet | None:
    """Return the table on a sheet; None if it is empty or lacks the row of headings."""
    if not cells or (header_row is not None and header_row > len(cells) and not alone):
        return None
    top = cells[: max(2 * LOOK_AHEAD, (header_row or 0) + 1)]
    texts = [[(cell_text(cell) or "").strip() for cell in row] for row in top]
    found = find_headings(
        texts, numbers=range(1, len(texts) + 1), header_row=header_row, filename=filename
    )
    below = range(found.last + 1, len(cells))
    filled = [row for row in below if any(cell != "" for cell in cells[row])]
    named = unique_headings(found.cells)
    places = {
        heading: place
        for place, heading in enumerate(named)
        # Beside the table, and where cells are merged, columns have neither heading nor cells.
        if found.cells[place] or any(cells[row][place] != "" for row in filled)
    }
    above = [row for row in texts[: found.first] if any(row)]
    titles = tuple(" ".join(cell for cell in row if cell) for row in above)
    return Sheet(name, places, cells, filled, titles, found.last + 1)


def _check_alike(chosen: Sequence[Sheet], filename: str) -> None:
    """Refuse sheets that the user names whose amounts stand under other headings."""
    first = chosen[0]
    owed = [h for h in first.places if (found := field_of(h)) and found[0] == "balance"]
    other = [sheet for sheet in chosen if owed and normalise(owed[0]) not in sheet.kind]
    if other:
        raise TapeError(
            t(
                "{file}: the sheets {one} and {other} have other headings ({heading} is missing "
                "in the second), so they are no one table. Choose one of them, or give both the "
                "same headings.",
                file=filename,
                one=first.name,
                other=other[0].name,
                heading=owed[0],
            )
        )


def _check_names(wanted: Sequence[str], shown: dict[str, bool], filename: str) -> None:
    unknown = [name for name in wanted if name not in shown]
    if unknown:
        raise TapeError(
            t(
                "{file} has no sheet {name}. It has: {names}. Choose one of these.",
                file=filename,
                name=unknown[0],
                names=name_some(list(shown)),
            )
        )


def _no_table(name: str, filename: str) -> TapeError:
    return TapeError(
        t(
            "{file}: the sheet {name} has no table: headings, and a row for each account below "
            "them. Choose another sheet with --sheet.",
            file=filename,
            name=name,
        )
    )


def _with_rows(sheets: Sequence[Sheet]) -> str:
    return name_some(
        [
            t("{sheet} ({rows} rows)", sheet=sheet.name, rows=f"{len(sheet.filled):,}")
            for sheet in sheets
        ]
    )


def _said_of_read(sheets: Sheets) -> Finding:
    without = (
        t("Without a table and not read: {names}.", names=name_some(sheets.without_table))
        if sheets.without_table
        else ""
    )
    if len(sheets.read) == 1:
        return Finding(
            code="sheet_used",
            severity=Severity.NOTE,
            message=sentences(
                [
                    t(
                        'The workbook has {count} sheets; "{sheet}" was read.',
                        count=sheets.count,
                        sheet=sheets.read[0].name,
                    ),
                    without,
                ]
            ),
            advice=t("Choose another with --sheet if this is the wrong one."),
        )
    return Finding(
        code="sheets_joined",
        severity=Severity.NOTE,
        message=sentences(
            [
                t(
                    "The workbook has {count} sheets; those with the same headings were read as "
                    "one table: {sheets}.",
                    count=sheets.count,
                    sheets=_with_rows(sheets.read),
                ),
                without,
            ]
        ),
        advice=t("Choose with --sheet if only some of them are the book."),
    )


def _said_of_others(others: Sequence[Sheet]) -> tuple[Finding, ...]:
    if not others:
        return ()
    return (
        Finding(
            code="sheets_unread",
            severity=Severity.WARNING,
            rows=sum(len(sheet.filled) for sheet in others),
            message=t(
                "Sheets with other headings, or that sum up others, were not read: {sheets}.",
                sheets=_with_rows(others),
            ),
            advice=t("Choose them with --sheet if they hold accounts."),
        ),
    )


def _said_of_hidden(names: Sequence[str]) -> tuple[Finding, ...]:
    if not names:
        return ()
    return (
        Finding(
            code="sheets_hidden",
            severity=Severity.WARNING,
            message=t("Hidden sheets were not read: {names}.", names=name_some(names)),
            advice=t("Choose them with --sheet if they hold accounts."),
        ),
    )
