"""Sheets of a memo's workbook, all alike: columns, totals as live formulas, what the memo says.

Every formula carries its value, so that a viewer that does not calculate shows it too.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placement.assume.assumptions import Assumptions
from placement.assume.said import said, status_names
from placement.assume.units import UNITS
from placement.domain.text import pt, t, with_unit
from placement.report.files import harmless, stated_sheets
from placement.report.headings import in_readers_language
from placement.report.made_with import MadeWith
from placement.report.memo import Memo
from placement.report.memo_parts import swing_name, value_range_unit
from placement.report.memo_picture import ABOVE, BELOW
from placement.risk.tornado import Swing
from placement.tape.findings import Finding, Severity
from placement.tape.quoting import heading
from placement.words.assumptions import area_name, number_name

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FIRST = 2
"""Row of a sheet, counted from 1, below its headings."""

WIDTH, WIDE, TEXT_WIDTH = 15, 44, 110
"""Characters of a column of numbers, of names, of sentences."""


@dataclass(frozen=True, kw_only=True)
class Formula:
    """What a spreadsheet works out, and what comes out."""

    text: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet."""

    head: str
    cells: Sequence[object]
    form: str = "text"
    """`text`, `count`, `money`, `share`, or `number`."""
    wide: int = WIDTH


class Sheets:
    """Writes sheets, all alike."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self.made: dict[str, Worksheet] = {}
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#e6ecf3"}
        )
        forms = {"text": "@", "count": "#,##0", "money": "#,##0.00", "share": "0.0%",
                 "number": "0.######", "any": "General"}  # fmt: skip
        self.forms = {name: book.add_format({"num_format": form}) for name, form in forms.items()}
        self.sums = {
            name: book.add_format({"num_format": forms[name], "bold": True, "top": 1})
            for name in ("text", "count", "money")
        }

    def add(
        self, name: str, columns: Sequence[Column], *, total: Mapping[str, str] | None = None
    ) -> None:
        """Write a sheet of columns.

        Args:
            name: Of the sheet.
            columns: Of equal length.
            total: Columns that the last row adds up, by letter, and how they are written.
        """
        sheet = self.made[name] = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.wide)
            sheet.write_string(0, at, harmless(column.head), self.head)
            for row, cell in enumerate(column.cells, start=1):
                self.write(sheet, row, at, cell, self.forms[column.form])
        rows = len(columns[0].cells)
        if total and rows:
            sheet.write_string(rows + 1, 0, t("Total"), self.sums["text"])
            for letter, form in total.items():
                added_up = columns[ord(letter) - ord("A")].cells
                added = Formula(
                    text=f"=SUM({cells_of(letter, rows)})", value=sum(map(_value_of, added_up))
                )
                self.write(sheet, rows + 1, ord(letter) - ord("A"), added, self.sums[form])

    def write(self, sheet: "Worksheet", row: int, at: int, cell: object, form: Any) -> None:
        """Write a cell: a formula with its value, a number, or a text that is never a formula."""
        if isinstance(cell, Formula):
            sheet.write_formula(row, at, cell.text, form, cell.value)
        elif isinstance(cell, str):
            sheet.write_string(row, at, harmless(cell), form)
        elif isinstance(cell, int | float) and math.isfinite(cell):
            sheet.write_number(row, at, float(cell), form)
        else:
            sheet.write_blank(row, at, None, form)

    def chart(self, name: str, *, months: int) -> None:
        """Draw what comes in and goes out in the first months beside their sheet."""
        chart = self.book.add_chart({"type": "column", "subtype": "stacked"})
        for at, colour in ((1, ABOVE), (2, BELOW)):
            chart.add_series(
                {
                    "name": [name, 0, at],
                    "categories": [name, 1, 0, months, 0],
                    "values": [name, 1, at, months, at],
                    "fill": {"color": colour},
                }
            )
        chart.set_legend({"position": "bottom"})
        chart.set_x_axis({"label_position": "low"})
        chart.set_title({"name": t("Cash by month, the first 12 months")})
        self.made[name].insert_chart("H2", chart, {"x_scale": 1.6, "y_scale": 1.2})


def say_decision(
    sheets: Sheets, name: str, memo: Memo, figures: Sequence[tuple[str, Formula, str]]
) -> None:
    """Write the first sheet: what the memo says, and its figures as formulas.

    Args:
        sheets: Of the workbook.
        name: Of the sheet.
        memo: What is said.
        figures: What each is called, how it is worked out, and how it is written.
    """
    sheet = sheets.book.add_worksheet(name)
    sheet.set_column(0, 0, TEXT_WIDTH)
    sheet.set_column(1, 1, 24)
    bold = sheets.book.add_format({"bold": True, "text_wrap": True, "font_size": 12})
    wrapped = sheets.book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for line, form in [(memo.title, bold), *((each, wrapped) for each in memo.meta)]:
        sheet.write_string(row, 0, harmless(line), form)
        row += 1
    for at, line in enumerate(memo.answer):
        sheet.write_string(row, 0, harmless(line), wrapped if at else bold)
        row += 1
    row += 1
    for head, cell, form in figures:
        sheet.write_string(row, 0, head)
        sheets.write(sheet, row, 1, cell, sheets.forms[form])
        row += 1
    row += 1
    for section in memo.sections:
        for text, form in [
            (section.title, bold),
            *((each, wrapped) for each in (*section.said, *section.points, *section.notes)),
        ]:
            sheet.write_string(row, 0, harmless(text), form)
            row += 1
    sheet.write_string(row, 0, harmless(memo.foot), wrapped)


def add_stated(sheets: Sheets, made: MadeWith) -> None:
    """Write what every file states: the numbers set by the user, and what it was made with."""
    for name, own in stated_sheets(made).items():
        table = in_readers_language(own)
        sheets.add(
            name,
            [
                Column(head=str(head), cells=table[head].tolist(), form="any", wide=WIDE)
                for head in table.columns
            ],
        )


def _value_of(cell: object) -> float:
    return cell.value if isinstance(cell, Formula) else float(str(cell))


def cells_of(column: str, rows: int, *, sheet: str = "") -> str:
    """Return a whole column below its heading, as a formula names it."""
    where = f"'{sheet}'!" if sheet else ""
    return f"{where}${column}${FIRST}:${column}${FIRST + rows - 1}"


def drivers_of(
    swings: Sequence[Swing], assumptions: Assumptions, *, ends: tuple[str, str], currency: str
) -> list[Column]:
    """Return what each number does to the answer at the ends of its range.

    Args:
        swings: Of the numbers.
        assumptions: The numbers in use.
        ends: What the answers at the low and at the high end are called.
        currency: Unit of the money.
    """
    facts = [value_range_unit(swing, assumptions) for swing in swings]
    return [
        Column(head=t("Number"), cells=[swing_name(swing) for swing in swings], wide=WIDE),
        *(
            Column(head=head, cells=[fact[at] for fact in facts], wide=22)
            for at, head in enumerate((t("Value"), t("Range"), t("Unit")))
        ),
        *(
            Column(
                head=with_unit(head, currency),
                cells=[float(swing.net[at]) for swing in swings],
                form="money",
            )
            for at, head in enumerate(ends)
        ),
    ]


def sources_of(swings: Sequence[Swing], assumptions: Assumptions) -> list[Column]:
    """Return every number that the answer hangs on, with where it comes from."""
    statuses = status_names()
    paths = list(dict.fromkeys(path for swing in swings for path in swing.paths))
    found = [assumptions.entries[path] for path in paths]
    return [
        Column(head=t("Area"), cells=[area_name(path.split(".", 1)[0]) for path in paths], wide=20),
        Column(head=t("Number"), cells=[number_name(path) for path in paths], wide=WIDE),
        *(
            Column(head=head, cells=[getattr(each, name) for each in found], form="number")
            for name, head in (("value", t("Value")), ("low", t("Low")), ("high", t("High")))
        ),
        Column(head=t("Unit"), cells=[t(UNITS[each.unit].label) for each in found], wide=22),
        Column(head=t("Status"), cells=[statuses[each.status] for each in found]),
        Column(head=t("Source"), cells=[said(each.source) for each in found], wide=TEXT_WIDTH),
        Column(head=t("As of"), cells=[each.as_of or "" for each in found]),
        Column(head=t("Path"), cells=paths, wide=WIDE),
    ]


def findings_of(found: Sequence[Finding], currency: str) -> list[Column]:
    """Return what was found in the file, and what it did."""
    severities = {
        Severity.ERROR: t("Left out"),
        Severity.DOUBT: t("In doubt"),
        Severity.WARNING: t("Repaired or guessed"),
        Severity.NOTE: pt("a finding of no harm", "Note"),
    }
    return [
        Column(head=t("What it did"), cells=[severities[each.severity] for each in found]),
        Column(head=t("Column"), cells=[heading(each.column) for each in found], wide=24),
        Column(head=t("Rows"), cells=[each.rows for each in found], form="count"),
        Column(
            head=with_unit(t("Balance"), currency),
            cells=[each.money for each in found],
            form="money",
        ),
        Column(head=t("Finding"), cells=[each.message for each in found], wide=TEXT_WIDTH),
    ]
