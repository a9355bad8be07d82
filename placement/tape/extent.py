"""How far a workbook's sheets reach, told from their XML before anything is laid out as a grid.

A reader of workbooks lays a sheet out as rows x columns up to its furthest filled cell, so one
cell far away costs as much as a full sheet: the last cell of a sheet asks for half a terabyte.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

MAX_CELLS = 20_000_000
"""Rows x columns up to the furthest filled cell: a full million rows of 19 columns."""

_LETTERS = re.compile(r"[A-Za-z]{1,7}")
# Sheets of an XLSX may have any name inside the archive; no cell stands outside this element.
_SHEET_MARK = b"sheetData"


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


def far_cells(archive: zipfile.ZipFile) -> FarCells | None:
    """Return the furthest filled cells of the first sheet above `MAX_CELLS`, else None.

    Cells that are only formatted do not count.

    Raises:
        UnreadableSheetError: A sheet is damaged.
    """
    for item in archive.infolist():
        try:
            part = archive.read(item)
            if item.filename.lower() == "content.xml":
                found = _scan(part, _OdsSheets())
            elif _SHEET_MARK in part:
                found = _scan(part, _XlsxSheet())
            else:
                continue
        except (
            expat.ExpatError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            # zipfile says RuntimeError of a password and NotImplementedError of odd packing.
            raise UnreadableSheetError(str(error)) from error
        if found:
            return found
    return None


class _Extent:
    """The furthest filled row and column of one sheet, counted from 1."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._lowest = self._rightmost = (1, 1)
        self.far: FarCells | None = None

    def fill(self, row: int, column: int) -> None:
        if row > self.rows:
            self.rows, self._lowest = row, (row, column)
        if column > self.columns:
            self.columns, self._rightmost = column, (row, column)

    def close(self, laid_out: int = 0) -> None:
        """Judge the sheet once all of it was seen."""
        spans = max(self.rows * self.columns, laid_out)
        if spans > MAX_CELLS and self.far is None:
            self.far = FarCells(_name(*self._lowest), _name(*self._rightmost), spans)


class _XlsxSheet(_Extent):
    """Follows the rows and cells of one sheet; both may leave out where they are."""

    def __init__(self) -> None:
        super().__init__()
        self._row = self._column = 0
        self._numbers: dict[str, int] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self._cell(attributes.get("r"))
        elif kind == "v" or kind == "is":
            self.fill(self._row, self._column)
        elif kind == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0

    def _cell(self, place: str | None) -> None:
        if place is None:
            self._column += 1
            return
        letters = place.rstrip("0123456789")
        if letters not in self._numbers:
            self._numbers[letters] = _column_number(letters)
        self._column, self._row = self._numbers[letters], int(place[len(letters) :])


class _OdsSheets(_Extent):
    """Follows the tables of an ODS file, where rows and cells may stand for many."""

    def __init__(self) -> None:
        super().__init__()
        self._row = self._column = self._row_repeats = self._cell_repeats = 0
        self._laid_out = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind in {"table-cell", "covered-table-cell"}:
            self._cell(attributes)
        elif kind == "p" and self._cell_repeats:
            self._filled()
        elif kind == "table-row":
            self._row += self._row_repeats
            self._row_repeats = _repeats(attributes, "number-rows-repeated")
            self._column = self._cell_repeats = 0
        elif kind == "table":
            self.close()
            self.rows = self.columns = 0
            self._row = self._column = self._row_repeats = self._cell_repeats = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        # Empty cells cost nothing at the end of a row, but are laid out once another follows.
        self._laid_out += self._cell_repeats
        self._column += self._cell_repeats
        if self._laid_out > MAX_CELLS:
            self.fill(self._row + 1, self._column)
        self._cell_repeats = _repeats(attributes, "number-columns-repeated")
        if any(name.rpartition(":")[2] in {"value-type", "formula"} for name in attributes):
            self._filled()

    def close(self, laid_out: int = 0) -> None:
        super().close(laid_out or self._laid_out)

    def _filled(self) -> None:
        self.fill(self._row + self._row_repeats, self._column + self._cell_repeats)


def _scan(part: bytes, sheet: _XlsxSheet | _OdsSheets) -> FarCells | None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = sheet.start
    parser.Parse(part, True)
    sheet.close()
    return sheet.far


def _column_number(letters: str) -> int:
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


def _repeats(attributes: dict[str, str], name: str) -> int:
    for key, value in attributes.items():
        if key.rpartition(":")[2] == name:
            return max(1, int(value))
    return 1
