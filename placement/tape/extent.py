"""How far a sheet of a workbook reaches, before anything is laid out as a grid.

A reader of workbooks lays a sheet out as rows x columns up to its furthest filled cell, so one
cell far away costs as much as a full sheet: the last cell of a sheet asks for half a terabyte.
"""

import re
from dataclasses import dataclass

MAX_CELLS = 20_000_000
"""Rows x columns up to the furthest filled cell: a full million rows of 19 columns."""

_LETTERS = re.compile(r"[A-Za-z]{1,7}")


class UnreadableSheetError(ValueError):
    """A part of the workbook is not what it says it is."""


@dataclass(frozen=True)
class FarCells:
    """The filled cells by which a sheet is too large, as spreadsheets call them."""

    lowest: str
    """A filled cell of the last filled row, such as A1048576."""

    rightmost: str
    """A filled cell of the last filled column."""

    spans: int
    """Rows x columns up to there."""

    @property
    def names(self) -> str:
        """Return the cells; one name if they are the same."""
        return " + ".join(dict.fromkeys((self.lowest, self.rightmost)))


class Extent:
    """The furthest filled row and column of one sheet, counted from 1."""

    def __init__(self) -> None:
        self.rows = self.columns = self.spans = self.widest = 0
        self._lowest = self._rightmost = (1, 1)
        self.far: FarCells | None = None

    def fill(self, row: int, column: int) -> None:
        if row > self.rows:
            self.rows, self._lowest = row, (row, column)
        if column > self.columns:
            self.columns, self._rightmost = column, (row, column)

    def close(self, laid_out: int = 0) -> None:
        """Judge the sheet once all of it was seen."""
        self.widest = max(self.widest, self.columns)
        spans = max(self.rows * self.columns, laid_out)
        self.spans += spans
        if spans > MAX_CELLS and self.far is None:
            self.far = FarCells(_name(*self._lowest), _name(*self._rightmost), spans)


def column_number(letters: str) -> int:
    """Return the column that letters name, A being 1."""
    if not _LETTERS.fullmatch(letters):
        raise UnreadableSheetError(letters[:20])
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _name(row: int, column: int) -> str:
    letters, rest = "", column
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"
